"""Agreement of raters, on the published example of Shrout and Fleiss (1979), table 2: 6 people by 4 judges."""

import pytest

from merit.insight.effect.rater_agreement import Agreement, rater_agreement

SHROUT_AND_FLEISS = {
    "one": (9, 2, 5, 8),
    "two": (6, 1, 3, 2),
    "three": (8, 4, 6, 8),
    "four": (7, 1, 2, 6),
    "five": (10, 5, 6, 9),
    "six": (6, 2, 4, 7),
}


def test_the_published_figures_come_out():
    """ICC(1,1) = .17 and ICC(1,4) = .44; the interval −.13 to .72 is that of McGraw and Wong for the same data."""
    found = rater_agreement(SHROUT_AND_FLEISS)
    assert (found.people, found.ratings, found.raters) == (6, 24, 4)
    assert found.single == pytest.approx(0.1657, abs=5e-5)
    assert found.mean == pytest.approx(0.4428, abs=5e-5)
    assert (round(found.low, 2), round(found.high, 2)) == (-0.13, 0.72)
    assert found.word is Agreement.POOR


def test_people_with_one_rating_say_nothing():
    assert rater_agreement({**SHROUT_AND_FLEISS, "alone": (3,)}) == rater_agreement(SHROUT_AND_FLEISS)


def test_raters_who_always_say_the_same_agree_wholly():
    found = rater_agreement({str(points): (points, points) for points in range(6)})
    assert (found.single, found.low, found.high, found.mean) == (1, 1, 1, 1)
    assert found.word is Agreement.EXCELLENT


def test_too_few_people_are_not_judged():
    few = dict(list(SHROUT_AND_FLEISS.items())[:4])
    assert rater_agreement(few).word is Agreement.TOO_FEW
    assert rater_agreement({}).single is None


def test_everybody_rated_alike_by_everybody_tells_no_agreement_apart_from_none():
    assert rater_agreement({str(at): (80, 80, 80) for at in range(9)}).word is Agreement.TOO_FEW


def test_unequal_numbers_of_raters_count_by_their_typical_number():
    """k₀ = (N − Σk² ÷ N) ÷ (n − 1) = (14 − (4 · 2² + 2 · 3²) ÷ 14) ÷ 5 = 81/35."""
    ratings = {"a": (1, 2), "b": (2, 3), "c": (4, 4), "d": (5, 6), "e": (6, 7, 8), "f": (8, 9, 9)}
    assert rater_agreement(ratings).raters == pytest.approx(81 / 35)
