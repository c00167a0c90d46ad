"""Who rates somebody: nominating, approving, taking back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reviews.actions.nominate import approve, nominate, withdraw
from merit_desk.reviews.queries.closed import nominates
from merit_desk.reviews.queries.rater_list import LEADING, everybody_to_ask, rater_list, raters_to_see
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_GET
def raters(request: HttpRequest, number: int) -> HttpResponse:
    """The raters of one review by relation."""
    return _shown(request, number)


@access(Need.SIGNED_IN)
@require_POST
def nominating(request: HttpRequest, number: int) -> HttpResponse:
    """Nominate one or several; a name or an id is taken."""
    viewer = viewer_of(request)
    one, _ = raters_to_see(viewer, number)
    asked = [each.strip() for each in request.POST.getlist("person") if each.strip()]
    by_name = {name: person for person, name in everybody_to_ask(one, viewer.today)}
    people = [by_name.get(each, each) for each in asked]
    if not people:
        return _shown(request, number, say("reviews.nobody_chosen"))
    try:
        nominate(viewer, number, request.POST.get("relation", ""), people)
    except ConflictRefusal as refused:
        return _shown(request, number, say(refused.code, **refused.params))
    messages.success(request, say("reviews.nominated", count=len(people)))
    return HttpResponseRedirect(reverse("reviews:raters", args=[number]))


@access(Need.SIGNED_IN)
@require_POST
def approving(request: HttpRequest, number: int) -> HttpResponse:
    """Approve one (`rater`) or all that are nominated."""
    viewer = viewer_of(request)
    raters_to_see(viewer, number)
    chosen = [int(each) for each in request.POST.getlist("rater") if each.isdigit()]
    count = approve(viewer, number, chosen)
    messages.success(request, say("reviews.approved", count=count))
    return HttpResponseRedirect(reverse("reviews:raters", args=[number]))


@access(Need.SIGNED_IN)
@require_POST
def withdrawing(request: HttpRequest, number: int, rater: int) -> HttpResponse:
    """Take back somebody who is not yet approved."""
    withdraw(viewer_of(request), number, rater)
    messages.success(request, say("reviews.withdrawn"))
    return HttpResponseRedirect(reverse("reviews:raters", args=[number]))


def _shown(request: HttpRequest, number: int, refused: str = "") -> HttpResponse:
    viewer = viewer_of(request)
    one, parties = raters_to_see(viewer, number)
    found = rater_list(one, viewer.today)
    name = node_name(declared_company(), "person", one.person)
    shown = {
        "title": say("reviews.raters.title", name=name),
        "here": "reviews",
        "one": one,
        "name": name,
        "relations": found,
        "everybody": everybody_to_ask(one, viewer.today),
        "open": nominates(one),
        "leading": bool(parties & LEADING),
        "waiting": any(each.stands == "nominated" for relation in found for each in relation.raters),
        "floor": declared_company().profile.anonymity_floor,
        "refused": refused,
    }
    return render(request, "reviews/raters.html", shown, status=409 if refused else 200)
