"""One target while its period runs, as part of other pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from merit_desk.accounts.access import Need, access
from merit_desk.accounts.queries.sight import require_node
from merit_desk.accounts.viewer import viewer_of
from merit_desk.forecasts.forms.asked import asked_in
from merit_desk.forecasts.queries.outlook import Wanted
from merit_desk.forecasts.queries.pace_line import Running, pace_line
from merit_desk.forecasts.queries.panel import bases_of, worth_of
from merit_desk.results.queries.open_company import declared_company


@require_GET
@access(Need.SIGNED_IN)
def pace(request: HttpRequest) -> HttpResponse:
    """`?kpi=&node_kind=&node=&period=&target=&basis=`; nothing at all where there is nothing to say."""
    company, asked = declared_company(), asked_in(request.GET.dict())
    line = None
    if asked.complete and asked.period is not None and asked.kpi in company.catalogue:
        require_node(viewer_of(request), asked.kpi, asked.kind, asked.node, str(asked.period))
        wanted = Wanted(asked.kpi, asked.kind, asked.node, asked.period)
        target = worth_of(asked.target, asked.basis, bases_of(company, wanted))
        line = pace_line(company, Running(wanted, target)) if target is not None else None
    return render(request, "forecasts/pace.html", {"lines": [line] if line else [], "alone": True})
