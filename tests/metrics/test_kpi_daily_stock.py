"""Stock of every calendar day, forecasts beside what was sold, purchases, and the way to the customer's door."""

from datetime import date
from fractions import Fraction

import pytest

from tests.metrics.hand_made import HandMade
from tests.metrics.test_kpi_fulfilment import parcel, purchase
from tests.metrics.test_relations_orders import line, order


def held(day: str, sku: str, on_hand: object, warehouse: str = "w1", **more: object) -> dict[str, object]:
    return {"day": day, "warehouse": warehouse, "sku": sku, "on_hand": on_hand, "unit_cost": 10, **more}


@pytest.fixture(scope="module")
def stock() -> HandMade:
    """W1 counts on the 1st and on the 4th, when k2 is gone; W2 on the 2nd only. Sales of October cost 124."""
    return HandMade(
        {
            "stock": [
                held("2026-10-01", "k1", 4),
                held("2026-10-01", "k2", 0),
                held("2026-10-01", "k3", 0, listed=False),
                held("2026-10-04", "k1", 0),
                held("2026-10-02", "k1", 10, "w2", reserved=10),
            ],
            "orders": [order("o1", paid_at="2026-10-02T10:00", shipped_at="2026-10-02T10:00")],
            "order_lines": [line("l", 300, "o1", quantity=4, unit_cost=31, sku="k1")],
        }
    )


def test_on_days_without_a_snapshot_the_last_one_stands_and_what_is_gone_stays_gone(stock: HandMade) -> None:
    days = {
        (row[0].day, *row[1:]) for row in stock.rows("stock_daily", "day", "warehouse", "sku", "on_hand", "carried")
    }
    assert days == {
        (1, "w1", "k1", 40_000, False),
        (2, "w1", "k1", 40_000, True),
        (3, "w1", "k1", 40_000, True),
        (4, "w1", "k1", 0, False),
        (1, "w1", "k2", 0, False),
        (2, "w1", "k2", 0, True),
        (3, "w1", "k2", 0, True),
        (1, "w1", "k3", 0, False),
        (2, "w1", "k3", 0, True),
        (3, "w1", "k3", 0, True),
        (2, "w2", "k1", 100_000, False),
        (3, "w2", "k1", 100_000, True),
        (4, "w2", "k1", 100_000, True),  # and nothing beyond the last snapshot of all
    }
    assert stock.rows("stock_daily", "counted_day")[0] == (date(2026, 10, 1),)


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("inventory_value_daily", 100),
        ("inventory_value", 0),  # read as counted, the last day knows nothing of w2
        ("avg_inventory_daily", Fraction(40 + 140 + 140 + 100, 4)),
        ("avg_inventory", Fraction(40 + 100 + 0, 3)),
        ("stock_units", 10),
        ("inv_turnover_daily", Fraction(124 * 365, 31) / 105),
        ("doi_daily", Fraction(105 * 31, 124)),
        ("gmroi_daily", Fraction(300 - 124, 105)),
        # listed days: w1 k1 ×4, k2 ×3, w2 k1 ×3; empty: k2 ×3, k1 on the 4th, all of w2, which is reserved
        ("stockout_rate_daily", Fraction(3 + 1 + 3, 10)),
        ("sku_active_rate", Fraction(1, 2)),  # of k1 and k2 only k1 sold; k3 is not listed
    ],
)
def test_levels_are_means_of_calendar_days(stock: HandMade, kpi: str, expected: Fraction) -> None:
    assert stock.value(kpi) == expected


def test_sell_through_is_over_what_was_there_and_what_came() -> None:
    made = HandMade(
        {
            "stock": [held("2026-09-30", "k1", 6), held("2026-10-31", "k1", 12)],
            "purchases": [purchase("p1", received_at="2026-10-05T08:00", received_quantity=14)],
            "orders": [order("o1", paid_at="2026-10-06T10:00")],
            "order_lines": [line("l", 80, "o1", quantity=8, sku="k1")],
        }
    )
    assert made.value("units_received") == 14
    assert made.value("sell_through") == Fraction(8, 6 + 14)


