"""Who may open which address of the reviews. In the world of the matrix ann leads cat in north."""

from datetime import date

from merit.reviews.life import ReviewState
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.reviews.models import Assignment, Judge, Proposal
from tests.desk.permission.line import EVERYBODY, line, post

_READERS = "OHMEA"
"""Who knows of it. A page tells those of them who may not act that it is not theirs; the API does not know it."""
_LINE = "OHM"
_NAMING = "OHME"
_QUESTIONS = {"questions": [{"id": "well", "kind": "text", "title": "", "asked": ["self"]}]}
_WHY = {"reason": "x"}


def _api(name, who, relation, method="GET", body=None, **parts):
    return line(f"api:{name}", who, method=method, relation=relation, body=body, **parts)


LINES = [
    line("reviews:reviews", EVERYBODY),
    line("reviews:form", "OH", relation="a cycle of reviews"),
    post("reviews:publish", "OH", relation="a cycle of reviews"),
    line("reviews:proposals", EVERYBODY),
    line("reviews:propose", "E", relation="room for a proposal of cat"),
    line("reviews:proposal", _READERS, relation="proposal of cat"),
    line("reviews:proposal", "OHA", relation="proposal of bob"),
    line("reviews:proposal", "OHEA", relation="proposal of bob, judged by cat"),
    post("reviews:judge", "E", relation="proposal of bob, judged by cat"),
    post("reviews:measure", _READERS, relation="proposal of cat"),
    post("reviews:name_judge", _LINE, relation="proposal of cat"),
    post("reviews:judge", "", relation="proposal of cat"),
    post("reviews:move_proposal", _READERS, relation="proposal of cat", move="try"),
    line("reviews:review", _READERS, relation="answers about cat"),
    line("reviews:review", "OHA", relation="answers about bob"),
    post("reviews:endorse", _READERS, relation="answers about cat to endorse"),
    line("reviews:return", "OH", relation="answers about cat to endorse"),
    line("reviews:raters", _NAMING, relation="answers about cat"),
    line("reviews:raters", "OH", relation="answers about bob"),
    post("reviews:nominate", _NAMING, relation="answers about cat"),
    post("reviews:approve", _NAMING, relation="answers about cat"),
    post("reviews:withdraw", _NAMING, relation="nominated rater of cat"),
    *(
        (post if name in ("save", "revise") else line)(f"reviews:{name}", who, relation="answers about cat", side=side)
        for side, who in (("self", "E"), ("manager", "M"), ("peer", ""))
        for name in ("answer", "save", "total", "revise", "decline")
    ),
    line("api:review_forms", EVERYBODY),
    _api("review_read", _READERS, "answers about cat"),
    _api("review_read", "OHA", "answers about bob"),
    *(
        _api(name, who, "answers about cat", method, body, side=side)
        for side, who in (("self", "E"), ("manager", "M"), ("peer", ""))
        for name, method, body in (
            ("review_form", "GET", None),
            ("save_review_form", "PUT", {"answers": []}),
            ("submit_review_form", "POST", {"answers": []}),
            ("revise_review_form", "POST", None),
            ("decline_review_form", "POST", _WHY),
        )
    ),
    _api("review_raters", _NAMING, "answers about cat"),
    _api("review_raters", "OH", "answers about bob"),
    _api("nominate_raters", _NAMING, "answers about cat", "POST", {"relation": "peer", "people": ["ann"]}),
    _api("approve_raters", _LINE, "answers about cat", "POST", {"raters": []}),
    _api("withdraw_rater", _NAMING, "nominated rater of cat", "DELETE"),
    _api("endorse_review", "OH", "answers about cat to endorse", "POST"),
    _api("return_review", "OH", "answers about cat to endorse", "POST", _WHY),
    _api("publish_reviews", "OH", "a cycle of reviews", "POST"),
    _api("review_questions", "OH", "a cycle of reviews"),
    _api("change_review_questions", "OH", "a cycle of reviews", "PUT", _QUESTIONS),
    line("api:proposals", EVERYBODY),
    line("api:make_proposal", "", method="POST", body={"review": 1, "title": "x", "problem": "x", "change": "x"}),
    _api("one_proposal", _READERS, "proposal of cat"),
    _api("proposal_move", _LINE, "proposal of cat", "POST", {"move": "try"}),
    _api("proposal_effect", "E", "proposal of cat", "PUT", {"text": "x", "test": "x"}),
    _api("proposal_judges", _LINE, "proposal of cat", "POST", {"people": ["bob"]}),
    _api("proposal_grade", "", "proposal of cat", "PUT", {"grade": "3"}),
]


def _cycle(made, state=ReviewState.RATING):
    code = f"2026-10-r{Cycle.objects.count() + 1}"
    cycle = Cycle.objects.create(code=code, title="x", kind="month", period="2026-10", made_by=made["H"])
    for person, manager in (("cat", "ann"), ("bob", "leader")):
        Participant.objects.create(
            cycle=cycle,
            person=person,
            state=state,
            start=date(2026, 10, 1),
            end=date(2026, 10, 31),
            plan="service",
            plan_version=1,
            post="cs_agent",
            team="north",
            managers=[{"person": manager, "days": 18}],
        )
    return cycle


def _review(made, person, state=ReviewState.RATING):
    return {"number": _cycle(made, state).participants.get(person=person).pk}


def _proposal(made, judge="", author="cat"):
    one = _cycle(made).participants.get(person=author)
    found = Proposal.objects.create(participant=one, title="x", problem="x", change="x")
    if judge:
        Judge.objects.create(proposal=found, person=judge)
    return {"number": found.pk}


def _rater(made):
    one = _cycle(made).participants.get(person="cat")
    return {"number": one.pk, "rater": Assignment.objects.create(participant=one, rater="bob", relation="peer").pk}


def _room(made):
    _cycle(made, ReviewState.UNDER_WAY)
    return {}


MAKERS = {
    "a cycle of reviews": lambda _, made: {"code": _cycle(made, ReviewState.UNDER_WAY).code},
    "answers about cat": lambda _, made: _review(made, "cat"),
    "answers about bob": lambda _, made: _review(made, "bob"),
    "answers about cat to endorse": lambda _, made: _review(made, "cat", ReviewState.SKIP_REVIEW),
    "nominated rater of cat": lambda _, made: _rater(made),
    "room for a proposal of cat": lambda _, made: _room(made),
    "proposal of cat": lambda _, made: _proposal(made),
    "proposal of bob": lambda _, made: _proposal(made, author="bob"),
    "proposal of bob, judged by cat": lambda _, made: _proposal(made, "cat", "bob"),
}
"""How the thing of a relation is made: (letter, accounts) → parts of the address, None where it says nothing."""
ELSEWHERE = {}
