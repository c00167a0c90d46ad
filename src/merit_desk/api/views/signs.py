"""Signs of gaming or false data, for the data steward: to read, to look for, and what came of them."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from merit_desk.accounts.access import Can
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.signs import LookGiven, SignFindingAsked, SignGiven
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import operation
from merit_desk.signs.actions.find import write_finding
from merit_desk.signs.actions.look import look_in_background
from merit_desk.signs.models import Outcome, SeenSign
from merit_desk.signs.queries.known import signs_known_to
from merit_desk.signs.queries.shown import shown

router = Router(tags=["data quality"])


@router.get("/periods/{period}/signs", **operation("signs_seen", Scope.DATA, list[SignGiven]))
def signs_seen(request: HttpRequest, period: str) -> Any:
    """What was seen in the period at the last look, the least likely by chance first."""
    viewer = viewer_asking(request)
    viewer.require(Can.LOAD_DATA)
    return [_given(each) for each in signs_known_to(viewer).filter(period=period)]


@router.post("/periods/{period}/signs/look", **operation("look_for_signs", Scope.DATA_WRITE, LookGiven))
def look_for_signs(request: HttpRequest, period: str) -> Any:
    """Look at the period in the background."""
    return {"job": look_in_background(viewer_asking(request), period).pk}


@router.post("/signs/{number}/finding", **operation("write_sign_finding", Scope.DATA_WRITE, SignGiven))
def write_sign_finding(request: HttpRequest, number: int, asked: SignFindingAsked) -> Any:
    """Write down what came of a sign."""
    return _given(write_finding(viewer_asking(request), number, Outcome(asked.outcome), asked.reason))


def _given(sign: SeenSign) -> dict[str, Any]:
    words = shown(sign)
    names = ("name", "kind", "subject_kind", "subject", "period", "chance", "rows", "evidence", "still_seen")
    kept = {name: getattr(sign, name) for name in (*names, "outcome", "reason")}
    return {"number": sign.pk, "seen": words.seen, "innocent": words.innocent, "likely": words.likely, **kept}
