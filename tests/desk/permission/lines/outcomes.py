"""Who may open which address of the outcomes.

The review below is cat's, released, with ann as the manager (she leads north) and the owner above her. What one may
know of but not do now answers on its page; what one never does is not there.
"""

from datetime import date, timedelta

from django.utils import timezone

from merit_desk.cycles.models import Cycle, Participant
from merit_desk.outcomes.models import Appeal, Correction, PlannedRelease, ResultVersion
from merit_desk.results.models import Release
from tests.desk.permission.line import EVERYBODY, line, post

READING = "OHMEFA"
"""Who may see cat's result: SEE_RESULTS everywhere, ann above cat, and cat after the release."""
TEXTS = "OHMEA"
LEADING = "OH"
VERIFYING = "OHA"
DISPUTE = {"seen": "x", "matter": "grade", "what": "x", "wanted": "x", "reason": "x"}
VERDICT = {"verdict": "rejected", "grounds": "x"}


def _cycle(made):
    return Cycle.objects.get_or_create(
        code="2026-10", defaults={"title": "x", "kind": "month", "period": "2026-10", "made_by": made["H"]}
    )[0]


def _review(made, state="released"):
    one = Participant.objects.update_or_create(
        cycle=_cycle(made),
        person="cat",
        defaults={
            "state": state,
            "start": date(2026, 10, 1),
            "end": date(2026, 10, 31),
            "plan": "service",
            "team": "north",
            "post": "cs_agent",
            "managers": [{"person": "ann", "days": 18}],
            "skip_managers": [{"person": "owner", "days": 18}],
        },
    )[0]
    content = {"total": {"total": "97.00", "grade": "A"}, "indicators": [], "period": "2026-10", "as_of": ""}
    ResultVersion.objects.get_or_create(
        participant=one, number=1, defaults={"kind": "release", "content": content, "digest": "x"}
    )
    if state != "settled":
        Release.objects.get_or_create(period="2026-10", person="cat", defaults={"by": made["H"]})
    return one


def _code(_letter, made):
    _review(made)
    return {"code": "2026-10"}


def _number(_letter, made):
    return {"number": _review(made).pk}


def _unreleased(_letter, made):
    Release.objects.filter(person="cat").delete()
    return {"number": _review(made, "settled").pk}


def _answered(_letter, made):
    return {"number": _review(made, "confirmed").pk}


def _appeal_of(made, state, judge=None):
    one = _review(made, "appealed")
    version = ResultVersion.objects.get(participant=one)
    return Appeal.objects.create(
        participant=one,
        version=version,
        state=state,
        matter="grade",
        what="x",
        wanted="x",
        reason="x",
        due=date(2026, 12, 1),
        judge=judge,
    )


def _filed(_letter, made):
    return {"number": _appeal_of(made, "filed").pk}


def _judged(_letter, made):
    return {"number": _appeal_of(made, "assigned", made["X"]).pk}


def _judged_outside(_letter, made):
    """The stranger is dan here, who has nobody in common with cat but the owner."""
    made["X"].person = "dan"
    made["X"].save(update_fields=["person"])
    return _judged(_letter, made)


def _judged_above(_letter, made):
    return {"number": _appeal_of(made, "assigned", made["M"]).pk}


def _mending(_letter, made):
    return {"number": _appeal_of(made, "mending", made["X"]).pk}


def _correction(_letter, made):
    one = _review(made, "sealed")
    what = {"sealed_digest": "x", "before": "A", "after": "S", "reason": "x"}
    return {"number": Correction.objects.create(participant=one, proposed_by=made["O"], **what).pk}


def _planned(_letter, made):
    at = timezone.now() + timedelta(days=9)
    return {"number": PlannedRelease.objects.create(cycle=_cycle(made), at=at, made_by=made["H"]).pk}


