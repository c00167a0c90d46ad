"""What a goal's measure has come to: from the results of a period that was run, else from the data as they are now."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from merit.catalogue.kpi import Direction
from merit.company import Company
from merit.insight.decomposition_sides import adds_over_days, overlaps, sides_of
from merit.insight.pace import Goal as PacedGoal
from merit.insight.pace import pace
from merit.kernel.exact import exact
from merit.kernel.explain import LineRef
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.targets.basis import full_target
from merit.targets.target import Target, TargetBasis
from merit_desk.accounts.queries.seen import Sight
from merit_desk.accounts.queries.sight import sight_of
from merit_desk.accounts.viewer import Viewer
from merit_desk.explain.queries.kpi_live import LIVE
from merit_desk.goals.models import Goal
from merit_desk.results.queries.now import at_present, present_day
from merit_desk.results.queries.open_company import state_of
from merit_desk.results.queries.period_files import period_files, periods_run

HISTORY = 12
"""Periods looked back on."""
_HERE = LineRef("goals", 0)


@dataclass(frozen=True, slots=True)
class GoalFigure:
    """`address` opens the value's explanation. `attained` is the share of the target, 1 where it is reached.

    `due` is where a value that adds up should stand by now; None elsewhere.
    """

    value: Fraction | None
    address: str
    attained: Fraction | None = None
    reached: bool | None = None
    due: Fraction | None = None
    needed_per_day: Fraction | None = None


def figure_node(goal: Goal) -> tuple[str, str]:
    """Whose figure measures the goal."""
    return (goal.figure_kind, goal.figure_node) if goal.figure_kind else (goal.level, goal.node)


def may_see_figure(viewer: Viewer, goal: Goal) -> bool:
    """Whether the viewer may see what the goal's KPI has come to; one may know a goal and not its figure."""
    return bool(goal.kpi) and _sight(settings.MERIT_COMPANY, _state(), viewer, goal.period).node(
        goal.kpi, *figure_node(goal)
    )


def adds_up(company: Company, goal: Goal) -> bool:
    """Whether parts of the business add up to the measure: no ratio does, nor anything that counts distinct people."""
    if not goal.kpi:
        return goal.adds_up
    if goal.kpi not in company.catalogue or overlaps(company.catalogue, goal.kpi):
        return False
    sides = sides_of(company.catalogue, goal.kpi)
    return sides is not None and sides.whole is None


def direction_of(company: Company, goal: Goal) -> Direction:
    """Which way is favourable."""
    if goal.kpi:
        return company.catalogue[goal.kpi].direction if goal.kpi in company.catalogue else Direction.NONE
    return Direction(goal.direction)


def target_of(company: Company, goal: Goal) -> Fraction | None:
    """The target as a value of the measure; growth is worked out on what was. None where that has no value."""
    if not goal.target:
        return None
    if goal.basis == TargetBasis.ABSOLUTE or goal.kpi not in company.catalogue:
        return exact(goal.target) if goal.basis == TargetBasis.ABSOLUTE else None
    return _worth(settings.MERIT_COMPANY, _state(), _measured_by(goal), goal.target, goal.basis)


def figure_of(viewer: Viewer, company: Company, goal: Goal) -> GoalFigure | None:
    """None where nothing measures the goal, or where the viewer may not see what does."""
    if goal.kpi not in company.catalogue or not may_see_figure(viewer, goal):
        return None
    kind, node = figure_node(goal)
    target = target_of(company, goal)
    value, due, needed = _live(settings.MERIT_COMPANY, _state(), _measured_by(goal), target)
    shown_in = LIVE
    if goal.period in periods_run():
        row = period_files(goal.period).kpi(goal.kpi, kind, node)
        if row is not None:
            value, shown_in = None if row.value is None else Fraction(row.value), goal.period
    address = reverse("explain:kpi", args=[shown_in, goal.period, goal.kpi, kind, node])
    attained, reached = attainment(value, target, direction_of(company, goal))
    return GoalFigure(value, address, attained, reached, due, needed)


def attainment(
    value: Fraction | None, target: Fraction | None, direction: Direction
) -> tuple[Fraction | None, bool | None]:
    """The share of the way for a bar, and whether the target is reached; None where nothing can be said."""
    if value is None or target is None or direction not in (Direction.UP, Direction.DOWN):
        return None, None
    if direction is Direction.DOWN:
        share = target / value if value > 0 else Fraction(1)
        return share, value <= target
    return (value / target if target > 0 else None), value >= target


def history_of(viewer: Viewer, company: Company, goal: Goal) -> list[tuple[Period, Fraction]]:
    """Values of the complete periods just before, the oldest first; empty where the viewer may not see them."""
    if goal.kpi not in company.catalogue or not may_see_figure(viewer, goal):
        return []
    return list(_history(settings.MERIT_COMPANY, _state(), _measured_by(goal)))


def previous_value(kpi: str, kind: str, node: str, period: str) -> Fraction | None:
    """What the period before came to; the caller has settled who may see it."""
    before = str(Period.parse(period).previous())
    return _live(settings.MERIT_COMPANY, _state(), (kpi, kind, node, before), None)[0]


def _measured_by(goal: Goal) -> tuple[str, str, str, str]:
    return (goal.kpi, *figure_node(goal), goal.period)


def _state() -> int:
    return state_of(settings.MERIT_COMPANY)


_What = tuple[str, str, str, str]


@lru_cache(maxsize=500)
def _sight(folder: Path, state: int, viewer: Viewer, period: str) -> Sight:
    """Kept for a list of many goals; whether results are released, which does change, is not asked of it."""
    del folder, state
    return sight_of(viewer, period)


@lru_cache(maxsize=20_000)
def _live(
    folder: Path, state: int, what: _What, target: Fraction | None
) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """The value, where it is due, and what each day left must bring."""
    del folder, state
    kpi, kind, name, period = what[0], NodeKind(what[1]), what[2], Period.parse(what[3])
    node, day = Node(kind, name), present_day()
    with at_present() as workspace:
        catalogue, figures = workspace.company.catalogue, workspace.figures
        found = figures.value(kpi, node, period)
        value = found.value if found.n else None
        if day is None or day not in period or not target or target <= 0 or not adds_over_days(catalogue, kpi):
            return value, None, None
        paced = pace(catalogue, figures, PacedGoal(kpi, node, period, target), day)
        return value, paced.due, paced.needed_per_day


@lru_cache(maxsize=5_000)
def _worth(folder: Path, state: int, what: _What, target: str, basis: str) -> Fraction | None:
    del folder, state
    kpi, kind, name, period = what[0], what[1], what[2], Period.parse(what[3])
    row = Target(kpi, kind, name, period, exact(target), TargetBasis(basis), None, "", _HERE)
    with at_present() as workspace:
        found = full_target(row, Node(NodeKind(kind), name), workspace.figures, workspace.company.benchmarks)
    return found.value if found is not None else None


@lru_cache(maxsize=5_000)
def _history(folder: Path, state: int, what: _What) -> tuple[tuple[Period, Fraction], ...]:
    del folder, state
    period, day = Period.parse(what[3]), present_day()
    node = Node(NodeKind(what[1]), what[2])
    found: list[tuple[Period, Fraction]] = []
    with at_present() as workspace:
        for _ in range(HISTORY):
            period = period.previous()
            if day is None or period.last > day:
                continue
            value = workspace.figures.value(what[0], node, period)
            if value.n and value.value is not None:
                found.append((period, value.value))
    return tuple(reversed(found))
