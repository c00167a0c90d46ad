"""Pages of those who ask, and the figures for those who were asked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.jobs.actions import start
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say
from merit_desk.surveys.actions.asking import Asked, close_survey, make_links, make_survey, open_survey, revoke_link
from merit_desk.surveys.forms import QUESTIONS, LinkForm, SurveyForm
from merit_desk.surveys.models import CustomerAnswer, Survey
from merit_desk.surveys.queries.figures import customer_figures, pulse_figures
from merit_desk.surveys.queries.trend import pulse_trend
from merit_desk.surveys.queries.visible import survey_of, surveys_visible_to


@access(Need.SIGNED_IN)
@require_GET
def surveys(request: HttpRequest) -> HttpResponse:
    """All that the viewer may know of; the pulse of each cycle beside the last ones."""
    viewer = viewer_of(request)
    shown = {
        "title": say("place.surveys"),
        "here": "surveys",
        "surveys": _listed(viewer),
        "trend": pulse_trend(viewer),
        "questions": [say(f"surveys.q_short.{question}") for question in QUESTIONS],
        "may_ask": viewer.can(Can.ASK_PEOPLE),
        "unread": CustomerAnswer.objects.exists() and viewer.can(Can.ASK_PEOPLE),
    }
    return render(request, "surveys/surveys.html", shown)


@access(Can.ASK_PEOPLE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What is asked, of whom, until when."""
    shops = [(shop.shop, shop.name) for shop in declared_company().shops]
    form = SurveyForm(request.POST if request.method == "POST" else None, shops=shops)
    if request.method == "POST" and form.is_valid():
        asked = Asked(**{name: form.cleaned_data[name] for name in ("kind", "title", "closes", "cycle", "shop")})
        made = make_survey(viewer_of(request), asked)
        return redirect("surveys:survey", made.pk)
    shown = {"title": say("surveys.new"), "here": "surveys", "form": form}
    return render(request, "surveys/new.html", shown, status=422 if form.errors else 200)


@access(Need.SIGNED_IN)
@require_GET
def survey(request: HttpRequest, number: int) -> HttpResponse:
    """One survey: how it stands, its figures, its links."""
    return _page(request, survey_of(viewer_of(request), number))


@access(Can.ASK_PEOPLE)
@require_POST
def open_it(request: HttpRequest, number: int) -> HttpResponse:
    """Ask."""
    opened = open_survey(viewer_of(request), number)
    messages.success(request, say("surveys.opened", title=opened.title))
    return redirect("surveys:survey", number)


@access(Can.ASK_PEOPLE)
@require_http_methods(["GET", "POST"])
def close_it(request: HttpRequest, number: int) -> HttpResponse:
    """Asks first: it cannot be opened again."""
    viewer = viewer_of(request)
    if request.method == "POST":
        messages.success(request, say("surveys.closed", title=close_survey(viewer, number).title))
        return redirect("surveys:survey", number)
    found = survey_of(viewer, number)
    shown = {
        "title": say("surveys.close_title", title=found.title),
        "what": say("surveys.close_what"),
        "people": None,
        "primary": say("surveys.close"),
        "action": reverse("surveys:close", args=(number,)),
        "back": reverse("surveys:survey", args=(number,)),
        "here": "surveys",
    }
    return render(request, "shell/confirm_page.html", shown)


@access(Can.ASK_PEOPLE)
@require_POST
def link(request: HttpRequest, number: int) -> HttpResponse:
    """Addresses for customers, shown once."""
    found, form = survey_of(viewer_of(request), number), LinkForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, 422)
    asked = form.cleaned_data
    keys = make_links(viewer_of(request), number, asked["label"], asked["agent"], asked["once"] or 0)
    made = [request.build_absolute_uri(reverse("surveys:customer", args=(key,))) for key in keys]
    return _page(request, found, addresses=made)


@access(Can.ASK_PEOPLE)
@require_POST
def revoke(request: HttpRequest, number: int, link: int) -> HttpResponse:
    """The address is gone."""
    revoke_link(viewer_of(request), number, link)
    return redirect("surveys:survey", number)


@access(Can.ASK_PEOPLE)
@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Bring customers' answers into the figures, in the background."""
    return redirect("jobs:job", start(viewer_of(request), "surveys.publish").pk)


def _listed(viewer: Viewer) -> list[tuple[Survey, bool]]:
    """Surveys, and whether the viewer is asked and has not answered."""
    found = surveys_visible_to(viewer).select_related("cycle")
    asked = set(
        found.filter(state="open", invitations__account_id=viewer.signer, invitations__answered=False).values_list(
            "pk", flat=True
        )
    )
    return [(each, each.pk in asked) for each in found]


def _page(
    request: HttpRequest, found: Survey, form: LinkForm | None = None, status: int = 200, addresses: Any = ()
) -> HttpResponse:
    viewer = viewer_of(request)
    pulse = found.kind == "pulse"
    may_ask = viewer.can(Can.ASK_PEOPLE)
    shown = {
        "title": found.title,
        "here": "surveys",
        "survey": found,
        "questions": [say(f"surveys.q_short.{question}") for question in QUESTIONS],
        "pulse": pulse_figures(found) if pulse else None,
        "customers": None if pulse else customer_figures(found),
        "links": [] if pulse or not may_ask else found.links.order_by("revoked_at", "pk")[:100],
        "form": form or LinkForm(),
        "addresses": addresses,
        "may_ask": may_ask,
        "floor": declared_company().profile.anonymity_floor,
    }
    return render(request, "surveys/survey.html", shown, status=status)
