"""Experiments: the list, the sample size, the page of one with its verdict, and deciding about it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from merit.experiments.experiment import Experiment
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.experiments.actions.decide import Asked, decide
from merit_desk.experiments.forms.decision import DecisionForm, SizeForm
from merit_desk.experiments.models import Decision
from merit_desk.experiments.queries.known import experiment_of, experiments_known_to, may_decide
from merit_desk.experiments.queries.read import read_now
from merit_desk.experiments.queries.shown import TONES, advised, line_of, page_of
from merit_desk.experiments.queries.size import USUAL, needed_for, typed_from
from merit_desk.results.queries.names import node_name, titled
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

HERE = "experiments"


@access(Need.SIGNED_IN)
@require_GET
def experiments(request: HttpRequest) -> HttpResponse:
    """Those that the viewer may know of, the latest first."""
    viewer, company = viewer_of(request), declared_company()
    latest = {each.experiment: each for each in Decision.objects.order_by("pk")}
    lines = [line_of(company, each, latest, viewer.today) for each in experiments_known_to(viewer)]
    return render(request, "experiments/list.html", {"title": say("place.experiments"), "here": HERE, "lines": lines})


@access(Need.SIGNED_IN)
@require_GET
def size(request: HttpRequest) -> HttpResponse:
    """How many units and days; `?of=` begins with the history of an experiment."""
    viewer, name = viewer_of(request), request.GET.get("of", "")
    one = experiment_of(viewer, name) if name else None
    typed = {key: value for key, value in request.GET.items() if key in SizeForm.base_fields}
    form = SizeForm(typed or (typed_from(one) if one is not None else USUAL))
    rows = needed_for(viewer, form.cleaned_data) if form.is_valid() else []
    percent = form.cleaned_data.get("kind") == "binary" if form.is_valid() else False
    shown = {
        "title": say("tests.size"),
        "here": HERE,
        "form": form,
        "of": name,
        "rows": [(say(f"tests.rule_{rule}"), needed, _detectable(needed, percent)) for rule, needed in rows],
    }
    return render(request, "experiments/size.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def one(request: HttpRequest, name: str) -> HttpResponse:
    """The verdict, the split, the effects."""
    viewer = viewer_of(request)
    return _page(request, viewer, experiment_of(viewer, name))


@access(Need.SIGNED_IN)
@require_POST
def deciding(request: HttpRequest, name: str) -> HttpResponse:
    """Decide, with a reason."""
    viewer = viewer_of(request)
    found = experiment_of(viewer, name)
    if not may_decide(viewer, found):
        raise NotFoundRefusal("refusal.no_such_page")
    form = DecisionForm(found, request.POST)
    if not form.is_valid():
        return _page(request, viewer, found, form, 422)
    try:
        decide(viewer, name, Asked(**form.cleaned_data))
    except ConflictRefusal as refused:
        form.add_error(None, say(refused.code, **refused.params))
        return _page(request, viewer, found, form, 409)
    messages.success(request, say("tests.told"))
    return HttpResponseRedirect(reverse("experiments:one", args=[name]))


def _page(
    request: HttpRequest, viewer: Viewer, found: Experiment, form: DecisionForm | None = None, status: int = 200
) -> HttpResponse:
    company = declared_company()
    shown: dict[str, Any] = {
        "title": titled(dict(found.title), found.experiment),
        "here": HERE,
        "one": found,
        "hypothesis": titled(dict(found.hypothesis), ""),
        "owner": node_name(company, "person", found.owner),
        "deciders": [node_name(company, "person", each) for each in found.deciders or (found.owner,)],
        "decisions": [
            (each, say(f"tests.decided_{each.decided}"), TONES[each.decided], say(f"tests.decided_{each.advice}"))  # type: ignore[index]
            for each in Decision.objects.filter(experiment=found.experiment).select_related("by")
        ],
        **page_of(company, found),
    }
    if may_decide(viewer, found) and shown["read"] is not None:
        shown["form"] = form or _begun(found)
    return render(request, "experiments/one.html", shown, status=status)


def _begun(found: Experiment) -> DecisionForm:
    read = read_now(found)
    if read is None:
        return DecisionForm(found)
    said = advised(read)
    begin = {"through": read.reading.through, "decided": str(said.advice), "arm": said.arm}
    return DecisionForm(found, initial=begin)


def _detectable(needed: Any, percent: bool) -> str:
    if needed is None or needed.detectable is None:
        return "—"
    return f"{needed.detectable * 100:.2f}%" if percent else f"{needed.detectable:.4g}"
