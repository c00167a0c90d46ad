"""The band by hand: eight weeks of days, small numbers, and outliers that move nothing."""

from fractions import Fraction

import pytest

from merit.alerts.band import Expected, Past, chance_of, expected_of, limits_of
from merit.catalogue.kpi import Unit


def weeks(values: list[int], count: int = 8, rows: int = 100) -> list[Past]:
    """The same week again and again, a value for each weekday."""
    return [Past(Fraction(value), rows, at) for _ in range(count) for at, value in enumerate(values)]


def test_a_sunday_is_held_against_sundays() -> None:
    past = weeks([100, 100, 100, 100, 100, 200, 300])
    assert expected_of(past, 6).value == 300
    assert expected_of(past, 0).value == 100


def test_one_mad_day_moves_neither_the_expectation_nor_the_spread() -> None:
    past = weeks([100, 110, 90, 100, 105, 95, 100])
    wild = [*past[:20], Past(Fraction(9000), 100, past[20].like), *past[21:]]
    assert expected_of(wild, 0).value == expected_of(past, 0).value
    assert expected_of(wild, 0).spread <= expected_of(past, 0).spread * Fraction(11, 10)


def test_a_level_that_has_risen_is_followed() -> None:
    past = [*weeks([100] * 7, 6), *weeks([150] * 7, 2)]
    assert expected_of(past, 3).value == 150


def test_a_short_past_says_nothing() -> None:
    assert expected_of(weeks([100] * 7, 5), 0) is None


def test_small_counts_follow_poisson() -> None:
    """Of 4 orders a day on average none at all comes with e^-4 = 1.8 %: no alert. Of 12, with 0.0006 %."""
    four, twelve = (expected_of(weeks([mean] * 7), 0) for mean in (4, 12))
    assert chance_of(Fraction(0), four, Unit.COUNT) == pytest.approx(0.0183156, abs=1e-6)
    assert chance_of(Fraction(0), twelve, Unit.COUNT) == pytest.approx(6.144e-6, rel=1e-3)


def test_counts_that_swing_more_than_poisson_get_a_wider_band() -> None:
    calm = expected_of(weeks([100] * 7), 0)
    swinging = expected_of(
        [Past(Fraction(70 if week % 2 else 130), 100, at) for week in range(8) for at in range(7)], 0
    )
    assert chance_of(Fraction(60), calm, Unit.COUNT) < 0.001 < chance_of(Fraction(60), swinging, Unit.COUNT)


def test_a_rate_of_few_rows_strays_by_chance_alone() -> None:
    """10 % of 25 rows: one binomial standard deviation is 6 points, so 20 % is nothing; of 2,500 rows it is much."""
    few, many = (expected_of([Past(Fraction(1, 10), rows, 0)] * 20, 0) for rows in (25, 2500))
    assert chance_of(Fraction(2, 10), few, Unit.RATE) > 0.04
    assert chance_of(Fraction(2, 10), many, Unit.RATE) < 1e-6


@pytest.mark.parametrize("unit", [Unit.COUNT, Unit.MONEY, Unit.SECONDS])
def test_outside_the_drawn_band_the_chance_is_below_the_certainty(unit: Unit) -> None:
    expected = expected_of(weeks([100, 120, 80, 110, 90, 130, 70]), 2)
    low, high = limits_of(expected, unit, 0.001)
    assert low < expected.value < high
    assert chance_of(Fraction(int(high) + 3), expected, unit) < 0.001
    assert chance_of(expected.value, expected, unit) > 0.4


def test_the_negative_binomial_is_the_librarys() -> None:
    """Mean 100, standard deviation 20: 33⅓ successes of share ¼, which scipy.stats counts to the same chances."""
    from scipy.stats import nbinom

    expected = Expected(Fraction(100), Fraction(20), 100, 50)
    assert chance_of(Fraction(55), expected, Unit.COUNT) == pytest.approx(nbinom.cdf(55, 100 / 3, 0.25), rel=1e-9)
    assert chance_of(Fraction(150), expected, Unit.COUNT) == pytest.approx(nbinom.sf(149, 100 / 3, 0.25), rel=1e-9)
