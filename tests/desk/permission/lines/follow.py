"""Who may open which address of the follow-up. `ann` (M) is in charge of cat (E); nobody on duty is above ann."""

from datetime import date

from merit_desk.follow.models import CheckIn, Request, Series, Task
from tests.desk.permission.line import WITH_A_ROLE, line, post

PEOPLE = "OME"  # accounts that are somebody of the company
GIVES = "OHME"
WRITES = "OHMESF"
READS = "OHMEA"
TASK, REQUEST = "a task of cat given by ann", "a request of ann to cat"
OWN, SERIES, REPORT = "a task that cat set for cat", "a series of cat given by ann", "a report of cat"
DAY = date(2026, 12, 31)
GIVEN = {"title": "x", "owner": "cat", "due": "2026-12-31"}
ASKED = {"kind": "other", "subject": "x", "of": "person:leader", "needed_by": "2026-12-31"}

LINES = [
    *(line(f"follow:{name}", WITH_A_ROLE) for name in ("follow", "pace", "tasks", "requests", "reports", "recurring")),
    line("follow:new_task", GIVES),
    line("follow:new_request", WRITES),
    post("follow:bring", "OHS"),
    line("follow:task", READS, relation=TASK),
    line("follow:task", READS, relation=OWN),
    line("follow:change_task", "M", relation=TASK),
    line("follow:change_task", "ME", relation=OWN),
    *(line("follow:task_step", "E", relation=TASK, move=move) for move in ("hand_in", "block", "take_back")),
    *(line("follow:task_step", "M", relation=TASK, move=move) for move in ("accept", "return", "cancel", "reopen")),
    *(line("follow:task_step", "M", relation=OWN, move=move) for move in ("accept", "return")),
    line("follow:task_step", "ME", relation=OWN, move="cancel"),
    line("follow:stop_series", "OHM", relation=SERIES),
    line("follow:request", READS, relation=REQUEST),
    *(line("follow:request_step", "E", relation=REQUEST, move=move) for move in ("answer", "accept", "decline")),
    *(line("follow:request_step", "M", relation=REQUEST, move=move) for move in ("close", "withdraw", "ask_again")),
    line("follow:request_step", "ME", relation=REQUEST, move="hand_on"),
    *(line(f"follow:{name}", PEOPLE, week="2026-W40") for name in ("report", "figures")),
    post("follow:save_report", PEOPLE, week="2026-W40"),
    line("follow:checkin", READS, relation=REPORT),
    post("follow:answer", "M", relation=REPORT),
    post("follow:take_back", "E", relation=REPORT),
    *(line(f"api:{name}", WITH_A_ROLE) for name in ("list_tasks", "list_series", "list_requests", "list_reports")),
    line("api:give_one", GIVES, method="POST", body=GIVEN),
    line("api:begin_one", GIVES, method="POST", body={**GIVEN, "every": "week"}),
    line("api:ask_one", WRITES, method="POST", body=ASKED),
    line("api:read_task", READS, relation=TASK),
    line("api:change_one", "M", method="PUT", relation=TASK, body={**GIVEN, "version": 1}),
    line("api:step_of_task", "E", method="POST", relation=TASK, body={"move": "hand_in"}),
    line("api:step_of_task", "M", method="POST", relation=TASK, body={"move": "cancel", "note": "x"}),
    line("api:stop_one", "OHM", method="DELETE", relation=SERIES),
    line("api:read_request", READS, relation=REQUEST),
    line("api:step_of_request", "E", method="POST", relation=REQUEST, body={"move": "answer", "note": "x"}),
    line("api:step_of_request", "M", method="POST", relation=REQUEST, body={"move": "withdraw"}),
    line("api:put_report", PEOPLE, method="PUT", week="2026-W40", body={"went_well": "x"}),
    line("api:answer_one", "M", method="POST", relation=REPORT, body={"text": "x"}),
    line("api:draft_again", "E", method="POST", relation=REPORT),
    line("api:bring_now", "OHS", method="POST"),
]


def _work(made, author="ann"):
    by = made["M"] if author == "ann" else made["E"]
    return {"title": "x", "owner": "cat", "author": author, "by": by}


def _task(author):
    return lambda _, made: {"number": Task.objects.create(**_work(made, author), due=DAY, first_due=DAY).pk}


def _series(_letter, made):
    return {"number": Series.objects.create(**_work(made), every="week", first=DAY, made_until=DAY).pk}


def _request(_letter, made):
    fields = {"kind": "other", "subject": "x", "author": "ann", "by": made["M"], "receiver": "cat", "needed_by": DAY}
    return {"number": Request.objects.create(**fields).pk}


def _report(_letter, _made):
    week = f"2026-W{10 + CheckIn.objects.count():02d}"
    return {"number": CheckIn.objects.create(person="cat", week=week, state="sent").pk}


MAKERS = {TASK: _task("ann"), OWN: _task("cat"), SERIES: _series, REQUEST: _request, REPORT: _report}
"""How the thing of a relation is made: (letter, accounts) → parts of the address, None where it says nothing."""
ELSEWHERE = {}
