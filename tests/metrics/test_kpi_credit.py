"""Whatever adds up: people and the unassigned together make the company, for every such measure of the dictionary."""

from fractions import Fraction

import pytest

from merit.catalogue.kpi import Measure
from merit.kernel.node import COMPANY, UNASSIGNED, person_node
from merit.kernel.period import Period
from merit.metrics.components import Additivity, additivity_of, measures_of
from tests.metrics.hand_made import HandMade, share, shipped
from tests.metrics.test_kpi_fulfilment import parcel, purchase, stocked
from tests.metrics.test_kpi_service import complaint, talk
from tests.metrics.test_kpi_traffic import visit
from tests.metrics.test_kpi_work import task
from tests.metrics.test_relations_orders import line, order, refund

OCTOBER = Period.parse("2026-10")
PEOPLE = ("p1", "p2", "p3")
ADDITIVE = [each for each in measures_of(shipped()) if additivity_of(each) is Additivity.ADDITIVE]


@pytest.fixture(scope="module")
def everything() -> HandMade:
    """Shares that do not divide evenly, subjects with nobody, a hand-over in the middle of the month."""
    dated = {"paid_at": "2026-10-05", "shipped_at": "2026-10-06", "signed_at": "2026-10-09", "freight": "3.33"}
    orders = [order(f"o{at}", **dated, buyer=f"b{at % 3}", channel="live") | {"shop": f"s{at % 3}"} for at in range(7)]
    lines = [line("l1", f"{at}.01", f"o{at}", unit_cost=at, agent="amy") | {"shop": f"s{at % 3}"} for at in range(7)]
    fees = [
        {"shop": "s1", "fee_id": kind, "order_id": "o1", "kind": kind, "amount": "1.11", "at": "2026-10-12"}
        for kind in ("platform", "payment", "freight_out", "packaging", "freight_back")
    ]
    facts = {
        "orders": orders,
        "order_lines": lines,
        "refunds": [
            refund("r1", "0.99", order_id="o1", kind="return", quantity=1) | {"shop": "s1"},
            refund("r2", "0.07", kind="adjustment"),
        ],
        "fees": fees,
        "settlements": [
            {"shop": "s1", "settlement_id": "a", "order_id": "o1", "amount": 50, "settled_at": "2026-10-25"}
        ],
        "leads": [{"lead": "l1", "owner": "p2", "created_at": "2026-10-03", "won_at": "2026-10-09"}],
        "visits": [visit("v1", "b1", purchased=True, seconds=3, pageviews=2, added_to_cart=True, began_checkout=True)],
        "traffic_daily": [{"day": "2026-10-12", "shop": "s1", "visitors": 7, "visits": 9, "bounces": 3}],
        "ads": [{"day": "2026-10-12", "shop": "s1", "campaign": "c1", "spend": 20, "clicks": 7, "impressions": 99}],
        "conversations": [talk("t1", buyer="b1", rounds=3, rounds_in_3min=1, reply_seconds=9, rating=5), talk("t2")],
        "complaints": [complaint("x", "2026-10-01", "2026-10-01")],
        "shipments": [parcel("p1", "o1"), parcel("p2", "o2", packer="bo")],
        "stock": [stocked("2026-10-31", "k1", 3)],
        "purchases": [purchase("po", received_at="2026-10-12", unit_price=9, standard_price=8)],
        "tasks": [task("t1", owner="p3", done_at="2026-10-09", quality=3), task("t2", owner="stranger")],
        "expenses": [{"expense_id": "e1", "day": "2026-10-20", "team": "t1", "category": "rent", "amount": 5}],
    }
    shares = (
        share("shop", "s1", "p1", "0.3333"),
        share("shop", "s1", "p2", "0.3333"),
        share("shop", "s2", "p1", end="2026-10-06"),
        share("shop", "s2", "p3", "0.7", start="2026-10-06"),
        share("agent", "amy", "p2", "0.9"),
        share("packer", "bo", "p3"),
        share("campaign", "c1", "p1", "0.1"),
        share("warehouse", "w1", "p2", "0.5"),
        share("supplier", "acme", "p1", "0.25"),
    )
    return HandMade(facts, shares)


@pytest.mark.parametrize("measure", ADDITIVE, ids=lambda each: f"{each.relation}-{each.at}-{each.aggregate}")
def test_people_and_the_unassigned_make_the_company(measure: Measure, everything: HandMade) -> None:
    nodes = [person_node(name) for name in (*PEOPLE, "stranger", UNASSIGNED)]
    parts = [everything.numbers.number(measure, node, OCTOBER).value or Fraction(0) for node in nodes]
    assert sum(parts) == everything.numbers.number(measure, COMPANY, OCTOBER).value


def test_most_measures_had_something_to_share_out(everything: HandMade) -> None:
    found = [everything.numbers.number(each, COMPANY, OCTOBER) for each in ADDITIVE]
    assert sum(1 for each in found if each.n) > len(ADDITIVE) / 2
