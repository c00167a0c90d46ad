"""Making, moving, copying and removing simulations. Every change counts the version on and stands in the trail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F

from merit.kernel.period import Grain, Period
from merit.kernel.refusals import ConflictRefusal
from merit.rewards.adoption import AdoptionState
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.simulation.actions.replay import forget, told, under_way
from merit_desk.simulation.models import MOST_DOCUMENTS, Simulation
from merit_desk.simulation.queries.definitions import data_of
from merit_desk.simulation.queries.kept import simulation_of

MOST_MONTHS = 24
MOST = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What a simulation is made of. `documents` as in the model; `profit_limit` in percent."""

    title: str
    first: Period
    last: Period
    documents: Sequence[Mapping[str, str]] = ()
    profit_limit: Decimal | None = None
    starts: date | None = None


@transaction.atomic
def create(viewer: Viewer, asked: Asked, sliders: Mapping[str, str] | None = None) -> Simulation:
    """Raises NotFoundRefusal (not permitted) and ConflictRefusal (span, documents, too many)."""
    viewer.require(Can.SIMULATE)
    _sound(asked)
    if Simulation.objects.count() >= MOST:
        raise ConflictRefusal("simulation.too_many", most=MOST)
    made = Simulation.objects.create(
        title=asked.title,
        first=str(asked.first),
        last=str(asked.last),
        documents=[dict(each) for each in asked.documents],
        levers=dict(sliders or {}),
        profit_limit=asked.profit_limit,
        starts=asked.starts,
        made_by_id=viewer.signer,
    )
    _record(viewer, "created", made, after=told(made))
    return made


def _sound(asked: Asked) -> None:
    if (
        asked.first.grain is not Grain.MONTH
        or asked.last.grain is not Grain.MONTH
        or asked.last.end <= asked.first.start
    ):
        raise ConflictRefusal("simulation.bad_span", first=str(asked.first), last=str(asked.last))
    months = len(Period(asked.first.start, asked.last.end).split(Grain.MONTH))
    if months > MOST_MONTHS:
        raise ConflictRefusal("simulation.too_long", months=months, most=MOST_MONTHS)
    if len(asked.documents) > MOST_DOCUMENTS:
        raise ConflictRefusal("simulation.too_many_documents", most=MOST_DOCUMENTS)
    for each in asked.documents:
        data, _ = data_of(each["text"])
        if data is None or str(data.get(each["kind"], "")) != each["id"]:
            raise ConflictRefusal("simulation.not_that_document", name=f"{each['kind']}/{each['id']}")


@transaction.atomic
def change(viewer: Viewer, number: int, version: int, asked: Asked) -> Simulation:
    """Another title, other periods or documents. Raises ConflictRefusal when somebody changed it meanwhile."""
    _sound(asked)
    found = _locked(viewer, number, version)
    before = told(found)
    found.title, found.first, found.last = asked.title, str(asked.first), str(asked.last)
    found.documents = [dict(each) for each in asked.documents]
    found.profit_limit, found.starts = asked.profit_limit, asked.starts
    found.save()
    _record(viewer, "changed", found, before, told(found))
    return found


@transaction.atomic
def keep_sliders(viewer: Viewer, number: int, version: int, sliders: Mapping[str, str]) -> Simulation:
    """Where the sliders stand. Raises ConflictRefusal on a stale version, or while it is handed in."""
    found = _locked(viewer, number, version)
    before = told(found)
    found.levers = dict(sliders)
    found.save()
    _record(viewer, "moved", found, before, told(found))
    return found


@transaction.atomic
def copy(viewer: Viewer, number: int, title: str, sliders: Mapping[str, str] | None = None) -> Simulation:
    """The same once more, to be moved on from; with these sliders where they are given."""
    found = simulation_of(viewer, number)
    asked = Asked(
        title, Period.parse(found.first), Period.parse(found.last), found.documents, found.profit_limit, found.starts
    )
    return create(viewer, asked, found.levers if sliders is None else sliders)


@transaction.atomic
def delete(viewer: Viewer, number: int) -> None:
    """With its replays and shadows. Raises ConflictRefusal while a replay or a shadow is under way."""
    found = simulation_of(viewer, number)
    if under_way(found) is not None:
        raise ConflictRefusal("simulation.under_way", title=found.title)
    if found.shadows.filter(stopped_at=None).exists():
        raise ConflictRefusal("simulation.shadow_under_way", title=found.title)
    _record(viewer, "deleted", found, before=told(found))
    for replay in list(found.replays.all()):
        forget(replay)
    found.delete()


def _locked(viewer: Viewer, number: int, version: int) -> Simulation:
    """Counts the version on, or raises ConflictRefusal when it is no longer the one that was seen."""
    found = simulation_of(viewer, number)
    if found.state == AdoptionState.SUBMITTED:
        raise ConflictRefusal("adoption.stands.submitted")
    if not Simulation.objects.filter(pk=found.pk, version=version).update(version=F("version") + 1):
        raise ConflictRefusal("simulation.stale", title=found.title)
    found.refresh_from_db()
    return found


def _record(viewer: Viewer, what: str, simulation: Simulation, before: Any = None, after: Any = None) -> None:
    record(viewer.account, f"simulation.{what}", Subject("simulation", str(simulation.pk)), before, after)
