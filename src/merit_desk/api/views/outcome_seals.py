"""Sealing a cycle, verifying a seal, correcting by a new entry."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from merit.reviews.correction import CorrectionMove
from merit_desk.accounts.viewer import Viewer
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.given_work import JobGiven
from merit_desk.api.forms.outcomes import CorrectionAsked, CorrectionGiven, CorrectionMoveAsked, SealGiven
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import operation
from merit_desk.cycles.models import Cycle
from merit_desk.cycles.queries.visible import cycle_of
from merit_desk.outcomes.actions.correct import decide_correction, propose_correction
from merit_desk.outcomes.actions.seal import ask_to_seal
from merit_desk.outcomes.actions.verify import ask_to_verify, require_verifier
from merit_desk.outcomes.models import CycleSeal
from merit_desk.outcomes.queries.sealing import blockers
from merit_desk.shell.sentences import say

router = Router(tags=["outcomes"])
_READ, _WRITE = Scope.CYCLES, Scope.CYCLES_WRITE
_SEAL = "/outcomes/cycles/{code}/seal"


@router.get(_SEAL, **operation("cycle_seal", _READ, SealGiven))
def cycle_seal(request: HttpRequest, code: str) -> dict[str, Any]:
    """What is missing, or what the seal covers."""
    viewer, cycle = _verifier(request, code)
    seal = CycleSeal.objects.filter(cycle=cycle).first()
    return {
        "cycle": cycle.code,
        "sealed": seal is not None,
        "digest": seal.digest if seal else "",
        "content": seal.content if seal else {},
        "blockers": [] if seal else [_said(each.code, each.gaps) for each in blockers(viewer, cycle)],
        "checks": [
            {"at": each.at.isoformat(), "differences": [say(one["code"], **one["gaps"]) for one in each.differences]}
            for each in (seal.checks.all() if seal else ())
        ],
    }


@router.post(_SEAL, **operation("seal_cycle", _WRITE, JobGiven, 202))
def seal_a_cycle(request: HttpRequest, code: str) -> Status[Any]:
    """Seal in the background."""
    viewer = viewer_asking(request)
    return Status(202, ask_to_seal(viewer, cycle_of(viewer, code)))


@router.post(f"{_SEAL}/verification", **operation("verify_seal", _WRITE, JobGiven, 202))
def verify_a_seal(request: HttpRequest, code: str) -> Status[Any]:
    """Compute everything again and compare, in the background."""
    viewer, cycle = _verifier(request, code)
    return Status(202, ask_to_verify(viewer, cycle))


@router.post("/outcomes/{int:number}/corrections", **operation("propose_correction", _WRITE, CorrectionGiven, 201))
def propose_a_correction(request: HttpRequest, number: int, asked: CorrectionAsked) -> Status[Any]:
    """Propose another grade for a sealed result."""
    return Status(201, propose_correction(viewer_asking(request), number, asked.grade, asked.reason))


@router.post("/corrections/{int:number}", **operation("decide_correction", _WRITE, CorrectionGiven))
def decide_a_correction(request: HttpRequest, number: int, asked: CorrectionMoveAsked) -> Any:
    """Agree to a correction, refuse it, or take one's own back."""
    return decide_correction(viewer_asking(request), number, CorrectionMove(asked.move), asked.note)


def _verifier(request: HttpRequest, code: str) -> tuple[Viewer, Cycle]:
    viewer = viewer_asking(request)
    require_verifier(viewer)
    return viewer, cycle_of(viewer, code)


def _said(code: str, gaps: dict[str, str | int]) -> str:
    found = dict(gaps)
    if "state" in found:
        found["state"] = say(f"review.state.{found['state']}")
    return say(code, **found)
