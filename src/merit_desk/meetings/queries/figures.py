"""The figures of a node in the period that a meeting looks back on: against target and the period before."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from merit.catalogue.kpi import Direction
from merit.company import Company
from merit.insight.decomposition import Change as Moved
from merit.insight.decomposition import why
from merit.insight.decomposition_arithmetic import REST, Contribution
from merit.insight.decomposition_parts import DividedBy
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import Refusal
from merit.targets.basis import full_target
from merit.targets.in_force import targets_in_force
from merit_desk.accounts.queries.sight import may_see_node
from merit_desk.accounts.viewer import Viewer
from merit_desk.explain.queries.kpi_live import LIVE
from merit_desk.meetings.models import Meeting
from merit_desk.metrics.queries import FIRST
from merit_desk.results.queries.names import kpi_direction, kpi_title, kpi_unit
from merit_desk.results.queries.now import at_present
from merit_desk.results.queries.open_company import declared_company, state_of
from merit_desk.results.queries.period_files import period_files, periods_run
from merit_desk.shell import formats
from merit_desk.shell.formats import Change
from merit_desk.shell.sentences import say

MOST = 12
MOVES = 3
"""So many of the biggest moves are named."""
Value = Fraction | None


@dataclass(frozen=True, slots=True)
class MeetingFigure:
    """One KPI. `moved` against the period before, `missed` against the target; both addresses open the working."""

    kpi: str
    title: str
    value: str
    target: str
    before: str
    moved: Change | None
    missed: Change | None
    address: str
    before_address: str
    size: float


@dataclass(frozen=True, slots=True)
class Driver:
    """What moved a KPI, and by how much of its change."""

    title: str
    amount: str
    before: str
    now: str
    favourable: str


def figures_of(viewer: Viewer, meeting: Meeting) -> list[MeetingFigure]:
    """What the viewer may see of it: as it was when the record was sent, else as it is now."""
    company = declared_company()
    kind, node = meeting.series.node_kind, meeting.series.node
    known = meeting.figures or [_written(each, kind, node, meeting.period) for each in _kpis(company, kind, node)]
    seen = [each for each in known if may_see_node(viewer, each["kpi"], kind, node, meeting.period)]
    return [_figure(company, meeting, each) for each in seen if each["value"] or each["target"]]


def kept_figures(meeting: Meeting) -> list[dict[str, Any]]:
    """All figures of the node as they stand now, exact, for the record that is sent."""
    kind, node = meeting.series.node_kind, meeting.series.node
    found = [_written(each, kind, node, meeting.period) for each in _kpis(declared_company(), kind, node)]
    return [each for each in found if each["value"] or each["target"]]


def biggest_moves(figures: Iterable[MeetingFigure]) -> list[MeetingFigure]:
    """Those that moved most against the period before, by share of what they were."""
    moved = [each for each in figures if each.moved is not None and each.moved.way]
    return sorted(moved, key=lambda each: -each.size)[:MOVES]


def drivers_of(viewer: Viewer, meeting: Meeting, kpi: str) -> list[Driver]:
    """Why the KPI moved against the period before; empty where it has no drivers or the viewer may not see them all."""
    kind, node = meeting.series.node_kind, meeting.series.node
    if not may_see_node(viewer, kpi, kind, node, meeting.period):
        return []
    found = _drivers(settings.MERIT_COMPANY, state_of(settings.MERIT_COMPANY), (kpi, kind, node, meeting.period))
    if not all(each.part == REST or may_see_node(viewer, each.part, kind, node, meeting.period) for each in found):
        return []
    company = declared_company()
    return [_driver(company, kpi, each) for each in found]


def _kpis(company: Company, kind: str, node: str) -> list[str]:
    """Those with a target of the node, what a merchant looks at first, then whatever was measured of it lately."""
    aimed = [each.kpi for each in company.targets if (each.node_kind, each.node) == (kind, node)]
    latest = period_files(periods_run()[0]).kpis.get((kind, node), ()) if periods_run() else ()
    measured = {row.kpi for row in latest if row.value is not None}
    first = [each for each in FIRST if each in measured or not measured]
    listed = dict.fromkeys((*aimed, *first, *(row.kpi for row in latest if row.kpi in measured)))
    kept = (each for each in listed if each in company.catalogue and NodeKind(kind) in company.catalogue[each].nodes)
    return list(kept)[:MOST]


def _written(kpi: str, kind: str, node: str, period: str) -> dict[str, str]:
    state = state_of(settings.MERIT_COMPANY)
    names = ("value", "target", "before")
    values = _values(settings.MERIT_COMPANY, state, (kpi, kind, node, period))
    shown = {name: "" if value is None else str(value) for name, value in zip(names, values, strict=True)}
    return {"kpi": kpi, **shown}


def _figure(company: Company, meeting: Meeting, each: dict[str, str]) -> MeetingFigure:
    kpi, unit = each["kpi"], kpi_unit(company, each["kpi"])
    value, target, before = (_read(each[name]) for name in ("value", "target", "before"))
    where = (kpi, meeting.series.node_kind, meeting.series.node)
    previous = str(Period.parse(meeting.period).previous())
    size = abs(float((value - before) / before)) if value is not None and before else 0.0

    def change(other: Value) -> Change | None:
        now, then = (None if one is None else formats.to_decimal(one) for one in (value, other))
        return formats.change(now, then, unit, kpi_direction(company, kpi))

    return MeetingFigure(
        kpi=kpi,
        title=kpi_title(company, kpi),
        value=_shown(value, unit),
        target=_shown(target, unit) if target is not None else "",
        before=_shown(before, unit),
        moved=change(before),
        missed=change(target),
        address=_address(meeting.period, *where),
        before_address=_address(previous, *where),
        size=size,
    )


def _shown(value: Value, unit: str) -> str:
    return formats.figure(None if value is None else formats.to_decimal(value), unit)


def _read(text: str) -> Value:
    return Fraction(text) if text else None


def _address(period: str, kpi: str, kind: str, node: str) -> str:
    shown_in = period if period in periods_run() else LIVE
    return reverse("explain:kpi", args=(shown_in, period, kpi, kind, node))


_What = tuple[str, str, str, str]


@lru_cache(maxsize=5_000)
def _values(folder: Path, state: int, what: _What) -> tuple[Value, Value, Value]:
    """Value, target and the value of the period before."""
    del folder, state
    kpi, kind, name, asked = what
    node, period = Node(NodeKind(kind), name), Period.parse(asked)
    with at_present() as workspace:
        rows = [
            each
            for each in workspace.company.targets
            if (each.kpi, each.node_kind, each.node, str(each.period)) == what
        ]
        aimed = targets_in_force([rows], period)
        worth = (
            full_target(aimed[-1].target, node, workspace.figures, workspace.company.benchmarks)
            if aimed and aimed[-1].target is not None
            else None
        )
        now, before = (workspace.figures.value(kpi, node, each) for each in (period, period.previous()))
    return (now.value if now.n else None, worth.value if worth else None, before.value if before.n else None)


@lru_cache(maxsize=500)
def _drivers(folder: Path, state: int, what: _What) -> tuple[Contribution, ...]:
    del folder, state
    kpi, kind, name, asked = what
    period = Period.parse(asked)
    moved = Moved(kpi, Node(NodeKind(kind), name), period, period.previous())
    try:
        with at_present() as workspace:
            return why(workspace.company, workspace.figures, moved, DividedBy.DRIVERS).contributions
    except Refusal:
        return ()


def _driver(company: Company, kpi: str, each: Contribution) -> Driver:
    unit, way = kpi_unit(company, kpi), kpi_direction(company, kpi)
    own, amount = kpi_unit(company, each.part), each.amount
    sign = formats.MINUS if amount < 0 else "+"
    tone = "" if way == Direction.NONE or not amount else "good" if (amount > 0) == (way == Direction.UP) else "bad"
    title = say("meetings.rest") if each.part == REST else kpi_title(company, each.part)
    return Driver(title, f"{sign}{_shown(abs(amount), unit)}", _shown(each.before, own), _shown(each.now, own), tone)
