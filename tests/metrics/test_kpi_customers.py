"""Customers: who is new, who comes back, and that each meaning of "repurchase" gives its own figure."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from merit.catalogue.kpi import Measured
from merit.catalogue.parse_expression import parse_row_expression
from merit.kernel.node import COMPANY
from merit.kernel.period import Period
from tests.metrics.hand_made import HandMade
from tests.metrics.test_relations_orders import line, order


def bought(order_id: str, buyer: str, day: str, amount: int = 100, **more: object) -> tuple[dict, dict]:
    return order(order_id, buyer=buyer, paid_at=f"{day}T12:00", **more), line("l1", amount, order_id)


@pytest.fixture(scope="module")
def shop() -> HandMade:
    """Amy buys in August and October, Bo twice in October, Cy in September and October, Di once in October."""
    made = [
        bought("a1", "amy", "2026-08-20"),
        bought("a2", "amy", "2026-10-05"),
        bought("b1", "bo", "2026-10-01", 600),
        bought("b2", "bo", "2026-10-31", 50),
        bought("c1", "cy", "2026-09-30"),
        bought("c2", "cy", "2026-10-30"),
        bought("d1", "di", "2026-10-10", 20),
        bought("x1", "eve", "2026-10-11", invalid_reason="brush"),
        bought("x2", "", "2026-10-11"),
    ]
    return HandMade({"orders": [each for each, _ in made], "order_lines": [each for _, each in made]})


@pytest.mark.parametrize(
    ("kpi", "period", "expected"),
    [
        ("new_customers", "2026-10", 2),  # bo and di; a brushed order makes nobody a customer
        ("new_customers", "2026-09", 1),
        ("customer_growth", "2026-10", 1),
        ("repurchase_A", "2026-10", Fraction(1, 4)),  # of amy, bo, cy, di only bo bought twice inside October
        ("repurchase_A", "2026-09", 0),
        ("repurchase_A", "2026-Q3", 0),
        ("repurchase_A", "2026-08-01..2026-10-31", Fraction(3, 4)),
        ("repurchase_B", "2026-10", 1),  # cy, the only buyer of September, came back
        ("repurchase_B", "2026-09", 0),  # amy, the only buyer of August, did not
        ("returning_buyers", "2026-10", 1),
        ("repurchase_C_30", "2026-10", Fraction(1, 2)),  # bo after exactly 30 days
        ("repurchase_C_30", "2026-09", 1),
        ("repurchase_C_30", "2026-08", 0),  # amy after 46 days
        ("repurchase_C_60", "2026-08", 1),
        ("repurchase_C_90", "2026-08", 1),
        ("repeat_order_share", "2026-10", Fraction(3, 5)),
        ("returning_customer_rate", "2026-10", Fraction(3, 4)),
    ],
)
def test_a_customer_kpi(shop: HandMade, kpi: str, period: str, expected: Fraction) -> None:
    assert shop.value(kpi, period) == expected


def test_orders_of_a_buyer_stand_in_sequence(shop: HandMade) -> None:
    found = shop.rows("buyer_orders", "order_id", "number", "is_first", "previous_paid_day", "next_paid_day")
    assert found[:2] == [
        ("a1", 1, True, None, date(2026, 10, 5)),
        ("a2", 2, False, date(2026, 8, 20), None),
    ]
    assert [row[0] for row in found] == ["a1", "a2", "b1", "b2", "c1", "c2", "d1"]


def test_a_plan_may_count_only_customers_whose_first_order_was_large(shop: HandMade) -> None:
    body = shop.catalogue["new_customers"].body
    assert isinstance(body, Measured)
    large, problems = parse_row_expression("is_first and first_order_amount >= 500")
    assert problems == []
    found = shop.numbers.number(replace(body.measure, where=large), COMPANY, Period.parse("2026-10"))
    assert (found.value, found.n) == (1, 1)


def test_every_later_order_carries_the_amount_of_the_first(shop: HandMade) -> None:
    found = dict(shop.rows("buyer_orders", "order_id", "first_order_amount"))
    assert (found["b1"], found["b2"]) == (6_000_000, 6_000_000)


def test_two_orders_of_one_moment_have_one_first_among_them() -> None:
    made = [bought("o2", "amy", "2026-10-01"), bought("o1", "amy", "2026-10-01")]
    facts = HandMade({"orders": [each for each, _ in made], "order_lines": [each for _, each in made]})
    assert facts.rows("buyer_orders", "order_id", "number", "repurchased_30") == [("o2", 2, False), ("o1", 1, True)]


def test_a_buyer_with_one_id_in_two_shops_is_one_customer() -> None:
    orders = [
        order("o1", buyer="amy", paid_at="2026-10-01"),
        order("o2", buyer="amy", paid_at="2026-10-02") | {"shop": "s2"},
    ]
    assert HandMade({"orders": orders}).value("new_customers") == 1
