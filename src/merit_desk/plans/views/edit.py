"""Editing a plan: the form, its check while one types, trying it, keeping a draft, putting it in force."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from merit.company import Company
from merit.kernel.refusals import ConflictRefusal
from merit.sources.documents import documents_of
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.catalogue.queries.slots import without_place
from merit_desk.documents.actions import StaleEdit, Unsound
from merit_desk.documents.actions.drafts import draft_of, drop_draft, save_draft
from merit_desk.plans.actions.check import checked_plan
from merit_desk.plans.actions.reshape import reshaped
from merit_desk.plans.actions.save import SealedRefusal, about_draft, is_newest, latest_number, next_start, save_plan
from merit_desk.plans.actions.trial import tried
from merit_desk.plans.forms.plan_data import PlanForms, data_of, forms_of, forms_posted
from merit_desk.plans.queries.judged import judged
from merit_desk.plans.queries.sheet import require_plan
from merit_desk.plans.queries.versions import in_force, plan_versions
from merit_desk.results.queries.names import plan_title, titled
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.comparison import beside
from merit_desk.shell.sentences import say

START: dict[str, Any] = {
    "cycle": "month",
    "indicators": [{"kpi": "", "weight": 100, "curve": {"proportional": {"cap": 120}}, "missing": "block"}],
    "grades": [["S", 110], ["A", 95], ["B", 80], ["C", 60], ["D", 0]],
}


@require_http_methods(["GET", "POST"])
@access(Can.EDIT_DEFINITIONS)
def new(request: HttpRequest) -> HttpResponse:
    """A plan that there is not yet."""
    return _edited(request, "")


@require_http_methods(["GET", "POST"])
@access(Can.EDIT_DEFINITIONS)
def edit(request: HttpRequest, plan: str) -> HttpResponse:
    """The next version of a plan, from the viewer's draft or from the version in force."""
    require_plan(viewer_of(request), declared_company(), plan)
    return _edited(request, plan)


@require_POST
@access(Can.EDIT_DEFINITIONS)
def check(request: HttpRequest) -> HttpResponse:
    """What is wrong with the form as it stands, its curves and its total weight; the draft is kept on the way."""
    viewer, plan = viewer_of(request), request.POST.get("editing", "")
    forms = forms_posted(request.POST)
    shown = _judged(viewer, request.POST, forms)
    saved_at = None
    data = data_of(forms, plan, 1)
    if not is_newest(viewer, plan, data):
        content = {"text": shown["text"]}
        saved_at = save_draft(viewer, about_draft(plan), content, request.POST.get("based_on", "")[:10]).saved_at
        if is_newest(viewer, plan, data):  # put in force while it was checked: no draft of it stays behind
            drop_draft(viewer, about_draft(plan))
    return render(request, "plans/verdict.html", {**shown, "forms": forms, "saved_at": saved_at, "oob": True})


@require_POST
@access(Can.EDIT_DEFINITIONS)
def trial(request: HttpRequest) -> HttpResponse:
    """Totals of the people on it before and after, on the last period, and the plan check with history."""
    viewer = viewer_of(request)
    forms = forms_posted(request.POST)
    data = data_of(forms, _named(request.POST), 1)
    checked = checked_plan(viewer, declared_company(), data)
    if checked.plan is None:
        return render(request, "plans/trial.html", {"unsound": True})
    try:
        found = tried(viewer, checked.plan)
    except ConflictRefusal as refusal:
        return render(request, "plans/trial.html", {"refused": say(refusal.code, **refusal.params)})
    shown: dict[str, Any] = {
        "trial": found,
        "problems": without_place(found.problems),
        "advice": without_place(found.advice),
    }
    shown["linked"] = found.period in periods_run()
    return render(request, "plans/trial.html", shown)


@require_POST
@access(Can.EDIT_DEFINITIONS)
def drop(request: HttpRequest, plan: str) -> HttpResponse:
    """Take the viewer's own draft away; the plan stays as it is."""
    viewer = viewer_of(request)
    require_plan(viewer, declared_company(), plan)
    drop_draft(viewer, about_draft(plan))
    messages.success(request, say("plans.draft_dropped"))
    return redirect(reverse("plans:plan", args=(plan,)))


def _named(posted: QueryDict) -> str:
    return posted.get("editing", "") or posted.get("plan_id", "").strip()


