"""The figures from outside beside those of one node: each over the benchmark's own days, with its source and date."""

from dataclasses import dataclass
from datetime import date

from merit.company import Benchmark
from merit.insight.benchmarks import latest_benchmarks
from merit.kernel.node import COMPANY_ID
from merit.kernel.period import Period
from merit_desk.explorer.queries.cells import Figure, Place, figures, moved
from merit_desk.explorer.queries.grid import Asking
from merit_desk.explorer.queries.words import period_words
from merit_desk.results.queries.names import kpi_direction, kpi_title, kpi_unit
from merit_desk.shell import formats
from merit_desk.shell.formats import Change


@dataclass(frozen=True, slots=True)
class BenchmarkRow:
    """One benchmark: whose figure it is, over which days, and the own figure of those days with the way between."""

    kpi: str
    segment: str
    period: str
    value: str
    own: Figure | None
    gap: Change | None
    cited: str
    as_of: date | None


def benchmark_rows(asking: Asking) -> tuple[BenchmarkRow, ...]:
    """Of every KPI shown and every segment the latest one that meets the days shown; of one node only."""
    if not asking.asked.is_trend:
        return ()
    company, whole = asking.company, asking.days.whole
    found = [each for kpi in asking.kpis for each in latest_benchmarks(company.benchmarks, kpi, whole)]
    places = {each: _place(asking, each) for each in found}
    own = figures(company, asking.visible, places.values())
    return tuple(_row(asking, each, own.get(places[each])) for each in found)


def _place(asking: Asking, benchmark: Benchmark) -> Place:
    name = asking.asked.node or COMPANY_ID
    return moved(asking.place(benchmark.kpi, name, asking.days.whole), _own_days(benchmark.period, asking))


def _own_days(period: Period, asking: Asking) -> Period:
    """The benchmark's days, as far as the data reach: a year's average is compared with the year so far."""
    reach = asking.days.reach
    return period if reach is None else period.overlap(reach.start, reach.end) or period


def _row(asking: Asking, benchmark: Benchmark, own: Figure | None) -> BenchmarkRow:
    company, kpi = asking.company, benchmark.kpi
    unit, value = kpi_unit(company, kpi), formats.to_decimal(benchmark.value)
    ours = None if own is None or own.raw.value is None else formats.to_decimal(own.raw.value)
    return BenchmarkRow(
        kpi=kpi_title(company, kpi),
        segment=benchmark.segment,
        period=period_words(benchmark.period),
        value=formats.figure(value, unit),
        own=own,
        gap=formats.change(ours, value, unit, kpi_direction(company, kpi)),
        cited=benchmark.cited,
        as_of=benchmark.as_of,
    )
