"""What the number of a target row means."""

from fractions import Fraction

import pytest

from merit.company import Benchmark
from merit.kernel.explain import LineRef, replays
from merit.kernel.node import person_node
from merit.kernel.period import Period
from merit.targets.basis import benchmark_for, full_target
from tests.scores.fake_company import OCTOBER, target
from tests.scores.fake_figures import FakeFigures

FIGURES = FakeFigures().put("sales", "ann", 200, period="2026-09").put("sales", "ann", 500, period="2025-10")


def benchmark(segment, period, value, line=2):
    where = LineRef("benchmarks.csv", line)
    return Benchmark("sales", segment, Period.parse(period), Fraction(value), "", None, where)


@pytest.mark.parametrize(
    ("basis", "number", "expected"),
    [
        ("absolute", 300, 300),
        ("growth_prev", "0.1", 220),
        ("growth_prev", "-0.1", 180),
        ("growth_yoy", "0.1", 550),
        ("benchmark", "1.05", 105),
    ],
)
def test_a_target_is_itself_or_growth_or_a_multiple(basis, number, expected):
    row = target("sales", "ann", number, basis=basis)
    found = full_target(row, person_node("ann"), FIGURES, [benchmark("all", "2026", 100)])
    assert found.value == expected
    assert replays(found.step)


@pytest.mark.parametrize("basis", ["growth_prev", "growth_yoy", "benchmark"])
def test_growth_on_nothing_is_no_target(basis):
    assert full_target(target("sales", "bob", 1, basis=basis), person_node("bob"), FIGURES, []) is None


def test_growth_cites_the_earlier_figure_and_the_line():
    found = full_target(target("sales", "ann", "0.1", basis="growth_prev", line=9), person_node("ann"), FIGURES, [])
    assert found.step.inputs["before"].about[0].period == "2026-09"
    assert found.step.inputs["growth"].about == (LineRef("targets.csv", 9),)


def test_the_benchmark_of_the_nodes_own_segment_and_shortest_period_counts():
    rows = [
        benchmark("", "2026", 1),
        benchmark("", "2026-10", 2),
        benchmark("ann", "2026-Q4", 3),
        benchmark("", "2025", 9),
    ]
    assert benchmark_for(rows, "sales", "ann", OCTOBER).value == 3
    assert benchmark_for(rows, "sales", "bob", OCTOBER).value == 2


def test_of_several_strange_segments_none_is_guessed():
    rows = [benchmark("food", "2026", 1), benchmark("toys", "2026", 2)]
    assert benchmark_for(rows, "sales", "ann", OCTOBER) is None
    assert benchmark_for(rows[:1], "sales", "ann", OCTOBER).value == 1
