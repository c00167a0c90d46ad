"""影子试跑: beginning, stopping, and the live plan beside the draft."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell import formats
from merit_desk.shell.sentences import say
from merit_desk.simulation.actions.shadows import begin_shadow, stop_shadow
from merit_desk.simulation.forms.simulation_form import ShadowForm
from merit_desk.simulation.models import ReplayedPerson, Shadow
from merit_desk.simulation.queries import shown
from merit_desk.simulation.queries.kept import shadow_of
from merit_desk.simulation.queries.person import from_replay
from merit_desk.simulation.queries.shadows import ShadowPeriod, periods_beside
from merit_desk.simulation.views.people import drawer


@require_POST
@access(Can.SIMULATE)
def begin(request: HttpRequest, number: int) -> HttpResponse:
    """Let the draft run beside the live plan."""
    form = ShadowForm(request.POST)
    if not form.is_valid():
        for words in form.errors.values():
            messages.error(request, str(words[0]))
        return redirect("simulation:simulation", number)
    try:
        made = begin_shadow(viewer_of(request), number, form.cleaned_data["first"], form.cleaned_data["last"])
    except ConflictRefusal as refusal:
        messages.error(request, say(refusal.code, **refusal.params))
        return redirect("simulation:simulation", number)
    messages.success(request, say("simulation.shadow_on"))
    return redirect("simulation:shadow", made.pk)


@require_POST
@access(Can.SIMULATE)
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """No further period; what there is stays."""
    try:
        stop_shadow(viewer_of(request), number)
    except ConflictRefusal as refusal:
        messages.error(request, say(refusal.code, **refusal.params))
    else:
        messages.success(request, say("simulation.shadow_off"))
    return redirect("simulation:shadow", number)


@access(Can.SIMULATE)
@require_GET
def shadow(request: HttpRequest, number: int) -> HttpResponse:
    """Live and shadow of every period, and of every person over all of them."""
    found = shadow_of(viewer_of(request), number)
    periods = periods_beside(found)
    run = [each for each in periods if each.run is not None]
    page = {
        "title": say("simulation.shadow_title", title=found.simulation.title),
        "here": "simulation",
        "shadow": found,
        "periods": [_period(each) for each in periods],
        "people": _people(run),
        "run": [each.period for each in run],
        "sum": _sum(run),
    }
    return render(request, "simulation/shadow.html", page)


def _period(each: ShadowPeriod) -> dict[str, Any]:
    told = {"name": formats.period_name(each.period), "run": each.run, "people": each.people}
    amounts = {"now": shown.amount(each.now), "draft": shown.amount(each.draft), "moved": shown.signed(each.difference)}
    return told | amounts


def _sum(run: list[ShadowPeriod]) -> dict[str, str]:
    now, draft = sum(each.now for each in run), sum(each.draft for each in run)
    return {"now": shown.amount(now), "draft": shown.amount(draft), "moved": shown.signed(draft - now)}


def _people(run: list[ShadowPeriod]) -> list[dict[str, Any]]:
    """One row a person with the difference of every period that was run, the largest gain first."""
    company, by_person = declared_company(), dict[str, dict[str, ReplayedPerson]]()
    for each in run:
        for row in each.run.people.all() if each.run else ():
            by_person.setdefault(row.person, {})[each.period] = row
    found = []
    for person, rows in by_person.items():
        now, draft = sum(row.now for row in rows.values()), sum(row.draft for row in rows.values())
        cells = [
            shown.signed(rows[each.period].draft - rows[each.period].now) if each.period in rows else formats.NO_VALUE
            for each in run
        ]
        amounts = {"now": shown.amount(now), "draft": shown.amount(draft), "moved": shown.signed(draft - now)}
        name = node_name(company, "person", person)
        found.append({"person": person, "name": name, "cells": cells, "difference": draft - now, **amounts})
    return sorted(found, key=lambda each: (-each["difference"], each["person"]))


@access(Can.SIMULATE)
@require_GET
def person(request: HttpRequest, number: int, person: str) -> HttpResponse:
    """One person's periods, line by line; the live side's workings stand in its statement."""
    found: Shadow = shadow_of(viewer_of(request), number)
    rows = ReplayedPerson.objects.filter(replay__shadow=found, person=person).select_related("replay")
    company = declared_company()
    periods = [
        each
        for row in sorted(rows, key=lambda one: one.replay.period)
        for each in from_replay(company, row.replay, row)
    ]
    if not periods:
        raise NotFoundRefusal("refusal.no_such_person", person=person)
    record(viewer_of(request).account, "result.read", Subject("person", person), after={"shadow": found.pk})
    page = {"title": node_name(company, "person", person), "one": found.simulation, "periods": periods}
    return drawer(request, "simulation/person.html", page | {"with_lines": True, "person": person, "shadow": found})
