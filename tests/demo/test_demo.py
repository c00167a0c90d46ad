"""The demo company: deterministic, complete, in the platforms' own layouts, with its stories in the data."""

import csv
import hashlib
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from merit.demo.credit_shares import BURNING_CAMPAIGN, account_of
from merit.demo.people import FAST_AGENT, LEAVER, TRANSFERRED, make_staff
from merit.demo.setting import Setting
from merit.demo.write import write_setting
from merit.facts.tables import TABLES
from merit.kernel.period import Period
from merit.kernel.problems import Problem
from merit.sources.company_folder import read_company
from merit.sources.read_facts import FactRows, Rejected, read_facts
from tests.demo.reading import END, SMALL, fact, rows_of


def fingerprints(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_the_same_bytes(demo: Path, tmp_path: Path) -> None:
    write_setting(tmp_path, SMALL)
    assert fingerprints(tmp_path) == fingerprints(demo)


def test_another_seed_gives_other_people_and_other_orders(demo: Path, tmp_path: Path) -> None:
    write_setting(tmp_path, Setting(seed=8, end=END, orders=12_000))
    ours, others = fingerprints(demo), fingerprints(tmp_path)
    assert set(ours) == set(others)
    for name in ("people.csv", "facts/orders.parquet", "raw/taobao/ExportOrderList2026Q1.csv", "facts/tasks.csv"):
        assert ours[name] != others[name]
    assert ours["plans/cs_agent.yaml"] == others["plans/cs_agent.yaml"]


def test_every_fact_table_is_there_with_known_columns_and_all_required_ones(demo: Path) -> None:
    for name, table in TABLES.items():
        found = next((demo / "facts").glob(f"{name}.*"))
        columns = pq.read_schema(found).names if found.suffix == ".parquet" else list(rows_of(found)[0])
        assert set(columns) <= set(table.names), name
        assert {column.name for column in table.columns if column.required} <= set(columns), name


def test_about_eighty_people_work_in_nine_departments_and_everybody_has_a_plan(demo: Path) -> None:
    people = rows_of(demo / "people.csv")
    assert 78 <= len({row["person"] for row in people}) <= 86
    assert sum(row["kind"] == "department" for row in rows_of(demo / "teams.csv")) == 9
    plans = {path.stem for path in (demo / "plans").glob("*.yaml")}
    assert {row["post"] for row in people} == plans
    assert any("·" in row["name"] for row in people)


def test_orders_run_through_every_month_of_two_years_in_four_shops(demo: Path) -> None:
    canonical = fact(demo, "orders")
    assert set(canonical["shop"].to_pylist()) == {"jd", "pdd"}
    taobao = [
        row for path in sorted((demo / "raw/taobao").glob("ExportOrderList*")) for row in rows_of(path, "gb18030")
    ]
    douyin = [row for path in sorted((demo / "raw/douyin").glob("orders*")) for row in rows_of(path)]
    orders = canonical.num_rows + len(taobao) + len({row["主订单编号"] for row in douyin})
    assert 11_900 <= orders <= 12_100
    assert (
        len({row["订单创建时间"][:7] for row in taobao if row["订单创建时间"] and "02-30" not in row["订单创建时间"]})
        == 24
    )


def test_double_eleven_towers_and_the_spring_festival_dips(demo: Path) -> None:
    days = [str(each)[:10] for each in fact(demo, "orders")["ordered_at"].to_pylist()]
    usual = sum(day.startswith("2025-03") for day in days) / 31
    assert days.count("2025-11-11") > 2.5 * usual
    assert sum("2026-02-16" <= day <= "2026-02-20" for day in days) / 5 < 0.5 * usual


@pytest.mark.parametrize(
    ("name", "encoding", "expected"),
    [
        ("taobao/ExportOrderList2026Q3.csv", "gb18030", (54, "订单编号", "含应开票给个人的个人红包")),
        ("taobao/ExportItemList2026Q3.csv", "gb18030", (18, "子订单编号", "订单付款时间")),
        ("douyin/orders2026Q3.csv", "utf-8-sig", (65, "主订单编号", "建议发货时间（止）")),
        ("douyin/settlement2026Q3.csv", "utf-8-sig", (12, "结算时间", "达人佣金")),
    ],
)
def test_raw_files_have_the_header_of_the_platform(
    demo: Path, name: str, encoding: str, expected: tuple[int, str, str]
) -> None:
    with (demo / "raw" / name).open(encoding=encoding, newline="") as file:
        header = next(csv.reader(file))
    assert (len(header), header[0], header[-1]) == expected


def test_some_headers_of_the_order_export_end_in_a_space(demo: Path) -> None:
    header = (demo / "raw/taobao/ExportOrderList2026Q3.csv").read_bytes().decode("gb18030").splitlines()[0]
    assert {'"收货地址 "', '"联系电话 "', '"订单付款时间 "', '"物流单号 "'} <= set(header.split(","))


def test_douyin_guards_its_ids_and_settles_under_a_second_header(demo: Path) -> None:
    assert rows_of(demo / "raw/douyin/orders2026Q2.csv")[0]["主订单编号"].startswith("\t69")
    assert rows_of(demo / "raw/douyin/settlement2026Q2.csv")[0]["结算金额"] == "收入合计+支出合计"


def test_no_name_address_or_phone_of_a_buyer_is_written_out(demo: Path) -> None:
    taobao = rows_of(demo / "raw/taobao/ExportOrderList2026Q2.csv", "gb18030")[0]
    assert all("**" in taobao[name] for name in ("收货人姓名", "收货地址 ", "联系手机", "买家支付宝账号"))
    douyin = rows_of(demo / "raw/douyin/orders2026Q2.csv")[0]
    assert all("**" in douyin[name] for name in ("收件人", "详细地址", "街道"))


def test_twelve_rows_are_spoiled_and_listed_with_their_line(demo: Path) -> None:
    listed = [line for line in (demo / "raw/README.md").read_text("utf-8").splitlines() if ".csv |" in line]
    assert len(listed) == 12
    _, name, line, why, _ = (part.strip() for part in listed[0].split("|"))
    written = (demo / "raw" / name).read_bytes().decode("gb18030").splitlines()
    assert "2.14E+18" in written[int(line) - 1]
    assert "2.14E+18" in why


def test_the_lines_of_a_taobao_order_and_its_freight_add_up_to_what_was_paid(demo: Path) -> None:
    paid: dict[str, float] = {}
    for row in rows_of(demo / "raw/taobao/ExportItemList2026Q2.csv", "gb18030"):
        paid[row["主订单编号"]] = paid.get(row["主订单编号"], 0) + float(row["买家实际支付金额"])
    for row in rows_of(demo / "raw/taobao/ExportOrderList2026Q2.csv", "gb18030"):
        if row["订单付款时间 "]:
            both = paid[row["订单编号"]] + float(row["买家应付邮费"])
            assert float(row["买家实际支付金额"]) == pytest.approx(both)


def test_the_fast_agent_answers_fastest_and_pleases_least(demo: Path) -> None:
    table = fact(demo, "conversations")
    fast = account_of(make_staff(SMALL), FAST_AGENT)
    wait = pc.seconds_between(table["started_at"], table["first_reply_at"])
    median, good, sold = {}, {}, {}
    for agent in set(table["agent"].to_pylist()):
        own = pc.equal(table["agent"], agent)
        median[agent] = pc.quantile(wait.filter(own), q=0.5)[0].as_py()
        good[agent] = pc.mean(pc.greater_equal(table["rating"].filter(own), 4).cast("double")).as_py()
        asked = table["order_id"].filter(pc.and_(own, table["presale"]))
        sold[agent] = asked.is_valid().to_pylist().count(True) / len(asked) if len(asked) > 20 else 1
    assert min(median, key=median.__getitem__) == fast
    assert min(good, key=good.__getitem__) == fast
    assert min(sold, key=sold.__getitem__) == fast


def test_the_burning_campaign_sells_less_than_it_costs_in_the_last_months(demo: Path) -> None:
    late = [row for row in rows_of(demo / "facts/ads.csv") if row["day"] >= "2026-08-01"]
    roas = {
        campaign: sum(float(row["sales"]) for row in late if row["campaign"] == campaign)
        / sum(float(row["spend"]) for row in late if row["campaign"] == campaign)
        for campaign in {row["campaign"] for row in late}
    }
    assert roas[BURNING_CAMPAIGN] < 0.8
    assert sum(value < 1 for value in roas.values()) == 1


def test_few_buyers_place_many_small_orders_and_only_some_are_marked(demo: Path) -> None:
    orders = fact(demo, "orders").to_pylist()
    marked = [row for row in orders if row["invalid_reason"] == "brush"]
    buyers = {row["buyer"] for row in marked}
    unmarked = [row for row in orders if row["buyer"] in buyers and row["invalid_reason"] is None]
    assert marked
    assert unmarked
    assert len(buyers) <= 6
    assert all(row["shop"] == "pdd" and row["paid_amount"] < 20 for row in (*marked, *unmarked))


def test_one_supplier_is_late_seven_times_out_of_ten(demo: Path) -> None:
    late: dict[str, list[bool]] = {}
    for row in rows_of(demo / "facts/purchases.csv"):
        if row["received_at"]:
            late.setdefault(row["supplier"], []).append(row["received_at"] > row["promised_at"])
    share = {supplier: sum(each) / len(each) for supplier, each in late.items()}
    assert share["S05"] > 0.55
    assert max(value for supplier, value in share.items() if supplier != "S05") < 0.25


def test_the_late_suppliers_product_runs_out_in_both_warehouses(demo: Path) -> None:
    stock = fact(demo, "stock").to_pylist()
    gone = [row for row in stock if row["sku"].startswith("GJ01-") and "2026-10-08" <= str(row["day"]) <= "2026-10-16"]
    assert len(gone) == 2 * 4 * 9
    assert all(row["on_hand"] == 0 and row["listed"] for row in gone)


def test_the_folder_is_read_without_any_finding(demo: Path) -> None:
    company, problems = read_company(demo)
    assert company is not None
    assert problems == []


def test_all_rows_are_taken_over_but_the_spoiled_ones(demo: Path) -> None:
    company, _ = read_company(demo)
    assert company is not None
    parts = list(read_facts(company, demo))
    rejected = [row for part in parts if isinstance(part, Rejected) for row in part.rows]
    readme = (demo / "raw/README.md").read_text("utf-8")
    assert len(rejected) == 11  # twelve are listed; "0元" is an amount of zero and can be read
    assert all(f"| {row.file.removeprefix('raw/')} | {row.line} |" in readme for row in rejected)
    assert {problem.code for part in parts if isinstance(part, Problem) for problem in [part]} == {
        "sources.damaged_id", "sources.no_such_time", "sources.ragged", "sources.not_a_number"
    }  # fmt: skip
    assert {part.table.name for part in parts if isinstance(part, FactRows)} == set(TABLES)


def test_a_year_with_other_months_works_as_well(tmp_path: Path) -> None:
    write_setting(tmp_path, Setting(seed=3, end=Period.parse("2025-02"), months=12, orders=6_000))
    company, problems = read_company(tmp_path)
    assert company is not None
    assert problems == []


def test_transfer_leaver_and_maternity_leave_are_in_the_files(demo: Path) -> None:
    staff = make_staff(SMALL)
    spells = [row for row in rows_of(demo / "people.csv") if row["person"] == staff.at(TRANSFERRED).person]
    assert [(row["post"], row["to"]) for row in spells] == [("cs_agent", "2026-10-11"), ("operator", "")]
    assert spells[1]["from"] == "2026-10-12"
    left = next(row for row in rows_of(demo / "people.csv") if row["person"] == staff.at(LEAVER).person)
    assert left["to"] == "2026-10-20"
    assert any(row["kind"] == "maternity" for row in rows_of(demo / "facts/leave.csv"))


def test_no_small_group_of_peers_is_forced_to_three_answers(demo: Path) -> None:
    peers: dict[tuple[str, str], int] = {}
    for row in rows_of(demo / "ratings.csv"):
        if row["relation"] == "peer" and row["score"]:
            key = (row["period"], row["subject"])
            peers[key] = peers.get(key, 0) + 1
    assert any(count >= 3 for count in peers.values())
    assert any(count < 3 for count in peers.values())
