"""An honour by rule goes to the first places within comparable posts; ties go together."""

from fractions import Fraction

import pytest

from merit.rewards.recognition.candidates import top_of_groups


def totals(**points):
    return {person: Fraction(value) for person, value in points.items()}


def named(*args, **more):
    return [(each.group, each.person, each.place.place, each.place.tied) for each in top_of_groups(*args, **more)]


SERVICE = totals(a=95, b=95, c=90, d=88, e=70, f=60)


def test_the_first_of_each_group_is_named_with_place_and_total():
    sales = totals(g=70, h=60, i=50, j=40, k=30)
    assert named({"service": totals(a=95, c=90, d=88, e=70, f=60), "sales": sales}, 1) == [
        ("sales", "g", 1, False),
        ("service", "a", 1, False),
    ]


def test_two_who_tie_for_the_first_place_are_both_named_and_the_next_place_is_the_third():
    assert named({"service": SERVICE}, 1) == [("service", "a", 1, True), ("service", "b", 1, True)]
    assert named({"service": SERVICE}, 2) == named({"service": SERVICE}, 1)
    assert [each[1] for each in named({"service": SERVICE}, 3)] == ["a", "b", "c"]


def test_a_group_below_the_smallest_size_names_nobody():
    assert named({"service": totals(a=95, b=90, c=80, d=70)}, 1) == []


def test_a_tie_that_would_honour_more_than_half_of_the_group_honours_none_of_that_place():
    assert named({"service": totals(a=90, b=80, c=80, d=80, e=70)}, 2) == [("service", "a", 1, False)]
    assert named({"service": totals(a=80, b=80, c=80, d=70, e=70)}, 1) == []


def test_the_order_in_which_people_are_given_changes_nothing():
    assert named({"service": SERVICE}, 3) == named({"service": dict(reversed(SERVICE.items()))}, 3)


def test_no_place_at_all_is_no_rule():
    with pytest.raises(ValueError, match="first place"):
        top_of_groups({}, 0)
