"""Courses, sessions, attendance, needs, and results before and after."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms import training as given
from merit_desk.api.forms.given import Page
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, Number, operation
from merit_desk.follow.queries.reach import may_write
from merit_desk.training.actions import courses as course_actions
from merit_desk.training.actions import needs as need_actions
from merit_desk.training.actions import seats as seat_actions
from merit_desk.training.given import CourseGiven, NeedGiven, SessionGiven
from merit_desk.training.models import Course, Session
from merit_desk.training.queries.effect import effect_of
from merit_desk.training.queries.needs import raw_findings
from merit_desk.training.queries.reach import (
    course_of,
    leads,
    needs_visible_to,
    people_to_sign_up,
    seats_visible_to,
    session_of,
)

router = Router(tags=["training"])


@router.get("/training/courses", **operation("courses", Scope.GROWTH, Page[given.CourseGiven]))
def list_courses(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """The catalogue; retired courses only for who leads growth."""
    viewer = _reading(request)
    found = Course.objects.all() if leads(viewer) else Course.objects.filter(retired_at=None)
    return page_of(found, _number_of, limit, cursor)


@router.post("/training/courses", **operation("make_course", Scope.GROWTH_WRITE, given.CourseGiven, 201))
def make_one_course(request: HttpRequest, asked: given.CourseAsked) -> Status[Any]:
    """A new course."""
    return Status(201, course_actions.make_course(_leading(request), _course(asked)))


@router.put("/training/courses/{number}", **operation("change_course", Scope.GROWTH_WRITE, given.CourseGiven))
def change_one_course(request: HttpRequest, number: Number, asked: given.CourseChangeAsked) -> Any:
    """409 when somebody changed it since `version`."""
    return course_actions.change_course(_leading(request), number, _course(asked), asked.version)


@router.post("/training/courses/{number}/retire", **operation("retire_course", Scope.GROWTH_WRITE, given.CourseGiven))
def retire_one_course(request: HttpRequest, number: Number, asked: given.RetireAsked) -> Any:
    """Off the catalogue, or back."""
    return course_actions.retire_course(_leading(request), number, asked.retired)


@router.get("/training/courses/{number}/effect", **operation("course_effect", Scope.GROWTH, given.EffectGiven))
def read_course_effect(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Attendees against comparable people who did not attend."""
    viewer_asking(request).require(Can.SEE_EFFECTIVENESS)
    shown = effect_of(course_of(number))
    names = ("reading", "attended", "others", "effect", "low", "high", "unlike")
    found = {name: getattr(shown.found, name, None) for name in names}
    return {"before": list(shown.before), "after": list(shown.after), **found}


