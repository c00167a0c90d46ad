"""From a bonus to the line of a file by clicking only, with and without the drawer."""

import json
from urllib.parse import urljoin

import pytest

from merit_desk.explain.queries.replay import recomputes
from tests.desk.pages import parsed, text

BONUS = "/periods/2026-10/why/pay/cat/service-bonus/bonus/1/"
KPI = "/periods/2026-10/why/kpi/2026-10/{}/"


def test_a_bonus_opens_down_to_file_and_line(reader):
    told = text(reader.get(BONUS))
    assert "3,704.40 元" in told
    assert "3,000.00 基数 × 1.20 个人系数 × 1.05 部门系数 × 0.98 公司系数 × 100% 在岗比例" in told
    assert "97.00" in told
    assert "facts/conversations.csv ：4" in told


def test_another_input_opens_by_its_own_address(reader):
    page = reader.get(f"{BONUS}?open=2")  # the department's coefficient
    told = text(page)
    assert "支付金额" in told
    assert "7,800.00" in told
    assert "facts/order_lines.csv ：" in told


def test_the_base_of_a_bonus_ends_at_its_line_of_people_csv(reader):
    told = text(reader.get(f"{BONUS}?open=0"))
    assert "people.csv ：" in told
    assert "bonus_base 3000" in told


def test_every_way_offered_in_a_drawer_leads_on(reader):
    seen, ways = set(), [BONUS]
    while ways and len(seen) < 40:
        here = ways.pop()
        seen.add(here)
        page = reader.get(here)
        assert page.status_code == 200, here
        below = (urljoin(here, link) for link in parsed(page).links if link.startswith("?open="))
        ways += [link for link in below if link not in seen]
    assert len(seen) > 10


def test_a_kpi_value_shows_its_parts_its_query_and_rows_that_do_not_count(reader):
    told = text(reader.get(KPI.format("reply_3min/person/cat")))
    assert "36 ÷ 40" in told
    assert "90%" in told
    assert "SELECT" in told
    sales = reader.get(KPI.format("paid_sales/company/company"))
    assert "13 行计入" in text(sales)
    assert 'aria-label="不计入"' in sales.content.decode()  # the test order B15


def test_a_shared_row_says_how_much_of_it_belongs_to_the_person(reader):
    assert "60%" in text(reader.get(KPI.format("paid_sales/person/ann")))


def test_a_kpi_value_is_checked_by_querying_it_again(reader):
    assert "刚重查，一致" in text(reader.get(KPI.format("net_sales/company/company") + "?check=1"))


def test_only_a_working_that_was_just_recomputed_is_called_so(reader, run_folder):
    assert "逐步重算一致" in text(reader.get(BONUS))
    lines = (run_folder / "results/2026-10/explain.jsonl").read_text("utf-8").splitlines()
    workings = [json.loads(line)["working"] for line in lines]
    assert all(recomputes(working) for working in workings)
    forged = next(working for working in workings if working["rule"] == "rewards.bonus")
    forged["value"]["money"] = "3704.41"
    assert not recomputes(forged)


@pytest.mark.parametrize("address", [BONUS, KPI.format("paid_sales/company/company")])
def test_the_drawer_is_the_page_without_its_frame(reader, address):
    drawer = reader.get(address, headers={"HX-Request": "true"})
    assert "<nav" not in drawer.content.decode()
    assert "/static/" in reader.get(address).content.decode()
    assert "：" in text(drawer)
    assert "HX-Request" in drawer.headers["Vary"]


@pytest.mark.parametrize(
    "address",
    [
        "/periods/2026-10/why/pay/cat/service-bonus/bonus/2/",
        "/periods/2026-10/why/score/cat/nothing/",
        "/periods/2026-10/why/indicator/cat/2026-10/nothing/",
        KPI.format("no_such_kpi/company/company"),
        KPI.format("paid_sales/galaxy/milky"),
        "/periods/2026-10/why/kpi/soon/paid_sales/company/company/",
        "/periods/2026-10/nodes/galaxy/milky/",
    ],
)
def test_a_figure_that_is_not_there_is_404(reader, address):
    assert reader.get(address).status_code == 404
    drawer = reader.get(address, headers={"HX-Request": "true"})
    assert drawer.status_code == 404
    assert "没有这一页" in text(drawer)
    assert "<nav" not in drawer.content.decode()
