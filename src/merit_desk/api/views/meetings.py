"""Review meetings (复盘), their record, and the changes of a strategy review."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit.follow.meeting import MeetingMove
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms import meetings as given
from merit_desk.api.forms.given import Page
from merit_desk.api.forms.talks import MoveAsked
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, Number, operation
from merit_desk.meetings.actions import minutes, realign
from merit_desk.meetings.actions import series as series_actions
from merit_desk.meetings.models import STEPS, Change, Kind, Meeting, Rhythm, Series, Verdict
from merit_desk.meetings.queries.figures import figures_of
from merit_desk.meetings.queries.prepared import actions_of
from merit_desk.meetings.queries.strategy import shown_changes
from merit_desk.meetings.queries.visible import NOT_THERE, meeting_of, meetings_visible_to, series_of, series_visible_to
from merit_desk.talks.queries.visible import require_somebody

router = Router(tags=["meetings"])
_MOST = 1_000


@router.get("/meeting-series", **operation("meeting_series", Scope.CYCLES, list[given.SeriesGiven]))
def meeting_series(request: HttpRequest) -> list[dict[str, Any]]:
    """Those that the asker takes part in, set up, or stands above."""
    viewer = viewer_asking(request)
    require_somebody(viewer)
    return [_series(each) for each in series_visible_to(viewer).prefetch_related("members")]


@router.post("/meeting-series", **operation("begin_meeting_series", Scope.CYCLES_WRITE, given.SeriesGiven, 201))
def begin_meeting_series(request: HttpRequest, asked: given.SeriesAsked) -> Status[Any]:
    """Set up meetings for a node of one's own."""
    wanted = series_actions.Wanted(
        Kind(asked.kind),
        Rhythm(asked.rhythm),
        asked.node_kind,
        asked.node,
        asked.title,
        asked.chair,
        tuple(asked.members),
    )
    return Status(201, _series(series_actions.begin_series(viewer_asking(request), wanted)))


@router.put("/meeting-series/{number}/members", **operation("set_members", Scope.CYCLES_WRITE, given.SeriesGiven))
def set_members(request: HttpRequest, number: Number, asked: given.MembersAsked) -> dict[str, Any]:
    """Who takes part from now on."""
    return _series(series_actions.set_members(viewer_asking(request), number, asked.members, asked.based_on))


@router.post("/meeting-series/{number}/end", **operation("end_meeting_series", Scope.CYCLES_WRITE, given.SeriesGiven))
def end_meeting_series(request: HttpRequest, number: Number) -> dict[str, Any]:
    """No further meetings."""
    return _series(series_actions.end_series(viewer_asking(request), number))


@router.post(
    "/meeting-series/{number}/meetings", **operation("call_meeting", Scope.CYCLES_WRITE, given.MeetingGiven, 201)
)
def call_meeting(request: HttpRequest, number: Number, asked: given.CallAsked) -> Status[Any]:
    """Call the meeting that looks back on a period."""
    return Status(201, _meeting(series_actions.call_meeting(viewer_asking(request), number, asked.period, asked.day)))


