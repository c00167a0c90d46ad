"""One rate table, three readings."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from merit.rewards.commission.rates import highest_band, interpolated, marginal

TIERS = ((Fraction(0), Fraction("0.01")), (Fraction(10_000), Fraction("0.02")), (Fraction(50_000), Fraction("0.03")))
amounts = st.fractions(0, 200_000, max_denominator=100)
rates = st.integers(0, 5000).map(lambda rate: Fraction(rate, 10_000))


@st.composite
def tables(draw, rising_rates=False):
    edges = sorted(draw(st.sets(st.integers(0, 100_000), min_size=1, max_size=6)))
    results = draw(st.lists(rates, min_size=len(edges), max_size=len(edges)))
    return tuple((Fraction(e), r) for e, r in zip(edges, sorted(results) if rising_rates else results, strict=True))


def test_highest_band_pays_the_whole_amount_at_the_rate_reached() -> None:
    assert highest_band(amount=Fraction(60_000), bands=TIERS).value == 1_800


def test_marginal_tiers_pay_each_slice_at_its_own_rate() -> None:
    assert marginal(amount=Fraction(60_000), bands=TIERS).value == 1_200


def test_interpolation_reads_the_rate_between_two_points() -> None:
    points = ((Fraction(10_000), Fraction("0.02")), (Fraction(50_000), Fraction("0.03")))
    assert interpolated(amount=Fraction(30_000), bands=points).value == 750


def test_outside_the_points_the_end_rate_holds() -> None:
    points = ((Fraction(10_000), Fraction("0.02")), (Fraction(50_000), Fraction("0.03")))
    assert interpolated(amount=Fraction(5_000), bands=points).value == 100
    assert interpolated(amount=Fraction(100_000), bands=points).value == 3_000


def test_four_percent_to_two_hundred_thousand_then_six() -> None:
    bands = ((Fraction(0), Fraction("0.04")), (Fraction(200_000), Fraction("0.06")))
    assert marginal(amount=Fraction(220_000), bands=bands).value == 9_200


def test_an_amount_on_the_edge_reaches_the_upper_band() -> None:
    assert highest_band(amount=Fraction(10_000), bands=TIERS).value == 200
    assert marginal(amount=Fraction(10_000), bands=TIERS).value == 100


def test_below_the_first_edge_nothing_is_earned() -> None:
    cliff = ((Fraction(10_000), Fraction("0.02")),)
    assert highest_band(amount=Fraction(9_999), bands=cliff).value == 0
    assert marginal(amount=Fraction(9_999), bands=cliff).value == 0
    assert marginal(amount=Fraction(10_100), bands=cliff).value == 2
    assert highest_band(amount=Fraction(-50), bands=cliff).value == 0


def test_a_negative_amount_owes_at_the_first_rate() -> None:
    assert marginal(amount=Fraction(-5_000), bands=TIERS).value == -50
    assert highest_band(amount=Fraction(-5_000), bands=TIERS).value == -50


@given(tables(), st.integers(0, 5))
def test_marginal_is_continuous_at_every_edge(bands, place) -> None:
    edge = bands[place % len(bands)][0]
    step = Fraction(1, 10**9)
    below, at, above = (marginal(amount=edge + each, bands=bands).value for each in (-step, 0, step))
    steepest = max(rate for _, rate in bands)
    assert abs(at - below) <= steepest * step
    assert abs(above - at) <= steepest * step


@given(tables(), amounts, amounts)
def test_marginal_never_falls_as_the_amount_rises(bands, one, other) -> None:
    low, high = sorted((one, other))
    assert marginal(amount=low, bands=bands).value <= marginal(amount=high, bands=bands).value


@given(tables(rising_rates=True), amounts, amounts, st.sampled_from([highest_band, interpolated]))
def test_with_rising_rates_no_reading_falls_as_the_amount_rises(bands, one, other, reading) -> None:
    low, high = sorted((one, other))
    assert reading(amount=low, bands=bands).value <= reading(amount=high, bands=bands).value
