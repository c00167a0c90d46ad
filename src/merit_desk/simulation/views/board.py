"""One simulation with its sliders; its board renews itself while they move."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from merit.kernel.refusals import Refusal
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.jobs.queries.shown import shown_job
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say
from merit_desk.simulation.actions.adopt import moves_open
from merit_desk.simulation.actions.replay import under_way
from merit_desk.simulation.forms.simulation_form import ShadowForm
from merit_desk.simulation.forms.sliders import sliders_of
from merit_desk.simulation.models import Simulation
from merit_desk.simulation.queries import shown
from merit_desk.simulation.queries.asked import Asking, asking
from merit_desk.simulation.queries.checks import checks
from merit_desk.simulation.queries.kept import last_replay, simulation_of, stands
from merit_desk.simulation.queries.sensitivity import tornado
from merit_desk.simulation.queries.shadows import next_months


@access(Can.SIMULATE)
@require_GET
def simulation(request: HttpRequest, number: int) -> HttpResponse:
    """The page: sliders at the left, everything that follows from them at the right."""
    viewer = viewer_of(request)
    found = simulation_of(viewer, number)
    asked = _asked(request, found)
    job = under_way(found)
    page = {
        "title": found.title,
        "here": "simulation",
        "one": found,
        "asked": asked,
        "panel": asked.panel(request.GET.get("plan", "")),
        "job": shown_job(job) if job else None,
        "steps": moves_open(viewer, found),
        "may_edit": viewer.can(Can.EDIT_DEFINITIONS),
        "documents": found.documents,
        "shadows": found.shadows.all(),
        "shadow_form": ShadowForm(initial=dict(zip(("first", "last"), next_months(viewer.today), strict=True))),
    }
    return render(request, "simulation/simulation.html", page)


@access(Can.SIMULATE)
@require_GET
def panel_of(request: HttpRequest, number: int) -> HttpResponse:
    """The sliders of another plan; those that were moved before stay where they are."""
    found = simulation_of(viewer_of(request), number)
    asked = _asked(request, found)
    shown_panel = asked.panel(request.GET.get("plan", ""))
    return render(request, "simulation/panel.html", {"one": found, "asked": asked, "panel": shown_panel})


@access(Can.SIMULATE)
@require_GET
def board(request: HttpRequest, number: int) -> HttpResponse:
    """Cards, charts and tables where the sliders stand; how far it is while history is being made ready."""
    found = simulation_of(viewer_of(request), number)
    asked = _asked(request, found)
    scene = asked.scene
    if not scene.ended.is_set():
        page = {"one": found, "asked": asked, "done": scene.done, "total": scene.total}
        return render(request, "simulation/preparing.html", page)
    try:
        return render(request, "simulation/board.html", _board(found, asked))
    except Refusal as refusal:
        return render(request, "simulation/refused.html", {"one": found, "asked": asked, "refused": _words(refusal)})


def _board(found: Simulation, asked: Asking) -> dict[str, Any]:
    made = asked.board()
    replay = last_replay(found)
    agrees = replay is not None and asked.as_kept and stands(found, replay)
    gained, lost = shown.sums(made)
    return {
        "one": found,
        "asked": asked,
        "cards": shown.cards(made, found.profit_limit),
        "chart": shown.chart(made),
        "finding": shown.finding(made),
        "gained": gained,
        "lost": lost,
        "cost_chart": shown.cost_chart(made),
        "departments": shown.departments(made),
        "months": shown.months(made),
        "sum": shown.total(made),
        "replay": replay if agrees else None,
        "equal": agrees and replay is not None and _paid(replay) == (made.now, made.draft),
        "span": _span(found),
    }


def _paid(replay: Any) -> tuple[int, int]:
    rows = list(replay.people.values_list("now", "draft"))
    return sum(now for now, _ in rows), sum(draft for _, draft in rows)


def _span(found: Simulation) -> str:
    return say("simulation.span", first=found.first, last=found.last)


@access(Can.SIMULATE)
@require_GET
def checks_of(request: HttpRequest, number: int) -> HttpResponse:
    """What has to be looked at before the draft is adopted."""
    viewer = viewer_of(request)
    found = simulation_of(viewer, number)
    asked = _asked(request, found)
    page: dict[str, Any] = {"one": found, "asked": asked, "waits": not asked.scene.ended.is_set()}
    if not page["waits"]:
        try:
            page["checks"] = checks(asked, viewer.today)
        except Refusal as refusal:
            page["refused"] = _words(refusal)
    return render(request, "simulation/checks.html", page)


@access(Can.SIMULATE)
@require_GET
def sensitivity(request: HttpRequest, number: int) -> HttpResponse:
    """What a tenth more or less on each slider does."""
    found = simulation_of(viewer_of(request), number)
    asked = _asked(request, found)
    page: dict[str, Any] = {"one": found, "asked": asked, "waits": not asked.scene.ended.is_set()}
    if not page["waits"]:
        try:
            bars = tornado(asked.scene, asked.sliders, asked.panel(request.GET.get("plan", "")).plan)
        except Refusal as refusal:
            page["refused"] = _words(refusal)
        else:
            page["bars"] = [(bar, shown.signed(bar.less), shown.signed(bar.more)) for bar in bars]
            page["drawn"] = {
                "names": [bar.name for bar in bars],
                "less": [bar.less / 100 for bar in bars],
                "more": [bar.more / 100 for bar in bars],
                "less_at": [bar.less_at for bar in bars],
                "more_at": [bar.more_at for bar in bars],
            }
    return render(request, "simulation/sensitivity.html", page)


def _asked(request: HttpRequest, found: Simulation) -> Asking:
    """Where the sliders of the address stand; without any, where they are kept."""
    moved = sliders_of(request.GET)
    own = bool(moved) or "moved" in request.GET
    return asking(declared_company(), found, moved if own else dict(found.levers))


def _words(refusal: Refusal) -> str:
    return say(refusal.code, **refusal.params)
