"""Who may open which address of the cycles. In the world of the matrix ann leads cat in north."""

from datetime import date

from merit_desk.cycles.models import Cycle, Participant, StageDate
from merit_desk.jobs.models import Job
from tests.desk.cycle_world import DUE
from tests.desk.permission.line import EVERYBODY, NOBODY, line, post

_SEES_ALL = "OHFA"
_STAGES = {str(stage): day.isoformat() for stage, day in DUE.items()}

LINES = [
    line("cycles:cycles", EVERYBODY),
    line("cycles:new", "OH"),
    post("cycles:count", "OH"),
    post("cycles:days", "OH"),
    line("cycles:of_job", "OH", relation="enrolment by HR"),
    line("cycles:cycle", "OHMEFA", relation="a cycle"),
    *(line(f"cycles:{name}", "OH", relation="a cycle") for name in ("copy", "deadlines", "sync", "sync_note")),
    line("cycles:bulk", "OH", relation="a cycle", query="move=start"),
    post("cycles:enrol", "OH", relation="a cycle"),
    line("cycles:review", "OHMEFA", relation="review of cat"),
    line("cycles:review", _SEES_ALL, relation="review of bob"),
    line("cycles:move", "OH", relation="review of cat", wanted="start"),
    post("cycles:move", "OH", relation="review of cat", wanted="leave_out"),
    line("cycles:move", NOBODY, relation="review of cat", wanted="settle"),
    line("api:cycles", EVERYBODY),
    line("api:make_a_cycle", "OH", method="POST", body={"title": "x", "kind": "month", "period": "2026-10"}),
    line("api:cycle", "OHMEFA", relation="a cycle"),
    line("api:enrol_people", "OH", method="POST", relation="a cycle"),
    line("api:copy_a_cycle", "OH", method="POST", relation="a cycle"),
    line("api:move_deadlines", "OH", method="PUT", relation="a cycle", body={"stages": _STAGES, "reason": "x"}),
    line("api:cycle_changes", "OH", relation="a cycle"),
    line("api:apply_changes", "OH", method="POST", relation="a cycle", body={"seen": "x"}),
    line("api:cycle_reviews", "OHMEFA", relation="a cycle"),
    line("api:cycle_review", "OHMEFA", relation="review of cat"),
    line("api:cycle_review", _SEES_ALL, relation="review of bob"),
    line("api:move_review", "OH", method="POST", relation="review of cat", body={"move": "leave_out", "note": "x"}),
]


def _cycle(made):
    code = f"2026-10-{Cycle.objects.count() + 1}"
    cycle = Cycle.objects.create(code=code, title="x", kind="month", period="2026-10", made_by=made["H"])
    StageDate.objects.bulk_create(StageDate(cycle=cycle, stage=stage, due=due) for stage, due in DUE.items())
    for person, manager in (("cat", "ann"), ("bob", "leader")):
        Participant.objects.create(
            cycle=cycle,
            person=person,
            start=date(2026, 10, 1),
            end=date(2026, 10, 31),
            team="north",
            managers=[{"person": manager, "days": 18}],
        )
    return cycle


def _review(made, person):
    return {"number": _cycle(made).participants.get(person=person).pk}


MAKERS = {
    "a cycle": lambda _, made: {"code": _cycle(made).code},
    "review of cat": lambda _, made: _review(made, "cat"),
    "review of bob": lambda _, made: _review(made, "bob"),
    "enrolment by HR": lambda _, made: {
        "number": Job.objects.create(
            kind="cycles.enrol", started_by=made["H"], parameters={"cycle": _cycle(made).code}
        ).pk
    },
}
"""How the thing of a relation is made: (letter, accounts) → parts of the address, None where it says nothing."""
ELSEWHERE = {}
