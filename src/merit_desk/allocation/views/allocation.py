"""Where to move advertising money, and where hours of customer service."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from merit.allocation.shifts import ServiceGoal
from merit.allocation.spending import Cut
from merit.kernel.refusals import ConflictRefusal
from merit.wording.sentences import sentence
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.allocation.queries.read import cuts_of, hours_of, money_of
from merit_desk.allocation.queries.shown import SHOWN_OF, shown_hours, shown_money
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.language import current_language
from merit_desk.shell.parts import Tab
from merit_desk.shell.sentences import say

HERE = "allocation"
SECONDS, SHARES = (10, 20, 30, 60, 90, 180), (70, 80, 90, 95)


@access(Can.SEE_KPIS, Can.ENTER_VALUES)
@require_GET
def money(request: HttpRequest) -> HttpResponse:
    """What one more spent brings back, and moves between campaigns, channels or shops."""
    viewer, company = viewer_of(request), declared_company()
    cuts = cuts_of(viewer)
    cut = next((each for each in cuts if each == request.GET.get("by")), Cut.CAMPAIGN)
    found = money_of(viewer, cut)
    page = _frame("money") | {"cut": str(cut), "cuts": [(str(each), say(f"allocate.by_{each}")) for each in cuts]}
    if found is None or not found.units:
        page["none"] = _told("allocation.no_ads") if found is None else say("allocate.none_yours")
    else:
        page |= {"found": found, **shown_money(company, found, cut)}
    return render(request, "allocation/money.html", page)


@access(Can.SEE_KPIS, Can.ENTER_VALUES)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Who answered how much in which hour, how many each hour needs, and hours to move."""
    viewer, company = viewer_of(request), declared_company()
    within = _one_of(request.GET.get("within"), SECONDS, 30)
    share = _one_of(request.GET.get("share"), SHARES, 80)
    show = next((each for each in SHOWN_OF if each == request.GET.get("show")), SHOWN_OF[0])
    goal = ServiceGoal(within, share / 100)
    page = _frame("people") | {
        "within": within,
        "share": share,
        "show": show,
        "seconds": SECONDS,
        "shares": SHARES,
        "shows": [(each, say(f"allocate.show_{each}")) for each in SHOWN_OF],
    }
    try:
        found = hours_of(viewer, goal)
    except ConflictRefusal as refused:
        return render(request, "allocation/people.html", page | {"none": say(refused.code, **refused.params)})
    if found is None or not found.agents:
        page["none"] = _told("allocation.no_talks") if found is None else say("allocate.none_yours")
    else:
        page |= {"found": found, **shown_hours(company, found, goal, show)}
    return render(request, "allocation/people.html", page)


def _frame(here: str) -> dict[str, Any]:
    tabs = [
        Tab(say(f"allocate.tab_{each}"), reverse(f"allocation:{each}"), each == here) for each in ("money", "people")
    ]
    honest = _told("allocation.honest" if here == "money" else "allocation.honest_people")
    return {"title": say("place.allocation"), "here": HERE, "tabs": tabs, "honest": honest}


def _one_of(asked: str | None, known: tuple[int, ...], usual: int) -> int:
    return next((each for each in known if str(each) == asked), usual)


def _told(code: str) -> str:
    return sentence(code, {}, current_language())
