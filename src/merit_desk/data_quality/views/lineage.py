"""Lineage: from file to table to KPI to plan to a person's pay, and back."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from merit.company import Company
from merit.kernel.period import Period
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.catalogue.named import group_title, groups_in_order, table_words
from merit_desk.data_quality.queries.lineage import (
    Lineage,
    Start,
    kpis_from,
    kpis_to_choose,
    lineage,
    most_used,
)
from merit_desk.data_quality.views.tabs import here, tabs
from merit_desk.results.queries.names import kpi_title, plan_title, reward_title, standing
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.formats import pay
from merit_desk.shell.sentences import say

PEOPLE = 20
STARTS = ("table", "plan", "reward", "person")


@access(Need.SIGNED_IN)
@require_GET
def lineage_page(request: HttpRequest) -> HttpResponse:
    """`?kpi=` chooses one; `?table=`, `plan`, `reward` or `person` shows the KPIs through which they are connected."""
    viewer, company = viewer_of(request), declared_company()
    period, start = request.GET.get("period", ""), _start(request)
    kpis = kpis_to_choose(viewer, company)
    kpi = request.GET.get("kpi", "") or ("" if start else most_used(viewer, company))
    found = lineage(viewer, company, kpi, period) if kpi else None
    through = kpis_from(viewer, company, start, period) if start else []
    shown = {
        "title": say("data_quality.lineage"),
        "here": here(viewer),
        "tabs": tabs(viewer, "lineage"),
        "kpi": kpi,
        "choices": _choices(company, kpis),
        "found": found,
        "start": say(f"data_quality.from_{start.kind}", name=_called(company, start)) if start else "",
        "through": [(each, kpi_title(company, each)) for each in through],
        "sees_everybody": viewer.everywhere(Can.SEE_RESULTS) or viewer.everywhere(Can.SEE_PAY),
        "sees_sources": viewer.can(Can.SEE_SOURCES),
        "sees_fields": viewer.meets((Can.SEE_DEFINITIONS, Can.SEE_SOURCES)),
        **(_walked(company, found, request.GET.get("page")) if found else {}),
    }
    return render(request, "data_quality/lineage.html", shown)


def _start(request: HttpRequest) -> Start | None:
    return next((Start(kind, name) for kind in STARTS if (name := request.GET.get(kind, ""))), None)


def _walked(company: Company, found: Lineage, page: str | None) -> dict[str, object]:
    people = Paginator(found.people, PEOPLE).get_page(page)
    currency = company.profile.currency
    return {
        "kpi_title": kpi_title(company, found.kpi),
        "parts": [(each, kpi_title(company, each)) for each in found.parts],
        "wholes": [(each, kpi_title(company, each)) for each in found.wholes],
        "files": [(each, each.title or table_words(each.tables[0])) for each in found.sources],
        "uses": len(found.plans) + len(found.rewards),
        "page": people,
        "people": [(each, "" if each.payable is None else pay(each.payable, currency)) for each in people],
    }


def _choices(company: Company, kpis: list[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    by_group: dict[str, list[tuple[str, str]]] = {}
    for kpi in kpis:
        by_group.setdefault(company.catalogue[kpi].group, []).append((kpi, kpi_title(company, kpi)))
    return [(group_title(group), by_group[group]) for group in groups_in_order(by_group)]


def _called(company: Company, start: Start) -> str:
    match start.kind:
        case "table":
            return table_words(start.id)
        case "plan":
            return plan_title(company, start.id)
        case "reward":
            return reward_title(company, start.id)
        case _:
            return standing(company, start.id, Period.parse(periods_run()[0])).name