def forecast(sku: str, quantity: object, made_on: str = "2026-09-20", **more: object) -> dict[str, object]:
    days = {"from": "2026-10-01", "to": "2026-10-31"}
    return {"sku": sku, "quantity": quantity, "made_on": made_on, **days, **more}


@pytest.fixture(scope="module")
def foreseen() -> HandMade:
    """Sold in October: 10 of k1, none of k2, 30 of k3 (a brushed order of 99 is none)."""
    orders = [order(name, paid_at=f"2026-10-{day}T23:30") for name, day in (("o1", "01"), ("o2", "31"), ("o3", "15"))]
    orders += [
        order("brush", paid_at="2026-10-15T10:00", invalid_reason="brush"),
        order("nov", paid_at="2026-11-01T00:10"),
    ]
    sold = (("o1", "k1", 4), ("o2", "k1", 6), ("o3", "k3", 30), ("brush", "k1", 99), ("nov", "k1", 50))
    forecasts = [
        forecast("k1", 15),
        forecast("k1", 99, "2026-09-10"),  # an older one, replaced
        forecast("k1", 10, "2026-10-20"),  # made when most was known: not judged
        forecast("k2", 5),
        forecast("k3", 20, shop="s1"),
    ]
    lines = [line("l", 10, name, sku=sku, quantity=quantity) for name, sku, quantity in sold]
    stock = [held("2026-10-31", "k1", 20)]
    return HandMade({"orders": orders, "order_lines": lines, "forecasts": forecasts, "stock": stock})


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("forecast_wape", Fraction(5 + 5 + 10, 40)),  # k2 sold nothing and does no harm: no division by its zero
        ("bias", Fraction(5 + 5 - 10, 40)),  # over and under cancel out, which is why both are read
        ("forecast_units", 40),
        ("doi_forward", 20 / Fraction(40, 31)),
        ("demand_lost_rate", Fraction(5 + 5, 40)),
    ],
)
def test_only_the_forecast_frozen_before_its_days_is_judged(foreseen: HandMade, kpi: str, expected: Fraction) -> None:
    assert foreseen.value(kpi) == expected


def test_unit_cost_falls_only_where_the_same_goods_cost_less() -> None:
    rows = [
        purchase("dear", received_at="2026-10-05T08:00", received_quantity=10, unit_price=95, standard_price=100),
        purchase("cheap", received_at="2026-10-05T08:00", received_quantity=100, unit_price=1, standard_price=1),
        purchase("new", received_at="2026-10-05T08:00", received_quantity=10, unit_price=5),
    ]
    made = HandMade({"purchases": rows})
    assert made.value("purchase_cost") == 950 + 100
    assert made.value("purchase_cost_standard") == 1000 + 100
    assert made.value("unit_cost_reduction") == Fraction(
        50, 1100
    )  # the mean price fell far more, by buying cheap items


def test_a_dear_item_that_cannot_be_found_weighs_more_than_many_small_ones() -> None:
    takes = [
        {"day": "2026-10-10", "warehouse": "w1", "sku": sku, "booked": booked, "counted": counted}
        for sku, booked, counted in (("dear", 1, 0), ("small", 20, 20), ("other", 5, 5))
    ]
    costs = [
        held("2026-10-01", "dear", 1) | {"unit_cost": 1},
        held("2026-10-09", "dear", 1) | {"unit_cost": 80},
        held("2026-10-11", "dear", 1) | {"unit_cost": 999},  # known only later
        held("2026-10-01", "small", 20) | {"unit_cost": 1},
    ]
    made = HandMade({"stocktakes": takes, "stock": costs})
    assert made.value("stocktake_accuracy") == Fraction(2, 3)
    assert made.value("stocktake_accuracy_value") == Fraction(20, 100)  # what has no cost cannot be weighed


