"""One goal as a page, also when a form beside it was refused: what was typed is kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from merit_desk.accounts.viewer import viewer_of
from merit_desk.goals.forms.small import ReportForm, ResultForm
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.page import goal_page
from merit_desk.results.queries.open_company import declared_company


def shown_goal(request: HttpRequest, goal: Goal, status: int = 200, **more: Any) -> HttpResponse:
    """The page; `refusal` says why something was not done, `report_form` and `result_form` hold what was typed."""
    shown = {
        "title": goal.title,
        "here": "goals",
        "page_of_goal": goal_page(viewer_of(request), declared_company(), goal),
        "report_form": ReportForm(),
        "result_form": ResultForm(),
        **more,
    }
    return render(request, "goals/goal.html", shown, status=status)
