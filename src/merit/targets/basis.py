"""The number that a target row stands for: itself, growth on an earlier period, or a multiple of a benchmark."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Protocol

from merit.kernel.explain import Explained, LineRef, given, rule
from merit.kernel.node import Node
from merit.kernel.period import Period
from merit.metrics.figures import Figures
from merit.targets.target import Target, TargetBasis


class BenchmarkFigure(Protocol):
    """A figure from outside, as the company declares it."""

    @property
    def kpi(self) -> str:
        """The KPI it is a benchmark of."""

    @property
    def segment(self) -> str:
        """A node's id, or a name of the market segment; empty for all."""

    @property
    def period(self) -> Period:
        """The period it describes."""

    @property
    def value(self) -> Fraction:
        """The figure."""

    @property
    def as_of(self) -> date | None:
        """When it was published."""

    @property
    def source(self) -> LineRef:
        """Where it is written."""


@rule("targets.growth")
def growth(*, before: Fraction, growth: Fraction) -> Fraction:
    """The earlier period's figure, increased by the stated share."""
    return before * (1 + growth)


@rule("targets.of_benchmark")
def of_benchmark(*, benchmark: Fraction, ratio: Fraction) -> Fraction:
    """The stated multiple of the benchmark."""
    return benchmark * ratio


def full_target(
    target: Target, node: Node, figures: Figures, benchmarks: Sequence[BenchmarkFigure]
) -> Explained[Fraction] | None:
    """The target for its whole period; None when what it builds on has no value."""
    stated = number(target.target, target.source)
    match target.basis:
        case TargetBasis.ABSOLUTE:
            return stated
        case TargetBasis.GROWTH_PREV:
            return _grown(stated, target.kpi, node, figures, target.period.previous())
        case TargetBasis.GROWTH_YOY:
            return _grown(stated, target.kpi, node, figures, target.period.a_year_earlier())
        case TargetBasis.BENCHMARK:
            found = benchmark_for(benchmarks, target.kpi, node.id, target.period)
            return of_benchmark(benchmark=number(found.value, found.source), ratio=stated) if found else None


def number(value: Fraction, source: LineRef) -> Explained[Fraction]:
    """A number that stands in a file."""
    return Explained(value, given(value=value).step, (source,))


def _grown(
    stated: Explained[Fraction], kpi: str, node: Node, figures: Figures, period: Period
) -> Explained[Fraction] | None:
    before = figures.value(kpi, node, period)
    if before.value is None:
        return None
    return growth(before=given(value=before.value).citing(before.ref), growth=stated)


def benchmark_for(benchmarks: Sequence[BenchmarkFigure], kpi: str, node: str, period: Period) -> BenchmarkFigure | None:
    """The benchmark of the shortest period that holds `period`; the node's own segment before the general one.

    None when only other segments remain and they are several: which one is meant nobody said.
    """
    fitting = [
        each
        for each in benchmarks
        if each.kpi == kpi and each.period.start <= period.start and period.end <= each.period.end
    ]
    segments = {each.segment for each in fitting}
    wanted = next((name for name in (node, "") if name in segments), segments.pop() if len(segments) == 1 else None)
    mine = [each for each in fitting if each.segment == wanted]
    return min(mine, key=lambda each: (each.period.length, -(each.as_of or date.min).toordinal()), default=None)
