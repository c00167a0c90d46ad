"""Who may open which address of the agreements.

`cat` is below `ann`; the agreements below are cat's, judged by ann with the owner above. What one may know of but not
do is refused with a reason, so that its page answers; the API says 403, which counts as nothing here.
"""

from datetime import date

from merit.targets.agreement import AgreementState
from merit_desk.agreements.models import Agreement, ChangeRequest, NoticeGiven, Proposal, Terms
from merit_desk.cycles.models import Cycle, Participant
from tests.desk.permission.line import EVERYBODY, line, post

KNOWING = "OHMEFA"
"""Who knows of cat's review: SEE_RESULTS everywhere, ann above cat, and cat."""
ABOVE = {"cat": "ann", "bob": "leader"}
LINE_KEY = "2026-10-01/service/reply_3min"
TERMS = {
    "period": "2026-10",
    "from": "2026-10-01",
    "to": "2026-10-31",
    "parts": [
        {
            "plan": "service",
            "version": 1,
            "title": {"zh": "客服", "en": "Service"},
            "valid_from": "2026-01-01",
            "from": "2026-10-01",
            "to": "2026-10-31",
            "modifiers": [],
            "grades": [],
            "lines": [
                {
                    "key": LINE_KEY,
                    "title": {"zh": "三分钟回复率", "en": "Replies within 3 minutes"},
                    "kpi": "reply_3min",
                    "kind": "measured",
                    "of": "person",
                    "node": "person:cat",
                    "unit": "rate",
                    "direction": "up",
                    "weight": "100",
                    "target": "0.9",
                    "basis": "absolute",
                    "agreed": False,
                    "curve": {"zh": "", "en": ""},
                    "changes": [],
                }
            ],
        }
    ],
}


def _cycle(made):
    return Cycle.objects.get_or_create(
        code="2026-10", defaults={"title": "x", "kind": "month", "period": "2026-10", "made_by": made["H"]}
    )[0]


def _review(made, person="cat"):
    days = {"start": date(2026, 10, 1), "end": date(2026, 10, 31)}
    above = {"managers": [{"person": ABOVE[person], "days": 18}], "skip_managers": [{"person": "owner", "days": 18}]}
    found, _ = Participant.objects.get_or_create(
        cycle=_cycle(made), person=person, defaults={"plan": "service", "plan_version": 1, **days, **above}
    )
    return found


def _agreement(made, state, person="cat"):
    Agreement.objects.filter(participant__person=person).update(state=AgreementState.WITHDRAWN)
    one = Agreement.objects.create(participant=_review(made, person), terms=TERMS, digest="d", state=state)
    Terms.objects.create(agreement=one, number=1, terms=TERMS, digest="d", why="issued")
    if state != AgreementState.DRAFT:
        NoticeGiven.objects.create(agreement=one, number=1, by=made["H"])
    if state == AgreementState.PROPOSED:
        Proposal.objects.create(agreement=one, number=1, note="x")
    if state == AgreementState.CHANGING:
        points = [{"indicator": LINE_KEY, "before": "0.9", "target": "0.8"}]
        what = {"start": date(2026, 10, 20), "points": points, "reason": "x", "digest": "d", "by": made["M"]}
        ChangeRequest.objects.create(agreement=one, **what)
    return one


def _maker(state, **more):
    return lambda _letter, made: {"number": _agreement(made, state).pk, **more}


_S = AgreementState
MAKERS = {
    **{f"agreement of cat, {state}": _maker(state) for state in _S},
    "terms of cat": _maker(_S.IN_FORCE, version=1),
    "agreement of bob": lambda _letter, made: {"number": _agreement(made, _S.NOTIFIED, "bob").pk},
    "a cycle with cat in it": lambda _letter, made: {"code": _review(made).cycle.code},
}
"""How the thing of a relation is made: (letter, accounts) → parts of the address, None where it says nothing."""

ONE = "agreement of cat, "
ACTS = (
    ("propose", "notified"),
    ("answer", "proposed"),
    ("sign", "notified"),
    ("withdraw", "notified"),
    ("change", "in_force"),
    ("approve", "changing"),
    ("refuse", "changing"),
    ("take_back", "changing"),
    ("consent", "changing"),
)

PAGES = [
    line("agreements:agreements", EVERYBODY),
    line("agreements:answers", EVERYBODY),
    line("agreements:countersign", EVERYBODY),  # who has nothing to sign is told so
    line("agreements:notify", EVERYBODY),
    *(line(f"agreements:{name}", "OH", relation="a cycle with cat in it") for name in ("issue", "remind")),
    *(line(f"agreements:{name}", KNOWING, relation=f"{ONE}notified") for name in ("agreement", "paper")),
    line("agreements:agreement", "OHMFA", relation=f"{ONE}draft"),
    line("agreements:version", KNOWING, relation="terms of cat"),
    line("agreements:agreement", "OHFA", relation="agreement of bob"),
    *(line(f"agreements:{name}", KNOWING, relation=f"{ONE}{state}") for name, state in ACTS),
]

_WANTED = [{"indicator": LINE_KEY, "target": "0.8", "reason": "x"}]
API = [
    line("api:agreements", KNOWING, query="cycle=2026-10", relation="an agreement in the list"),
    line("api:agreement", KNOWING, relation=f"{ONE}notified"),
    line("api:agreement", "OHMFA", relation=f"{ONE}draft"),
    line("api:agreement", "OHFA", relation="agreement of bob"),
    line("api:issue_agreements", "OH", method="POST", relation="a cycle to issue", body={"cycle": "2026-10"}),
    line("api:remind_of_agreements", "OH", method="POST", relation="a cycle to issue", body={"cycle": "2026-10"}),
    post("api:notify_agreements", EVERYBODY),
    post("api:countersign_agreements", EVERYBODY),
    line(
        "api:propose_terms",
        "E",
        method="POST",
        relation=f"{ONE}notified",
        body={"digest": "d", "points": _WANTED},
    ),
    line("api:answer_proposal", "OHM", method="POST", relation=f"{ONE}proposed", body={"note": "x"}),
    line("api:sign_terms", "E", method="POST", relation=f"{ONE}notified", body={"digest": "d"}),
    line("api:withdraw_agreement", "OH", method="POST", relation=f"{ONE}notified", body={"reason": "x"}),
    line(
        "api:ask_for_change",
        "OHME",
        method="POST",
        relation=f"{ONE}in_force",
        body={"start": "2026-10-20", "points": _WANTED, "reason": "x"},
    ),
    line("api:refuse_asked_change", "OH", method="POST", relation=f"{ONE}changing", body={"reason": ""}),
    line("api:withdraw_asked_change", "M", method="POST", relation=f"{ONE}changing"),
    line("api:agree_to_change", "E", method="POST", relation=f"{ONE}changing", body={"digest": "d"}),
]
MAKERS |= {
    "an agreement in the list": lambda _letter, made: {} if _agreement(made, _S.NOTIFIED) else None,
    "a cycle to issue": lambda _letter, made: {} if _review(made) else None,
}
LINES = [*PAGES, *API]
ELSEWHERE = {"api:approve_asked_change": "writes to the company folder; tests/desk/agreements/test_the_api.py"}
