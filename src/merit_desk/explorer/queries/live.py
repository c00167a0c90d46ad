"""Figures as the data stand now, kept per process as long as the company's folder stays as it is."""

from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, cast

from django.conf import settings

from merit.engines.answers import Question, answer
from merit.engines.cube.numbers import CubeNumbers
from merit.engines.figures import CompanyFigures, data_span
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.metrics.components import leaves
from merit.metrics.figures import KpiValue
from merit.workspace import Workspace
from merit_desk.results.queries.open_company import at_work, state_of
from merit_desk.results.queries.period_files import periods_run

Made = TypeVar("Made")
NOW = ""
"""As of all loads."""
_MOST = 400_000
_lock = Lock()


class _Kept:
    """Values of one state of the folder; a new state begins with none."""

    def __init__(self) -> None:
        self.state: tuple[Path, int] | None = None
        self.values: dict[Any, Any] = {}

    def of(self, state: tuple[Path, int]) -> dict[Any, Any]:
        with _lock:
            if self.state != state or len(self.values) > _MOST:
                self.state, self.values = state, {}
            return self.values


_kept = _Kept()
Wanted = tuple[str, Node, Period]


def state() -> tuple[Path, int]:
    """The folder and a number that changes with its declarations and facts."""
    return settings.MERIT_COMPANY, state_of(settings.MERIT_COMPANY)


def live_values(wanted: Iterable[Wanted]) -> dict[Wanted, KpiValue]:
    """The value of each KPI, node and period; of KPIs, kinds and periods together where queries are needed."""
    kept = _kept.of(state())
    asked = list(dict.fromkeys(wanted))
    missing = [each for each in asked if each not in kept]
    if missing:
        with at_work(NOW) as workspace:
            _prepare(workspace.figures, missing)
            for each in missing:
                kept[each] = workspace.figures.value(*each)
    return {each: kept[each] for each in asked}


def _prepare(figures: object, missing: list[Wanted]) -> None:
    """Ask together what the cube does not hold."""
    if not isinstance(figures, CompanyFigures):
        return
    together: dict[tuple[str, Any], dict[Period, None]] = {}
    for kpi, node, period in missing:
        together.setdefault((kpi, node.kind), {})[period] = None
    for (kpi, kind), periods in together.items():
        figures.numbers.prepare(leaves(figures.company.catalogue, kpi), kind, periods)


def live_answers(question: Question) -> dict[tuple[str, ...], KpiValue]:
    """The answers to a question over its one span, by the values of its dimensions.

    Raises NotFoundRefusal or ConflictRefusal where the KPI's rows do not have the dimension.
    """
    kept = _kept.of(state())
    if question not in kept:
        with at_work(NOW) as workspace:
            found = answer(workspace.company, workspace.engine, question)
        kept[question] = {tuple(value for _, value in each.dimensions): each.value for each in found}
    answers: dict[tuple[str, ...], KpiValue] = kept[question]
    return answers


def live_kept(key: Hashable, made: Callable[[Workspace], Made]) -> Made:
    """What was made of the data as they stand, made once for each key. What is refused is not kept."""
    kept = _kept.of(state())
    if key not in kept:
        with at_work(NOW) as workspace:
            kept[key] = made(workspace)
    return cast("Made", kept[key])


def reach() -> Period | None:
    """From the first to the last day of the data, and to the end of the latest period that was run: nobody runs one
    before it is complete. None without any data.
    """
    found = _reach(*state())
    if found is None:
        return None
    ends = (Period.parse(name).end for name in periods_run()[:1])
    return Period(found.start, max((found.end, *ends)))


@lru_cache(maxsize=2)
def _reach(_folder: Path, _state: int) -> Period | None:
    with at_work(NOW) as workspace:
        return data_span(workspace.engine)


def known_ids(kind: NodeKind) -> list[str] | None:
    """Every node of the kind that the published cube knows; None where there is no cube."""
    with at_work(NOW) as workspace:
        numbers = workspace.figures.numbers if isinstance(workspace.figures, CompanyFigures) else None
        return sorted(numbers.cube.nodes.of_kind(kind)) if isinstance(numbers, CubeNumbers) else None
