"""What the demo's platforms, desk tools and suppliers report agrees with its orders, talks and purchases."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from merit.demo.ad_tests import NO_EFFECT, REAL_EFFECT
from merit.demo.goods import SOLD_OUT_PRODUCT
from tests.demo.reading import fact, rows_of

GAP_DAY = "2026-09-19"


def reports(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    return {(row["shop"], row["day"]): row for row in rows_of(folder / "facts/platform_daily.csv")}


def test_the_platforms_report_what_the_orders_come_to(demo: Path) -> None:
    """京东 and 拼多多 have their orders as tables: sales, orders and buyers of every day, without brushing."""
    sold: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    buyers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in fact(demo, "orders").to_pylist():
        if row["paid_at"] is not None and row["invalid_reason"] is None:
            sold[row["shop"], str(row["paid_at"])[:10]] += row["paid_amount"]
            buyers[row["shop"], str(row["paid_at"])[:10]].append(row["buyer"])
    told = {key: row for key, row in reports(demo).items() if key[0] in {"jd", "pdd"}}
    assert {key: Decimal(row["sales"]) for key, row in told.items()} == {key: sold[key] for key in told}
    assert {key: int(row["orders"]) for key, row in told.items()} == {key: len(buyers[key]) for key in told}
    assert {key: int(row["buyers"]) for key, row in told.items()} == {key: len(set(buyers[key])) for key in told}


def test_visitors_and_spend_of_the_reports_are_those_of_the_other_tables(demo: Path) -> None:
    seen: dict[tuple[str, str], int] = defaultdict(int)
    spent: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows_of(demo / "facts/traffic_daily.csv"):
        seen[row["shop"], row["day"]] += int(row["visitors"])
    for row in rows_of(demo / "facts/ads.csv"):
        spent[row["shop"], row["day"]] += Decimal(row["spend"])
    off = []
    for key, row in reports(demo).items():
        assert Decimal(row["ad_spend"]) == spent[key]
        if abs(int(row["visitors"]) - seen[key]) > max(1, seen[key] * 3 // 1000):
            off.append(key)
    assert sorted(off) == [("dy", "2026-10-24"), ("dy", "2026-10-25"), ("dy", "2026-10-26")]


def test_the_figures_to_reconcile_with_are_those_of_the_reports(demo: Path) -> None:
    named = {"paid_sales": "sales", "refund_amt": "refunds", "spend": "ad_spend", "units": "units"}
    told = reports(demo)
    figures = rows_of(demo / "platform_figures.csv")
    assert {row["kpi"] for row in figures} == {*named, "visitors_daily"}
    for row in figures:
        column = named.get(row["kpi"], "visitors")
        assert Decimal(row["value"]) == Decimal(told[row["shop"], row["day"]][column])
    (release,) = rows_of(demo / "reconciliation_releases.csv")
    assert (release["kpi"], release["shop"], release["from"], release["to"]) == ("paid_sales", "dy", GAP_DAY, GAP_DAY)


def test_who_favourites_or_carts_is_among_the_visitors_and_counted_once(demo: Path) -> None:
    for row in rows_of(demo / "facts/interests_daily.csv"):
        both, either = int(row["favourited"]) + int(row["carted"]), int(row["either"])
        assert max(int(row["favourited"]), int(row["carted"])) <= either <= min(both, int(row["visitors"]))


def test_the_service_reports_count_the_conversations(demo: Path) -> None:
    counted: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in fact(demo, "conversations").to_pylist():
        cell = counted[str(row["started_at"])[:10], row["shop"], row["agent"]]
        cell[0] += row["first_reply_at"] is not None
        cell[1] += row["rated_at"] is not None
        cell[2] += row["presale"] and row["order_id"] is not None
    told = {
        (str(row["day"]), row["shop"], row["agent"]): [row["conversations"], row["rated"], row["orders"]]
        for row in fact(demo, "service_daily").to_pylist()
    }
    assert told == dict(counted)


def test_whoever_answers_is_on_line_that_day_for_a_shift(demo: Path) -> None:
    answered = {(str(row["started_at"])[:10], row["agent"]) for row in fact(demo, "conversations").to_pylist()}
    hours = {(str(row["day"]), row["agent"]): row["hours"] for row in fact(demo, "agent_hours").to_pylist()}
    assert set(hours) == answered
    assert min(hours.values()) >= 7
    assert max(hours.values()) <= 11


def test_the_first_solution_is_when_the_conversation_was_resolved_and_reopened_ones_have_a_second(demo: Path) -> None:
    times = defaultdict(list)
    for row in fact(demo, "solutions").to_pylist():
        times[row["conversation_id"]].append(row["solved_at"])
    talks = {row["conversation_id"]: row for row in fact(demo, "conversations").to_pylist()}
    assert all(min(found) == talks[talk]["resolved_at"] for talk, found in times.items())
    assert {talk for talk, found in times.items() if len(found) > 1} <= {
        talk for talk, row in talks.items() if row["reopened"]
    }
    assert any(len(found) == 2 for found in times.values())


def test_a_forecast_stands_before_its_month_and_foresees_no_stock_out(demo: Path) -> None:
    frozen = [row for row in rows_of(demo / "facts/forecasts.csv") if row["made_on"] < row["from"]]
    assert {row["made_on"][8:] for row in frozen} == {"25"}
    of_product = {
        month: sum(
            int(row["quantity"]) for row in frozen if row["from"] == month and row["sku"][:4] == SOLD_OUT_PRODUCT
        )
        for month in ("2026-09-01", "2026-10-01")
    }
    assert of_product["2026-10-01"] > 0.7 * of_product["2026-09-01"]


def test_one_advertising_test_shows_a_real_effect_and_one_none(demo: Path) -> None:
    more = {
        row["campaign"]: (Decimal(row["test_sales"]) - Decimal(row["baseline_sales"])) / Decimal(row["spend"])
        for row in rows_of(demo / "facts/ad_tests.csv")
    }
    assert more[REAL_EFFECT] > 2
    assert abs(more[NO_EFFECT]) < Decimal("0.03")


def test_suppliers_are_paid_what_was_received_and_the_late_one_has_a_deposit(demo: Path) -> None:
    bought: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows_of(demo / "facts/purchases.csv"):
        if row["received_at"]:
            bought[row["po"]] += Decimal(row["unit_price"]) * int(row["received_quantity"])
    paid: dict[str, Decimal] = defaultdict(Decimal)
    early = set()
    for row in rows_of(demo / "facts/supplier_payments.csv"):
        paid[row["po"]] += Decimal(row["amount"])
        early |= {row["supplier"]} if row["paid_at"] < row["received_at"] else set()
    old = [po for po in paid if po < sorted(paid)[len(paid) // 2]]
    assert {po: paid[po] for po in old} == {po: bought[po] for po in old}
    assert early == {"S05"}


def test_the_logs_fail_on_the_nights_on_which_the_probe_failed(demo: Path) -> None:
    failed = {
        (row["site"], row["day"]): int(row["failed"]) / int(row["requests"])
        for row in rows_of(demo / "facts/requests_daily.csv")
    }
    nights = {key for key, part in failed.items() if part > 0.02}
    down: dict[tuple[str, str], int] = defaultdict(int)
    for row in fact(demo, "uptime").to_pylist():
        down[row["site"], str(row["at"])[:10]] += not row["ok"]
    assert nights == {key for key, hours in down.items() if hours >= 4}


@pytest.mark.parametrize(("shop", "kinds"), [("tb", 4), ("jd", 3), ("pdd", 3), ("dy", 4)])
def test_the_description_score_is_the_mean_of_half_a_year_of_ratings(demo: Path, shop: str, kinds: int) -> None:
    """With 30 ratings of 4.7 added, so that a shop without ratings has a usual score."""
    last = date(2026, 10, 31)
    rows = [row for row in fact(demo, "shop_scores").to_pylist() if row["shop"] == shop and row["day"] == last]
    assert len(rows) == kinds
    since = last - timedelta(days=179)
    stars = [
        row["score"]
        for row in fact(demo, "ratings_product").to_pylist()
        if row["shop"] == shop and since <= row["rated_at"].date() <= last
    ]
    mean = (sum(stars) + 30 * Decimal("4.7")) / (len(stars) + 30)
    told = next(row["score"] for row in rows if row["kind"] == "description")
    assert abs(told - mean) <= Decimal("0.005")
