"""Counts of grades against a reference, and what a quota would do."""

from fractions import Fraction

from merit.reviews.spread import GradeCount, by_quota, spread

QUOTA = tuple((grade, Fraction(share, 100)) for grade, share in (("S", 10), ("A", 20), ("B", 50), ("C", 15), ("D", 5)))


def test_a_share_that_is_no_whole_number_leaves_room_for_both_sides():
    """Of 14: 1.4, 2.8, 7, 2.1 and 0.7 people."""
    now = ["S"] * 2 + ["A"] * 5 + ["B"] * 5 + ["C"] * 2
    before = ["S"] * 3 + ["A"] * 5 + ["B"] * 4 + ["C"] * 2
    assert spread("SABCD", now, before, QUOTA) == [
        GradeCount("S", 2, 3, 1, 2),
        GradeCount("A", 5, 5, 2, 3),
        GradeCount("B", 5, 4, 7, 7),
        GradeCount("C", 2, 2, 2, 3),
        GradeCount("D", 0, 0, 0, 1),
    ]


def test_what_lies_outside_of_the_reference_is_said():
    counts = spread("SABCD", ["S"] * 9 + ["A"], [], QUOTA)
    assert [each.outside for each in counts] == [True, True, True, True, False]


def test_without_a_reference_nothing_is_outside():
    assert [each.outside for each in spread("SB", ["S"], ["B"])] == [False, False]


def test_a_quota_is_only_suggested_for_a_group_that_is_large_enough():
    totals = {f"p{number:02d}": Fraction(100 - number) for number in range(10)}
    assert by_quota(totals, QUOTA, 11) == {}
    suggested = list(by_quota(totals, QUOTA, 10).values())
    assert suggested == ["S", "A", "A", "B", "B", "B", "B", "B", "C", "C"]


def test_equal_totals_share_the_better_grade():
    totals = {"p1": Fraction(90), "p2": Fraction(90), "p3": Fraction(80)}
    quota = (("A", Fraction(1, 3)), ("B", Fraction(2, 3)))
    assert by_quota(totals, quota, 1) == {"p1": "A", "p2": "A", "p3": "B"}
