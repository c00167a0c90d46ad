"""The form that a rater fills in, saved by itself while it is typed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit.reviews.answer import AnswerState
from merit.scores.indicators.ratings import Relation
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.results.queries.names import node_name, standing
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reviews.actions.answers import KNOWN, Given, decline, revise, save, submit
from merit_desk.reviews.forms.given import chosen_grades, questions_sent
from merit_desk.reviews.forms.review import ReasonForm
from merit_desk.reviews.queries.answering import Answering, answering
from merit_desk.reviews.queries.evidence import evidence_beside, key_of, measured
from merit_desk.reviews.queries.flow import flow_of
from merit_desk.reviews.queries.live import LiveTotal, live_total
from merit_desk.reviews.queries.queue import forms_beside, next_form
from merit_desk.reviews.queries.reading import heard_of, reads
from merit_desk.reviews.queries.sheet import sheet_of
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, number: int, side: str) -> HttpResponse:
    """The form; sent, it is handed in (or kept as a draft) and the next one opens."""
    viewer = viewer_of(request)
    if request.method == "GET":
        return _shown(request, viewer, answering(viewer, number, side))
    asked = answering(viewer, number, side)
    given = _given(request)
    try:
        if request.POST.get("do") == "save":
            save(viewer, number, side, given)
            messages.success(request, say("reviews.kept"))
            return HttpResponseRedirect(request.path)
        submit(viewer, number, side, given)
    except ConflictRefusal as refused:
        return _again(request, viewer, asked, refused)
    messages.success(request, say("reviews.done", name=_name(asked)))
    following = next_form(viewer, asked.participant.cycle, asked.relation)
    return HttpResponseRedirect(following.address if following else reverse("reviews:reviews"))


@access(Need.SIGNED_IN)
@require_POST
def saving(request: HttpRequest, number: int, side: str) -> HttpResponse:
    """What is typed is kept; the answer says when, and where the total would stand."""
    viewer = viewer_of(request)
    asked = answering(viewer, number, side)
    shown: dict[str, Any] = {"asked": asked}
    try:
        kept = save(viewer, number, side, _given(request))
        shown["saved_at"] = kept.saved_at
    except ConflictRefusal as refused:
        shown["refused"] = say(refused.code, **refused.params)
    if asked.relation is Relation.MANAGER:
        shown["live"] = live_total(asked, chosen_grades(request.POST))
    return render(request, "reviews/saved.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def total(request: HttpRequest, number: int, side: str) -> HttpResponse:
    """Where the total would stand with what is kept."""
    asked = answering(viewer_of(request), number, side)
    live = _live(asked) if asked.relation is Relation.MANAGER else LiveTotal("", "", "")
    return render(request, "reviews/total.html", {"live": live, "asked": asked})


@access(Need.SIGNED_IN)
@require_POST
def revising(request: HttpRequest, number: int, side: str) -> HttpResponse:
    """Take up again what was handed in."""
    revise(viewer_of(request), number, side)
    return HttpResponseRedirect(reverse("reviews:answer", args=[number, side]))


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def declining(request: HttpRequest, number: int, side: str) -> HttpResponse:
    """Say no to an invitation, with a reason."""
    viewer = viewer_of(request)
    asked = answering(viewer, number, side)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decline(viewer, number, side, form.cleaned_data["reason"])
        messages.success(request, say("reviews.declined"))
        return HttpResponseRedirect(reverse("reviews:reviews"))
    shown = {
        "title": say("reviews.decline.title"),
        "what": say("reviews.decline.what", name=_name(asked)),
        "people": None,
        "undo": say("reviews.decline.undo"),
        "form": form,
        "primary": say("reviews.decline.go"),
        "action": request.path,
        "back": reverse("reviews:answer", args=[number, side]),
        "here": "reviews",
    }
    return render(request, "shell/confirm_page.html", shown)


def _given(request: HttpRequest) -> dict[str, Given]:
    return {key: Given(grade, comment, kept) for key, grade, comment, kept in questions_sent(request.POST)}


def _again(request: HttpRequest, viewer: Viewer, asked: Answering, refused: ConflictRefusal) -> HttpResponse:
    """The form with what was typed and why it was not taken; what can be kept is kept."""
    number, side = asked.participant.pk, asked.relation
    try:
        save(viewer, number, side, _given(request))
    except ConflictRefusal:
        messages.warning(request, say("reviews.not_kept"))
    words = say(refused.code, **refused.params)
    return _shown(request, viewer, answering(viewer, number, side), words)


def _shown(request: HttpRequest, viewer: Viewer, asked: Answering, refused: str = "") -> HttpResponse:
    one, company = asked.participant, declared_company()
    beside = forms_beside(viewer, one.cycle, asked.relation)
    known = asked.relation in KNOWN
    places = [each.participant.pk for each in beside]
    at = places.index(one.pk) if one.pk in places else 0
    shown = {
        "title": _name(asked),
        "here": "reviews",
        "asked": asked,
        "one": one,
        "who": standing(company, one.person, Period.parse(one.cycle.period)),
        "sheet": sheet_of(asked),
        "flow": flow_of(one),
        "beside": beside,
        "done": sum(each.stands == "done" for each in beside),
        "days_left": _days_left(viewer, beside, one.pk),
        "previous": beside[at - 1] if at > 0 else None,
        "following": beside[at + 1] if at + 1 < len(beside) else None,
        "measured": measured(viewer, one) if known else [],
        "evidence": [(key_of(each), each) for each in evidence_beside(one)] if known else [],
        "said": {each.question.key: each for each in heard_of(one, reads(viewer, one))} if known else {},
        "manager": asked.relation is Relation.MANAGER,
        "known": [str(each) for each in KNOWN],
        "floor": company.profile.anonymity_floor,
        "returned": asked.assignment.reason if asked.state is AnswerState.RETURNED and asked.assignment else "",
        "refused": refused,
        "today": timezone.localdate(),
    }
    return render(request, "reviews/answer.html", shown, status=409 if refused else 200)


def _days_left(viewer: Viewer, beside: list[Any], number: int) -> str:
    due = next((each.due for each in beside if each.participant.pk == number), None)
    if due is None:
        return ""
    days = (due - viewer.today).days
    return say("reviews.days_left", count=days) if days >= 0 else say("reviews.days_late", count=-days)


def _live(asked: Answering) -> LiveTotal:
    return live_total(asked, {each.key: each.chosen for each in sheet_of(asked).questions})


def _name(asked: Answering) -> str:
    return node_name(declared_company(), "person", asked.participant.person)
