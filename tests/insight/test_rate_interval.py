"""Intervals of rates: published figures, the edges where the usual formula fails, and what has no interval."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from merit.insight.rate_interval import counts_of, difference_of, interval_of, newcombe, wilson
from merit.kernel.node import COMPANY
from merit.kernel.period import Period
from merit.metrics.figures import KpiValue, ValueStatus
from tests.metrics.hand_made import shipped


def rounded(interval):
    return (round(interval.low, 4), round(interval.high, 4))


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (81, 263, (0.2553, 0.3662)),  # Newcombe, Statistics in Medicine 17 (1998) 857, method 3
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_wilson_gives_the_published_figures(part, whole, expected):
    assert rounded(wilson(part, whole)) == expected


@pytest.mark.parametrize(
    ("now", "then", "expected"),
    [
        ((56, 70), (48, 80), (0.0524, 0.3339)),  # Newcombe, Statistics in Medicine 17 (1998) 873, method 10
        ((9, 10), (3, 10), (0.1705, 0.8090)),
        ((10, 10), (0, 10), (0.6075, 1.0)),
    ],
)
def test_newcombe_gives_the_published_figures(now, then, expected):
    assert rounded(newcombe(now, then)) == expected


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_rate_inside_zero_and_one_as_the_library_has_it(counted):
    part, whole = counted
    found, library = wilson(part, whole), binomtest(part, whole).proportion_ci(method="wilson")
    assert 0 <= found.low <= part / whole <= found.high <= 1
    assert (found.low, found.high) == pytest.approx((library.low, library.high), abs=1e-12)


def test_nothing_can_be_said_of_a_part_above_its_whole():
    with pytest.raises(ValueError, match="between 0 and its whole"):
        wilson(3, 2)


def value(kpi, part, whole):
    rate = Fraction(part) / Fraction(whole) if whole else None
    numbers = (rate, Fraction(part), Fraction(whole))
    return KpiValue(kpi, 1, COMPANY, Period.parse("2026-10"), *numbers, int(whole), ValueStatus.OK, None)


def test_a_rate_of_counts_has_an_interval_and_one_of_money_has_none():
    assert rounded(interval_of(shipped(), value("csat", 15, 148))) == (0.0624, 0.1605)
    assert interval_of(shipped(), value("refund_rate_amt_event", 15, 148)) is None
    assert interval_of(shipped(), value("aov", 15, 148)) is None
    assert interval_of(shipped(), value("reply_3min", 81, 263)) is not None  # rounds are counted by the source
    assert interval_of(shipped(), value("reply_3min_people", 81, 263)) is not None


def test_what_shared_credit_split_or_what_exceeds_its_whole_has_no_interval():
    assert counts_of(shipped(), value("csat", Fraction(3, 2), 2)) is None
    assert counts_of(shipped(), value("cvr_visitor", 5, 4)) is None  # buyers are no part of the visitors
    assert counts_of(shipped(), replace(value("csat", 1, 2), value=None)) is None


def test_the_difference_of_two_months_is_judged_by_both():
    found = difference_of(shipped(), value("csat", 56, 70), value("csat", 48, 80))
    assert rounded(found) == (0.0524, 0.3339)
    assert difference_of(shipped(), value("csat", 56, 70), value("aov", 1, 2)) is None