C, R, A = "cycle with cat", "result of cat", "appeal of cat"
LINES = [
    line("outcomes:outcomes", EVERYBODY),
    line("outcomes:cycle", READING, relation=C),
    post("outcomes:options", LEADING, relation=C),
    *(line(f"outcomes:{name}", "OHMA", relation=C) for name in ("ranking", "ranking_file")),
    line("outcomes:choose_release", LEADING, relation=C),
    *(post(f"outcomes:{name}", LEADING, relation=C) for name in ("ask_release", "release")),
    line("outcomes:reconcile", LEADING, relation=C),
    post("outcomes:cancel_planned", LEADING, relation="a planned release"),
    line("outcomes:seal", VERIFYING, relation=C),
    line("outcomes:ask_seal", LEADING, relation=C),
    post("outcomes:do_seal", LEADING, relation=C),
    line("outcomes:result", READING, relation=R),
    line("outcomes:result", "OHMFA", relation="unreleased result of cat"),
    line("outcomes:confirm", "E", relation=R),
    line("outcomes:new_appeal", "E", relation=R),
    line("outcomes:correct", LEADING, relation=R),
    *(line(f"outcomes:{name}", TEXTS, relation=R) for name in ("pack", "pack_data")),
    line("outcomes:pack", "OHMA", relation="unreleased result of cat"),
    line("outcomes:interview", TEXTS, relation="answered result of cat"),
    *(
        post(f"outcomes:{name}", "M", relation="answered result of cat")
        for name in ("write_interview", "offer_interview")
    ),
    post("outcomes:sign_interview", "E", relation="answered result of cat"),
    *(line(f"outcomes:{name}", LEADING, relation=R) for name in ("note_refusal", "waive_interview")),
    post("outcomes:decide_correction", LEADING, relation="correction of cat"),
    line("outcomes:appeal", TEXTS, relation=A),
    line("outcomes:appeal", TEXTS + "X", relation="judged appeal of cat"),
    post("outcomes:withdraw_appeal", "E", relation=A),
    post("outcomes:assign_judge", LEADING, relation=A),
    *(
        post(f"outcomes:{name}", "X", relation="judged appeal of cat")
        for name in ("step_aside", "ask_side", "decide_appeal")
    ),
    post("outcomes:comment_appeal", "ME", relation="judged appeal of cat"),
    post("outcomes:mended", "OHS", relation="mending appeal of cat"),
    line("api:outcomes_of_cycle", READING, relation=C),
    line("api:release_outcomes", LEADING, relation=C, method="POST", body={}),
    line("api:cancel_release", LEADING, relation="a planned release", method="DELETE"),
    post("api:show_recomputed", LEADING, relation=C),
    line("api:show_band", LEADING, relation=C, method="PUT", body={"show_band": False}),
    line("api:ranking_of_cycle", "OHMA", relation=C),
    line("api:outcome", READING, relation=R),
    line("api:confirm_outcome", "E", relation=R, method="POST", body={"seen": "y"}),
    line("api:evidence_pack", TEXTS, relation=R),
    line("api:appeals", EVERYBODY),
    line("api:one_appeal", TEXTS, relation=A),
    line("api:file_an_appeal", "E", relation=R, method="POST", body=DISPUTE),
    post("api:withdraw_an_appeal", "E", relation=A),
    line("api:judges", LEADING, relation=A),
    line("api:assign_a_judge", "", relation=A, method="POST", body={"judge": 1_000_000}),
    line("api:step_aside", "X", relation="judged appeal of cat", method="POST", body={"text": "x"}),
    line(
        "api:ask_a_side", "X", relation="judged appeal of cat", method="POST", body={"side": "manager", "question": "x"}
    ),
    line("api:comment_on_appeal", "ME", relation="judged appeal of cat", method="POST", body={"text": "x"}),
    line("api:decide_an_appeal", "X", relation="appeal of cat judged outside the line", method="POST", body=VERDICT),
    line("api:decide_an_appeal", "", relation="appeal of cat judged by who leads cat", method="POST", body=VERDICT),
    line("api:decide_an_appeal", "", relation="judged appeal of cat", method="POST", body=VERDICT),  # X is nobody there
    line("api:one_interview", "", relation=R),
    line("api:write_an_interview", "M", relation="answered result of cat", method="PUT", body={"well": "x"}),
    line("api:offer_an_interview", "M", relation="answered result of cat", method="POST", body={"seen": "x"}),
    line("api:own_words", "E", relation="answered result of cat", method="POST", body={"text": "x"}),
    line("api:sign_an_interview", "E", relation="answered result of cat", method="POST", body={"seen": "x"}),
    line("api:note_a_refusal", LEADING, relation=R, method="POST", body={"note": "x", "witness": "x"}),
    line("api:waive_an_interview", LEADING, relation=R, method="POST", body={"text": "x"}),
    line("api:cycle_seal", VERIFYING, relation=C),
    post("api:seal_a_cycle", LEADING, relation=C),
    line("api:propose_a_correction", LEADING, relation=R, method="POST", body={"grade": "S", "reason": "x"}),
    line("api:decide_a_correction", "O", relation="correction of cat", method="POST", body={"move": "withdraw"}),
]
MAKERS = {
    C: _code,
    R: _number,
    "unreleased result of cat": _unreleased,
    "answered result of cat": _answered,
    A: _filed,
    "judged appeal of cat": _judged,
    "appeal of cat judged outside the line": _judged_outside,
    "appeal of cat judged by who leads cat": _judged_above,
    "mending appeal of cat": _mending,
    "correction of cat": _correction,
    "a planned release": _planned,
}
"""How the thing of a relation is made: (letter, accounts) → parts of the address, None where it says nothing."""
ELSEWHERE = {
    "outcomes:verify": "needs a sealed cycle; tests/desk/outcomes/test_seal.py",
    "api:verify_a_seal": "needs a sealed cycle; tests/desk/outcomes/test_seal.py",
    "api:appeal_mended": "computes the period again; tests/desk/outcomes/test_appeal.py",
}
