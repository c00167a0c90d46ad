"""Who may open which address of the talks."""

from datetime import date

from merit_desk.talks.models import Comment, Feedback, FeedbackReader, Note, Pair, Point, Promise, Question, Talk
from tests.desk.permission.line import NOBODY, WITH_A_ROLE, line, post

PEOPLE = "OME"  # accounts that are somebody of the company
KPI = {"kind": "kpi", "subject": "2026-10/csat/person/cat"}
GIVEN = {"about": "cat", "text": "x", "audience": "person"}
ANSWERED = {"text": "x", "audience": "manager"}

LINES = [
    *(line(f"talks:{name}", WITH_A_ROLE) for name in ("talks", "given", "wall", "give", "ask", "pairs")),
    line("talks:values", "OH"),
    line("talks:colleagues", PEOPLE),
    line("talks:question", "M", relation="a question to ann"),
    post("talks:move_question", "M", relation="a question to ann"),
    post("talks:consent", "ME", relation="praise of cat"),
    line("talks:people", "OM"),
    line("talks:person", "M", person="cat"),
    line("talks:person", NOBODY, person="owner"),
    line("talks:note", "M", relation="a private note of ann about cat"),
    line("talks:note", "M", relation="a shared note of ann about cat"),
    post("talks:move_note", "M", relation="a private note of ann about cat"),
    post("talks:move_note", "ME", relation="a shared note of ann about cat"),
    *(line(f"talks:{name}", "ME", relation=f"{name} of ann and cat") for name in ("pair", "talk")),
    *(post(f"talks:{name}", "ME", relation="pair of ann and cat") for name in ("plan",)),
    *(post(f"talks:{name}", "ME", relation="talk of ann and cat") for name in ("own", "promise", "held")),
    post("talks:deal", "ME", relation="point of ann and cat"),
    post("talks:keep", "ME", relation="promise of ann and cat"),
    line("talks:comments", "OHMESFA", **KPI),
    line("talks:mentionable", "OHMESFA", **KPI),
    post("talks:take_back", "E", relation="comment of cat"),
    *(line(f"api:{name}", WITH_A_ROLE) for name in ("feedback", "feedback_questions", "company_values")),
    *(line(f"api:{name}", WITH_A_ROLE) for name in ("coaching_notes", "one_on_ones")),
    line("api:give_feedback", WITH_A_ROLE, method="POST", body=GIVEN),
    line("api:settle_consent", "E", method="POST", relation="praise of cat", body={"agree": False}),
    line("api:ask_feedback", "HMESFA", method="POST", body={"asked": "leader", "about": "cat", "text": "x"}),
    line("api:answer_feedback", "M", method="POST", relation="a question to ann", body=ANSWERED),
    line("api:move_question", "M", method="POST", relation="a question to ann", body={"move": "decline"}),
    line("api:set_company_values", "OH", method="PUT", body={"values": ["x"]}),
    line("api:write_note", "M", method="POST", body={"about": "cat", "text": "x"}),
    line(
        "api:change_note",
        "M",
        method="PUT",
        relation="a shared note of ann about cat",
        body={"text": "x", "based_on": 1},
    ),
    line("api:drop_note", "M", method="DELETE", relation="a private note of ann about cat"),
    line("api:share_note", "M", method="POST", relation="a private note of ann about cat", body={}),
    line("api:comments", "OHMESFA", query="subject=2026-10/csat/person/cat"),
    line("api:write_comment", "OHMESFA", method="POST", body={**KPI, "text": "x"}),
    line("api:take_back_comment", "E", method="DELETE", relation="comment of cat"),
    line("api:begin_one_on_one", WITH_A_ROLE, method="POST", body={"other": "leader"}),
    line("api:one_on_one", "ME", relation="pair of ann and cat"),
    line("api:plan_talk", "ME", method="POST", relation="pair of ann and cat", body={"day": "2099-01-01"}),
    line("api:add_point", "ME", method="POST", relation="pair of ann and cat", body={"text": "x"}),
    line("api:deal_with_point", "ME", method="POST", relation="point of ann and cat", body={}),
    *(
        line(f"api:{name}", "ME", method="PUT", relation="talk of ann and cat", body={"text": "x", "based_on": 1})
        for name in ("write_shared_notes", "write_own_notes")
    ),
    line(
        "api:promise",
        "ME",
        method="POST",
        relation="talk of ann and cat",
        body={"text": "x", "owner": "cat", "due": "2099-01-01"},
    ),
    line("api:keep_promise", "ME", method="POST", relation="promise of ann and cat", body={}),
    line("api:hold_talk", "ME", method="POST", relation="talk of ann and cat", body={}),
]


def _question(_letter, made):
    asked = {"asker": "leader", "asked": "ann", "about": "cat", "text": "x", "author": made["H"]}
    return {"number": Question.objects.create(**asked).pk}


def _praise(_letter, made):
    told = {"kind": "recognition", "about": "cat", "writer": "ann", "text": "x", "audience": "everybody"}
    found = Feedback.objects.create(**told, author=made["M"], token=str(Feedback.objects.count()))
    FeedbackReader.objects.create(feedback=found, person="nobody")
    return {"number": found.pk}


def _note(shared):
    def made_one(_letter, made):
        return {"number": Note.objects.create(author=made["M"], writer="ann", about="cat", text="x", shared=shared).pk}

    return made_one


def _pair(made):
    return Pair.objects.get_or_create(first="ann", second="cat", defaults={"made_by": made["M"]})[0]


def _talk(made):
    return Talk.objects.create(pair=_pair(made), day=date(2099, 1, 1))


MAKERS = {
    "a question to ann": _question,
    "praise of cat": _praise,
    "a private note of ann about cat": _note(shared=False),
    "a shared note of ann about cat": _note(shared=True),
    "pair of ann and cat": lambda _, made: {"number": _pair(made).pk},
    "talk of ann and cat": lambda _, made: {"number": _talk(made).pk},
    "point of ann and cat": lambda _, made: {
        "number": Point.objects.create(pair=_pair(made), person="ann", text="x").pk
    },
    "promise of ann and cat": lambda _, made: {
        "number": Promise.objects.create(talk=_talk(made), text="x", owner="cat", due=date(2099, 1, 1)).pk
    },
    "comment of cat": lambda _, made: {
        "number": Comment.objects.create(kind="kpi", subject=KPI["subject"], author=made["E"], text="x").pk
    },
}
"""How the thing of a relation is made: (letter, accounts) → parts of the address, None where it says nothing."""
ELSEWHERE = {}
