"""Leniency of raters, worked by hand.

**Equal teams.** `x` rates five people with KPI 80, 90, 100, 110, 120 at 70, 75, 80, 85, 90; `y` rates five with the
same KPIs ten points lower. Within raters the slope is 0.5 and fits without error: x lies 5 above the mean of all, y 5
below.

**Unequal teams.** `y`'s people have KPIs 20 points higher and ratings equal to x's. By KPI they should have had
0.5 × 20 = 10 more: y is 5 strict, x 5 lenient, though the means of their ratings are the same.
"""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.reviews.leniency import RatedPerson, Tendency, leniency

KPIS = (80, 90, 100, 110, 120)


def team(rater, ratings, kpis=KPIS):
    return [
        RatedPerson(rater, f"{rater}{number}", rating, kpi)
        for number, (rating, kpi) in enumerate(zip(ratings, kpis, strict=True))
    ]


def found(*ratings):
    return {each.rater: each for each in leniency([one for group in ratings for one in group])}


def test_who_gives_more_for_the_same_results_is_lenient():
    by_rater = found(team("x", (70, 75, 80, 85, 90)), team("y", (60, 65, 70, 75, 80)))
    assert by_rater["x"].deviation == pytest.approx(5)
    assert by_rater["y"].deviation == pytest.approx(-5)
    assert (by_rater["x"].tendency, by_rater["y"].tendency) == (Tendency.LENIENT, Tendency.STRICT)


def test_a_better_team_is_not_taken_for_a_mild_rater():
    better = tuple(kpi + 20 for kpi in KPIS)
    by_rater = found(team("x", (70, 75, 80, 85, 90)), team("y", (70, 75, 80, 85, 90), better))
    assert by_rater["y"].deviation == pytest.approx(-5)
    assert by_rater["y"].tendency is Tendency.STRICT


def test_the_interval_is_that_of_a_contrast_of_two_means():
    """Equal KPIs drop out of the contrast; errors ±3 about the line: s² = 2 × (9 + 9 + 9 + 9) ÷ 7 = 10.2857.

    Deviation of x: half the difference of means. Its variance is s² × (0.25 ÷ 5 + 0.25 ÷ 5) = 1.02857, the 97.5 %
    point of t with 7 degrees of freedom is 2.36462: reach 2.36462 × 1.01419 = 2.39817.
    """
    errors = (3, -3, 0, -3, 3)  # at right angles to the line: their sum and their moment are 0
    high = tuple(value + error for value, error in zip((70, 75, 80, 85, 90), errors, strict=True))
    low = tuple(value - 10 for value in high)
    one = found(team("x", high), team("y", low))["x"]
    assert one.deviation == pytest.approx(5)
    assert (one.low, one.high) == (pytest.approx(5 - 2.39817, abs=1e-4), pytest.approx(5 + 2.39817, abs=1e-4))


def test_chance_alone_makes_nobody_strict():
    by_rater = found(team("x", (70, 90, 75, 88, 79)), team("y", (71, 86, 80, 79, 90)))
    assert {each.tendency for each in by_rater.values()} == {Tendency.MODERATE}


def test_less_than_a_point_is_nobodys_concern():
    by_rater = found(team("x", (70, 75, 80, 85, 90)), team("y", (69, 74, 79, 84, 89)))
    assert by_rater["x"].deviation == pytest.approx(0.5)
    assert {each.tendency for each in by_rater.values()} == {Tendency.MODERATE}


def test_fewer_than_five_people_say_too_little():
    by_rater = found(team("x", (90, 95, 99), (80, 90, 100)), team("y", (60, 65, 70, 75, 80)))
    assert by_rater["x"].tendency is Tendency.TOO_FEW
    assert by_rater["x"].deviation is not None
    assert by_rater["y"].people == 5


def test_one_rater_alone_is_compared_with_nobody():
    alone = found(team("x", (70, 75, 80, 85, 90)))["x"]
    assert (alone.deviation, alone.low, alone.tendency) == (None, None, Tendency.TOO_FEW)


def test_nobody_rated_gives_nothing():
    assert leniency([]) == []


def test_without_differences_in_kpis_the_means_are_compared():
    by_rater = found(team("x", (80, 82, 84, 86, 88), (100,) * 5), team("y", (70, 72, 74, 76, 78), (100,) * 5))
    assert by_rater["x"].deviation == pytest.approx(5)


@given(st.integers(0, 2**32), st.floats(-20, 20))
def test_raising_everybodys_ratings_changes_nobodys_deviation(seed, shift):
    chance = random.Random(seed)  # noqa: S311 (figures to try, no secret)
    rated = [
        RatedPerson(rater, f"{rater}{n}", chance.uniform(40, 100), chance.uniform(60, 120))
        for rater, size in (("x", 6), ("y", 9), ("z", 5))
        for n in range(size)
    ]
    raised = [RatedPerson(each.rater, each.person, each.rating + shift, each.kpi) for each in rated]
    before, after = leniency(rated), leniency(raised)
    assert [each.rater for each in before] == [each.rater for each in after]
    assert [each.deviation for each in before] == pytest.approx([each.deviation for each in after], abs=1e-6)


def test_deviations_weighted_by_people_balance():
    chance = random.Random(7)  # noqa: S311 (figures to try, no secret)
    rated = [
        RatedPerson(rater, f"{rater}{n}", chance.uniform(40, 100), chance.uniform(60, 120))
        for rater, size in (("x", 6), ("y", 9), ("z", 5))
        for n in range(size)
    ]
    assert sum(each.people * (each.deviation or 0) for each in leniency(rated)) == pytest.approx(0)
