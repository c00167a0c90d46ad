"""What a KPI is likely to come to, which targets are suggested, and how likely one is reached."""

from fractions import Fraction
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from merit.catalogue.kpi import Direction
from merit.forecast.kpi_forecast import KpiForecast
from merit.forecast.running import running_target
from merit.forecast.suggestion import Suggestion, suggestions
from merit.kernel.exact import plain
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.queries.sight import require_node
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.forecasts import ForecastAsked, ForecastGiven
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import operation
from merit_desk.forecasts.forms.asked import number_in
from merit_desk.forecasts.queries.outlook import Wanted, outlook_of
from merit_desk.forecasts.queries.panel import bases_of, worth_of
from merit_desk.forecasts.queries.planners import market_growth, outlook_with
from merit_desk.results.queries.open_company import declared_company

router = Router(tags=["kpis"])
_PLACES = 6


@router.get("/forecasts", **operation("forecast", Scope.KPIS, ForecastGiven))
def forecast(request: HttpRequest, asked: Annotated[ForecastAsked, Query()]) -> dict[str, Any]:
    """Growth and benchmarks as target are worth what they come to; an empty market growth is that of benchmarks.csv."""
    company, period = declared_company(), asked.when()
    if asked.kpi not in company.catalogue:
        raise NotFoundRefusal("refusal.no_such_figure")
    require_node(viewer_asking(request), asked.kpi, str(asked.node_kind), asked.node, asked.period)
    wanted, direction = (
        Wanted(asked.kpi, str(asked.node_kind), asked.node, period),
        company.catalogue[asked.kpi].direction,
    )
    found = outlook_of(wanted)
    target = worth_of(number_in(asked.target), asked.basis, bases_of(company, wanted))
    known = market_growth(company, wanted)
    growth = number_in(asked.market_growth, of_hundred=True) or (known.growth if known else None)
    outlook = outlook_with(wanted, growth, number_in(asked.capacity))
    suggested = [_suggested(each) for each in suggestions(found.distribution, direction, outlook)]
    planned = {"market_growth": None if growth is None else plain(growth, _PLACES), "suggested": suggested}
    return _forecast(found) | _target(found, target, direction) | planned


def _forecast(found: KpiForecast) -> dict[str, Any]:
    quantiles = {f"p{level}": found.distribution.quantile(level / 100) for level in (10, 25, 50, 75, 90)}
    return {
        "kpi": found.kpi,
        "node_kind": str(found.node.kind),
        "node": found.node.id,
        "period": str(found.period),
        "until": found.today,
        "already": plain(found.already, _PLACES),
        **quantiles,
        "days_of_history": found.days_of_history,
        "borrowed_from": [each.id for each in found.borrowed_from],
        "unseen": list(found.unseen),
    }


def _target(found: KpiForecast, target: Fraction | None, direction: Direction) -> dict[str, Any]:
    running = running_target(found, Fraction(0) if target is None else target, direction)
    left = {"days_left": running.days_left}
    if target is None:
        return left | dict.fromkeys(("target", "chance", "difficulty", "missing")) | {"needed_per_day": []}
    return left | {
        "target": plain(target, _PLACES),
        "chance": plain(Fraction(running.chance, 1000)),
        "difficulty": plain(1 - Fraction(running.chance, 1000)),
        "missing": plain(running.missing, _PLACES),
        "needed_per_day": [] if direction is Direction.DOWN else list(running.needed_per_day),
    }


def _suggested(each: Suggestion) -> dict[str, Any]:
    shown = {"ambition": str(each.ambition), "target": plain(each.target.value, _PLACES)}
    return shown | {"chance": plain(Fraction(each.chance, 1000)), "difficulty": plain(each.difficulty.value, 3)}
