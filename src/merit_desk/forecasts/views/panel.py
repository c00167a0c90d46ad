"""Beside a target that is being set."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.queries.sight import require_node
from merit_desk.accounts.viewer import viewer_of
from merit_desk.forecasts.forms.asked import asked_in
from merit_desk.forecasts.queries.outlook import Wanted
from merit_desk.forecasts.queries.panel import target_panel
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


@require_GET
@access(Need.SIGNED_IN)
def panel(request: HttpRequest) -> HttpResponse:
    """What is suggested for the target typed so far; a sentence where it is not known yet what to forecast."""
    company, asked = declared_company(), asked_in(request.GET.dict())
    if not asked.complete or asked.period is None or asked.kpi not in company.catalogue:
        return render(request, "forecasts/panel.html", {"waits": say("forecasts.waits")})
    require_node(viewer_of(request), asked.kpi, asked.kind, asked.node, str(asked.period))
    try:
        found = target_panel(company, Wanted(asked.kpi, asked.kind, asked.node, asked.period), asked)
    except (ConflictRefusal, NotFoundRefusal) as refusal:
        return render(request, "forecasts/panel.html", {"waits": say(refusal.code, **refusal.params)})
    return render(request, "forecasts/panel.html", {"panel": found})