@router.get("/training/sessions", **operation("training_sessions", Scope.GROWTH, Page[given.SessionGiven]))
def list_sessions(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Every session."""
    _reading(request)
    return page_of(Session.objects.all(), _number_of, limit, cursor)


@router.post(
    "/training/courses/{number}/sessions", **operation("plan_session", Scope.GROWTH_WRITE, given.SessionGiven, 201)
)
def plan_one_session(request: HttpRequest, number: Number, asked: given.SessionAsked) -> Status[Any]:
    """Plan a session of the course."""
    return Status(201, course_actions.make_session(_leading(request), number, SessionGiven(**asked.model_dump())))


@router.get("/training/sessions/{number}", **operation("training_session", Scope.GROWTH, given.SessionWithSeats))
def read_session(request: HttpRequest, number: Number) -> dict[str, Any]:
    """One session with the seats that the asker may know of."""
    return _with_seats(_reading(request), number)


@router.post("/training/sessions/{number}/off", **operation("call_session_off", Scope.GROWTH_WRITE, given.SessionGiven))
def call_one_off(request: HttpRequest, number: Number, asked: given.WhyAsked) -> Any:
    """Not held after all."""
    return course_actions.call_off(_leading(request), number, asked.note)


@router.post("/training/sessions/{number}/seats", **operation("sign_up", Scope.GROWTH_WRITE, given.SeatGiven, 201))
def sign_up_one(request: HttpRequest, number: Number, asked: given.SeatAsked) -> Status[Any]:
    """Oneself or somebody below."""
    viewer = _writing(request)
    session_of(number)
    return Status(201, seat_actions.sign_up(viewer, number, asked.person))


@router.post("/training/seats/{number}/steps", **operation("step_seat", Scope.GROWTH_WRITE, given.SeatGiven))
def step_one_seat(request: HttpRequest, number: Number, asked: given.SeatStepAsked) -> Any:
    """Give it back, note who came."""
    return seat_actions.step_seat(_writing(request), number, asked.move)


@router.put(
    "/training/sessions/{number}/attendance",
    **operation("note_training_attendance", Scope.GROWTH_WRITE, given.SessionWithSeats),
)
def note_session_attendance(request: HttpRequest, number: Number, asked: given.AttendanceAsked) -> dict[str, Any]:
    """Who came; everybody else missed it."""
    viewer = _writing(request)
    seat_actions.note_attendance(viewer, number, set(asked.came))
    return _with_seats(viewer, number)


@router.get("/training/needs", **operation("training_needs", Scope.GROWTH, Page[given.NeedGiven]))
def list_needs(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Stated needs in the asker's sight."""
    return page_of(needs_visible_to(_reading(request)), _number_of, limit, cursor)


@router.get("/training/findings", **operation("training_findings", Scope.GROWTH, list[given.FindingGiven]))
def list_findings(request: HttpRequest) -> list[dict[str, Any]]:
    """What the last results show."""
    return [
        {
            "person": each.person,
            "subject": each.subject,
            "source": str(each.source),
            "periods": list(each.periods),
            "values": [str(value) for value in each.values],
        }
        for each in raw_findings(_reading(request))
    ]


@router.post("/training/needs", **operation("state_need", Scope.GROWTH_WRITE, given.NeedGiven, 201))
def state_one_need(request: HttpRequest, asked: given.NeedAsked) -> Status[Any]:
    """Of oneself or somebody below."""
    viewer = _writing(request)
    if not people_to_sign_up(viewer):
        raise NotFoundRefusal("refusal.no_such_page")
    return Status(201, need_actions.state_need(viewer, NeedGiven(**asked.model_dump())))


@router.post("/training/needs/{number}/steps", **operation("step_need", Scope.GROWTH_WRITE, given.NeedGiven))
def step_one_need(request: HttpRequest, number: Number, asked: given.NeedStepAsked) -> Any:
    """Choose a course, meet, drop, reopen."""
    return need_actions.step_need(_writing(request), number, asked.move, asked.note, asked.course)


def _course(asked: given.CourseAsked) -> CourseGiven:
    fields = asked.model_dump(exclude={"version", "cost", "serves"})
    return CourseGiven(**fields, serves=tuple(asked.serves), cost_fen=int(asked.cost * 100))


def _with_seats(viewer: Viewer, number: int) -> dict[str, Any]:
    found = session_of(number)
    fields = {name: getattr(found, name) for name in given.SessionGiven.model_fields}
    return {**fields, "places": list(seats_visible_to(viewer, found))}


def _reading(request: HttpRequest) -> Viewer:
    viewer = viewer_asking(request)
    if not viewer.roles:
        raise NotFoundRefusal("refusal.no_such_page")
    return viewer


def _leading(request: HttpRequest) -> Viewer:
    viewer = viewer_asking(request)
    viewer.require(Can.LEAD_GROWTH)
    return viewer


def _writing(request: HttpRequest) -> Viewer:
    viewer = viewer_asking(request)
    if not may_write(viewer):
        raise NotFoundRefusal("refusal.no_such_page")
    return viewer


def _number_of(found: Any) -> tuple[int]:
    return (found.pk,)