@router.get("/meetings", **operation("meetings", Scope.CYCLES, Page[given.MeetingGiven]))
def meetings(
    request: HttpRequest, series: Number | None = None, limit: Limit = LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """Meetings that the asker may know of, oldest first of the latest thousand."""
    viewer = viewer_asking(request)
    require_somebody(viewer)
    found = meetings_visible_to(viewer)
    if series is not None:
        found = found.filter(series=series_of(viewer, series))
    page = page_of(found[:_MOST], lambda each: (each.pk,), limit, cursor)
    return {**page, "items": [_meeting(each) for each in page["items"]]}


@router.get("/meetings/{number}", **operation("meeting", Scope.CYCLES, given.RecordGiven))
def meeting(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Figures, topics, decisions, action items of here and before, attendance."""
    viewer = viewer_asking(request)
    one = meeting_of(viewer, number)
    return {
        "meeting": _meeting(one),
        "figures": figures_of(viewer, one),
        "topics": list(one.topics.all()),
        "decisions": list(one.decisions.all()),
        "actions": [each.one for each in actions_of(one, viewer.today)],
        "attendance": dict(one.attendance.values_list("person", "state")),
    }


@router.post("/meetings/{number}/move", **operation("move_meeting", Scope.CYCLES_WRITE, given.MeetingGiven))
def move_meeting(request: HttpRequest, number: Number, asked: MoveAsked) -> dict[str, Any]:
    """open, send, reopen or call_off."""
    viewer = viewer_asking(request)
    meeting_of(viewer, number)
    if asked.move not in set(MeetingMove):
        raise ConflictRefusal("talks.no_such_move")
    return _meeting(minutes.move_meeting(viewer, number, MeetingMove(asked.move)))


@router.post("/meetings/{number}/topics", **operation("add_topic", Scope.CYCLES_WRITE, given.TopicGiven, 201))
def add_topic(request: HttpRequest, number: Number, asked: given.TitleAsked) -> Status[Any]:
    """A new topic."""
    return Status(201, minutes.add_topic(viewer_asking(request), number, asked.title))


@router.put("/meeting-topics/{number}", **operation("write_topic", Scope.CYCLES_WRITE, given.TopicGiven))
def write_topic(request: HttpRequest, number: Number, asked: given.TopicAsked) -> Any:
    """The four steps of a topic."""
    words = {step: getattr(asked, step) for step in STEPS}
    return minutes.write_topic(viewer_asking(request), number, words, asked.based_on)


@router.post("/meetings/{number}/decisions", **operation("decide", Scope.CYCLES_WRITE, given.DecisionGiven, 201))
def decide(request: HttpRequest, number: Number, asked: given.DecisionAsked) -> Status[Any]:
    """Record a decision."""
    return Status(201, minutes.decide(viewer_asking(request), number, asked.text, asked.decided_by))


@router.post("/meetings/{number}/actions", **operation("add_action", Scope.CYCLES_WRITE, given.ActionGiven, 201))
def add_action(request: HttpRequest, number: Number, asked: given.ActionAsked) -> Status[Any]:
    """Record an action item."""
    promised = minutes.Promised(asked.text, asked.owner, asked.due, asked.as_task)
    return Status(201, minutes.add_action(viewer_asking(request), number, promised))


@router.post("/meeting-actions/{number}", **operation("settle_action", Scope.CYCLES_WRITE, given.ActionGiven))
def settle_action(request: HttpRequest, number: Number, asked: given.SettleAsked) -> Any:
    """Say that it is done, or is not."""
    return minutes.settle_action(viewer_asking(request), number, asked.done, asked.note)


@router.put("/meetings/{number}/attendance", **operation("note_attendance", Scope.CYCLES_WRITE, dict[str, str]))
def note_attendance(request: HttpRequest, number: Number, asked: given.AttendanceAsked) -> dict[str, str]:
    """Who is there."""
    viewer = viewer_asking(request)
    minutes.note_attendance(viewer, number, asked.states)
    return dict(meeting_of(viewer, number).attendance.values_list("person", "state"))


@router.get("/meetings/{number}/changes", **operation("strategy_changes", Scope.CYCLES, list[given.ChangeGiven]))
def strategy_changes(request: HttpRequest, number: Number) -> list[Change]:
    """What a strategy review has collected, as far as the asker may know of it."""
    viewer = viewer_asking(request)
    one = meeting_of(viewer, number)
    if one.series.kind != Kind.STRATEGY:
        raise NotFoundRefusal(NOT_THERE)
    return [each.one for each in shown_changes(viewer, one)]


@router.put("/meetings/{number}/goals/{goal}", **operation("wish_goal", Scope.CYCLES_WRITE, given.ChangeGiven))
def wish_goal(request: HttpRequest, number: Number, goal: Number, asked: given.GoalWishAsked) -> Any:
    """Collect what is to become of a goal; nothing changes yet."""
    wish = realign.GoalWish(Verdict(asked.verdict), asked.target, asked.weight, asked.parent, asked.reason)
    return realign.wish_goal(viewer_asking(request), number, goal, wish)


@router.put("/meetings/{number}/plans/{plan}", **operation("wish_weights", Scope.CYCLES_WRITE, given.ChangeGiven))
def wish_weights(request: HttpRequest, number: Number, plan: str, asked: given.WeightsAsked) -> Any:
    """Collect new weights of a score plan; nothing changes yet."""
    return realign.wish_weights(viewer_asking(request), number, plan[:80], asked.weights, asked.reason)


@router.delete("/meeting-changes/{number}", **operation("drop_wish", Scope.CYCLES_WRITE, None, 204))
def drop_wish(request: HttpRequest, number: Number) -> Status[Any]:
    """Take a collected change off the list."""
    realign.drop_wish(viewer_asking(request), number)
    return Status(204, None)


@router.post("/meetings/{number}/apply", **operation("put_in_force", Scope.CYCLES_WRITE, given.MeetingGiven))
def put_in_force(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Put everything collected in force, or nothing."""
    return _meeting(realign.apply_changes(viewer_asking(request), number))


def _series(one: Series) -> dict[str, Any]:
    names = ("kind", "rhythm", "node_kind", "node", "title", "chair", "version", "ended_at")
    people = sorted(each.person for each in one.members.all())
    return {"id": one.pk, "members": people, **{name: getattr(one, name) for name in names}}


def _meeting(one: Meeting) -> dict[str, Any]:
    names = ("period", "day", "state", "sent_at", "applied_at")
    return {"id": one.pk, "series": one.series_id, **{name: getattr(one, name) for name in names}}