@pytest.fixture(scope="module")
def ways() -> HandMade:
    """Paid at noon of the 1st. A: one parcel after 12 and 48 h; B: two parcels; C: clicked, never scanned."""
    orders = [order(name, paid_at="2026-10-01T12:00") for name in "abc"]
    lines = [line("l1", 10, "a", quantity=3), line("l1", 10, "b", quantity=5), line("l1", 10, "c", quantity=7)]
    good = {"documents_ok": True, "undamaged": True, "accurate": True, "complete": True, "promised_at": "2026-10-05"}
    broken = {"undamaged": False}
    parcels = [
        parcel("a1", "a", picked_up_at="2026-10-02T00:00", delivered_at="2026-10-03T12:00", **good),
        parcel("b1", "b", picked_up_at="2026-10-02T12:00", delivered_at="2026-10-04T12:00", **good),
        parcel("b2", "b", picked_up_at="2026-10-03T18:00", delivered_at="2026-10-06T18:00", **good | broken),
        parcel("c1", "c", picked_up_at=None, delivered_at=None, promised_at="2026-10-05"),
    ]  # fmt: skip
    return HandMade({"orders": orders, "order_lines": lines, "shipments": parcels})


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("pickup_lead_time_p50", 12 * 3600),
        ("pickup_lead_time_p90", 54 * 3600),  # an order is picked up with its last parcel
        ("transit_time_p50", 36 * 3600),
        ("transit_time_p90", 72 * 3600),
        ("fill_rate", Fraction(3, 8)),  # b came in two parcels; what is not shipped is not judged yet
        ("perfect_in_full", 1),
        ("perfect_on_time", Fraction(1, 2)),
        ("perfect_documents", 1),
        ("perfect_condition", Fraction(1, 2)),
        ("perfect_order", Fraction(1, 2)),  # b fails twice and is one order
        ("perfect_order_apqc", Fraction(1, 4)),  # multiplied as if faults were independent: another figure
        ("pdd_ship_hours", Fraction(12 + 54, 2)),
    ],
)
def test_the_way_to_the_door_is_that_of_the_last_parcel(ways: HandMade, kpi: str, expected: Fraction) -> None:
    assert ways.value(kpi) == expected


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("taobao_pickup_48h", Fraction(1, 3)),  # a after 12 h; b after 54; a click without a scan is no pick-up
        ("douyin_next_day_pickup", Fraction(1, 3)),  # a by the 2nd; b on the 3rd
        ("wechat_next_day_pickup", Fraction(1, 3)),
        ("douyin_delivery_on_time", Fraction(2, 4)),  # by parcels, and the one under way is due as well
    ],
)
def test_platforms_look_back_thirty_days_at_what_was_due(ways: HandMade, kpi: str, expected: Fraction) -> None:
    assert ways.value(kpi, "2026-10-20") == expected


def test_multiplying_four_rates_differs_from_counting_orders_that_pass_all_four() -> None:
    """APQC's own example: 98%, 97%, 99% and 82%; here no two faults fall on one order."""
    parcels = []
    for at in range(100):
        late = {"delivered_at": "2026-10-06T10:00"} if 2 <= at < 5 else {}
        good = {"complete": at >= 2, "documents_ok": at != 5, "undamaged": not 6 <= at < 24, "accurate": True}
        parcels.append(parcel(f"p{at}", f"o{at}", **good, **late))
    made = HandMade({"shipments": parcels})
    assert made.value("perfect_order") == Fraction(76, 100)
    assert made.value("perfect_order_apqc") == Fraction(98 * 97 * 99 * 82, 10**8)  # 0.7717


def test_the_mean_time_to_the_door_follows_one_lost_parcel_and_the_median_does_not() -> None:
    hours = (24, 24, 240)
    orders = [
        order(f"o{n}", paid_at="2026-10-01T00:00", signed_at=f"2026-10-{1 + each // 24:02d}T00:00")
        for n, each in enumerate(hours)
    ]
    made = HandMade({"orders": orders})
    assert made.value("delivery_lead_time") == 96
    assert made.value("delivery_lead_time_p50") == 24
