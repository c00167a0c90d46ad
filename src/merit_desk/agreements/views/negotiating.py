"""Proposing other targets inside the agreement, and answering one or many proposals."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal
from merit.targets.agreement import AgreementMove, AgreementState
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.agreements.actions.move import permitted
from merit_desk.agreements.actions.negotiate import answer, open_proposal, propose
from merit_desk.agreements.forms.answers import AnswerForm
from merit_desk.agreements.forms.targets import ProposeForm
from merit_desk.agreements.models import Agreement
from merit_desk.agreements.queries.effect import title_of
from merit_desk.agreements.queries.lists import waiting_as_manager
from merit_desk.agreements.queries.proposals import ShownPoint, shown_points
from merit_desk.agreements.queries.sheet import sheet_of
from merit_desk.agreements.queries.visible import agreement_of, capacities
from merit_desk.cycles.queries.visible import cycle_of, cycles_visible_to
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def propose_changes(request: HttpRequest, number: int) -> HttpResponse:
    """The agreement with a field in every line that may be agreed."""
    viewer = viewer_of(request)
    one = agreement_of(viewer, number)
    permitted(one, AgreementMove.PROPOSE, capacities(viewer, one))
    sheet = sheet_of(viewer, declared_company(), one)
    form = ProposeForm(sheet.lines, request.POST or None)
    shown: dict[str, Any] = {"form": form, "sheet": sheet, "one": one, "here": "agreements"}
    if request.method == "POST" and form.is_valid():
        try:
            propose(viewer, number, request.POST.get("seen", ""), form.wanted(), form.cleaned_data["note"])
        except ConflictRefusal as refusal:
            form.add_error(None, say(refusal.code, **refusal.params))
        else:
            messages.success(request, say("agreements.proposed_now"))
            return redirect("agreements:agreement", number)
    shown["title"] = say("agreements.propose_title")
    shown["back"] = reverse("agreements:agreement", args=[number])
    return render(request, "agreements/propose.html", shown, status=422 if form.errors else 200)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def answer_one(request: HttpRequest, number: int) -> HttpResponse:
    """Answer the open proposal of one agreement."""
    viewer = viewer_of(request)
    one = agreement_of(viewer, number)
    permitted(one, AgreementMove.ANSWER, capacities(viewer, one))
    back = reverse("agreements:agreement", args=[number])
    return _answering(request, viewer, [one], back)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest) -> HttpResponse:
    """All proposals that wait for the viewer as manager; those left untouched wait on. `?cycle=` narrows them."""
    viewer, code = viewer_of(request), request.GET.get("cycle", "")
    cycles = [cycle_of(viewer, code)] if code else list(cycles_visible_to(viewer).filter(sealed_at=None))
    waiting = [one for cycle in cycles for one in waiting_as_manager(viewer, cycle, AgreementState.PROPOSED)]
    return _answering(request, viewer, waiting, reverse("agreements:agreements"))


def _answering(request: HttpRequest, viewer: Viewer, waiting: Sequence[Agreement], back: str) -> HttpResponse:
    many = len(waiting) > 1
    asked = [(one, *_form(request, one)) for one in waiting]
    done = 0
    if request.method == "POST":
        touched = [(one, form) for one, form, _ in asked if form.touched or not many]
        if touched and not [form for _, form in touched if not form.is_valid()]:
            done = sum(_answered(viewer, one, form) for one, form in touched)
            if done == len(touched):
                messages.success(request, say("agreements.answered_now", count=done))
                return redirect(back)
        elif not touched:
            messages.error(request, say("agreements.answer_missing"))
    shown = {
        "title": say("agreements.answer_title"),
        "here": "agreements",
        "asked": [
            (reverse("agreements:agreement", args=[one.pk]), _name(one), title_of(one), form, points)
            for one, form, points in asked
        ],
        "back": back,
    }
    wrong = request.method == "POST"
    return render(request, "agreements/answers.html", shown, status=422 if wrong else 200)


def _form(request: HttpRequest, one: Agreement) -> tuple[AnswerForm, list[ShownPoint]]:
    proposal = open_proposal(one)
    points = list(proposal.points.all())
    form = AnswerForm(proposal, points, request.POST if request.method == "POST" else None)
    return form, shown_points(declared_company(), one, form)


def _answered(viewer: Viewer, one: Agreement, form: AnswerForm) -> bool:
    try:
        answer(viewer, one.pk, form.answers(), form.cleaned_data["note"])
    except (ConflictRefusal, NotAllowedRefusal) as refusal:
        form.add_error(None, say(refusal.code, **refusal.params))
        return False
    return True


def _name(one: Agreement) -> str:
    return node_name(declared_company(), "person", one.participant.person)
