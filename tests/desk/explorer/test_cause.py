"""Why a figure moved, on the desk: line sales 10,000 → 11,000; P1 9 units → 8 at 1,000, P2 4 → 12 at 250."""

import csv
import io
import json
import re

from tests.desk.explorer.test_explored_figures import _words
from tests.desk.pages import text

OCTOBER = "period=2026-10"
SALES = f"kpi=line_sales&{OCTOBER}"


def page(client, query: str):
    response = client.get(f"/explorer/why/?{query}")
    assert response.status_code == 200
    return response


def rows(response) -> list[list[str]]:
    table = response.content.decode().partition('id="cause-table"')[2]
    found = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    return [[_words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in found]


def test_products_stand_in_rows_that_add_up_to_the_change(as_owner):
    shown = page(as_owner, f"{SALES}&by=sku")
    assert [(row[0], row[3]) for row in rows(shown)[1:]] == [
        ("P2", "+2,000.00"),
        ("P1", "−1,000.00"),
        ("合计", "+1,000.00"),
    ]
    assert "2026 年 10 月 为 11,000.00，2026 年 9 月 为 10,000.00，增加 1,000.00。" in text(shown)


def test_the_waterfall_runs_from_before_to_now(as_owner):
    drawn = json.loads(
        re.search(r'id="cause-drawn"[^>]*>(.*?)</script>', page(as_owner, f"{SALES}&by=sku").content.decode())[1]
    )
    assert [(bar[1], bar[2]) for bar in drawn["bars"][1:-1]] == [(10000.0, 12000.0), (12000.0, 11000.0)]
    assert (drawn["bars"][0][2], drawn["bars"][-1][2]) == (10000.0, 11000.0)


def test_a_figure_opens_to_the_rows_of_that_part(as_owner):
    address = re.search(
        r'href="(/periods/live/why/kpi[^"]*P1[^"]*)"', page(as_owner, f"{SALES}&by=sku").content.decode()
    )
    assert address is not None
    assert "9,000" in text(as_owner.get(address[1].replace("&amp;", "&")))


def test_a_name_divides_its_part_again(as_owner):
    within = page(as_owner, f"{SALES}&within=sku:P1&by=shop")
    assert "商品：P1" in text(within)
    assert rows(within)[-1][3] == "−1,000.00"


def test_a_driver_is_divided_by_products(as_owner):
    """Units rise by 7, of which P2 makes 8/7 and P1 −1/7."""
    found = rows(page(as_owner, f"kpi=asp&{OCTOBER}&driver=units&by=sku"))
    assert [row[1:3] for row in found[1:3]] == [["4", "12"], ["9", "8"]]


def test_where_to_look_is_told_after_the_page(as_owner):
    said = as_owner.get(f"/explorer/why/leads/?{SALES}").content.decode()
    assert "按商品看，P2最突出：占变化的 100.0%，和别处一样变的话应占 10.0%。" in said


def test_the_file_has_every_part_exactly(as_owner):
    said = as_owner.get(f"/explorer/why/parts.csv?kpi=asp&{OCTOBER}&by=sku").content.decode()
    listed = list(csv.reader(io.StringIO(said.removeprefix("\ufeff"))))
    assert [(row[0], row[2], row[3]) for row in listed[1:3]] == [("P2", "250", "250"), ("P1", "1000", "1000")]


def test_what_cannot_be_divided_so_says_what_to_do(as_owner):
    assert "没有目标" in text(page(as_owner, f"kpi=reply_3min&{OCTOBER}&versus=target&by=agent"))


def test_a_figure_that_one_does_not_see_reads_like_one_that_does_not_exist(as_employee):
    for kpi in ("line_sales", "no_such_kpi"):
        shown = text(page(as_employee, f"kpi={kpi}&{OCTOBER}&by=sku"))
        assert "11,000" not in shown
        assert "这里还没有你能看的指标" in shown


def test_people_that_a_manager_does_not_see_stand_in_one_row(as_manager):
    found = rows(page(as_manager, f"kpi=paid_sales&{OCTOBER}&by=person"))
    names = [row[0] for row in found[1:]]
    assert "未归属" not in names
    assert "你看不到的" in names
    assert names[-1] == "合计"


def test_an_employee_is_not_told_what_other_agents_did(as_employee):
    shown = page(as_employee, f"kpi=reply_3min&{OCTOBER}&by=agent")
    assert "cs1" not in text(shown)
    assert "cs2" not in as_employee.get(f"/explorer/why/leads/?kpi=reply_3min&{OCTOBER}").content.decode()
