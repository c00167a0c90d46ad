"""Proposals: the list, proposing, one of them with its moves, its effect and its judges."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reviews.innovation import PROPOSAL, ProposalMove, ProposalState
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.experiments.queries.proven import proven_to
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reviews.actions.proposals import Effect, Idea, grade, measure, move_proposal, name_judges, propose
from merit_desk.reviews.forms.review import EffectForm, ProposalForm
from merit_desk.reviews.models import Proposal
from merit_desk.reviews.queries.figures import figures_known, periods_known
from merit_desk.reviews.queries.proposals import (
    LEADING,
    effect_of,
    grades_of,
    judges_said,
    may_propose,
    proposal_of,
    proposals_visible_to,
)
from merit_desk.reviews.views.places import places
from merit_desk.shell.sentences import say

_BUTTONS = (ProposalMove.TRY, ProposalMove.DROP, ProposalMove.TAKE_UP, ProposalMove.JUDGE)


@access(Need.SIGNED_IN)
@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """Every proposal that the viewer may know of."""
    viewer = viewer_of(request)
    shown = {
        "title": say("reviews.tab.proposals"),
        "here": "reviews",
        "tabs": places("proposals"),
        "lines": proposals_visible_to(viewer),
        "may_propose": bool(may_propose(viewer)),
    }
    return render(request, "reviews/proposals.html", shown)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def proposing(request: HttpRequest) -> HttpResponse:
    """Propose something new in one's own review."""
    viewer = viewer_of(request)
    reviews = [(one.pk, one.cycle.title) for one in may_propose(viewer)]
    if not reviews:
        raise NotFoundRefusal("reviews.nothing_to_propose_in")
    form = ProposalForm(reviews, request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        made = propose(viewer, found["review"], Idea(found["title"], found["problem"], found["change"]))
        messages.success(request, say("reviews.proposal.made"))
        return HttpResponseRedirect(reverse("reviews:proposal", args=[made.pk]))
    shown = {"title": say("reviews.propose"), "here": "reviews", "form": form}
    return render(request, "reviews/propose.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """One proposal."""
    return _shown(request, number)


@access(Need.SIGNED_IN)
@require_POST
def moving(request: HttpRequest, number: int, move: str) -> HttpResponse:
    """Try it, drop it, take it up again, close the judging."""
    if move not in [str(each) for each in _BUTTONS]:
        raise NotFoundRefusal("reviews.no_such_proposal")
    move_proposal(viewer_of(request), number, ProposalMove(move))
    return HttpResponseRedirect(reverse("reviews:proposal", args=[number]))


@access(Need.SIGNED_IN)
@require_POST
def measuring(request: HttpRequest, number: int) -> HttpResponse:
    """Say what it changed, with figures or a test."""
    viewer = viewer_of(request)
    proposal_of(viewer, number)
    form = EffectForm(figures_known(viewer), periods_known(), request.POST, proven=_proven(viewer))
    if not form.is_valid():
        return _shown(request, number, form)
    found = form.cleaned_data
    kpi, kind, node = (found["figure"] or "//").split("/", 2)
    effect = Effect(found["text"], kpi, kind, node, found["before"], found["after"], found["test"], found["experiment"])
    try:
        measure(viewer, number, effect)
    except ConflictRefusal as refused:
        form.add_error(None, say(refused.code, **refused.params))
        return _shown(request, number, form)
    messages.success(request, say("reviews.proposal.measured_now"))
    return HttpResponseRedirect(reverse("reviews:proposal", args=[number]))


@access(Need.SIGNED_IN)
@require_POST
def naming(request: HttpRequest, number: int) -> HttpResponse:
    """Name a judge, by name or id."""
    viewer = viewer_of(request)
    proposal_of(viewer, number)
    asked = request.POST.get("person", "").strip()
    people = declared_company().organisation.spells_of
    known = {spells[-1].name: person for person, spells in people.items()}
    try:
        name_judges(viewer, number, [known.get(asked, asked)])
    except ConflictRefusal as refused:
        messages.error(request, say(refused.code, **refused.params))
    return HttpResponseRedirect(reverse("reviews:proposal", args=[number]))


@access(Need.SIGNED_IN)
@require_POST
def judging(request: HttpRequest, number: int) -> HttpResponse:
    """A judge's grade."""
    viewer = viewer_of(request)
    proposal_of(viewer, number)
    try:
        grade(viewer, number, request.POST.get("grade", ""), request.POST.get("comment", ""))
    except ConflictRefusal as refused:
        messages.error(request, say(refused.code, **refused.params))
    else:
        messages.success(request, say("reviews.proposal.graded"))
    return HttpResponseRedirect(reverse("reviews:proposal", args=[number]))


def _shown(request: HttpRequest, number: int, form: EffectForm | None = None) -> HttpResponse:
    viewer = viewer_of(request)
    found, parties = proposal_of(viewer, number)
    state, company = ProposalState(found.state), declared_company()
    moves = PROPOSAL.open_to(state, parties)
    shown: dict[str, Any] = {
        "title": found.title,
        "here": "reviews",
        "proposal": found,
        "name": node_name(company, "person", found.participant.person),
        "effect": effect_of(found),
        "moves": [str(each) for each in moves if each in _BUTTONS],
        "form": _effect_form(viewer, found, form) if ProposalMove.MEASURE in moves else None,
        "leading": bool(parties & LEADING) and state not in (ProposalState.JUDGED, ProposalState.DROPPED),
        "judges": [node_name(company, "person", each.person) for each in found.judges.order_by("pk")]
        if parties & LEADING
        else [],
        "people": [spells[-1].name for spells in company.organisation.spells_of.values()] if parties & LEADING else [],
        "said": judges_said(found),
    }
    if Party.JUDGE in parties and state is ProposalState.MEASURED:
        shown |= {"grades": grades_of(found), "mine": found.judges.get(person=viewer.person)}
    return render(request, "reviews/proposal.html", shown, status=409 if form is not None else 200)


def _effect_form(viewer: Viewer, found: Proposal, form: EffectForm | None) -> EffectForm:
    told = found.effect
    figure = "/".join((told["kpi"], told["node_kind"], told["node"])) if told.get("kpi") else ""
    begun = {**told, "figure": figure, "experiment": told.get("experiment", {}).get("experiment", "")}
    return form or EffectForm(figures_known(viewer), periods_known(), initial=begun, proven=_proven(viewer))


def _proven(viewer: Viewer) -> list[tuple[str, str]]:
    return [(str(told["experiment"]), title) for title, told in proven_to(viewer)]
