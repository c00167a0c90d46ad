"""Driver trees by hand: 100,000 visitors × 3 % × 120 yuan = 360,000; net sales = sales less refunds."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.catalogue.read import read_kpis
from merit.targets.drivers import Driver, Join, completed, driver_check, kept_in_proportion, terms_of
from tests.metrics.hand_made import shipped_documents

F = Fraction
CATALOGUE, _ = read_kpis(shipped_documents())


def factors(visitors, conversion, spend):
    values = {"visitors": visitors, "cvr_visitor": conversion, "spend_per_buyer": spend}
    return [Driver(kpi, None if value is None else F(value)) for kpi, value in values.items()]


def test_the_product_of_the_factors_is_checked_exactly():
    assert driver_check(F(360_000), Join.PRODUCT, factors("100000", "0.03", "120")).difference == 0
    short = driver_check(F(400_000), Join.PRODUCT, factors("100000", "0.03", "120"))
    assert (short.reached, short.difference) == (360_000, -40_000)


def test_a_term_that_is_taken_away_counts_against():
    terms = [Driver("paid_sales", F(1000)), Driver("refund_amt", F(80), -1)]
    assert driver_check(F(900), Join.SUM, terms).difference == 20


def test_with_one_driver_open_nothing_is_claimed():
    assert driver_check(F(360_000), Join.PRODUCT, factors("100000", None, "120")).reached is None
    assert driver_check(F(1), Join.SUM, []).reached is None


def test_the_open_driver_is_worked_out_and_never_falls_short():
    # 400,000 ÷ (0.03 × 120) = 111,111.1 visitors → 111,112
    assert completed(F(400_000), Join.PRODUCT, factors(None, "0.03", "120"), 0) == 111_112
    assert completed(F(360_000), Join.PRODUCT, factors(None, "0.03", "120"), 0) == 100_000


def test_a_term_that_is_taken_away_is_worked_out_as_a_limit():
    # 1000 − x ≥ 900.5 → at most 99.5, so 99
    terms = [Driver("paid_sales", F(1000)), Driver("refund_amt", None, -1)]
    assert completed(F("900.5"), Join.SUM, terms, 0) == 99


def test_nothing_is_worked_out_for_two_open_drivers_or_a_factor_of_zero():
    assert completed(F(1), Join.PRODUCT, factors(None, None, "120"), 0) is None
    assert completed(F(1), Join.PRODUCT, factors(None, "0", "120"), 0) is None


def test_the_first_proposal_keeps_the_ratios_and_grows_the_base():
    before = {"visitors": F(90_000), "cvr_visitor": F("0.03"), "spend_per_buyer": F(120)}
    found = kept_in_proportion(F(360_000), before, tuple(before))
    assert found == {"visitors": 100_000, "cvr_visitor": F("0.03"), "spend_per_buyer": 120}
    assert kept_in_proportion(F(1), {"visitors": F(1)}, tuple(before)) == {}


def test_the_catalogue_says_what_adds_up_to_net_sales():
    assert terms_of(CATALOGUE, "net_sales") == ((1, "line_sales"), (-1, "refund_amt"), (-1, "adjustment_amt"))
    assert terms_of(CATALOGUE, "csat") == ()
    assert terms_of(CATALOGUE, "no_such") == ()


@given(st.decimals("0.01", 10**6, places=2), st.lists(st.decimals("0.01", 10**3, places=2), min_size=1, max_size=4))
def test_what_is_worked_out_reaches_the_target_and_not_a_step_more(target, known):
    drivers = [Driver("a", None), *(Driver(str(at), F(value)) for at, value in enumerate(known))]
    value = completed(F(target), Join.PRODUCT, drivers, 2)
    rest = 1
    for each in known:
        rest *= F(each)
    assert value is not None
    assert value * rest >= F(target) > (value - F(1, 100)) * rest


@pytest.mark.parametrize("join", list(Join))
def test_an_unknown_target_leaves_the_difference_open(join):
    assert driver_check(None, join, [Driver("a", F(2))]).difference is None
