"""The check of all plans, and history beside a draft."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.plan_check.queries.findings import findings_of_all, history_of_draft, planned_period
from merit_desk.plan_check.queries.shown import groups_of
from merit_desk.plans.actions.check import checked_plan
from merit_desk.plans.forms.plan_data import data_of, forms_posted
from merit_desk.plans.queries.advice import placed_advice
from merit_desk.plans.queries.places import places
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


@require_GET
@access(Can.EDIT_DEFINITIONS)
def page(request: HttpRequest) -> HttpResponse:
    """The frame; findings are worked out after it is shown. `?period=2026-11` looks at another period."""
    shown = {
        "title": say("plans.title"),
        "here": "plans",
        "tabs": places(viewer_of(request), "check"),
        "asked": request.GET.get("period", "").strip()[:10],
        "address": reverse("plan_check:findings"),
    }
    return render(request, "plan_check/page.html", shown)


@require_GET
@access(Can.EDIT_DEFINITIONS)
def findings(request: HttpRequest) -> HttpResponse:
    """All findings by plan, folded."""
    viewer, company = viewer_of(request), declared_company()
    try:
        period = planned_period(request.GET.get("period", "").strip()[:10])
    except ConflictRefusal as refusal:
        return render(request, "plan_check/findings.html", {"refused": say(refusal.code, **refusal.params)})
    groups = groups_of(company, findings_of_all(viewer, period))
    sums = [sum(getattr(each.advice, name) for each in groups) for name in ("warnings", "notes")]
    shown = {"groups": groups, "period": period, "warnings": sums[0], "notes": sums[1]}
    return render(request, "plan_check/findings.html", shown)


@require_POST
@access(Can.EDIT_DEFINITIONS)
def draft(request: HttpRequest) -> HttpResponse:
    """What history says of the form as it stands, each beside the indicator that it concerns."""
    viewer, company = viewer_of(request), declared_company()
    named = request.POST.get("editing", "") or request.POST.get("plan_id", "").strip() or "plan"
    forms = forms_posted(request.POST)
    plan = checked_plan(viewer, company, data_of(forms, named, 1)).plan
    numbers = range(len(forms.indicators))
    if plan is None:
        return render(request, "plan_check/draft.html", {"unsound": True, "numbers": numbers, "parts": {}})
    try:
        found = history_of_draft(viewer, plan)
    except ConflictRefusal as refusal:
        refused = say(refusal.code, **refusal.params)
        return render(request, "plan_check/draft.html", {"refused": refused, "numbers": numbers, "parts": {}})
    parts, rest = placed_advice(company, plan, found)
    shown = {"parts": parts, "rest": rest, "numbers": numbers, "count": len(found)}
    return render(request, "plan_check/draft.html", shown)
