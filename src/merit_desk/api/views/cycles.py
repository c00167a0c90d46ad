"""Performance cycles: who takes part, the stages with their deadlines, and where each review stands."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reviews.life import ReviewMove
from merit.reviews.stages import CycleKind, Stage, usual_days, usual_deadlines
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.cycles import (
    CycleAsked,
    CycleGiven,
    DeadlinesAsked,
    MoveAsked,
    ReviewGiven,
    SyncAsked,
    SyncGiven,
)
from merit_desk.api.forms.given import Page
from merit_desk.api.forms.given_work import JobGiven
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, operation
from merit_desk.cycles.actions.deadlines import change_deadlines
from merit_desk.cycles.actions.enrol import enrol_in_background
from merit_desk.cycles.actions.make import NewCycle, copy_cycle, make_cycle
from merit_desk.cycles.actions.move import move
from merit_desk.cycles.actions.sync import apply_sync
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.cycles.queries.board import states_in
from merit_desk.cycles.queries.bulk import OFFERED, moves_open
from merit_desk.cycles.queries.stages import Deadlines, deadlines_of
from merit_desk.cycles.queries.sync import digest_of, sync_of
from merit_desk.cycles.queries.visible import cycle_of, cycles_visible_to, participant_of, participants_visible_to
from merit_desk.results.queries.open_company import declared_company

router = Router(tags=["cycles"])
State = Annotated[str, Query(max_length=20)]


@router.get("/cycles", **operation("cycles", Scope.CYCLES, Page[CycleGiven]))
def cycles(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Cycles in which the asker may know of any review."""
    viewer = viewer_asking(request)
    page = page_of(cycles_visible_to(viewer).prefetch_related("stages"), lambda each: (each.pk,), limit, cursor)
    return {**page, "items": [_cycle(viewer, each) for each in page["items"]]}


@router.post("/cycles", **operation("make_cycle", Scope.CYCLES_WRITE, CycleGiven, 201))
def make_a_cycle(request: HttpRequest, asked: CycleAsked) -> Status[Any]:
    """Make a cycle, still without people."""
    viewer = viewer_asking(request)
    if asked.kind not in set(CycleKind):
        raise ConflictRefusal("cycles.no_such_kind")
    kind, period = CycleKind(asked.kind), _period(asked.period)
    usual = usual_deadlines(period, declared_company().calendar, usual_days(kind))
    dates = usual if asked.stages is None else _stages(asked.stages)
    new = NewCycle(asked.title, kind, period, dates, asked.population.dict(), asked.method)
    return Status(201, _cycle(viewer, make_cycle(viewer, new)))


@router.get("/cycles/{code}", **operation("cycle", Scope.CYCLES, CycleGiven))
def cycle(request: HttpRequest, code: str) -> Any:
    """One cycle."""
    viewer = viewer_asking(request)
    return _cycle(viewer, cycle_of(viewer, code))


@router.post("/cycles/{code}/copy", **operation("copy_cycle", Scope.CYCLES_WRITE, CycleGiven, 201))
def copy_a_cycle(request: HttpRequest, code: str) -> Status[Any]:
    """The same cycle for the next period."""
    viewer = viewer_asking(request)
    return Status(201, _cycle(viewer, copy_cycle(viewer, code)))


@router.post("/cycles/{code}/enrolment", **operation("enrol_people", Scope.CYCLES_WRITE, JobGiven, 202))
def enrol_people(request: HttpRequest, code: str) -> Status[Any]:
    """Take everybody of the population in, in the background."""
    return Status(202, enrol_in_background(viewer_asking(request), code))


@router.put("/cycles/{code}/deadlines", **operation("change_deadlines", Scope.CYCLES_WRITE, CycleGiven))
def move_deadlines(request: HttpRequest, code: str, asked: DeadlinesAsked) -> Any:
    """Other days for the stages of a running cycle."""
    viewer = viewer_asking(request)
    return _cycle(viewer, change_deadlines(viewer, code, _stages(asked.stages), asked.reason))


