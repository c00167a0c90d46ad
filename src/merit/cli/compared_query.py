"""What `merit query` sets beside a value: the interval of a rate, and the period it is compared with, day for day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from merit.catalogue.kpi import Catalogue
from merit.company import Company
from merit.engines.answers import Answer, Question, answer
from merit.engines.figures import data_span
from merit.insight.benchmarks import AgainstBenchmark, benchmark_of_period
from merit.insight.comparison import Compared, Comparison, compared
from merit.insight.comparison_values import ComparedValue
from merit.insight.rate_interval import RateInterval, difference_of, interval_of
from merit.kernel.exact import plain
from merit.kernel.node import COMPANY_ID
from merit.kernel.period import Period
from merit.metrics.figures import KpiValue
from merit.sources.festivals import festival_days
from merit.workspace import Workspace

INTERVAL = ("low", "high")
COMPARED = ("against", "now", "then", "growth")
DIFFERENCE = ("difference_low", "difference_high")
BENCHMARK = ("benchmark", "benchmark_segment", "benchmark_source", "benchmark_as_of", "benchmark_gap")
_DIGITS = 4
_Place = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is shown beside each value; `against` None compares with nothing."""

    interval: bool = False
    against: Comparison | None = None
    benchmark: bool = False
    segment: str = ""
    """Of which trade or competitor; empty: the node's own segment, the unnamed one, or the only one."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the further columns, in order."""
        compared_with = COMPARED if self.against else ()
        return (
            *(INTERVAL if self.interval else ()),
            *compared_with,
            *(DIFFERENCE if self.interval and self.against else ()),
            *(BENCHMARK if self.benchmark else ()),
        )


def cells_beside(
    workspace: Workspace, question: Question, answers: Iterable[Answer], beside: Beside
) -> list[dict[str, str]]:
    """The further cells of every answer, in its order; empty where there is nothing to say."""
    listed = list(answers)
    laid = _laid(workspace, question, listed, beside.against) if beside.against else {}
    catalogue = workspace.company.catalogue
    rows = []
    for each in listed:
        cells = _interval_cells(interval_of(catalogue, each.value), INTERVAL) if beside.interval else {}
        if beside.against:
            with_then = laid[each.period].value(each)
            cells |= _compared_cells(with_then) | _difference_cells(catalogue, with_then)
        if beside.benchmark:
            cells |= _benchmark_cells(workspace.company, each, beside.segment)
        rows.append(cells)
    return rows


@dataclass(frozen=True, slots=True)
class _Laid:
    """One period on what it is compared with, and the values of both sides by KPI and dimensions."""

    compared: Compared
    now: dict[_Place, KpiValue]
    then: dict[_Place, KpiValue]

    def value(self, asked: Answer) -> ComparedValue:
        place = (asked.value.kpi, asked.dimensions)
        return ComparedValue(self.compared, self.now.get(place), self.then.get(place))


def _laid(workspace: Workspace, question: Question, answers: list[Answer], against: Comparison) -> dict[Period, _Laid]:
    reach = data_span(workspace.engine)
    found = {}
    for period in dict.fromkeys(each.period for each in answers):
        festivals = festival_days(range(period.start.year - 1, period.last.year + 2))
        run = compared(period, against, reach, festivals)
        found[period] = _Laid(run, _values(workspace, question, run.now), _values(workspace, question, run.then))
    return found


def _values(workspace: Workspace, question: Question, span: Period | None) -> dict[_Place, KpiValue]:
    if span is None:
        return {}
    answers = answer(workspace.company, workspace.engine, replace(question, span=span, grain=None))
    return {(each.value.kpi, each.dimensions): each.value for each in answers}


def _compared_cells(found: ComparedValue) -> dict[str, str]:
    sides = {"now": found.now, "then": found.then}
    shown = {name: "" if side is None or side.value is None else plain(side.value) for name, side in sides.items()}
    growth = "" if found.growth is None else plain(found.growth)
    return {"against": str(found.compared.then or ""), **shown, "growth": growth}


def _benchmark_cells(company: Company, asked: Answer, segment: str) -> dict[str, str]:
    """`benchmark_gap` is in points (0.01 is one) for a rate, and a share of the benchmark for anything else."""
    node = next((value for _, value in asked.dimensions), COMPANY_ID)
    found = benchmark_of_period(company.benchmarks, asked.value.kpi, node, asked.period, segment)
    if found is None:
        return dict.fromkeys(BENCHMARK, "")
    gap = AgainstBenchmark(found, asked.value.value, company.catalogue[asked.value.kpi].unit).gap
    texts = (plain(found.value), found.segment, found.cited, str(found.as_of or ""), "" if gap is None else plain(gap))
    return dict(zip(BENCHMARK, texts, strict=True))


def _difference_cells(catalogue: Catalogue, found: ComparedValue) -> dict[str, str]:
    known = found.now is not None and found.then is not None
    interval = difference_of(catalogue, found.now, found.then) if known and found.now and found.then else None
    return _interval_cells(interval, DIFFERENCE)


def _interval_cells(interval: RateInterval | None, names: tuple[str, str]) -> dict[str, str]:
    if interval is None:
        return dict.fromkeys(names, "")
    return dict(zip(names, (f"{each:.{_DIGITS}f}" for each in (interval.low, interval.high)), strict=True))
