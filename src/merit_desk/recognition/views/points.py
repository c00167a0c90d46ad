"""Welfare points: one's own book and the catalogue, giving, the register, budgets."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from merit.kernel.refusals import ConflictRefusal
from merit.rewards.recognition.points import PointCause
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.recognition.actions.points import grant_points, set_budget, take_back_points, thank
from merit_desk.recognition.forms.points import BudgetForm, CorrectForm, GrantPointsForm, ThankForm
from merit_desk.recognition.given import Giving
from merit_desk.recognition.models import Gift, GivingBudget
from merit_desk.recognition.queries.books import (
    book_of,
    books,
    gifts_on_offer,
    giving_of,
    may_give_to,
    own_redemptions,
)
from merit_desk.recognition.queries.reach import no_such, require_person
from merit_desk.recognition.queries.valued import fit_of
from merit_desk.recognition.views.frame import ON_A_PAGE, form_page, framed
from merit_desk.recognition.views.gifts import shown_redemptions
from merit_desk.shell.sentences import say
from merit_desk.talks.colleagues import colleagues, name_of


@access(Need.SIGNED_IN)
@require_GET
def points(request: HttpRequest) -> HttpResponse:
    """My points: what I have, what I can have for them, and every entry."""
    viewer = viewer_of(request)
    shown = framed(viewer, "points")
    own = require_person(viewer)
    book = book_of(viewer, own)
    page = Paginator(book.entries, ON_A_PAGE).get_page(request.GET.get("page"))
    shown |= {
        "book": book,
        "page": page,
        "gifts": [_offered(gift, book.usable) for gift in gifts_on_offer()],
        "asked": shown_redemptions(viewer, own_redemptions(viewer)[:10]),
        "giving": giving_of(viewer),
        "people": bool(may_give_to(viewer)),
        "fit": fit_of(viewer, own),
        "token": uuid.uuid4().hex[:20],
    }
    return render(request, "recognition/points.html", shown)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """A manager thanks one of their people, HR gives for an event; beside it what this person values."""
    viewer = viewer_of(request)
    grants = viewer.can(Can.GRANT_HONOURS)
    people = may_give_to(viewer)
    if not people and not grants:
        raise no_such()
    as_company = grants and (not people or request.GET.get("from") == "company")
    told = {"person": request.GET.get("person", "")}
    data = request.POST if request.method == "POST" else None
    form = _give_form(viewer, as_company, data, told)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            _give(viewer, form.cleaned_data, as_company)
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            messages.success(request, say("recognition.points_given"))
            return redirect("recognition:points" if viewer.person else "recognition:books")
    shown: dict[str, Any] = {"form": form, "refused": refused, "giving": giving_of(viewer), "as_company": as_company}
    shown |= {"both": grants and bool(people), "fit": fit_of(viewer, told["person"]) if told["person"] else None}
    shown["fit_name"] = name_of(told["person"]) if told["person"] else ""
    return form_page(request, "recognition/give.html", say("recognition.give_points"), **shown)


@access(Need.SIGNED_IN)
@require_GET
def fitting(request: HttpRequest) -> HttpResponse:
    """What the chosen person values, as far as the viewer may know; asked for by the form when somebody is chosen."""
    viewer = viewer_of(request)
    if not may_give_to(viewer):
        raise no_such()
    person = request.GET.get("person", "")
    shown = {"fit": fit_of(viewer, person) if person else None, "fit_name": name_of(person) if person else ""}
    return render(request, "recognition/fit.html", shown)


@access(Can.GRANT_HONOURS)
@require_http_methods(["GET", "POST"])
def registers(request: HttpRequest) -> HttpResponse:
    """Every book with its proof, and the budgets of givers."""
    viewer = viewer_of(request)
    form = BudgetForm(
        request.POST if request.method == "POST" else None,
        initial={"since": f"{viewer.today:%Y-%m}"},
        today=viewer.today,
    )
    refused = ""
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            set_budget(viewer, sent["person"], sent["monthly"], sent["since"])
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            messages.success(request, say("recognition.budget_set"))
            return redirect("recognition:books")
    lines = books(viewer)
    budgets = [(each, name_of(each.person)) for each in GivingBudget.objects.all()[:100]]
    shown = framed(viewer, "points", form=form, refused=refused, budgets=budgets)
    shown |= {
        "page": Paginator(lines, ON_A_PAGE).get_page(request.GET.get("page")),
        "total": sum(x.total for x in lines),
    }
    shown["agree"] = all(line.agrees for line in lines)
    return form_page(request, "recognition/books.html", **shown | {"title": say("recognition.books")})


@access(Can.GRANT_HONOURS)
@require_http_methods(["GET", "POST"])
def one_book(request: HttpRequest, person: str) -> HttpResponse:
    """Somebody's book, and a correction against it."""
    viewer = viewer_of(request)
    book = book_of(viewer, person)
    if not book.entries:
        raise no_such()
    form = CorrectForm(request.POST if request.method == "POST" else None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            take_back_points(viewer, Giving(person, sent["points"], sent["note"], sent["token"]))
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            messages.success(request, say("recognition.points_corrected"))
            return redirect("recognition:one_book", person)
    page = Paginator(book.entries, ON_A_PAGE).get_page(request.GET.get("page"))
    title = say("recognition.book_of", name=book.person.name)
    shown = {"book": book, "page": page, "form": form, "refused": refused, "own": person == viewer.person}
    return form_page(request, "recognition/book.html", title, **shown)


def _offered(gift: Gift, usable: int) -> tuple[Gift, bool, int]:
    """With whether it can be had now, and how many points it takes more."""
    lacking = max(gift.points - usable, 0) if gift.stock != 0 else 0
    return gift, gift.stock != 0 and not lacking, lacking


def _give_form(viewer: Viewer, as_company: bool, data: Any, told: dict[str, str]) -> ThankForm | GrantPointsForm:
    if as_company:
        return GrantPointsForm(data, initial=told, today=viewer.today)
    return ThankForm(data, initial=told, people=colleagues(may_give_to(viewer)))


def _give(viewer: Viewer, sent: dict[str, Any], as_company: bool) -> None:
    given = Giving(sent["person"], sent["points"], sent["note"], sent["token"])
    if as_company:
        grant_points(viewer, given, PointCause(sent["cause"]))
    else:
        thank(viewer, given)
