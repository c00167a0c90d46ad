"""Changing targets while the agreement is in force: asking, deciding, agreeing, taking back."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, PeriodClosedRefusal
from merit.targets.agreement import AgreementMove
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.agreements.actions.change import (
    approve_change,
    consent,
    open_change,
    refuse_change,
    request_change,
    withdraw_change,
)
from merit_desk.agreements.actions.move import permitted
from merit_desk.agreements.forms.answers import NoteForm, ReadForm, ReasonForm
from merit_desk.agreements.forms.targets import ChangeForm
from merit_desk.agreements.models import Agreement
from merit_desk.agreements.queries.history import change_words
from merit_desk.agreements.queries.sheet import sheet_of
from merit_desk.agreements.queries.visible import agreement_of, capacities, deciding
from merit_desk.documents.actions import Unsound
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import day_name
from merit_desk.shell.sentences import say

_REFUSED = (ConflictRefusal, NotAllowedRefusal, PeriodClosedRefusal)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """From which day, which targets, why."""
    viewer = viewer_of(request)
    one = agreement_of(viewer, number)
    permitted(one, AgreementMove.REQUEST_CHANGE, capacities(viewer, one))
    sheet = sheet_of(viewer, declared_company(), one)
    review = one.participant
    initial = {"start": min(max(viewer.today, review.start), review.end)}
    form = ChangeForm(sheet.lines, request.POST if request.method == "POST" else None, initial=initial)
    form.fields["start"].widget.attrs |= {"min": str(review.start), "max": str(review.end)}
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        try:
            request_change(viewer, number, found["start"], form.wanted(), found["reason"])
        except _REFUSED as refusal:
            form.add_error(None, say(refusal.code, **refusal.params))
        else:
            messages.success(request, say("agreements.asked_now"))
            return redirect("agreements:agreement", number)
    shown = {
        "title": say("agreements.change_title"),
        "here": "agreements",
        "form": form,
        "sheet": sheet,
        "one": one,
        "today": viewer.today,
        "back": reverse("agreements:agreement", args=[number]),
    }
    return render(request, "agreements/change.html", shown, status=422 if form.errors else 200)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Ask again with what it changes; the law is cited where it may not be approved."""
    viewer = viewer_of(request)
    one = _deciding(viewer, number, AgreementMove.APPROVE_CHANGE)
    form = NoteForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            approve_change(viewer, number, form.cleaned_data["note"])
        except Unsound as unsound:
            for problem in unsound.problems:
                messages.error(request, say(problem.code, **problem.params))
        except _REFUSED as refusal:
            messages.error(request, say(refusal.code, **refusal.params))
        else:
            messages.success(request, say("agreements.approved_now"))
        return redirect("agreements:agreement", number)
    return _asked(request, one, form, "approve")


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, number: int) -> HttpResponse:
    """Say no, with a reason."""
    viewer = viewer_of(request)
    one = _deciding(viewer, number, AgreementMove.REFUSE_CHANGE)
    form = ReasonForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        refuse_change(viewer, number, form.cleaned_data["reason"])
        messages.success(request, say("agreements.refused_now"))
        return redirect("agreements:agreement", number)
    return _asked(request, one, form, "refuse")


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's own request back."""
    viewer = viewer_of(request)
    one = agreement_of(viewer, number)
    if request.method == "POST":
        withdraw_change(viewer, number)
        messages.success(request, say("agreements.taken_back_now"))
        return redirect("agreements:agreement", number)
    return _asked(request, one, None, "take_back")


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, number: int) -> HttpResponse:
    """The person signs a change that reaches back."""
    viewer = viewer_of(request)
    one = agreement_of(viewer, number)
    form = ReadForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        consent(viewer, number, request.POST.get("seen", ""))
        messages.success(request, say("agreements.consented_now"))
        return redirect("agreements:agreement", number)
    return _asked(request, one, form, "consent")


def _deciding(viewer: Viewer, number: int, wanted: AgreementMove) -> Agreement:
    one = agreement_of(viewer, number)
    permitted(one, wanted, deciding(viewer, one))
    return one


def _asked(request: HttpRequest, one: Agreement, form: forms.Form | None, step: str) -> HttpResponse:
    change = open_change(one)
    words = change_words(declared_company(), one, change)
    shown = {
        "title": say(f"agreements.{step}_title"),
        "here": "agreements",
        "what": say("agreements.change_what", day=day_name(change.start), words=words),
        "people": None,
        "undo": say(f"agreements.{step}_undo"),
        "form": form,
        "hidden": {"seen": change.digest},
        "primary": say(f"agreements.{step}_go"),
        "action": reverse(f"agreements:{step}", args=[one.pk]),
        "back": reverse("agreements:agreement", args=[one.pk]),
    }
    wrong = form is not None and bool(form.errors)
    return render(request, "shell/confirm_page.html", shown, status=422 if wrong else 200)
