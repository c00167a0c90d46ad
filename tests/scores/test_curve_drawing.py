"""Curves as they are drawn: the points are those that people would be given."""

from fractions import Fraction

from merit.scores.plan.curve_drawing import drawn
from merit.scores.plan.curves import Curve, Interpolation, per_occurrence, proportional, target_range


def test_a_proportional_curve_is_a_line_from_floor_to_cap_and_flat_beyond():
    line = drawn(proportional(cap=Fraction(120)))
    assert line.points[0] == (0, 0)
    assert (Fraction(6, 5), 120) in line.points
    assert line.points[-1] == (Fraction(6, 5) + Fraction(6, 5) / 8, 120)
    assert not line.stepped


def test_bands_are_steps_with_both_sides_of_every_edge():
    bands = ((Fraction(0), Fraction(0)), (Fraction(8, 10), Fraction(60)), (Fraction(1), Fraction(100)))
    steps = drawn(Curve(bands, Interpolation.STEP))
    assert steps.stepped
    assert [points for x, points in steps.points if x == Fraction(8, 10)] == [0, 60]
    assert [points for x, points in steps.points if x == 1] == [60, 100]
    assert steps.marks == bands


def test_a_cap_inside_a_slope_makes_a_corner():
    curve = Curve(((Fraction(0), Fraction(0)), (Fraction(2), Fraction(200))), cap=Fraction(120))
    assert (Fraction(6, 5), 120) in drawn(curve).marks
    assert (Fraction(2), 120) in drawn(curve).marks


def test_occurrences_start_at_none():
    assert drawn(per_occurrence(Fraction(20))).points[:2] == ((0, 100), (5, 0))


def test_a_target_range_is_full_between_its_ends():
    marks = drawn(target_range(Fraction(25), Fraction(40), Fraction(4))).marks
    assert marks == ((0, 0), (25, 100), (40, 100), (65, 0))


def test_a_curve_of_one_point_is_still_drawn():
    assert len(drawn(Curve(((Fraction(1), Fraction(100)),))).points) == 3
