"""Calibration sessions: reading, opening, changing with a reason, taking back, settling, opening again."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.calibration import (
    CalibrationAsked,
    CalibrationBoard,
    CalibrationChange,
    CalibrationGiven,
    ChangeAsked,
    ClosedGiven,
    WhyAsked,
)
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import Number, operation
from merit_desk.calibration.actions.change import Wanted, change, undo
from merit_desk.calibration.actions.sessions import Terms, close_session, give_back, open_session, reopen_session
from merit_desk.calibration.models import Change, Session
from merit_desk.calibration.queries.board import Board, board_of
from merit_desk.calibration.queries.standing import Standing
from merit_desk.calibration.queries.visible import session_of, sessions_visible_to

router = Router(tags=["calibration"])


@router.get("/calibrations", **operation("calibrations", Scope.CYCLES, list[CalibrationGiven]))
def calibrations(request: HttpRequest) -> list[dict[str, Any]]:
    """Those that the asker may know of."""
    found = sessions_visible_to(viewer_asking(request)).prefetch_related("seats")
    return [_given(each) for each in found]


@router.get("/calibrations/{number}", **operation("calibration", Scope.CYCLES, CalibrationBoard))
def calibration(request: HttpRequest, number: Number) -> dict[str, Any]:
    """The people, how managers rate, and every change."""
    viewer = viewer_asking(request)
    return _board(board_of(viewer, session_of(viewer, number)))


@router.post("/calibrations", **operation("open_calibration", Scope.CYCLES_WRITE, CalibrationGiven, 201))
def open_calibration(request: HttpRequest, asked: CalibrationAsked) -> Status[Any]:
    """Begin a session and tell the managers."""
    return Status(201, _given(open_session(viewer_asking(request), Terms(**asked.dict()))))


@router.post(
    "/calibrations/{number}/people/{person}/changes",
    **operation("change_in_calibration", Scope.CYCLES_WRITE, list[CalibrationChange], 201),
)
def change_in_calibration(request: HttpRequest, number: Number, person: str, asked: ChangeAsked) -> Status[Any]:
    """Change a grade or a potential; refused when somebody has changed what was seen."""
    seen = {"grade": asked.seen_grade, "potential": asked.seen_potential}
    want = {name: value for name, value in (("grade", asked.grade), ("potential", asked.potential)) if value}
    made = change(viewer_asking(request), number, Wanted(person, seen, want, asked.reason))
    return Status(201, [_change(each) for each in made])


@router.post("/calibrations/{number}/undo", **operation("undo_in_calibration", Scope.CYCLES_WRITE, CalibrationChange))
def undo_in_calibration(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Take the asker's latest change back, by another one."""
    return _change(undo(viewer_asking(request), number))


@router.post(
    "/calibrations/{number}/people/{person}/give-back",
    **operation("give_back_from_calibration", Scope.CYCLES_WRITE, None, 204),
)
def give_back_from_calibration(request: HttpRequest, number: Number, person: str, asked: WhyAsked) -> Status[Any]:
    """Let the manager look at one review again."""
    give_back(viewer_asking(request), number, person, asked.reason)
    return Status(204, None)


@router.post("/calibrations/{number}/close", **operation("close_calibration", Scope.CYCLES_WRITE, ClosedGiven))
def close_calibration(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Settle everybody here and write what was decided."""
    done = close_session(viewer_asking(request), number)
    return {"settled": done.settled, "decided": done.decided, "left": done.left}


@router.post("/calibrations/{number}/reopen", **operation("reopen_calibration", Scope.CYCLES_WRITE, CalibrationGiven))
def reopen_calibration(request: HttpRequest, number: Number, asked: WhyAsked) -> dict[str, Any]:
    """Take settled reviews back."""
    return _given(reopen_session(viewer_asking(request), number, asked.reason))


def _given(found: Session) -> dict[str, Any]:
    return {
        "id": found.pk,
        "cycle": found.cycle.code,
        "title": found.title,
        "posts": found.posts,
        "team": found.team,
        "invited": sorted(seat.person for seat in found.seats.all()),
        "opened_at": found.opened_at,
        "closed_at": found.closed_at,
    }


def _board(board: Board) -> dict[str, Any]:
    raters = [
        {
            "rater": each.rater,
            "people": each.people,
            "deviation": each.deviation,
            "low": each.low,
            "high": each.high,
            "tendency": str(each.tendency),
        }
        for _, each in board.raters
    ]
    return {
        "session": _given(board.session),
        "people": [_person(each) for each in board.people],
        "raters": raters,
        "changes": [_change(each.change) for each in board.changes],
    }


def _person(found: Standing) -> dict[str, Any]:
    return {
        "person": found.person,
        "state": str(found.state),
        "submitted": found.submitted,
        "grade": found.grade,
        "potential": found.potential,
        "kpi_grade": found.alone.grade if found.alone else None,
        "kpi_steps": found.alone.steps if found.alone else None,
    }


def _change(made: Change) -> dict[str, Any]:
    return {
        "id": made.pk,
        "person": made.person,
        "field": made.field,
        "before": made.before,
        "after": made.after,
        "reason": made.reason,
        "by": made.by.person or str(made.by),
        "at": made.at,
        "undoes": made.undoes_id,
    }
