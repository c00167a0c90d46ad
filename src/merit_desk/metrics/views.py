"""All KPIs of a node, and one of them day by day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from merit.kernel.node import COMPANY_ID
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.queries.sight import require_node, visible_files
from merit_desk.accounts.viewer import viewer_of
from merit_desk.metrics import queries
from merit_desk.results.queries.earlier import earlier_values
from merit_desk.results.queries.open_company import declared_company


@access(Need.SIGNED_IN)
@require_GET
def node(request: HttpRequest, period: str, kind: str, node: str) -> HttpResponse:
    """KPIs by subject; `?q=` looks for words in titles, `?kpi=` chooses the one drawn day by day."""
    company, viewer = declared_company(), viewer_of(request)
    files = visible_files(viewer, period)
    name = queries.known_node(company, viewer, files, kind, node)
    earlier = earlier_values(files, queries.FIRST) if node == COMPANY_ID else None
    lines = queries.kpi_lines(company, files, (kind, node), earlier)
    asked = request.GET.get("q", "").strip()
    found = [line for line in lines if asked.lower() in f"{line.title} {line.kpi}".lower()]
    first = next(iter(queries.first_lines(lines, 1)), None)
    drawn = next((line for line in lines if line.kpi == request.GET.get("kpi")), first)
    shown = {
        "title": name,
        "period": period,
        "kind": kind,
        "node": node,
        "groups": queries.grouped_lines(found),
        "count": len(lines),
        "asked": asked,
        "drawn": drawn,
        "compares": earlier is not None,
        "waits": earlier is not None and not earlier.ready.is_set(),
        "here": "kpis",
    }
    return render(request, "metrics/node.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def days(request: HttpRequest, period: str, kind: str, node: str, kpi: str) -> HttpResponse:
    """One KPI day by day: a chart with its table; asked for by the node's page, and a page of its own."""
    company, viewer = declared_company(), viewer_of(request)
    files = visible_files(viewer, period)
    name = queries.known_node(company, viewer, files, kind, node)
    require_node(viewer, kpi, kind, node, period)
    found = queries.trend(company, files, (kind, node), kpi)
    drawn = {"days": [row[0] for row in found.rows], "values": [row[2] for row in found.rows], "share": found.as_share}
    partial = request.headers.get("HX-Request") == "true"
    shown = {"title": found.title, "whose": name, "period": period, "trend": found, "drawn": drawn, "here": "kpis"}
    return render(request, "metrics/days.html" if partial else "metrics/days_page.html", {**shown, "partial": partial})
