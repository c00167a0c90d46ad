"""The library of KPIs, one KPI, its versions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from merit.catalogue.kpi import Direction, Unit
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.catalogue.forms.kpi_form import choices
from merit_desk.catalogue.named import group_title, groups_in_order
from merit_desk.catalogue.queries.library import Asked
from merit_desk.catalogue.queries.library import library as found_in_library
from merit_desk.catalogue.queries.sheet import sheet
from merit_desk.catalogue.queries.sight import kpis_seen, require_kpi
from merit_desk.catalogue.queries.versions import difference_lines, kpi_version, kpi_versions
from merit_desk.results.queries.names import kpi_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.comparison import beside
from merit_desk.shell.sentences import say

ONLY = ("used", "unused", "own", "missing")


@require_GET
@access(Need.SIGNED_IN)
def library(request: HttpRequest) -> HttpResponse:
    """All KPIs that the viewer may see; `?q=`, `group`, `unit`, `direction` and `only` narrow them."""
    viewer, company = viewer_of(request), declared_company()
    given = [request.GET.get(name, "").strip() for name in ("q", "group", "unit", "direction", "only")]
    asked = Asked(*given)
    groups = found_in_library(viewer, company, asked)
    seen = kpis_seen(viewer, company)
    subjects = groups_in_order(company.catalogue[kpi].group for kpi in seen)
    shown = {
        "title": say("catalogue.title"),
        "here": "catalogue",
        "asked": asked,
        "groups": groups,
        "count": sum(len(group.lines) for group in groups),
        "subjects": [(each, group_title(each)) for each in subjects],
        "units": choices("unit_name", Unit),
        "directions": choices("direction", Direction),
        "only": [(each, say(f"catalogue.only_{each}")) for each in ONLY],
        "may_edit": viewer.can(Can.EDIT_DEFINITIONS),
    }
    return render(request, "catalogue/library.html", shown)


@require_GET
@access(Need.SIGNED_IN)
def kpi(request: HttpRequest, kpi: str) -> HttpResponse:
    """One KPI: what it is, what it needs, who uses it, its versions."""
    viewer, company = viewer_of(request), declared_company()
    found = sheet(viewer, company, kpi)
    versions = kpi_versions(kpi) if not found.kpi.hidden else []
    shown = {
        "title": found.title,
        "here": "catalogue",
        "sheet": found,
        "kpi": found.kpi,
        "versions": versions,
        "latest": versions[0] if versions else None,
        "period": next(iter(periods_run()), ""),
        "may_edit": viewer.can(Can.EDIT_DEFINITIONS) and not found.kpi.hidden,
    }
    return render(request, "catalogue/kpi.html", shown)


@require_GET
@access(Need.SIGNED_IN)
def versions(request: HttpRequest, kpi: str) -> HttpResponse:
    """Two versions side by side: `?before=1&after=2`; the last two unless said."""
    company = declared_company()
    require_kpi(viewer_of(request), company, kpi)
    found = kpi_versions(kpi)
    after = kpi_version(kpi, _number(request, "after", found[0].number))
    earlier = [each.number for each in found if each.number < after.number]
    before = kpi_version(kpi, _number(request, "before", earlier[0] if earlier else after.number))
    shown = {
        "title": say("catalogue.versions_of", kpi=kpi_title(company, kpi)),
        "here": "catalogue",
        "kpi": kpi,
        "kpi_title": kpi_title(company, kpi),
        "versions": found,
        "before": before,
        "after": after,
        "changes": difference_lines(company, before.data, after.data),
        "lines": beside(before.text, after.text),
        "back": reverse("catalogue:kpi", args=(kpi,)),
    }
    return render(request, "catalogue/versions.html", shown)


@require_GET
@access(Need.SIGNED_IN)
def raw(request: HttpRequest, kpi: str, number: int) -> HttpResponse:
    """One version as YAML text."""
    require_kpi(viewer_of(request), declared_company(), kpi)
    return HttpResponse(kpi_version(kpi, number).text, content_type="text/plain; charset=utf-8")


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() else otherwise
