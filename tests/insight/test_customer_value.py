"""Customer value by a model: the published figures of its authors, customers drawn from known parameters, payback."""

import random
from functools import cache

import pytest

from merit.insight.customer_value import (
    AmountModel,
    CustomerHistory,
    CustomerValue,
    PurchaseModel,
    fit_customer_value,
    payback_day,
)

CDNOW = PurchaseModel(r=0.243, alpha=4.414, a=0.793, b=2.426, likelihood=-9582.4)
"""Fader, Hardie and Lee (2005), table 2."""
CDNOW_AMOUNTS = AmountModel(p=6.25, q=3.74, v=15.44)
"""Fader and Hardie (2013)."""


def test_expected_purchases_are_those_of_the_authors():
    # customer 0001: two repeats, the last in week 30.43 of 38.86; 1.226 in the next 39 weeks
    assert CDNOW.purchases(CustomerHistory(2, 30.43, 38.86), 39) == pytest.approx(1.226, abs=5e-4)


def test_who_has_been_silent_for_long_is_probably_gone_and_who_never_came_back_is_not_known_to_be():
    lately, long_ago = CustomerHistory(5, 38, 39), CustomerHistory(5, 10, 39)
    assert CDNOW.alive(lately) > 0.8
    assert CDNOW.alive(long_ago) < 0.1
    assert CDNOW.alive(CustomerHistory(0, 0, 39)) == 1


def test_one_dear_purchase_does_not_make_a_dear_customer():
    mean = CDNOW_AMOUNTS.p * CDNOW_AMOUNTS.v / (CDNOW_AMOUNTS.q - 1)
    assert CDNOW_AMOUNTS.mean(CustomerHistory(0, 0, 39)) == pytest.approx(mean)  # 35.2
    once, often = (CDNOW_AMOUNTS.mean(CustomerHistory(times, 30, 39, 200.0)) for times in (1, 20))
    assert mean < once < often < 200
    assert CDNOW_AMOUNTS.mean(CustomerHistory(3, 30, 39, -5.0)) == pytest.approx(mean)  # a loss is not what it knows


def test_money_later_is_worth_less_and_more_months_bring_more():
    value = CustomerValue(CDNOW, CDNOW_AMOUNTS, (CustomerHistory(2, 30.43, 38.86, 22.35),))
    assert value.expected(12, 0.1) < value.expected(12, 0.0) < value.expected(24, 0.0)


def drawn(count):
    """Customers as BG/NBD with r 1, alpha 4, a 1, b 3 and gamma-gamma with p 6, q 4, v 15 would have them."""
    dice = random.Random(11)  # noqa: S311 - the same customers every time
    for _ in range(count):
        rate, leaves = dice.gammavariate(1, 1 / 4), dice.betavariate(1, 3)
        weeks, week, last, times = 40.0, 0.0, 0.0, 0
        while (week := week + dice.expovariate(rate)) < weeks:
            last, times = week, times + 1
            if dice.random() < leaves:
                break
        scale = dice.gammavariate(4, 1 / 15)
        left = dice.gammavariate(6 * times, 1 / (scale * times)) if times else None
        yield CustomerHistory(times, round(last), weeks, left)


@cache
def fitted():
    value = fit_customer_value(tuple(drawn(600)))
    assert value is not None
    return value


def test_the_parameters_of_drawn_customers_are_found_again():
    value = fitted()
    assert value.purchases.r / value.purchases.alpha == pytest.approx(1 / 4, rel=0.25)
    assert value.amounts.p * value.amounts.v / (value.amounts.q - 1) == pytest.approx(30, rel=0.15)


def test_what_the_model_foretells_for_the_weeks_seen_is_what_was_bought():
    value = fitted()
    new = CustomerHistory(0, 0, 0)
    bought = sum(each.repeats for each in value.customers) / len(value.customers)
    assert value.purchases.purchases(new, 40) == pytest.approx(bought, rel=0.05)


def test_too_few_customers_or_too_few_who_came_back_get_no_model():
    assert fit_customer_value(tuple(drawn(99))) is None
    assert fit_customer_value((CustomerHistory(0, 0, 10),) * 500) is None


def test_payback_is_the_first_day_and_a_later_refund_does_not_move_it():
    by_day = [(40, -500.0), (0, 300.0), (31, 400.0)]
    assert payback_day(by_day, 10, 50) == 31
    assert payback_day(by_day, 10, 30) == 0
    assert payback_day(by_day, 10, 71) is None
    assert payback_day([], 0, 1) is None
