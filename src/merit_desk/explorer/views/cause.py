"""Why a figure moved: the page, where to look first, and the parts as a file."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from merit.insight.decomposition_steps import MOST_LISTED
from merit.kernel.refusals import Refusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.explorer.queries.cause import AskingCause, leads_of, reason_of, settled_cause
from merit_desk.explorer.queries.cause_asked import asked_cause
from merit_desk.explorer.queries.cause_chart import waterfall
from merit_desk.explorer.queries.cause_export import cause_csv
from merit_desk.explorer.queries.cause_form import cause_form
from merit_desk.explorer.queries.cause_rows import cause_of, lead_words, name_of
from merit_desk.explorer.queries.visible import Visible
from merit_desk.results.queries.names import kpi_title, node_name
from merit_desk.shell.parts import Tab
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_GET
def cause(request: HttpRequest) -> HttpResponse:
    """The page; what stands out is loaded after it."""
    asking = _asking(request)
    shown = {
        "title": say("cause.title"),
        "here": "explorer",
        "asked": asking.asked,
        "form": cause_form(asking),
        "address": asking.asked.address(),
    }
    if asking.change is not None:
        shown |= {"tabs": _tabs(asking), "chips": _chips(asking), "subject": _subject(asking), **_divided(asking)}
    return render(request, "explorer/cause.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def leads(request: HttpRequest) -> HttpResponse:
    """What stands out, each with the way to it."""
    asking = _asking(request)
    told = [lead_words(asking, lead) for lead in leads_of(asking)]
    return render(request, "explorer/cause_leads.html", {"leads": told, "seen": asking.change is not None})


@access(Need.SIGNED_IN)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Every part, exact; empty of rows where there is nothing to divide."""
    viewer, asking = viewer_of(request), _asking(request)
    record(viewer.account, "explorer.exported", Subject("view", asking.asked.address()[:200]), after={"as": "csv"})
    try:
        text = cause_csv(cause_of(asking, reason_of(asking)))
    except Refusal as refusal:
        text = say(refusal.code, **refusal.params)
    name = quote(f"{_subject(asking) if asking.change else say('cause.title')}.csv".replace(" · ", "-"))
    disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return HttpResponse(text.encode(), "text/csv; charset=utf-8", headers=disposition)


def _asking(request: HttpRequest) -> AskingCause:
    return settled_cause(Visible(viewer_of(request)), asked_cause(request.GET))


def _divided(asking: AskingCause) -> dict[str, object]:
    try:
        found = cause_of(asking, reason_of(asking), MOST_LISTED)
    except Refusal as refusal:
        return {"problem": say(refusal.code, **refusal.params)}
    drawn = waterfall(asking, found)
    return {"cause": found, "drawn": drawn, "cut_axis": drawn["base"] != 0}


def _tabs(asking: AskingCause) -> list[Tab]:
    now = asking.asked.by
    return [
        Tab(say(f"words.by_{each}"), f"?{asking.asked.address(by=str(each))}", str(each) == now)
        for each in asking.divisions
    ]


def _chips(asking: AskingCause) -> list[tuple[str, str]]:
    """What the page is narrowed to, each with the address without it."""
    asked = asking.asked
    chips = []
    if asked.driver:
        words = say("cause.through", driver=kpi_title(asking.company, asked.driver))
        chips.append((words, asked.address(driver="", by="")))
    for at, (name, value) in enumerate(asked.within):
        words = f"{say(f'words.by_{name}')}：{name_of(asking, name, value)}"
        chips.append((words, asked.address(within=asked.within[:at], by="")))
    return chips


def _subject(asking: AskingCause) -> str:
    asked = asking.asked
    return f"{kpi_title(asking.company, asked.kpi)} · {node_name(asking.company, str(asked.node.kind), asked.node.id)}"
