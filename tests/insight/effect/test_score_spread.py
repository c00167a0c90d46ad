"""Do scores differ?"""

from fractions import Fraction

from merit.insight.effect.score_spread import Differing, score_spread


def totals(*points, grade):
    return [(Fraction(each), one) for each, one in zip(points, grade, strict=True)]


def test_the_spread_is_worked_out_by_hand():
    """60, 70, 80, 90, 100: mean 80, Σ(x − 80)² = 1,000, deviation √(1,000 ÷ 4)."""
    found = score_spread(totals(60, 70, 80, 90, 100, grade="DCBBA"))
    assert found.mean == 80
    assert round(found.deviation, 4) == 15.8114
    assert found.grades == (("A", 1), ("B", 2), ("C", 1), ("D", 1))
    assert found.crowded == ("B", Fraction(2, 5))
    assert found.word is Differing.DIFFERS


def test_seven_of_ten_in_one_grade_are_a_crowd():
    assert score_spread(totals(*range(60, 70), grade="AAAAAAABBB")).word is Differing.CROWDED
    assert score_spread(totals(*range(60, 100, 4), grade="AAAAAABBBB")).word is Differing.DIFFERS


def test_totals_that_hardly_differ_are_narrow_and_equal_ones_all_alike():
    assert score_spread(totals(88, 89, 90, 91, 92, grade="ABCDE")).word is Differing.NARROW
    assert score_spread(totals(90, 90, 90, 90, 90, grade="ABCDE")).word is Differing.ALL_ALIKE


def test_a_handful_is_not_judged():
    assert score_spread(totals(60, 100, grade="DA")).word is Differing.TOO_FEW
    assert score_spread([]).mean is None
