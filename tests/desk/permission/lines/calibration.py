"""Who may open which address of the calibration."""

from merit.reviews.life import ReviewState
from merit_desk.calibration.models import Change, Seat, Session
from merit_desk.cycles.models import Participant
from tests.desk.cycle_world import october_cycle
from tests.desk.permission.line import EVERYBODY, line, post

OPEN, OF_PERSON, SETTLED = "a session", "a session about bob", "a settled session"
TERMS = {"cycle": "none", "title": "x"}
WANTED = {"grade": "A", "seen_grade": "S", "reason": "x"}

LINES = [
    line("calibration:sessions", EVERYBODY),
    line("calibration:new", "OH"),
    line("calibration:session", "OHMA", relation=OPEN),
    line("calibration:kpis", "OHMA", relation=OPEN),
    post("calibration:live", "OHMA", relation=OPEN),
    post("calibration:undo", "OHM", relation=OPEN),
    line("calibration:close", "OH", relation=OPEN),
    line("calibration:reopen", "OH", relation=SETTLED),
    line("calibration:change", "OHMA", relation=OF_PERSON),
    post("calibration:change", "OHMA", relation=OF_PERSON),
    line("calibration:give_back", "OH", relation=OF_PERSON),
    line("api:calibrations", EVERYBODY),
    line("api:calibration", "OHMA", relation=OPEN),
    line("api:open_calibration", "", method="POST", body=TERMS),  # no cycle of that code: nobody finds it
    line("api:change_in_calibration", "OHM", method="POST", relation=OF_PERSON, body=WANTED),
    post("api:undo_in_calibration", "OHM", relation=OPEN),
    line("api:give_back_from_calibration", "OH", method="POST", relation=OF_PERSON, body={"reason": "x"}),
    post("api:close_calibration", "OH", relation="a session of nobody here"),
    line("api:reopen_calibration", "OH", method="POST", relation=SETTLED, body={"reason": "x"}),
]


def _session(made, state=ReviewState.CALIBRATION, people=("bob", "cat")):
    cycle = october_cycle(state, people=people)
    cycle.code = f"c{cycle.pk}"
    cycle.save()
    session = Session.objects.create(cycle=cycle, title="x", opened_by=made["H"])
    Seat.objects.create(session=session, person=made["M"].person)
    return session


def _with_changes(_letter, made):
    """Everybody has something to take back."""
    session = _session(made)
    for each in "OHM":
        Change.objects.create(
            session=session, person="bob", field="potential", before="", after="mid", reason="x", by=made[each]
        )
    return {"number": session.pk}


def _settled(_letter, made):
    session = _session(made, ReviewState.SETTLED)
    session.closed_at, session.closed_by = session.opened_at, made["H"]
    session.save()
    return {"number": session.pk}


def _of_bob(_letter, made):
    return {"number": _session(made).pk, "person": "bob"}


def _of_nobody(_letter, made):
    session = _session(made)
    Participant.objects.filter(cycle=session.cycle).update(state=ReviewState.SKIP_REVIEW)
    return {"number": session.pk}


MAKERS = {OPEN: _with_changes, OF_PERSON: _of_bob, SETTLED: _settled, "a session of nobody here": _of_nobody}
"""How the thing of a relation is made: (letter, accounts) → parts of the address, None where it says nothing."""
ELSEWHERE = {}
