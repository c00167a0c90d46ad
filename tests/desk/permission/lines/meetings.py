"""Who may open which address of the meetings. They are those of north: ann leads it, cat takes part."""

from datetime import date

from merit_desk.goals.models import Goal
from merit_desk.meetings.models import Action, Change, Meeting, Member, Series, Topic
from tests.desk.permission.line import NOBODY, WITH_A_ROLE, line, post

IN_IT = "OME"  # the owner stands above
WRITES = "ME"
LEADS = "M"
WISH = {"verdict": "change", "target": "1", "reason": "x"}
BEGUN = {"node_kind": "team", "node": "north", "title": "x", "chair": "ann", "members": []}

LINES = [
    line("meetings:meetings", WITH_A_ROLE),
    line("meetings:new", "OHM"),
    line("meetings:series", IN_IT, relation="a series of north"),
    *(post(f"meetings:{name}", IN_IT, relation="a series of north") for name in ("members", "call")),
    line("meetings:end", LEADS, relation="a series of north"),
    *(line(f"meetings:{name}", IN_IT, relation="a meeting of north") for name in ("meeting", "sheet")),
    line("meetings:meeting", NOBODY, number=999_999),
    line("meetings:why", "OM", relation="a meeting of north", kpi="paid_sales"),
    *(
        post(f"meetings:{name}", IN_IT, relation="a meeting of north")
        for name in ("move", "topics", "decisions", "actions", "attendance")
    ),
    line("meetings:topic", IN_IT, relation="a topic of north"),
    post("meetings:settle", IN_IT, relation="an action item of cat"),
    line("meetings:strategy", IN_IT, relation="a strategy review of north"),
    line("meetings:goal", WRITES, relation="a goal in a strategy review"),
    post("meetings:weights", IN_IT, relation="a strategy review of north", plan="service"),
    line("meetings:apply", LEADS, relation="a strategy review of north"),
    post("meetings:drop", IN_IT, relation="a collected change"),
    *(line(f"api:{name}", WITH_A_ROLE) for name in ("meeting_series", "meetings")),
    line("api:begin_meeting_series", "OHM", method="POST", body=BEGUN),
    line("api:set_members", LEADS, method="PUT", relation="a series of north", body={"members": [], "based_on": 1}),
    line(
        "api:call_meeting",
        LEADS,
        method="POST",
        relation="a series of north",
        body={"period": "2026-08", "day": "2099-01-01"},
    ),
    line("api:end_meeting_series", LEADS, method="POST", relation="a series of north", body={}),
    line("api:meeting", IN_IT, relation="a meeting of north"),
    line("api:move_meeting", WRITES, method="POST", relation="a meeting of north", body={"move": "open"}),
    line("api:add_topic", WRITES, method="POST", relation="a meeting of north", body={"title": "x"}),
    line("api:write_topic", WRITES, method="PUT", relation="a topic of north", body={"based_on": 1}),
    line("api:decide", WRITES, method="POST", relation="a meeting of north", body={"text": "x", "decided_by": "ann"}),
    line(
        "api:add_action",
        WRITES,
        method="POST",
        relation="a meeting of north",
        body={"text": "x", "owner": "cat", "due": "2099-01-01"},
    ),
    line("api:settle_action", WRITES, method="POST", relation="an action item of cat", body={}),
    line("api:note_attendance", WRITES, method="PUT", relation="a meeting of north", body={"states": {}}),
    line("api:strategy_changes", IN_IT, relation="a strategy review of north"),
    line("api:wish_goal", WRITES, method="PUT", relation="a goal in a strategy review", body=WISH),
    line(
        "api:wish_weights",
        WRITES,
        method="PUT",
        relation="a strategy review of north",
        plan="service",
        body={"weights": {}, "reason": "x"},
    ),
    line("api:drop_wish", WRITES, method="DELETE", relation="a collected change"),
    line("api:put_in_force", LEADS, method="POST", relation="a strategy review of north", body={}),
]


def _series(made, kind="review"):
    node = {"node_kind": "team", "node": "north", "title": "x", "chair": "ann"}
    rhythm = "quarter" if kind == "strategy" else "month"
    series = Series.objects.create(kind=kind, rhythm=rhythm, **node, made_by=made["M"])
    for person in ("ann", "cat"):
        Member.objects.create(series=series, person=person)
    return series


def _meeting(made, kind="review"):
    period = "2026-Q3" if kind == "strategy" else "2026-10"
    return Meeting.objects.create(series=_series(made, kind), period=period, day=date(2026, 11, 2))


def _goal(_letter, made):
    told = {"title": "x", "level": "team", "node": "north", "period": "2026-Q3", "state": "active"}
    return {
        "number": _meeting(made, "strategy").pk,
        "goal": Goal.objects.create(**told, person="ann", made_by=made["H"]).pk,
    }


def _change(_letter, made):
    meeting = _meeting(made, "strategy")
    return {"number": Change.objects.create(meeting=meeting, plan="service", seen=1, reason="x", by=made["M"]).pk}


MAKERS = {
    "a series of north": lambda _, made: {"number": _series(made).pk},
    "a meeting of north": lambda _, made: {"number": _meeting(made).pk},
    "a strategy review of north": lambda _, made: {"number": _meeting(made, "strategy").pk},
    "a topic of north": lambda _, made: {"number": Topic.objects.create(meeting=_meeting(made), title="x").pk},
    "an action item of cat": lambda _, made: {
        "number": Action.objects.create(meeting=_meeting(made), text="x", owner="cat", due=date(2099, 1, 1)).pk
    },
    "a goal in a strategy review": _goal,
    "a collected change": _change,
}
"""How the thing of a relation is made: (letter, accounts) → parts of the address, None where it says nothing."""
ELSEWHERE = {}