@router.get("/cycles/{code}/changes", **operation("cycle_changes", Scope.CYCLES, SyncGiven))
def cycle_changes(request: HttpRequest, code: str) -> Any:
    """What the organisation would change in the cycle."""
    viewer = viewer_asking(request)
    require_running(viewer)
    found = sync_of(cycle_of(viewer, code))
    return {"seen": digest_of(found), "changes": found}


@router.post("/cycles/{code}/changes", **operation("apply_cycle_changes", Scope.CYCLES_WRITE, SyncGiven))
def apply_changes(request: HttpRequest, code: str, asked: SyncAsked) -> Any:
    """Apply the changes that were shown; 409 when they are others now."""
    found = apply_sync(viewer_asking(request), code, asked.seen)
    return {"seen": asked.seen, "changes": found}


@router.get("/cycles/{code}/reviews", **operation("cycle_reviews", Scope.CYCLES, Page[ReviewGiven]))
def cycle_reviews(
    request: HttpRequest, code: str, state: State = "", limit: Limit = LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """The reviews of a cycle in the asker's sight."""
    viewer = viewer_asking(request)
    found = cycle_of(viewer, code)
    known = participants_visible_to(viewer, found).select_related("cycle")
    page = page_of(known.filter(state=state) if state else known, lambda each: (each.pk,), limit, cursor)
    days = deadlines_of(found)
    return {**page, "items": [_review(viewer, each, days) for each in page["items"]]}


@router.get("/reviews/{int:number}", **operation("cycle_review", Scope.CYCLES, ReviewGiven))
def cycle_review(request: HttpRequest, number: int) -> Any:
    """One review; 404 for one that the asker may not know of."""
    viewer = viewer_asking(request)
    one = participant_of(viewer, _bounded(number))
    return _review(viewer, one, deadlines_of(one.cycle))


@router.post("/reviews/{int:number}/moves", **operation("move_review", Scope.CYCLES_WRITE, ReviewGiven))
def move_review(request: HttpRequest, number: int, asked: MoveAsked) -> Any:
    """Move a review on; moves that need a form or a decision have operations of their own."""
    viewer = viewer_asking(request)
    one = participant_of(viewer, _bounded(number))
    if asked.move not in OFFERED:
        raise ConflictRefusal("cycles.no_such_move")
    moved = move(viewer, one.pk, ReviewMove(asked.move), asked.note)
    return _review(viewer, moved, deadlines_of(moved.cycle))


def require_running(viewer: Viewer) -> None:
    """Raises NotFoundRefusal for those who do not run the cycles."""
    viewer.require(Can.RUN_CYCLES)


def _bounded(number: int) -> int:
    if not 0 < number < 2**62:
        raise NotFoundRefusal("cycles.no_such_review")
    return number


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError:
        raise ConflictRefusal("periods.not_a_period", period=text) from None


def _stages(days: dict[str, date]) -> dict[Stage, date]:
    unknown = [name for name in days if name not in set(Stage)]
    if unknown:
        raise ConflictRefusal("cycles.no_such_stage", stage=unknown[0])
    return {stage: days[stage] for stage in Stage if stage in days}


def _cycle(viewer: Viewer, found: Cycle) -> dict[str, Any]:
    dates = deadlines_of(found).dates
    counts = states_in(viewer, found)
    names = ("code", "title", "kind", "period", "method", "population", "sealed_at")
    own = {name: getattr(found, name) for name in names}
    return {
        **own,
        "stages": {str(stage): day for stage, day in dates.items()},
        "counts": {str(state): count for state, count in counts.items()},
    }


def _review(viewer: Viewer, one: Participant, days: Deadlines) -> dict[str, Any]:
    names = ("person", "state", "start", "end", "plan", "plan_version", "team", "post")
    charge = ("managers", "skip_managers", "segments")
    own = {name: getattr(one, name) for name in (*names, *charge)}
    moves = [str(each) for each in moves_open(viewer, one)]
    return {**own, "id": one.pk, "cycle": one.cycle.code, "due": days.due(one), "moves": moves}
