"""Where money and hours bring more, as far as the asker may see."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from merit.allocation.moves import Judged
from merit.allocation.shifts import ServiceGoal
from merit.allocation.spending import Cut
from merit.allocation.told import Told, move_told, remarks_told, shift_told, standing_told
from merit.engines.service_hours import StaffedTeam
from merit.kernel.refusals import NotFoundRefusal
from merit.wording.sentences import sentence
from merit_desk.allocation.queries.read import cuts_of, hours_of, money_of
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.allocation import MoneyGiven, ServiceHoursGiven
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import operation
from merit_desk.shell.language import current_language

router = Router(tags=["allocation"])
Seconds = Annotated[int, Query(ge=1, le=3600)]
Percent = Annotated[int, Query(ge=1, le=99)]


@router.get("/allocation/money", **operation("allocation_money", Scope.RESULTS, MoneyGiven))
def allocation_money(request: HttpRequest, by: Cut = Cut.CAMPAIGN) -> Any:
    """Managers see what is credited to their people; channels only those who see every shop."""
    viewer = viewer_asking(request)
    found = money_of(viewer, by) if by in cuts_of(viewer) else None
    if found is None:
        raise NotFoundRefusal("allocation.no_ads")
    return {
        "first": found.span.start,
        "last": found.span.last,
        "units": [_unit(each) for each in found.units],
        "moves": [
            {
                "source": each.source.days.unit,
                "to": each.to.days.unit if each.to else None,
                "a_day": each.a_day,
                "gain": each.gain,
                "said": _said(move_told(each)),
            }
            for each in found.moves
        ],
    }


@router.get("/allocation/people", **operation("allocation_people", Scope.RESULTS, ServiceHoursGiven))
def allocation_people(request: HttpRequest, within: Seconds = 30, share: Percent = 80) -> Any:
    """Teams of which the asker sees every account; `share` of first replies within `within` seconds."""
    goal = ServiceGoal(within, share / 100)
    found = hours_of(viewer_asking(request), goal)
    if found is None:
        raise NotFoundRefusal("allocation.no_talks")
    teams = [_team(each, goal) for each in found.teams]
    return {"first": found.span.start, "last": found.span.last, "teams": teams}


def _unit(one: Judged) -> dict[str, Any]:
    response = one.response
    return {
        "unit": one.days.unit,
        "standing": str(one.standing),
        "today": response.today if response else None,
        "lowest": response.lowest if response else None,
        "highest": response.highest if response else None,
        "elasticity": response.elasticity_interval() if response else None,
        "back_from_one_more": one.back,
        "tested_back": one.tested_back,
        "said": [_said(each) for each in (standing_told(one), *remarks_told(one))],
    }


def _team(one: StaffedTeam, goal: ServiceGoal) -> dict[str, Any]:
    return {
        "team": one.team,
        "hours": [
            {
                "hour": each.hour,
                "enquiries_a_day": each.rate,
                "present": each.present,
                "needed": list(each.need),
                "in_time": each.in_time,
                "standing": str(each.standing),
            }
            for each in one.needs
        ],
        "moves": [
            {
                "source": each.source.hour,
                "to": each.to.hour,
                "people": each.people,
                "after": each.after,
                "said": _said(shift_told(each, goal)),
            }
            for each in one.moves
        ],
    }


def _said(told: Told) -> str:
    return sentence(*told, current_language())
