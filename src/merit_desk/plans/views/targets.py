"""The table of targets, and setting one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.catalogue.queries.sight import kpis_seen
from merit_desk.documents.actions import StaleEdit, Unsound
from merit_desk.plans.actions.targets import TargetRow, set_target
from merit_desk.plans.forms.target_form import TargetForm
from merit_desk.plans.queries.places import places
from merit_desk.plans.queries.targets import standing_target, target_history, target_lines, target_words
from merit_desk.results.queries.names import kpi_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.comparison import beside
from merit_desk.shell.sentences import say

PER_PAGE = 50


@require_GET
@access(Need.SIGNED_IN)
def targets(request: HttpRequest) -> HttpResponse:
    """Targets that the viewer may see; `?q=`, `kpi` and `period` narrow them."""
    viewer, company = viewer_of(request), declared_company()
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "kpi", "period")}
    everything = target_lines(viewer, company, {})
    lines = target_lines(viewer, company, asked) if any(asked.values()) else everything
    shown = {
        "title": say("plans.targets_title"),
        "here": "plans",
        "asked": asked,
        "filtered": any(asked.values()),
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "kpis": sorted({(line.kpi, line.kpi_title) for line in everything}, key=lambda each: each[1]),
        "periods": sorted({line.period for line in everything}, reverse=True),
        "tabs": places(viewer, "targets"),
        "may_edit": viewer.can(Can.EDIT_TARGETS),
    }
    return render(request, "plans/targets.html", shown)


@require_http_methods(["GET", "POST"])
@access(Can.EDIT_TARGETS)
def set_one(request: HttpRequest) -> HttpResponse:
    """Set or change one target; `?kpi=&node_kind=&node=&period=&from=` opens the row that there is."""
    if request.method == "POST":
        return _posted(request)
    given = request.GET.dict()
    stands = standing_target(given)
    initial = {
        "node_kind": "person",
        "basis": "absolute",
        **given,
        **stands,
        "start": given.get("from", ""),
        "reason": "",
    }
    return _form(request, TargetForm(initial=initial), stands, {"seen": stands.get("target", "")})


def _posted(request: HttpRequest) -> HttpResponse:
    form, seen = TargetForm(request.POST), request.POST.get("seen", "")
    if not form.is_valid():
        return _form(request, form, {}, {"seen": seen}, 422)
    names = ("kpi", "node_kind", "node", "period", "target", "basis", "start", "reason")
    row = TargetRow(**{name: form.value(name) for name in names})
    stands = standing_target(row.cells)
    try:
        set_target(viewer_of(request), row, seen)
    except Unsound as unsound:
        form.refuse(unsound.problems)
        return _form(request, form, stands, {"seen": seen}, 422)
    except StaleEdit as stale:
        more = {"stale": beside(stale.theirs or "", stale.yours or ""), "seen": stands.get("target", "")}
        return _form(request, form, stands, more, 409)
    messages.success(request, say("plans.target_set", kpi=kpi_title(declared_company(), row.kpi)))
    return redirect(f"{reverse('plans:targets')}?kpi={row.kpi}")


def _form(
    request: HttpRequest, form: TargetForm, stands: dict[str, str], more: dict[str, Any], status: int = 200
) -> HttpResponse:
    company = declared_company()
    seen = [kpi for kpi in kpis_seen(viewer_of(request), company) if not company.catalogue[kpi].hidden]
    shown = {
        "title": say("plans.set_target"),
        "here": "plans",
        "form": form,
        "back": reverse("plans:targets"),
        "stands": target_words(company, stands["kpi"], stands["target"], stands.get("basis", "")) if stands else "",
        "history": target_history(company, stands) if stands else [],
        "kpi_list": [(kpi, kpi_title(company, kpi)) for kpi in sorted(seen)],
        **more,
    }
    return render(request, "plans/target.html", shown, status=status)
