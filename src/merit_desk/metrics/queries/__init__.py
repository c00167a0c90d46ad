"""KPI values of one node as rows of a page, and the days of one KPI."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse

from merit.catalogue.kpi import Unit
from merit.company import Company
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.earlier import Earlier
from merit_desk.results.queries.names import known_kpi, kpi_direction, kpi_title, kpi_unit, node_name, titled
from merit_desk.results.queries.open_company import at_work
from merit_desk.results.queries.period_files import KpiRow, PeriodFiles
from merit_desk.shell import formats
from merit_desk.shell.formats import Change
from merit_desk.shell.sentences import say

GROUPS = (
    *("sales", "profit", "growth", "traffic", "advertising", "customers", "service"),
    *("content", "logistics", "supply", "website", "finance", "tasks"),
)
FIRST = ("paid_sales", "net_sales", "gross_margin", "refund_rate_amt_event", "orders_paid", "aov", "csat", "reply_3min")
"""What a merchant looks at first."""


@dataclass(frozen=True, slots=True)
class KpiLine:
    """One KPI of one node, ready to be shown."""

    kpi: str
    node_kind: str
    node: str
    title: str
    note: str
    group: str
    value: str
    working: str
    n: int
    status: str
    address: str
    previous: Change | None = None
    a_year_earlier: Change | None = None
    previous_address: str = ""
    a_year_earlier_address: str = ""


@dataclass(frozen=True, slots=True)
class KpiGroup:
    """The KPIs of one subject."""

    group: str
    title: str
    lines: tuple[KpiLine, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """The days of one KPI; `points` are None where a day has no value."""

    title: str
    unit: str
    as_share: bool
    rows: tuple[tuple[str, str, float | None, str], ...]
    """Day, value as text, value as drawn, address of its explanation."""
    finding: str


def kpi_lines(
    company: Company,
    files: PeriodFiles,
    where: tuple[str, str],
    earlier: Earlier | None,
    only: Container[str] | None = None,
) -> list[KpiLine]:
    """Everything that was measured of the node, or `only` these KPIs of it, in catalogue order."""
    rows = files.kpis.get(where, ())
    return [_line(company, files, row, earlier) for row in rows if only is None or row.kpi in only]


def grouped_lines(lines: Sequence[KpiLine]) -> list[KpiGroup]:
    """By subject, in the order in which a merchant thinks; subjects of the company's own come last."""
    found = dict.fromkeys((*GROUPS, *(line.group for line in lines)))
    groups = [(group, tuple(line for line in lines if line.group == group)) for group in found]
    return [KpiGroup(group, group_title(group), inside) for group, inside in groups if inside]


def group_title(group: str) -> str:
    """What a subject is called."""
    words = say(f"group.{group}")
    return group.replace("_", " ") if words == f"group.{group}" else words


def _line(company: Company, files: PeriodFiles, row: KpiRow, earlier: Earlier | None) -> KpiLine:
    kpi, unit = known_kpi(company, row.kpi), kpi_unit(company, row.kpi)

    def before(period: str) -> tuple[Change | None, str]:
        if earlier is None:
            return None, ""
        value = earlier.value(row.kpi, period)
        moved = formats.change(row.value, value, unit, kpi_direction(company, row.kpi))
        return moved, _address(files.period, period, row)

    previous, previous_address = before(earlier.previous if earlier else files.period)
    year, year_address = before(earlier.a_year_earlier if earlier else files.period)
    return KpiLine(
        kpi=row.kpi,
        node_kind=row.node_kind,
        node=row.node,
        title=kpi_title(company, row.kpi),
        note=titled(kpi.note, "") if kpi else "",
        group=kpi.group if kpi else "",
        value=formats.figure(row.value, unit),
        working=_working(row),
        n=row.n,
        status=row.status,
        address=_address(files.period, files.period, row),
        previous=previous,
        a_year_earlier=year,
        previous_address=previous_address,
        a_year_earlier_address=year_address,
    )


def _working(row: KpiRow) -> str:
    if row.numerator is None or row.denominator is None:
        return ""
    return " ÷ ".join(map(formats.short_amount, (row.numerator, row.denominator)))


def _address(shown_in: str, period: str, row: KpiRow) -> str:
    return reverse("explain:kpi", args=(shown_in, period, row.kpi, row.node_kind, row.node))


def first_lines(lines: Sequence[KpiLine], count: int) -> list[KpiLine]:
    """The first KPIs in that order; where others are measured, those with a value fill the rest."""
    known = {line.kpi: line for line in lines}
    first = [known[kpi] for kpi in FIRST if kpi in known]
    rest = (line for line in lines if line.kpi not in FIRST and line.value != formats.NO_VALUE)
    return [*first, *rest][:count]


def known_node(company: Company, viewer: Viewer, files: PeriodFiles, kind: str, node: str) -> str:
    """The node's name. Raises NotFoundRefusal when the viewer sees nothing of it; who sees every figure also finds
    nodes of which nothing was measured.
    """
    name = node_name(company, kind, node)
    named = name != node and kind in set(NodeKind) and viewer.everywhere(Can.SEE_KPIS)
    if (kind, node) not in files.kpis and not named:
        raise NotFoundRefusal("refusal.no_such_node", node=node)
    return name


def trend(company: Company, files: PeriodFiles, where: tuple[str, str], kpi: str) -> Trend:
    """Day by day. Raises NotFoundRefusal for an unknown KPI or kind of node."""
    kind, node = where
    if kind not in set(NodeKind):
        raise NotFoundRefusal("refusal.no_such_node", node=node)
    with at_work(files.as_of) as workspace:
        days = workspace.figures.daily(kpi, Node(NodeKind(kind), node), Period.parse(files.period))
    unit = kpi_unit(company, kpi)
    rows = tuple(
        (
            formats.day_name(day.start),
            formats.NO_VALUE if value.value is None else formats.exact_figure(value.value, unit),
            _drawn(value.value, unit),
            reverse("explain:kpi", args=(files.period, str(day), kpi, kind, node)),
        )
        for day, value in days.items()
    )
    return Trend(kpi_title(company, kpi), say(f"unit.{unit}"), unit is Unit.RATE, rows, _finding(rows))


def _drawn(value: Fraction | None, unit: Unit) -> float | None:
    """For drawing only; rates in percent."""
    if value is None:
        return None
    return float(value * 100) if unit is Unit.RATE else float(value)


def _finding(rows: Sequence[tuple[str, str, float | None, str]]) -> str:
    known = [(drawn, day, text) for day, text, drawn, _ in rows if drawn is not None]
    if not known:
        return say("trend.nothing")
    low, high = min(known), max(known)
    return say("trend.finding", low=low[2], low_day=low[1], high=high[2], high_day=high[1])
