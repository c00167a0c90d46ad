"""Supply, stock and logistics: orders as a whole, levels that do not add up over days, lines due and not received."""

from datetime import date
from fractions import Fraction

import pytest

from merit.kernel.node import person_node
from tests.metrics.hand_made import HandMade, share
from tests.metrics.test_relations_orders import line, order


def parcel(name: str, order_id: str, **more: object) -> dict[str, object]:
    good = {"due_at": "2026-10-03T10:00", "picked_up_at": "2026-10-02T10:00", "promised_at": "2026-10-05T00:00"}
    good |= {"delivered_at": "2026-10-05T18:00", "warehouse": "w1", "packer": "amy"}
    return {"shipment_id": name, "shop": "s1", "order_id": order_id, **good, **more}


@pytest.fixture(scope="module")
def parcels() -> HandMade:
    return HandMade(
        {
            "orders": [
                order("late"),
                order("lost", shipped_at="2026-10-04T10:00"),
                order("clicked", shipped_at="2026-10-02T10:00"),
            ],
            "shipments": [
                parcel("p1", "good", packer="amy"),
                parcel("p2", "good", packer="bo"),
                parcel("p3", "late"),
                parcel("p4", "late", delivered_at="2026-10-06T00:30"),
                parcel("p5", "lost", delivered_at=None, picked_up_at=None),
                parcel("p6", "broken", undamaged=False, complete=True, accurate=True, documents_ok=True),
                parcel("p7", "short", complete=False),
                parcel("p8", "half"),
                parcel("p9", "half", delivered_at=None),
                parcel("p10", "clicked", delivered_at=None, picked_up_at=None),
            ],
        },
        (share("packer", "amy", "pa"), share("packer", "bo", "pb")),
    )


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        (
            "perfect_order",
            Fraction(1, 4),
        ),  # good; of late, one parcel of two came a day late; half is still under way
        ("otif", Fraction(2, 7)),  # good and broken, over all seven due
        (
            "ship_on_time",
            Fraction(6, 7),
        ),  # without a scan the click counts: lost was clicked a day late, clicked in time
        ("order_accuracy", Fraction(6, 7)),
        ("orders_handled", 7),
        ("orders_handled_per_day", Fraction(7, 31)),
        ("parcels_delivered_on_time", Fraction(6, 10)),  # by parcels it looks better than by orders
    ],
)
def test_an_order_is_only_as_good_as_its_worst_parcel(parcels: HandMade, kpi: str, expected: Fraction) -> None:
    assert parcels.value(kpi) == expected


def test_the_first_parcel_says_who_packed_the_order(parcels: HandMade) -> None:
    assert parcels.value("orders_handled", node=person_node("pa")) == 7
    assert parcels.value("orders_handled", node=person_node("pb")) is None


def test_delivered_on_the_promised_day_is_in_time_at_any_hour(parcels: HandMade) -> None:
    found = dict(parcels.rows("shipments", "shipment_id", "delivered_in_time"))
    assert (found["p1"], found["p4"], found["p5"]) == (True, False, False)


def test_lead_time_is_a_percentile_in_hours_from_payment_to_signature() -> None:
    hours = [24, 30, 48, 72, 240]
    orders = [
        order(f"o{each}", paid_at="2026-10-01T00:00", signed_at=f"2026-10-{1 + each // 24:02d}T{each % 24:02d}:00")
        for each in hours
    ]
    made = HandMade({"orders": [*orders, order("open", paid_at="2026-10-01")]})
    assert made.value("delivery_lead_time_p50") == 48
    assert made.value("delivery_lead_time_p90") == 240


def purchase(name: str, **more: object) -> dict[str, object]:
    row = {
        "po": name,
        "line": "1",
        "supplier": "acme",
        "sku": "k1",
        "ordered_quantity": 10,
        "promised_at": "2026-10-10",
    }
    return row | more


def test_a_supplier_is_judged_by_what_was_due_not_by_what_came() -> None:
    made = HandMade(
        {
            "purchases": [
                purchase("on the day", received_at="2026-10-10T20:00", received_quantity=10),
                purchase("late", received_at="2026-10-13T08:00", received_quantity=10),
                purchase("never"),
                purchase("short", received_at="2026-10-09", received_quantity=8),
                purchase("too much", received_at="2026-10-09", received_quantity=11),
                purchase("quantity unknown", received_at="2026-10-09"),
            ]
        },
        (share("supplier", "acme", "p1"),),
    )
    assert made.value("supplier_otd") == Fraction(3, 6)
    assert made.value("supplier_otif") == Fraction(2, 6)
    assert made.value("supplier_days_late") == 3
    assert made.value("supplier_otd", node=person_node("p1")) == Fraction(1, 2)


def test_the_price_variance_is_per_unit_received_and_a_saving_is_negative() -> None:
    dear = purchase("a", received_at="2026-10-12", received_quantity=5, unit_price="10.50", standard_price=10)
    cheap = purchase("b", received_at="2026-10-12", unit_price=9, standard_price=10)
    made = HandMade({"purchases": [dear, cheap, purchase("no price", received_at="2026-10-12")]})
    assert made.value("purchase_price_var") == Fraction("2.5") - 10


