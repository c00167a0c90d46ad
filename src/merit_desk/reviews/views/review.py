"""Reviews as they are read: the list, one of them, endorsing and returning, publishing a cycle's answers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.moves import Party
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit.reviews.life import ReviewState
from merit.scores.indicators.ratings import Relation
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.queries.parties import parties_of
from merit_desk.cycles.queries.visible import cycle_of
from merit_desk.results.queries.names import node_name, standing
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reviews.actions.publish import publish
from merit_desk.reviews.actions.skip import endorse, give_back
from merit_desk.reviews.forms.review import ReasonForm
from merit_desk.reviews.queries.closed import takes
from merit_desk.reviews.queries.evidence import measured
from merit_desk.reviews.queries.flow import flow_of
from merit_desk.reviews.queries.lists import cycles_read, own_reviews, review_lines
from merit_desk.reviews.queries.queue import forms_of
from merit_desk.reviews.queries.reading import heard_of, review_read
from merit_desk.reviews.views.places import places
from merit_desk.shell.sentences import say

PAGE = 50


@access(Need.SIGNED_IN)
@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """Forms that wait for the viewer, their own reviews, and those that they read; `?cycle=`, `?state=`, `?q=`."""
    viewer = viewer_of(request)
    cycles = cycles_read(viewer)
    code, words, state = (request.GET.get(name, "").strip() for name in ("cycle", "q", "state"))
    cycle = next((each for each in cycles if each.code == code), cycles[0] if cycles else None)
    lines = review_lines(viewer, cycle, words, state) if cycle else []
    shown = {
        "title": say("place.reviews"),
        "here": "reviews",
        "tabs": places("reviews"),
        "forms": forms_of(viewer),
        "own": own_reviews(viewer),
        "cycles": cycles,
        "cycle": cycle,
        "page": Paginator(lines, PAGE).get_page(request.GET.get("page")),
        "words": words,
        "state": state,
        "states": [str(each) for each in ReviewState],
        "runs": viewer.everywhere(Can.RUN_CYCLES),
        "today": viewer.today,
    }
    return render(request, "reviews/reviews.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def review(request: HttpRequest, number: int) -> HttpResponse:
    """One review with everything the viewer reads of it; reading it is on the trail."""
    viewer = viewer_of(request)
    one, seen = review_read(viewer, number)
    if viewer.person != one.person:
        record(viewer.account, "reviews.read", Subject("review", f"{one.cycle.code}/{one.person}"))
    company, parties = declared_company(), parties_of(viewer, one)
    shown = {
        "title": node_name(company, "person", one.person),
        "here": "reviews",
        "one": one,
        "seen": seen,
        "who": standing(company, one.person, Period.parse(one.cycle.period)),
        "flow": flow_of(one),
        "heard": heard_of(one, seen),
        "measured": measured(viewer, one),
        "may_endorse": one.state == ReviewState.SKIP_REVIEW and Party.SKIP_MANAGER in parties,
        "may_return": one.state == ReviewState.SKIP_REVIEW and bool(parties & _RETURNING),
        "judges": Party.MANAGER in parties and takes(one, Relation.MANAGER),
        "names_raters": bool(parties & _NAMING),
        "subject": Party.SUBJECT in parties,
    }
    return render(request, "reviews/review.html", shown)


_RETURNING = frozenset({Party.SKIP_MANAGER, Party.HR, Party.OWNER})
_NAMING = frozenset({Party.SUBJECT, Party.MANAGER, Party.HR, Party.OWNER})


@access(Need.SIGNED_IN)
@require_POST
def endorsing(request: HttpRequest, number: int) -> HttpResponse:
    """Pass the review on to calibration."""
    viewer = viewer_of(request)
    review_read(viewer, number)
    endorse(viewer, number)
    messages.success(request, say("reviews.endorsed"))
    return HttpResponseRedirect(reverse("reviews:review", args=[number]))


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def returning(request: HttpRequest, number: int) -> HttpResponse:
    """Return the manager's form with a reason."""
    viewer = viewer_of(request)
    one, _ = review_read(viewer, number)
    if not parties_of(viewer, one) & _RETURNING:
        raise NotFoundRefusal("cycles.no_such_review")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        give_back(viewer, number, form.cleaned_data["reason"])
        messages.success(request, say("reviews.returned"))
        return HttpResponseRedirect(reverse("reviews:review", args=[number]))
    shown = {
        "title": say("reviews.return.title"),
        "what": say("reviews.return.what", name=node_name(declared_company(), "person", one.person)),
        "people": None,
        "undo": say("reviews.return.undo"),
        "form": form,
        "primary": say("reviews.return.go"),
        "action": request.path,
        "back": reverse("reviews:review", args=[number]),
        "here": "reviews",
    }
    return render(request, "shell/confirm_page.html", shown)


@access(Can.RUN_CYCLES)
@require_POST
def publishing(request: HttpRequest, code: str) -> HttpResponse:
    """Have the answers of the reviews in calibration written into the company folder."""
    viewer = viewer_of(request)
    job = publish(viewer, cycle_of(viewer, code))
    if job is None:
        messages.info(request, say("reviews.publish.under_way"))
        return HttpResponseRedirect(reverse("reviews:reviews"))
    return HttpResponseRedirect(reverse("jobs:job", args=[job.pk]))
