"""History made ready once, so that sliders answer at once: few are kept in this process while data stay as they are."""

import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TypeAlias

from django.conf import settings

from merit.company import Company
from merit.insight.simulation import under
from merit.kernel.node import COMPANY, NodeKind, person_node
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, Refusal
from merit.rewards.payment.paid_before import PaidBefore
from merit.run import PeriodResult
from merit.what_if.outcome import Outcome
from merit.what_if.what_if import WhatIf
from merit.workspace import Workspace, open_workspace
from merit_desk.results.queries.open_company import state_of
from merit_desk.simulation.forms.sliders import numbers
from merit_desk.simulation.models import Simulation
from merit_desk.simulation.queries.drafted import documents_digest, drafts_of, periods_of
from merit_desk.simulation.queries.levers import changes_of
from merit_desk.simulation.queries.replayed import Sales

PROFIT = "gross_profit"
_SCENES, _OUTCOMES = 3, 64
_log = logging.getLogger(__name__)
_Key: TypeAlias = tuple[Path, int, str, str, str]
_scenes: OrderedDict[_Key, "Scene"] = OrderedDict()
_choosing = Lock()


@dataclass(slots=True)
class Ready:
    """What a scene holds once it is made. Gross profit in currency units."""

    workspace: Workspace
    what_if: WhatIf
    tried: Company
    """Under the documents of the simulation, where the sliders start."""
    contribution: Mapping[str, Fraction]
    """Each person's gross profit over the periods, of those who have any."""
    profit: Fraction | None


@dataclass(slots=True)
class Scene:
    """One company's history over some months under some documents. `done` of `total` steps; `ready` once it ended."""

    periods: tuple[Period, ...]
    total: int
    done: int = 0
    refusal: Refusal | None = None
    failed: bool = False
    ended: Event = field(default_factory=Event)
    ready: Ready | None = None
    kept: OrderedDict[tuple[tuple[str, str], ...], Outcome] = field(default_factory=OrderedDict)
    one_at_a_time: Lock = field(default_factory=Lock)


def scene_of(simulation: Simulation) -> Scene:
    """The first call begins the work beside the pages and returns at once."""
    folder = Path(settings.MERIT_COMPANY)
    key = (folder, state_of(folder), simulation.first, simulation.last, documents_digest(simulation))
    with _choosing:
        found = _scenes.get(key)
        if found is None or found.failed:
            documents, periods = list(simulation.documents), periods_of(simulation)
            found = _scenes[key] = Scene(periods, len(periods) * (2 if documents else 1))
            Thread(target=_prepare, args=(found, folder, documents), daemon=True).start()
        _scenes.move_to_end(key)
        while len(_scenes) > _SCENES:
            _scenes.popitem(last=False)
    return found


def _prepare(scene: Scene, folder: Path, documents: list[Mapping[str, str]]) -> None:
    try:
        scene.ready = _made(scene, folder, documents)
    except Refusal as refused:
        scene.refusal, scene.failed = refused, True
    except Exception:  # noqa: BLE001 (the edge of a thread: the trace is logged and the page says that it failed)
        scene.failed = True
        _log.exception("history could not be made ready")
    finally:
        scene.ended.set()


def _made(scene: Scene, folder: Path, documents: list[Mapping[str, str]]) -> Ready:
    workspace = open_workspace(folder)
    drafts, problems = drafts_of(documents, scene.periods[0].start)
    if len(drafts.plans) + len(drafts.rewards) < len(documents):
        raise ConflictRefusal("simulation.unsound", count=len(problems))
    sales = Sales(workspace, scene.periods[0])

    def paid_so_far(company: Company, period: Period, results: Sequence[PeriodResult]) -> PaidBefore:
        scene.done = min(scene.done + 1, scene.total)
        return sales.before(company, period, results)

    what_if = WhatIf.of(workspace.company, workspace.figures, scene.periods, paid_so_far, drafts)
    return Ready(workspace, what_if, under(workspace.company, drafts), *contributions(workspace, scene.periods))


def contributions(workspace: Workspace, periods: tuple[Period, ...]) -> tuple[dict[str, Fraction], Fraction | None]:
    """Each person's gross profit over the periods, of those who have any; and the company's."""
    span = Period(periods[0].start, periods[-1].end)
    kpi = workspace.company.catalogue.kpis.get(PROFIT)
    if kpi is None:
        return {}, None
    found: dict[str, Fraction] = {}
    for person in workspace.company.organisation.spells_of if NodeKind.PERSON in kpi.nodes else ():
        value = workspace.figures.value(PROFIT, person_node(person), span)
        if value.value is not None and value.n:
            found[person] = value.value
    return found, workspace.figures.value(PROFIT, COMPANY, span).value


def outcome_at(scene: Scene, sliders: Mapping[str, str]) -> Outcome:
    """Both worlds where the sliders stand; the last ones asked for are kept.

    Raises ConflictRefusal for a value that no plan may state.
    """
    assert scene.ready is not None  # noqa: S101 - asked of a scene that ended well
    ready, moved = scene.ready, numbers(sliders)
    key = tuple(sorted((name, str(value.normalize())) for name, value in moved.items()))
    with scene.one_at_a_time:
        found = scene.kept.get(key)
        if found is None:
            found = ready.what_if.under(changes_of(ready.tried, scene.periods[-1], moved))
            scene.kept[key] = found
        scene.kept.move_to_end(key)
        while len(scene.kept) > _OUTCOMES:
            scene.kept.popitem(last=False)
    return found
