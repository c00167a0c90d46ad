"""Sales and won leads of those in charge of customers and leads, who change over time."""

from fractions import Fraction

import pytest

from merit.kernel.node import person_node
from tests.metrics.hand_made import HandMade, share
from tests.metrics.test_relations_orders import order

KEN, ZOE = person_node("ken"), person_node("zoe")


def owner(person: str, start: str, **more: str) -> dict[str, object]:
    return {"person": person, "from": start, **more}


@pytest.fixture(scope="module")
def sold() -> HandMade:
    """Amy was Zoe's until Ken took over on 15 October; Bo was let go on the 10th; Cy is Zoe's by `customers` alone.

    Amy pays 100 on the 14th (Zoe), 200 on the 15th (Ken) and 50 on 1 September, before anybody had her. Bo pays 30 on
    the 10th (Ken's last day) and 40 on the 11th (nobody). Cy pays 7. Di, of whom nothing is known, pays 9.
    """
    paid = [
        ("o1", "amy", "2026-10-14", 100),
        ("o2", "amy", "2026-10-15", 200),
        ("o3", "amy", "2026-09-01", 50),
        ("o4", "bo", "2026-10-10", 30),
        ("o5", "bo", "2026-10-11", 40),
        ("o6", "cy", "2026-10-20", 7),
        ("o7", "di", "2026-10-20", 9),
    ]
    orders = [
        order(name, paid_at=f"{day}T10:00:00", ordered_at=f"{day}T09:00:00", buyer=buyer, paid_amount=amount)
        for name, buyer, day, amount in paid
    ]
    owners = [
        owner("zoe", "2026-09-10", customer="amy"),
        owner("ken", "2026-10-15", customer="amy"),
        owner("ken", "2026-01-01", customer="bo", to="2026-10-10"),
        owner("zoe", "2026-10-01", lead="L1"),
        owner("ken", "2026-10-09", lead="L1"),
    ]
    customers = [{"customer": "cy", "owner": "zoe"}, {"customer": "amy", "owner": "zoe"}]
    leads = [
        {"lead": "L1", "owner": "zoe", "created_at": "2026-10-01T10:00:00", "won_at": "2026-10-09T10:00:00"},
        {"lead": "L2", "owner": "zoe", "created_at": "2026-10-01T10:00:00", "won_at": "2026-10-20T10:00:00"},
        {"lead": "L3", "owner": "zoe", "created_at": "2026-10-01T10:00:00"},
    ]
    facts = {"orders": orders, "owners": owners, "customers": customers, "leads": leads}
    return HandMade(facts, (share("shop", "s1", "ken"), share("shop", "s2", "zoe")))


@pytest.mark.parametrize(
    ("kpi", "company", "ken", "zoe"),
    [
        ("owned_sales", 337, 230, 107),  # 100 + 200 + 30 + 7; Ken 200 + 30, Zoe 100 + 7; 40 and 9 are nobody's
        ("owned_buyers", 3, 2, 2),  # Amy is one customer of the company, and one of each owner she paid under
        ("leads_won", 2, 1, 1),  # L1 was Ken's since that very day; L2 has only the owner it names itself
    ],
)
def test_a_figure_belongs_to_who_was_in_charge_on_that_day(sold, kpi, company, ken, zoe):
    assert sold.value(kpi) == company
    assert sold.value(kpi, node=KEN) == ken
    assert sold.value(kpi, node=ZOE) == zoe


def test_what_was_paid_before_anybody_was_in_charge_is_nobody_s(sold):
    assert sold.value("owned_sales", "2026-09") in (None, 0)
    assert sold.value("orders_paid", "2026-09") == 1


def test_a_change_of_owner_never_doubles_an_order(sold):
    rows = sold.rows("owned_orders", "order_id", "owner")
    assert rows == [
        ("o1", "zoe"),
        ("o2", "ken"),
        ("o3", None),
        ("o4", "ken"),
        ("o5", None),
        ("o6", "zoe"),
        ("o7", None),
    ]
    assert sold.value("owned_sales") == Fraction(337)
