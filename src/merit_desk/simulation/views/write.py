"""Making, changing, copying, replaying and removing a simulation."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say
from merit_desk.simulation.actions import simulations as act
from merit_desk.simulation.actions.replay import replay_in_background
from merit_desk.simulation.forms.simulation_form import SimulationForm
from merit_desk.simulation.forms.sliders import sliders_of
from merit_desk.simulation.models import Simulation
from merit_desk.simulation.queries.asked import asking
from merit_desk.simulation.queries.definitions import Choice, choices, title_of
from merit_desk.simulation.queries.kept import simulation_of
from merit_desk.simulation.queries.spans import usual_span


@require_http_methods(["GET", "POST"])
@access(Can.SIMULATE)
def new(request: HttpRequest) -> HttpResponse:
    """A simulation that there is not yet."""
    viewer = viewer_of(request)
    offered = choices(viewer, declared_company())
    if request.method == "POST":
        form = SimulationForm(_named(offered), request.POST)
        made = _tried(form, lambda: act.create(viewer, _given(form, offered)))
        if made is not None:
            return redirect("simulation:simulation", made.pk)
        return _form(request, form, say("simulation.new"), status=422)
    first, last = usual_span()
    start = {"title": say("simulation.untitled", day=viewer.today.isoformat()), "first": first, "last": last}
    chosen = [each.name for each in offered if each.origin == "draft" and f"{each.kind}:{each.id}" in request.GET]
    return _form(
        request, SimulationForm(_named(offered), initial={**start, "documents": chosen}), say("simulation.new")
    )


@require_http_methods(["GET", "POST"])
@access(Can.SIMULATE)
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Another title, other months, other documents, another limit."""
    viewer = viewer_of(request)
    found = simulation_of(viewer, number)
    offered = [*_own(found), *choices(viewer, declared_company())]
    shown: dict[str, Any] = {"one": found, "version": found.version}
    if request.method == "POST":
        form = SimulationForm(_named(offered), request.POST)
        version = _version(request)
        made = _tried(form, lambda: act.change(viewer, number, version, _given(form, offered)))
        if made is not None:
            messages.success(request, say("simulation.saved"))
            return redirect("simulation:simulation", number)
        return _form(request, form, found.title, status=422, **shown)
    start: dict[str, Any] = {
        name: getattr(found, name) for name in ("title", "first", "last", "profit_limit", "starts")
    }
    start["documents"] = [each.name for each in _own(found)]
    return _form(request, SimulationForm(_named(offered), initial=start), found.title, **shown)


def _own(found: Simulation) -> list[Choice]:
    """What it holds already, as it was when it was chosen."""
    company = declared_company()
    return [
        Choice(each["kind"], each["id"], title_of(company, each["kind"], each["id"]), "kept", each["text"], "")
        for each in found.documents
    ]


def _named(offered: Iterable[Choice]) -> list[tuple[str, str]]:
    return [(each.name, _words(each)) for each in offered]


def _words(each: Choice) -> str:
    kind = "version" if each.origin.startswith("v") else each.origin
    return say(f"simulation.from_{kind}", title=each.title, number=each.origin[1:], when=each.when[:10])


def _given(form: SimulationForm, offered: list[Choice]) -> act.Asked:
    data = form.cleaned_data
    by_name = {each.name: each for each in offered}
    chosen = {(each.kind, each.id): each for each in map(by_name.__getitem__, data["documents"])}
    documents = [
        {"kind": each.kind, "id": each.id, "text": each.text, "origin": each.origin} for each in chosen.values()
    ]
    return act.Asked(data["title"], data["first"], data["last"], documents, data["profit_limit"], data["starts"])


def _tried(form: SimulationForm, do: Any) -> Simulation | None:
    if not form.is_valid():
        return None
    try:
        made: Simulation = do()
    except ConflictRefusal as refusal:
        form.add_error(None, say(refusal.code, **refusal.params))
        return None
    return made


def _form(request: HttpRequest, form: SimulationForm, title: str, status: int = 200, **more: Any) -> HttpResponse:
    page = {"title": title, "here": "simulation", "form": form, **more}
    return render(request, "simulation/form.html", page, status=status)


@require_POST
@access(Can.SIMULATE)
def move(request: HttpRequest, number: int) -> HttpResponse:
    """Keep where the sliders stand; `do=replay` has it replayed step by step as well, `do=copy` keeps it as another."""
    viewer = viewer_of(request)
    found = simulation_of(viewer, number)
    sliders = asking(declared_company(), found, sliders_of(request.POST)).sliders
    do = request.POST.get("do", "")
    try:
        if do == "copy":
            made = act.copy(viewer, number, say("simulation.copy_of", title=found.title)[:80], sliders)
            return redirect("simulation:simulation", made.pk)
        act.keep_sliders(viewer, number, _version(request), sliders)
        if do == "replay":
            replay_in_background(viewer, number)
        messages.success(request, say("simulation.replaying" if do == "replay" else "simulation.saved"))
    except ConflictRefusal as refusal:
        messages.error(request, say(refusal.code, **refusal.params))
        return redirect(f"{_address(number)}?{asking(declared_company(), found, sliders).query}")
    return redirect(_address(number))


@require_POST
@access(Can.SIMULATE)
def replay(request: HttpRequest, number: int) -> HttpResponse:
    """Replay it step by step in the background."""
    return _done(request, number, lambda viewer: replay_in_background(viewer, number), "simulation.replaying")


@require_POST
@access(Can.SIMULATE)
def copy(request: HttpRequest, number: int) -> HttpResponse:
    """The same once more."""
    viewer = viewer_of(request)
    found = simulation_of(viewer, number)
    try:
        made = act.copy(viewer, number, say("simulation.copy_of", title=found.title)[:80])
    except ConflictRefusal as refusal:
        messages.error(request, say(refusal.code, **refusal.params))
        return redirect(_address(number))
    return redirect(_address(made.pk))


@require_http_methods(["GET", "POST"])
@access(Can.SIMULATE)
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Ask first: its replays go with it."""
    viewer = viewer_of(request)
    found = simulation_of(viewer, number)
    if request.method == "POST":
        try:
            act.delete(viewer, number)
        except ConflictRefusal as refusal:
            messages.error(request, say(refusal.code, **refusal.params))
            return redirect(_address(number))
        messages.success(request, say("simulation.deleted", title=found.title))
        return redirect("simulation:simulations")
    page = {
        "title": say("simulation.delete", title=found.title),
        "what": say("simulation.delete.what"),
        "people": None,
        "undo": say("simulation.delete.undo"),
        "primary": say("simulation.delete.do"),
        "action": reverse("simulation:delete", args=[number]),
        "back": _address(number),
        "grave": True,
        "here": "simulation",
    }
    return render(request, "shell/confirm_page.html", page)


def _done(request: HttpRequest, number: int, do: Any, told: str) -> HttpResponse:
    viewer: Viewer = viewer_of(request)
    try:
        do(viewer)
    except ConflictRefusal as refusal:
        messages.error(request, say(refusal.code, **refusal.params))
    else:
        messages.success(request, say(told))
    return redirect(_address(number))


def _address(number: int) -> str:
    return reverse("simulation:simulation", args=[number])


def _version(request: HttpRequest) -> int:
    seen = request.POST.get("version", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
