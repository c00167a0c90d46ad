"""Needs found in results, and the effect of a course, worked by hand."""

from fractions import Fraction

import pytest

from merit.follow.training import FoundNeed, MeasuredResult, NeedSource, found_needs
from merit.follow.training_effect import BeforeAfter, EffectReading, course_effect


def rows(person, subject, *values, rated=False):
    periods = ("2026-10", "2026-09", "2026-08")
    return [
        MeasuredResult(person, at, subject, Fraction(value), rated) for at, value in zip(periods, values, strict=False)
    ]


LATEST = ("2026-10", "2026-09", "2026-08")


def test_an_indicator_below_target_in_two_results_running_is_a_need():
    results = [*rows("cat", "reply", 99, 80), *rows("cat", "csat", 99, 100), *rows("ann", "reply", 100, 70)]
    need = FoundNeed("cat", "reply", NeedSource.RESULT, ("2026-10", "2026-09"), (Fraction(99), Fraction(80)))
    assert found_needs(results, LATEST) == [need]


def test_three_results_are_asked_where_three_count_and_a_gap_breaks_the_row():
    assert found_needs(rows("cat", "reply", 99, 80), LATEST, running=3) == []
    assert len(found_needs(rows("cat", "reply", 99, 80, 60), LATEST, running=3)) == 1
    gap = [each for each in rows("cat", "reply", 99, 80, 60) if each.period != "2026-09"]
    assert found_needs(gap, LATEST) == []


def test_a_rated_matter_is_low_at_half_of_its_points():
    assert found_needs(rows("cat", "teamwork", 50, 40, rated=True), LATEST)[0].source is NeedSource.REVIEW
    assert found_needs(rows("cat", "teamwork", 51, 40, rated=True), LATEST) == []


def test_the_farthest_below_come_first():
    found = found_needs([*rows("ann", "reply", 99, 99), *rows("cat", "reply", 60, 60)], LATEST)
    assert [each.person for each in found] == ["cat", "ann"]


def people(changes, before=80.0):
    return [BeforeAfter(f"p{at}", before, before + change) for at, change in enumerate(changes)]


def test_the_effect_is_the_difference_of_changes_with_its_interval():
    """Means 14 and 6, variances 10 and 10, five each: error √(2 + 2) = 2, 8 degrees of freedom, t = 2.306."""
    found = course_effect(people([10, 12, 14, 16, 18]), people([2, 4, 6, 8, 10]))
    assert (found.attended_change, found.others_change, found.effect) == (14, 6, 8)
    assert found.low == pytest.approx(8 - 4.612, abs=0.001)
    assert found.high == pytest.approx(8 + 4.612, abs=0.001)
    assert found.reading is EffectReading.BETTER
    assert not found.unlike


def test_an_interval_that_holds_zero_says_nothing():
    assert course_effect(people([-4, 4, 0, 8, 2]), people([2, 4, 6, -8, 1])).reading is EffectReading.UNCLEAR


def test_worse_is_said_as_well():
    assert course_effect(people([2, 4, 6, 8, 10]), people([10, 12, 14, 16, 18])).reading is EffectReading.WORSE


@pytest.mark.parametrize(("went", "stayed"), [(4, 50), (50, 4), (0, 0)])
def test_fewer_than_five_on_a_side_are_too_few_to_say(went, stayed):
    found = course_effect(people(range(went)), people(range(stayed)))
    assert (found.reading, found.effect, found.low) == (EffectReading.TOO_FEW, None, None)


def test_groups_that_stood_apart_before_are_marked():
    assert course_effect(people([10, 12, 14, 16, 18], before=60.0), people([2, 4, 6, 8, 10])).unlike
