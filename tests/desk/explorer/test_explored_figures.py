"""The explorer by hand: October sold 11,000 and September 10,000; ann 4,200, bob 3,600, nobody 3,200."""

import csv
import io
import json
import re
from html import unescape

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.desk.conftest import client_for, role_account
from tests.desk.pages import links, parsed, text

OCTOBER = "span=own&from=2026-10&to=2026-10"


def view(client, query: str):
    """What the page's form asks for."""
    response = client.get(f"/explorer/?{query}", headers={"HX-Request": "true"})
    assert response.status_code == 200
    return response


def rows(response) -> list[list[str]]:
    """The table's rows as a reader sees them."""
    table = response.content.decode().partition('id="explore-table"')[2]
    found = re.findall(r"<tr.*?</tr>", table, re.DOTALL)
    return [[_words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in found]


def _words(cell: str) -> str:
    shown = re.sub(r'<span class="sr">.*?</span>', "", cell, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", shown)).split())


def test_people_stand_in_rows_and_the_total_is_the_companys_own(as_owner):
    found = rows(view(as_owner, f"kpi=paid_sales&by=person&grain=whole&{OCTOBER}"))
    values = {row[0]: row[1] for row in found[1:]}
    assert values == {"安安": "4,200.00", "鲍勃": "3,600.00", "未归属": "3,200.00", "合计 · 微店": "1.10 万"}


def test_a_ratio_in_the_total_is_worked_out_anew(as_owner):
    """s1 7,000 and s2 4,000 over ten orders: 1,100 each; no mean of the two shops."""
    found = rows(view(as_owner, f"kpi=aov&by=shop&grain=whole&{OCTOBER}"))
    assert found[-1] == ["合计 · 微店", "1,100.00"]


def test_one_node_has_its_periods_as_rows_beside_the_period_before(as_owner):
    found = rows(view(as_owner, "kpi=paid_sales&with=previous&span=own&from=2026-09&to=2026-10"))
    assert found[0] == ["时间", "支付金额", "上期", "变化"]
    assert found[2] == ["2026 年 10 月", "1.10 万", "1.00 万", "10.0%"]


def test_days_without_a_counterpart_are_said(as_owner):
    """The facts begin in September 2026, so that nothing lies a year back."""
    assert "没有可比的日子" in text(view(as_owner, f"kpi=paid_sales&with=a_year_earlier&{OCTOBER}"))


def test_a_rate_of_counts_stands_with_its_interval_and_money_without(as_owner):
    """October: 2 of 10 orders given back, Wilson 5.67% to 50.98%; September: 1 of 8, 2.24% to 47.09%.

    Newcombe: 0.2 − 0.125 = 0.075; below √(0.1433² + 0.3459²) = 0.374, above √(0.3098² + 0.1026²) = 0.326.
    """
    query = "kpi=refund_rate_orders,paid_sales&with=previous&span=own&from=2026-09&to=2026-10"
    october = rows(view(as_owner, query))[2]
    assert october[1] == "未成熟 20.00% 95% 区间 5.7–51.0%"
    assert october[3] == "7.50 pp -29.9 至 +40.1，可能是波动"
    assert october[4] == "1.10 万"
    assert "区间" not in "".join(october[4:])


def test_a_benchmark_stands_beside_the_own_figure_of_its_own_month_with_source_and_date(as_owner):
    """11,000 over ten orders are 1,100 each, a tenth above the 1,000 of the invented report."""
    shown = view(as_owner, "kpi=aov&span=own&from=2026-09&to=2026-10").content.decode()
    card = shown.partition("<h2>行业参考</h2>")[2]
    cells = [_words(each) for each in re.findall(r"<t[hd].*?</t[hd]>", card, re.DOTALL)]
    assert cells[6:12] == [
        "笔单价 all",
        "2026 年 10 月",
        "1,000.00",
        "1,100.00",
        "10.0%",
        "invented industry report 2026-11-01",
    ]
    assert "行业参考" not in text(view(as_owner, "kpi=paid_sales&span=own&from=2026-09&to=2026-10"))
    assert "行业参考" not in text(view(as_owner, "kpi=aov&span=own&from=2026-09&to=2026-09"))


def test_a_year_earlier_by_weekday_says_which_days_those_were(as_owner):
    """Nothing lies 364 days back of October 2026: the facts begin in September."""
    shown = view(as_owner, f"kpi=paid_sales&with=same_weekday&{OCTOBER}")
    assert "去年同星期" in text(shown)
    assert "没有可比的日子" in text(shown)


def test_business_dimensions_are_asked_by_query_and_narrowed_to_a_shop(as_owner):
    found = rows(view(as_owner, f"kpi=line_sales&by=category&shop=s2&grain=whole&{OCTOBER}"))
    assert found[-1] == ["合计 · 微店", "4,000.00"]
    assert {row[0] for row in found[1:-1]} <= {"dear", "cheap"}


def test_a_kpi_whose_rows_do_not_know_the_dimension_is_named_and_left_out(as_owner):
    said = text(view(as_owner, f"kpi=orders_paid,line_sales&by=category&grain=whole&{OCTOBER}"))
    assert "“支付订单数”的数据里没有品类" in said


def test_every_figure_opens_its_explanation_without_any_results(as_owner):
    """September was never run; the drawer works from the figures as they stand."""
    shown = view(as_owner, "kpi=paid_sales&span=own&from=2026-09&to=2026-09&grain=whole&by=shop")
    opened = [link for link in links(shown) if "/why/kpi/" in link]
    assert len(opened) == 3
    said = text(as_owner.get(opened[0]))
    assert "6,000.00 元" in said
    assert "order_lines.csv" in said


def test_a_narrowed_figure_opens_and_its_rows_come_as_a_file(as_owner):
    shown = view(as_owner, f"kpi=line_sales&by=category&shop=s1&grain=whole&{OCTOBER}")
    opened = next(link for link in links(shown) if "where=category" in link)
    drawer = as_owner.get(opened)
    assert "一号店" in text(drawer)
    file = next(link for link in links(drawer) if "rows.csv" in link)
    lines = list(csv.reader(io.StringIO(b"".join(as_owner.get(file).streaming_content).decode("utf-8-sig"))))
    shops = {line[lines[0].index("shop")] for line in lines[1:]} if "shop" in lines[0] else {"s1"}
    assert shops == {"s1"}
    assert len(lines) > 1


def test_the_page_comes_at_once_with_a_skeleton_that_asks_for_the_rest(as_owner):
    page = as_owner.get("/explorer/?kpi=paid_sales")
    loader = next(found for tag, found in parsed(page).opens if found.get("id") == "explore")
    assert loader["hx-trigger"] == "load"
    assert "skel" in page.content.decode()
    assert "支付金额" in text(as_owner.get("/explorer/?kpi=paid_sales&whole=1"))


def test_the_chart_carries_exact_texts_and_its_comparison_in_grey(as_owner):
    shown = view(as_owner, "kpi=paid_sales&with=previous&span=own&from=2026-09&to=2026-10").content.decode()
    drawn = json.loads(re.search(r'id="explore-drawn"[^>]*>(.*?)</script>', shown, re.DOTALL)[1])
    assert [each["values"] for each in drawn["series"]] == [[10000.0, 11000.0], [None, 10000.0]]
    assert drawn["series"][1]["grey"]


def test_rows_are_sorted_by_a_column_either_way(as_owner):
    query = f"kpi=paid_sales&by=person&grain=whole&{OCTOBER}"
    down = [row[0] for row in rows(view(as_owner, f"{query}&sort=-paid_sales~"))[1:-1]]
    up = [row[0] for row in rows(view(as_owner, f"{query}&sort=paid_sales~"))[1:-1]]
    assert down == up[::-1] == ["安安", "鲍勃", "未归属"]


def test_too_many_periods_are_cut_to_the_latest_and_said(as_owner):
    assert "一次最多看 62 个" in text(view(as_owner, "kpi=paid_sales&grain=day&span=own&from=2026-01&to=2026-10"))


@pytest.mark.parametrize("days", ["from=2026-13&to=x", "from=2026-10&to=2026-09", "from=..&to=../.."])
def test_days_that_make_no_sense_are_said_and_something_is_shown(as_owner, days):
    said = text(view(as_owner, f"kpi=paid_sales&span=own&{days}"))
    assert "下面是最近 12 个整月" in said


def test_a_file_has_exact_numbers_and_no_formula(own_folder):
    shops = own_folder / "shops.csv"
    shops.write_text(shops.read_text("utf-8").replace("一号店", "=1+1店"), "utf-8")
    client = client_for(role_account("owner"))
    response = client.get(f"/explorer/view.csv?kpi=paid_sales&by=shop&grain=whole&{OCTOBER}")
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    found = {line[1]: line for line in lines[1:]}
    assert found["s1"][0] == "'=1+1店"
    assert [found[name][6] for name in ("s1", "s2", "company")] == ["7000", "4000", "11000"]


def test_a_workbook_has_numbers_as_numbers(as_owner):
    response = as_owner.get(f"/explorer/view.xlsx?kpi=paid_sales,reply_3min&by=person&grain=whole&{OCTOBER}")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    cells = {row[0].value: row[1:] for row in sheet.iter_rows(min_row=2)}
    assert [cell.value for cell in cells["安安"]] == [4200, None]
    assert (cells["凯特"][1].value, cells["凯特"][1].number_format) == (0.9, "0.00%")
    assert cells["安安"][0].number_format == "#,##0.00"


def test_the_number_of_database_queries_does_not_grow_with_rows_or_periods(as_owner):
    counts = []
    for query in ("by=shop&grain=whole", "by=person&grain=day", "by=company&grain=whole"):
        with CaptureQueriesContext(connection) as asked:
            view(as_owner, f"kpi=paid_sales&{query}&{OCTOBER}")
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_everything_is_there_in_english(as_owner):
    said = text(view(as_owner, f"kpi=paid_sales&by=shop&grain=whole&lang=en&with=previous&{OCTOBER}"))
    assert "Paid sales" in said
    assert "Total · 微店" in said
