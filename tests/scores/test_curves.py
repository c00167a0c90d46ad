"""Every curve by hand, from its text to its points."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merit.kernel.exact import exact
from merit.kernel.section import document_section
from merit.scores.plan.curve_section import read_curve
from merit.scores.plan.curves import Curve, Interpolation, attainment_lower_linear, attainment_lower_ratio, points
from tests.scores.fake_company import document


def curve_of(text: str) -> Curve:
    problems = []
    found = read_curve(document_section(document(text), problems))
    assert problems == []
    return found


def at(curve: Curve, reading) -> Fraction:
    return points(
        reading=exact(reading) if isinstance(reading, str) else reading,
        curve=curve.breakpoints,
        interpolation=str(curve.interpolation),
        floor=curve.floor,
        cap=curve.cap,
    ).value


@pytest.mark.parametrize(
    ("text", "worked"),
    [
        ("proportional: {}", {"0.9": 90, "1.15": 115, "1.2": 120, "3": 120, "0": 0, "-1": 0}),
        ("proportional: {cap: 150, floor: 20}", {"0.1": 20, "0.2": 20, "0.3": 30, "1.4": 140, "2": 150}),
        ("lower_is_better: {}", {"1": 100, "1.5": 120, "0.5": 50, "-2": 0}),
        (
            "bands: [[0, 0], [0.80, 60], [0.90, 100], [0.95, 120]]",
            {"0.79": 0, "0.8": 60, "0.8999": 60, "0.9": 100, "9": 120},
        ),
        ("{bands: [[0, 0], [0.80, 60], [0.90, 100]], edge: above}", {"0.8": 0, "0.81": 60, "0.9": 60, "0.91": 100}),
        ("bands: [[1, 60]]", {"0.99": 0, "1": 60}),
        ("{bands: [[1, 60]], floor: 10}", {"0.99": 10, "1": 60}),
        ("bands: [[0, 5, 10], [5, 8, 60], [8, null, 100]]", {"4": 10, "5": 60, "8": 100, "80": 100}),
        ("interpolated: [[10, 0], [20, 100]]", {"9": 0, "10": 0, "13": 30, "20": 100, "21": 100}),
        ("{interpolated: [[10, 100], [20, 0]], cap: 80}", {"9": 80, "11": 80, "13": 70, "30": 0}),
        (
            "range: {low: 10, high: 20, slope: 5}",
            {"10": 100, "15": 100, "20": 100, "8": 90, "24": 80, "50": 0, "-50": 0},
        ),
        ("range: {low: 10, high: 10, slope: 5, floor: 60}", {"10": 100, "12": 90, "100": 60}),
        ("per_occurrence: {each: 15}", {"0": 100, "1": 85, "6": 10, "7": 0}),
        ("per_occurrence: {each: 15, floor: 40}", {"3": 55, "5": 40}),
        (
            "relative: {by: ratio, points: [[0.5, 60], [1, 80], [2, 120]]}",
            {"0.4": 60, "0.75": 70, "1.5": 100, "3": 120},
        ),
    ],
)
def test_a_curve_gives_the_points_worked_by_hand(text, worked):
    curve = curve_of(text)
    assert {reading: at(curve, reading) for reading in worked} == worked


def test_lower_is_better_has_two_attainments_and_the_plan_says_which():
    assert attainment_lower_linear(actual=Fraction(24), target=Fraction(30)).value == Fraction("1.2")
    assert attainment_lower_ratio(actual=Fraction(24), target=Fraction(30)).value == Fraction("1.25")
    assert curve_of("lower_is_better: {method: ratio}").reads == "lower_ratio"


def test_an_actual_of_zero_by_ratio_gives_the_cap():
    reached = attainment_lower_ratio(actual=Fraction(0), target=Fraction(30)).value
    assert reached is None
    assert at(curve_of("lower_is_better: {method: ratio, cap: 130}"), None) == 130


def test_what_a_curve_reads_follows_from_its_text():
    assert curve_of("interpolated: [[0, 0], [1, 100]]").reads == "actual"
    assert curve_of("{interpolated: [[0, 0], [1, 100]], on: attainment}").reads == "attainment"
    assert curve_of("relative: {to: shop, points: [[0, 80]]}").peers == "shop"


ends = st.fractions(min_value=-100, max_value=100, max_denominator=9)


@settings(deadline=None)
@given(st.sets(ends, min_size=1, max_size=6), st.data())
def test_more_never_scores_less_on_a_rising_curve(edges, data):
    xs = sorted(edges)
    ys = sorted(data.draw(st.lists(ends, min_size=len(xs), max_size=len(xs))))
    interpolation = data.draw(st.sampled_from(Interpolation))
    curve = Curve(tuple(zip(xs, ys, strict=True)), interpolation, floor=min(ys), cap=max(ys))
    less, more = sorted([data.draw(ends), data.draw(ends)])
    assert at(curve, less) <= at(curve, more)
    assert curve.floor <= at(curve, less)
    assert at(curve, more) <= curve.cap
