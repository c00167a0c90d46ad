"""stories.yaml names who, when and which rows; a plain look at the files sees each story in them."""

from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from merit.demo.setting import Setting
from merit.demo.write import write_setting
from merit.sources.company_folder import read_company
from tests.demo.reading import END, fact, rows_of

MANY = Setting(seed=7, end=END, months=6, orders=45_000)
"""Enough orders for what is only seen in numbers."""
ALL = [
    *("fast_agent", "burning_campaign", "brushing", "own_purchases", "late_supplier", "stock_out"),
    *(
        "refunds_after_month_end",
        "chosen_ratings",
        "stock_moved",
        "sandbagged_target",
        "hit_by_everybody",
        "same_twice",
    ),
    "slow_pages",
]


@pytest.fixture(scope="session")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("busy")
    write_setting(folder, MANY)
    return folder


def stories(folder: Path) -> dict[str, dict[str, Any]]:
    found = yaml.safe_load((folder / "stories.yaml").read_text("utf-8"))["stories"]
    return {each["story"]: each for each in found}


def share(part: int, whole: int) -> Fraction:
    return Fraction(part, max(whole, 1))


def test_every_story_says_who_when_which_rows_and_how_it_shows(demo: Path) -> None:
    found = stories(demo)
    assert list(found) == ALL
    for each in found.values():
        assert each["who"]
        assert date(2024, 11, 1) <= each["from"] <= each["to"] <= date(2026, 11, 5)
        assert each["rows"]
        assert set(each["found_by"]) <= {"alert", "why", "sign", "plan_check"}
        assert set(each["title"]) == set(each["what"]) == {"zh", "en"}
        assert "{" not in each["what"]["zh"] + each["what"]["en"]


def test_the_kpis_of_the_stories_are_in_the_catalogue(demo: Path) -> None:
    company, _ = read_company(demo)
    assert company is not None
    for each in stories(demo).values():
        assert [kpi for kpi in each["kpis"] if kpi not in company.catalogue] == [], each["story"]


def test_every_story_is_told_in_the_documents() -> None:
    told = (Path(__file__).parents[2] / "docs" / "demo-company.md").read_text("utf-8")
    assert [name for name in ALL if f"| `{name}` |" not in told] == []


def test_a_company_of_one_month_has_no_story_of_the_month_before(tmp_path: Path) -> None:
    write_setting(tmp_path, Setting(seed=3, end=END, months=1, orders=900))
    assert set(ALL) - set(stories(tmp_path)) == {"brushing", "refunds_after_month_end", "stock_moved", "slow_pages"}


def test_brushed_orders_are_all_of_few_buyers_and_some_are_unmarked(busy: Path) -> None:
    (rows,) = stories(busy)["brushing"]["rows"]
    orders = {row["order_id"]: row for row in fact(busy, "orders").to_pylist()}
    assert len(rows["buyers"]) <= 6
    assert {orders[each]["buyer"] for each in rows["marked"] + rows["unmarked"]} == set(rows["buyers"])
    assert {orders[each]["invalid_reason"] for each in rows["marked"]} == {"brush"}
    assert {orders[each]["invalid_reason"] for each in rows["unmarked"]} == {None}


def test_own_purchases_are_the_most_orders_that_one_agent_led_of_one_buyer(busy: Path) -> None:
    story = stories(busy)["own_purchases"]
    agent, accounts = story["who"][1]["agent"], story["rows"][0]["buyers"]
    led = Counter(
        (row["agent"], row["buyer"])
        for row in fact(busy, "conversations").to_pylist()
        if row["presale"] and row["order_id"] is not None and row["started_at"].date() >= date(2026, 10, 1)
    )
    (first, _), (second, _) = led.most_common(2)
    assert {first, second} == {(agent, account) for account in accounts}
    orders = [row for row in fact(busy, "orders").to_pylist() if row["buyer"] in accounts]
    assert {row["order_id"] for row in orders} == set(story["rows"][0]["orders"])
    assert len({row["region"] for row in orders}) == 1


def test_the_last_two_days_of_the_month_are_pushed_and_much_of_it_comes_back_in_the_next(busy: Path) -> None:
    back = {
        row["order_id"]
        for row in fact(busy, "refunds").to_pylist()
        if row["shop"] == "jd" and row["refunded_at"] is not None and row["refunded_at"].date() >= date(2026, 10, 1)
    }
    bought: dict[bool, list[str]] = defaultdict(list)
    for row in fact(busy, "orders").to_pylist():
        if row["shop"] == "jd" and row["paid_at"] is not None and row["paid_at"].date().isoformat()[:7] == "2026-09":
            bought[row["paid_at"].day >= 29].append(row["order_id"])
    assert len(bought[True]) / 2 > 1.3 * len(bought[False]) / 28
    given_back = {late: share(len(back & set(ids)), len(ids)) for late, ids in bought.items()}
    assert given_back[True] > Fraction(2, 10)
    assert given_back[False] < Fraction(5, 100)
    listed = set(stories(busy)["refunds_after_month_end"]["rows"][0]["orders"])
    assert listed <= back & set(bought[True])


