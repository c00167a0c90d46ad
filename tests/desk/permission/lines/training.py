"""Who may open which address of training. `ann` (M) is in charge of cat (E) and holds the session."""

from datetime import date

from merit_desk.training.models import Course, Need, Seat, Session
from tests.desk.permission.line import WITH_A_ROLE, line, post

LEADS = "OH"
HOLDS = "OHM"
TAKES = "OHME"
COURSE, SESSION, SEAT, NEED = "a course", "a session that ann holds", "a seat of cat", "a need that ann stated of cat"
DAY = "2099-01-01"

LINES = [
    *(line(f"training:{name}", WITH_A_ROLE) for name in ("courses", "needs")),
    line("training:effects", "OHA"),
    line("training:course", WITH_A_ROLE, relation=COURSE),
    line("training:session", WITH_A_ROLE, relation=SESSION),
    line("training:new_course", LEADS),
    line("training:change_course", LEADS, relation=COURSE),
    post("training:retire_course", LEADS, relation=COURSE),
    line("training:new_session", LEADS, relation=COURSE),
    line("training:call_off", LEADS, relation=SESSION),
    post("training:sign_up", TAKES, relation=SESSION),
    post("training:attendance", HOLDS, relation=SESSION),
    post("training:seat_step", TAKES, relation=SEAT, move="cancel"),
    post("training:seat_step", HOLDS, relation=SEAT, move="attend"),
    line("training:state_need", TAKES),
    *(line("training:need_step", HOLDS, relation=NEED, move=move) for move in ("plan", "drop")),
    *(line(f"api:{name}", WITH_A_ROLE) for name in ("list_courses", "list_sessions", "list_needs", "list_findings")),
    line("api:make_one_course", LEADS, method="POST", body={"title": "x"}),
    line("api:change_one_course", LEADS, method="PUT", relation=COURSE, body={"title": "x", "version": 1}),
    line("api:retire_one_course", LEADS, method="POST", relation=COURSE, body={}),
    line("api:read_course_effect", "OHA", relation=COURSE),
    line("api:plan_one_session", LEADS, method="POST", relation=COURSE, body={"day": DAY}),
    line("api:read_session", WITH_A_ROLE, relation=SESSION),
    line("api:call_one_off", LEADS, method="POST", relation=SESSION, body={"note": "x"}),
    line("api:sign_up_one", TAKES, method="POST", relation=SESSION, body={"person": "cat"}),
    line("api:step_one_seat", TAKES, method="POST", relation=SEAT, body={"move": "cancel"}),
    line("api:note_session_attendance", HOLDS, method="PUT", relation=SESSION, body={}),
    line("api:state_one_need", TAKES, method="POST", body={"person": "cat", "text": "x"}),
    line("api:step_one_need", HOLDS, method="POST", relation=NEED, body={"move": "meet"}),
]


def _course(made):
    return Course.objects.create(title="x", by=made["H"])


def _session(made):
    return Session.objects.create(course=_course(made), day=date(2099, 1, 1), trainer="ann", by=made["H"])


MAKERS = {
    COURSE: lambda _, made: {"number": _course(made).pk},
    SESSION: lambda _, made: {"number": _session(made).pk},
    SEAT: lambda _, made: {
        "number": Seat.objects.create(session=_session(made), person="cat", by=made["M"]).pk,
    },
    NEED: lambda _, made: {
        "number": Need.objects.create(person="cat", text="x", source="manager", by=made["M"]).pk,
    },
}
ELSEWHERE = {}
