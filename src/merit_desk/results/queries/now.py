"""How the company stands on the last day whose sales are in: values against targets, and against the pace needed.

Nothing here waits for a period to be run: figures come from the facts as they are, targets from the folder as it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from statistics import median

from django.conf import settings

from merit.engines.figures import data_span
from merit.insight.decomposition_sides import adds_over_days
from merit.insight.pace import Goal, Pace, pace
from merit.kernel.node import COMPANY, Node, NodeKind
from merit.kernel.period import Grain, Period
from merit.metrics.figures import KpiValue
from merit.scores.plan.score_plan import PlanTarget
from merit.store.fact_store import FactStore
from merit.targets.basis import full_target
from merit.targets.in_force import targets_in_force
from merit.targets.target import Target
from merit.workspace import STORE, Workspace
from merit_desk.results.queries.open_company import at_work, state_of

SALES = "paid_sales"
"""The KPI whose days tell how far the data reach: refunds and deliveries go on after the last sale."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One KPI of one node; `own` is the target that a plan states for it."""

    kpi: str
    kind: str
    node: str
    own: PlanTarget | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The value of the period so far, exact. `pace` is None where days do not add up or nothing is aimed at."""

    asked: Asked
    period: Period
    day: date
    value: KpiValue
    target: Fraction | None
    pace: Pace | None
    days: tuple[tuple[date, Fraction | None], ...]


FULL = Fraction(1, 5)
"""A day with less than this part of the usual day's sales is not all in yet."""


def newest_load() -> str:
    """The moment of the latest load as results write it; empty before the first."""
    return _newest_load(settings.MERIT_COMPANY, state_of(settings.MERIT_COMPANY))


@contextmanager
def at_present() -> Iterator[Workspace]:
    """The workspace with all loads, for one asker at a time. Raises FolderRefusal when the folder has errors."""
    with at_work(newest_load()) as workspace:
        yield workspace


def present_day() -> date | None:
    """The last day with sales, or with anything where no sales are recorded; None before the first load."""
    return _present_day(settings.MERIT_COMPANY, state_of(settings.MERIT_COMPANY))


def standings(asked: tuple[Asked, ...], grain: Grain = Grain.MONTH) -> list[Standing]:
    """Each asked, in order, in the period of the present day; those without any value and target are left out."""
    day = present_day()
    if day is None:
        return []
    period = Period.containing(day, grain)
    state = state_of(settings.MERIT_COMPANY)
    found = (_standing(settings.MERIT_COMPANY, state, each, period, day) for each in asked)
    return [each for each in found if each.value.value is not None or each.target is not None]


def is_warm() -> bool:
    """Whether the facts are open in this process, so that standings come at once."""
    return (settings.MERIT_COMPANY, state_of(settings.MERIT_COMPANY)) in _warm


_warm: set[tuple[Path, int]] = set()


@lru_cache(maxsize=2)
def _newest_load(folder: Path, _state: int) -> str:
    moment = FactStore(folder / STORE).snapshot().as_of
    return moment.isoformat() if moment else ""


@lru_cache(maxsize=2)
def _present_day(folder: Path, state: int) -> date | None:
    with at_present() as workspace:
        _warm.clear()
        _warm.add((folder, state))
        span = data_span(workspace.engine)
        if span is None:
            return None
        return _last_full_day(workspace, span.last)


def _last_full_day(workspace: Workspace, last: date) -> date:
    """The last day that sold a fair part of what days usually sell: the first orders of a day still running do not."""
    if SALES not in workspace.company.catalogue:
        return last
    month = Period.containing(last, Grain.MONTH)
    days = [workspace.figures.daily(SALES, COMPANY, period) for period in (month.previous(), month)]
    sold = {
        each.start: value.value for found in days for each, value in found.items() if value.value and each.start <= last
    }
    usual = median(sold.values()) if sold else Fraction(0)
    return max((day for day, value in sold.items() if value >= usual * FULL), default=last)


@lru_cache(maxsize=20_000)
def _standing(folder: Path, _state: int, asked: Asked, period: Period, day: date) -> Standing:
    del folder
    node = Node(NodeKind(asked.kind), asked.node)
    with at_present() as workspace:
        figures, catalogue = workspace.figures, workspace.company.catalogue
        value = figures.value(asked.kpi, node, period)
        target = _target(workspace, asked, node, period, day)
        goal = Goal(asked.kpi, node, period, target) if target is not None and target > 0 else None
        paced = pace(catalogue, figures, goal, day) if goal and adds_over_days(catalogue, asked.kpi) else None
        found = figures.daily(asked.kpi, node, period)
    days = tuple((each.start, found[each].value) for each in found if each.start <= day)
    return Standing(asked, period, day, value, target, paced, days)


def _target(workspace: Workspace, asked: Asked, node: Node, period: Period, day: date) -> Fraction | None:
    """The row in force on the day: the node's own in targets.csv, else what the plan states; nothing is summed."""
    where = (asked.kpi, str(node.kind), node.id, period)
    rows = [each for each in workspace.company.targets if (each.kpi, each.node_kind, each.node, each.period) == where]
    if not rows and asked.own is not None:
        own = asked.own
        rows = [Target(asked.kpi, str(node.kind), node.id, period, own.value, own.basis, None, "", own.source)]
    in_force = next((each.target for each in targets_in_force([rows], period) if day in each.days), None)
    worth = full_target(in_force, node, workspace.figures, workspace.company.benchmarks) if in_force else None
    return worth.value if worth else None