def test_who_chooses_whom_to_ask_has_fewer_ratings_and_better_ones_than_before(busy: Path) -> None:
    story = stories(busy)["chosen_ratings"]
    agent = story["who"][1]["agent"]
    told: dict[bool, list[Any]] = defaultdict(list)
    for row in fact(busy, "conversations").to_pylist():
        if row["agent"] == agent:
            told[row["started_at"].date() >= story["from"]].append(row)
    rated = {late: [row for row in rows if row["rated_at"] is not None] for late, rows in told.items()}
    part = {late: share(len(rated[late]), len(told[late])) for late in told}
    good = {late: share(sum(row["rating"] >= 4 for row in rated[late]), len(rated[late])) for late in told}
    assert part[True] < Fraction(8, 10) * part[False]
    assert good[True] > good[False] + Fraction(2, 100)
    invited = [
        row["score"]
        for row in rows_of(busy / "facts/surveys.csv")
        if row["agent"] == agent and row["kind"] == "csat" and row["sent_at"] >= str(story["from"]) and row["score"]
    ]
    assert set(invited) == {"5"}


def test_stock_is_low_over_the_months_end_and_back_the_day_after_next(demo: Path) -> None:
    story = stories(demo)["stock_moved"]
    there: dict[str, int] = defaultdict(int)
    for row in fact(demo, "stock").to_pylist():
        if row["warehouse"] == "wh_hz" and row["sku"] in story["rows"][0]["skus"]:
            there[str(row["day"])] += row["on_hand"]
    assert [(str(each["from"]), str(each["to"])) for each in story["rows"]] == [
        ("2026-08-30", "2026-09-01"),
        ("2026-09-29", "2026-10-01"),
    ]
    for low, usual in (("2026-09-30", "2026-09-28"), ("2026-10-01", "2026-10-02"), ("2026-08-31", "2026-09-02")):
        assert 0.35 < there[low] / there[usual] < 0.6


def test_the_sandbagged_targets_are_passed_by_far_every_month(demo: Path) -> None:
    story = stories(demo)["sandbagged_target"]
    low = story["who"][0]["person"]
    targets = {
        (row["period"], row["node_kind"], row["node"]): int(row["target"])
        for row in rows_of(demo / "targets.csv")
        if row["kpi"] == "paid_sales" and not row["from"]
    }
    assert story["rows"][0]["periods"] == [f"2026-{month:02}" for month in range(5, 11)]
    months = ("2026-03", "2026-06")  # the person alone has the shop until the trainee comes in August
    ratio = {month: targets[month, "person", low] / targets[month, "shop", "dy"] for month in months}
    assert ratio["2026-06"] < 0.85 < ratio["2026-03"]


def test_on_the_slow_days_phones_wait_longer_and_buy_less(busy: Path) -> None:
    story = stories(busy)["slow_pages"]
    slow = (story["from"], story["to"])
    assert (str(slow[0]), str(slow[1])) == ("2026-09-15", "2026-09-23")
    waits: dict[bool, list[float]] = defaultdict(list)
    for row in fact(busy, "page_loads").to_pylist():
        if row["device"] == "mobile" and row["page"] == "detail":
            waits[slow[0] <= row["at"].date() <= slow[1]].append(float(row["lcp_ms"]))
    median = {late: sorted(each)[len(each) // 2] for late, each in waits.items()}
    assert 1.6 < median[True] / median[False] < 2.2
    bounced: dict[bool, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows_of(busy / "facts/traffic_daily.csv"):
        cell = bounced[str(slow[0]) <= row["day"] <= str(slow[1])]
        cell[0] += int(row["bounces"])
        cell[1] += int(row["visits"])
    assert share(*bounced[True]) > share(*bounced[False]) + Fraction(6, 100)
    visits = [row for row in fact(busy, "visits").to_pylist() if row["device"] == "mobile"]
    during = [row for row in visits if slow[0] <= row["started_at"].date() <= slow[1]]
    bought = sum(row["purchased"] for row in visits)
    assert share(sum(row["purchased"] for row in during), len(during)) < Fraction(8, 10) * share(bought, len(visits))