def stocked(day: str, sku: str, on_hand: int, **more: object) -> dict[str, object]:
    return {"day": day, "warehouse": "w1", "sku": sku, "on_hand": on_hand, "unit_cost": 10, **more}


@pytest.fixture(scope="module")
def stock() -> HandMade:
    """k1 sells, k2 sold long ago, k3 never sold and is old, k4 never sold and is new, k5 sold ahead of stock."""
    level = [
        *(stocked("2026-07-01", sku, 1) for sku in ("k1", "k2", "k3")),
        stocked("2026-10-30", "k1", 30),
        stocked("2026-10-31", "k1", 10, reserved=10),
        stocked("2026-10-31", "k2", 20),
        stocked("2026-10-31", "k3", 5, listed=False),
        stocked("2026-10-31", "k4", 1, reserved=0, listed=True),
        stocked("2026-10-31", "k5", 4, listed=False),
    ]
    orders = [
        order("old", paid_at="2026-08-01T10:00"),
        order("ahead", paid_at="2026-07-02T10:00"),
        order("new", paid_at="2026-10-20T10:00", shipped_at="2026-10-21T10:00"),
        order("brush", paid_at="2026-10-20T10:00", invalid_reason="brush"),
    ]
    lines = [
        line("l1", 90, "old", sku="k2"),
        line("l2", 90, "ahead", sku="k5"),
        line("l1", 90, "new", sku="k1", unit_cost=33),
        line("l1", 90, "brush", sku="k3"),
    ]
    return HandMade({"stock": level, "orders": orders, "order_lines": lines})


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("inventory_value", 400),  # the last day alone
        ("avg_inventory", (300 + 400) / Fraction(2)),  # the mean of daily closings
        ("inv_turnover", Fraction(33 * 365, 31 * 350)),
        ("doi", Fraction(350 * 31, 33)),
        ("stockout_rate", Fraction(1, 4)),  # k1 on the 31st: all of it reserved; k3 is not listed
        ("dead_stock", Fraction(250, 400)),  # k2 after 91 days and k3, never sold; k4 and k5 are new
        ("dead_stock_180", 0),
    ],
)
def test_a_stock_kpi(stock: HandMade, kpi: str, expected: Fraction) -> None:
    assert stock.value(kpi) == expected


def test_days_of_inventory_are_empty_without_sales(stock: HandMade) -> None:
    assert stock.value("doi", "2026-07") is None


def test_the_last_sale_is_known_as_of_the_day_of_the_count(stock: HandMade) -> None:
    found = stock.rows("stock_ages", "sku", "day", "last_sold_day")
    assert ("k2", date(2026, 7, 1), None) in found
    assert ("k2", date(2026, 10, 31), date(2026, 8, 1)) in found
    assert ("k3", date(2026, 10, 31), None) in found


def test_counted_items_equal_to_the_book() -> None:
    rows = [("k1", 10, 10), ("k2", 10, 9), ("k3", 0, 0), ("k4", 5, 6)]
    counts = [
        {"day": "2026-10-31", "warehouse": "w1", "sku": sku, "booked": booked, "counted": counted}
        for sku, booked, counted in rows
    ]
    made = HandMade({"stocktakes": counts})
    assert made.value("stocktake_accuracy") == Fraction(1, 2)
    assert made.rows("stocktakes", "difference") == [(0,), (-10_000,), (0,), (10_000,)]


@pytest.fixture(scope="module")
def packed() -> HandMade:
    """Amy packs four orders on the 1st and two on the 2nd, then has leave; Bo packs four on the 2nd.

    One order has no packer. One of Amy's leaves in two parcels, on the 1st and on the 2nd: it is one order, of the 2nd.
    """
    picked = [
        *((f"a{at}", "amy", "2026-10-01") for at in range(4)),
        *((f"b{at}", "amy", "2026-10-02") for at in range(2)),
        *((f"c{at}", "bo", "2026-10-02") for at in range(4)),
        ("d1", None, "2026-10-05"),
    ]
    parcels = [parcel(f"p{name}", name, packer=who, picked_up_at=f"{day}T10:00") for name, who, day in picked]
    parcels.append(parcel("pb0-2", "b0", packer="amy", picked_up_at="2026-10-01T09:00"))
    orders = [order(name) for name, _, _ in picked]
    credits_ = (share("packer", "amy", "pa"), share("packer", "bo", "pb"))
    return HandMade({"orders": orders, "shipments": parcels}, credits_)


def test_orders_per_day_worked_leave_out_leave_and_count_a_team_by_person_and_day(packed: HandMade) -> None:
    """Amy 6 orders over 2 days, Bo 4 over 1, both 10 over 3 days of a person and not (3 + 4) ÷ 2 or 10 over 2 dates.

    Over the 31 days of the month, leave included, Amy would have 6/31.
    """
    kpi = "orders_handled_per_worked_day"
    assert packed.value(kpi, node=person_node("pa")) == 3
    assert packed.value(kpi, node=person_node("pb")) == 4
    assert packed.value(kpi) == Fraction(10, 3)
    assert packed.value(kpi, "2026-10-02") == 3
    assert packed.value(kpi, "2026-10-01", person_node("pb")) is None
    assert packed.value("orders_handled_per_day", node=person_node("pa")) == Fraction(6, 31)
