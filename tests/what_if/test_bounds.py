"""The bound on the error of every float holds, also at edges and with breakpoints of very different sizes."""

from fractions import Fraction

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from merit.kernel.money import share_out
from merit.scores.plan.curves import Curve, Interpolation, Reading
from merit.what_if.curve_points import FastCurve, exact_points, fast_points
from merit.what_if.pools import shared
from merit.what_if.rounding import UNIT, floats, half_up_whole, rounded, steps_reached

fractions = st.fractions(-10_000, 10_000, max_denominator=2000)
ratios = st.fractions(0, 5, max_denominator=10**7)
times = st.fractions(Fraction(1, 20), 20, max_denominator=100)
reads = st.sampled_from([Reading.ATTAINMENT, Reading.LOWER_LINEAR, Reading.LOWER_RATIO])


@st.composite
def curves(draw: st.DrawFn) -> Curve:
    xs = sorted(draw(st.sets(st.fractions(0, 3, max_denominator=40), min_size=1, max_size=6)))
    ys = draw(st.lists(st.fractions(-50, 200, max_denominator=8), min_size=len(xs), max_size=len(xs)))
    how = draw(st.sampled_from(list(Interpolation)))
    return Curve(tuple(zip(xs, ys, strict=True)), how, draw(reads), Fraction(-20), Fraction(150))


@settings(max_examples=40)
@given(curves(), st.lists(ratios, min_size=1, max_size=8), times)
def test_points_are_off_by_at_most_their_bound(curve: Curve, asked: list[Fraction], factor: Fraction) -> None:
    on_edges = [x * factor for x, _ in curve.breakpoints if x >= 0]
    readings = [*asked, *on_edges]
    found, bounds = fast_points(FastCurve.of(curve), floats(readings), float(factor))
    for ratio, value, bound in zip(readings, found, bounds, strict=True):
        exact = exact_points(curve, ratio, factor)
        assert bound == np.inf or abs(Fraction(float(value)) - exact) <= Fraction(float(bound))


@settings(max_examples=40)
@given(st.lists(fractions, min_size=1))
def test_a_rounded_float_is_exact_or_marked(numbers: list[Fraction]) -> None:
    halves = [Fraction(2 * round(each) + 1, 2) for each in numbers]
    values = [*numbers, *halves]
    as_floats = floats(values)
    found, near = rounded(as_floats, 2 * UNIT * np.abs(as_floats))
    for value, whole, marked in zip(values, found, near, strict=True):
        assert marked or whole == half_up_whole(value)
    assert all(near[len(numbers) :])


def test_what_is_not_a_number_is_marked_and_never_rounded() -> None:
    found, near = rounded(np.array([np.nan, 1.0, 2.0**53]), np.array([0.0, np.inf, 0.0]))
    assert near.all()
    assert not found.any()


@settings(max_examples=40)
@given(st.lists(fractions, min_size=1), st.sets(fractions, min_size=1, max_size=6))
def test_steps_are_counted_exactly(values: list[Fraction], edges: set[Fraction]) -> None:
    rising = sorted(edges)
    asked = [*values, *rising]
    reached = steps_reached(floats(asked), asked, rising)
    assert reached.tolist() == [sum(1 for edge in rising if value >= edge) for value in asked]


@settings(max_examples=40)
@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**15), min_size=1, max_size=30))
def test_a_pool_is_shared_as_the_engine_shares_it(total: int, weights: list[int]) -> None:
    assume(any(weights))
    names = {f"p{place:03d}": Fraction(weight) for place, weight in enumerate(weights)}
    assert shared(total, weights) == list(share_out(total, names).values())
