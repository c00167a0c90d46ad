"""考核表检查: known mistakes of plans, targets and rewards, each with evidence and with what to do."""

from collections.abc import Iterable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from merit.kernel.problems import Problem
from merit.wording.sentences import problem_sentence
from merit_desk.accounts.access import Can
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms import plan_check as given
from merit_desk.api.forms.given import Page
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, operation
from merit_desk.plan_check.queries.findings import findings_of_all, history_of_draft, planned_period
from merit_desk.plans.actions.check import checked_plan
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.language import current_language

router = Router(tags=["plan check"])
PeriodAsked = Annotated[str, Query(max_length=24)]
PlanAsked = Annotated[str, Query(max_length=120)]


@router.get("/plan-check", **operation("plan_check", Scope.DEFINITIONS, Page[given.PlanFindingGiven]))
def plan_check(
    request: HttpRequest, period: PeriodAsked = "", plan: PlanAsked = "", limit: Limit = LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """Of the plans in force in the period; without one, the last with data and targets."""
    viewer = viewer_asking(request)
    viewer.require(Can.EDIT_DEFINITIONS)
    found = _given(findings_of_all(viewer, planned_period(period)))
    listed = [each for each in found if plan in ("", each["plan"])]
    return page_of(listed, lambda each: (each["number"],), limit, cursor)


@router.post("/plan-checks", **operation("check_plan", Scope.DEFINITIONS, given.PlanDraftGiven))
def check_plan(request: HttpRequest, asked: given.PlanDraftAsked) -> dict[str, Any]:
    """A draft; stores nothing."""
    viewer = viewer_asking(request)
    viewer.require(Can.EDIT_DEFINITIONS)
    checked = checked_plan(viewer, declared_company(), asked.document)
    history = history_of_draft(viewer, checked.plan) if checked.plan is not None and asked.history else []
    return {
        "sound": checked.plan is not None,
        "findings": _given((*checked.problems, *checked.advice, *history)),
    }


def _given(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    language = current_language()
    return [
        {
            "number": number,
            "code": each.code,
            "severity": str(each.severity),
            "text": problem_sentence(each, language),
            "plan": str(each.params.get("plan", "")),
            "indicator": str(each.params.get("indicator", each.params.get("other", ""))),
            "file": each.place.file,
            "line": each.place.line,
            "field": each.place.field,
            "params": each.params,
        }
        for number, each in enumerate(problems, start=1)
    ]