def _edited(request: HttpRequest, plan: str) -> HttpResponse:
    viewer = viewer_of(request)
    if request.method == "GET":
        data, seen = _opened(viewer, plan)
        return _page(request, plan, forms_of(data), {"based_on": seen})
    forms, do = forms_posted(request.POST), _asked(request)
    if do == "save":
        return _saved(request, plan, forms)
    data = reshaped(data_of(forms, _named(request.POST), 1), do)
    return _page(request, plan, forms_of(data), {})


def _opened(viewer: Viewer, plan: str) -> tuple[dict[str, Any], str]:
    """The draft where there is one, else the version in force; and the number of the version it goes back to."""
    draft = draft_of(viewer, about_draft(plan))
    if draft is not None and draft.content.get("text"):
        documents, _ = documents_of(draft.content["text"], "draft")
        if documents:
            return documents[0].data, draft.based_on or str(latest_number(plan, viewer.today))
    if not plan:
        return {**START, "valid_from": next_start(viewer.today, "month")}, "0"
    now = in_force(plan_versions(plan, viewer.today)).data
    return {**now, "valid_from": next_start(viewer.today, str(now.get("cycle", "month")))}, str(
        latest_number(plan, viewer.today)
    )


def _saved(request: HttpRequest, plan: str, forms: PlanForms) -> HttpResponse:
    named, reason = _named(request.POST), request.POST.get("reason", "").strip()
    if not reason or not named:
        return _page(request, plan, forms, {"no_reason": not reason, "no_name": not named}, 422)
    seen = request.POST.get("based_on", "")
    based_on = int(seen) if seen.isascii() and seen.isdigit() else 0
    try:
        number = save_plan(viewer_of(request), data_of(forms, named, 1), based_on, reason)
    except Unsound as unsound:
        return _page(request, plan, forms, {"unsound": unsound.problems}, 422)
    except SealedRefusal as sealed:
        return _page(request, plan, forms, {"sealed": say(sealed.code, **sealed.params)}, 422)
    except StaleEdit as stale:
        latest = latest_number(named, viewer_of(request).today)
        more = {"stale": beside(stale.theirs or "", stale.yours or ""), "stale_number": latest, "based_on": latest}
        return _page(request, plan, forms, more, 409)
    messages.success(request, say("plans.saved", plan=plan_title(declared_company(), named), number=number))
    return redirect(reverse("plans:plan", args=(named,)))


def _judged(viewer: Viewer, posted: QueryDict, forms: PlanForms) -> dict[str, Any]:
    company, named = declared_company(), _named(posted)
    data = data_of(forms, named or "plan", latest_number(named, viewer.today) + 1 if named else 1)
    return judged(viewer, company, forms, checked_plan(viewer, company, data), data)


def _page(request: HttpRequest, plan: str, forms: PlanForms, more: dict[str, Any], status: int = 200) -> HttpResponse:
    viewer, company = viewer_of(request), declared_company()
    posted = request.POST.copy()
    if plan:
        posted["editing"] = plan
    latest = latest_number(plan, viewer.today) if plan else 0
    draft = draft_of(viewer, about_draft(plan)) if request.method == "GET" else None
    title = plan_title(company, plan)
    address = reverse("plans:edit", args=(plan,)) if plan else reverse("plans:new")
    shown = {
        "title": say("plans.edit_title", plan=title) if plan else say("plans.new_title"),
        "here": "plans",
        "plan": plan,
        "plan_id": request.POST.get("plan_id", ""),
        "forms": forms,
        "number": latest + 1,
        "based_on": request.POST.get("based_on", str(latest)),
        "reason": request.POST.get("reason", ""),
        "names": _names(company),
        "draft": draft,
        "address": address,
        "shape_address": f"{address}?do=shape",
        "back": reverse("plans:plan", args=(plan,)) if plan else reverse("plans:plans"),
        **_judged(viewer, posted, forms),
        "calm": request.method == "GET" and not plan and draft is None,
        **more,
    }
    partial = request.headers.get("HX-Request") == "true" and _asked(request) != "save"
    return render(request, "plans/form.html" if partial else "plans/edit.html", shown, status=status)


def _asked(request: HttpRequest) -> str:
    """What to do with the form: `save`, or a change of its shape."""
    return request.POST.get("do", "") or request.GET.get("do", "") or "save"


def _names(company: Company) -> list[tuple[str, str]]:
    listed = [kpi for kpi in company.catalogue.kpis.values() if not kpi.hidden]
    return [(kpi.id, titled(kpi.title, kpi.id)) for kpi in listed]
