"""Figures from outside beside a company's own: which benchmark stands for a period, and how far the own value is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from merit.catalogue.kpi import Unit
from merit.company import Benchmark
from merit.kernel.period import Period
from merit.targets.basis import benchmark_for


@dataclass(frozen=True, slots=True)
class AgainstBenchmark:
    """A benchmark and the own value over the same days; `own` None where there is none."""

    benchmark: Benchmark
    own: Fraction | None
    unit: Unit

    @property
    def gap(self) -> Fraction | None:
        """Own − benchmark of a rate; else own ÷ benchmark − 1, None on a benchmark of zero or below."""
        if self.own is None:
            return None
        if self.unit is Unit.RATE:
            return self.own - self.benchmark.value
        return self.own / self.benchmark.value - 1 if self.benchmark.value > 0 else None


def benchmark_of_period(
    benchmarks: Iterable[Benchmark], kpi: str, node: str, period: Period, segment: str = ""
) -> Benchmark | None:
    """The one that stands for the period, as targets take it; of a named `segment` only where one is named."""
    wanted = [each for each in benchmarks if segment in ("", each.segment)]
    found = benchmark_for(wanted, kpi, node, period)
    return found if isinstance(found, Benchmark) else None


def latest_benchmarks(benchmarks: Iterable[Benchmark], kpi: str, span: Period) -> list[Benchmark]:
    """Of each segment the latest one whose days meet the span, in the order of the file."""
    latest: dict[str, Benchmark] = {}
    for each in benchmarks:
        if each.kpi != kpi or each.period.overlap(span.start, span.end) is None:
            continue
        held = latest.get(each.segment)
        if held is None or _recent(each) >= _recent(held):
            latest[each.segment] = each
    return list(latest.values())


def _recent(each: Benchmark) -> tuple[date, date]:
    return each.period.end, each.as_of or date.min
