"""Requests across departments: lists, who waits for whom, one request with its trace."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from merit.follow.request import REQUEST, RequestKind, RequestMove, RequestState
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.actions.requests import ask, step_request
from merit_desk.follow.forms.request_form import AcceptRequestForm, AnswerForm, HandOnForm, RequestForm
from merit_desk.follow.forms.task_form import NoteForm
from merit_desk.follow.given import Asking, Reply
from merit_desk.follow.models import Request
from merit_desk.follow.queries.reach import may_write, parties_of_request, people_on_duty, request_of
from merit_desk.follow.queries.requests import VIEWS, counts, requests_asked, shown_request, who_waits, whom_to_ask
from merit_desk.follow.views.frame import entries, tabs, viewer_here, writing_here
from merit_desk.shell.parts import Fact
from merit_desk.shell.sentences import say

PER_PAGE = 50
_FORMS: dict[RequestMove, type[forms.Form]] = {
    RequestMove.ANSWER: AnswerForm,
    RequestMove.DECLINE: AnswerForm,
    RequestMove.ASK_AGAIN: AnswerForm,
    RequestMove.ACCEPT: AcceptRequestForm,
}


@require_GET
@access(Need.SIGNED_IN)
def requests(request: HttpRequest) -> HttpResponse:
    """`?view=to_me|by_me|all`, `q`, `over=1` for those that have ended."""
    viewer = viewer_here(request)
    usual = "to_me" if viewer.person else "all"
    view = request.GET.get("view", usual)
    view = view if view in VIEWS else usual
    over, words = bool(request.GET.get("over")), request.GET.get("q", "").strip()[:80]
    lines = requests_asked(viewer, view, over, words)
    shown: dict[str, Any] = {
        "title": say("follow.tab.requests"),
        "here": "follow",
        "tabs": tabs("requests"),
        "view": view,
        "views": [(each, say(f"follow.requests.{each}"), count) for each, count in counts(viewer).items()],
        "over": over,
        "words": words,
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "waits": who_waits(lines if view == "all" and not words else requests_asked(viewer, "all", over=False)),
        "may_ask": may_write(viewer),
    }
    return render(request, "follow/requests.html", shown)


@require_http_methods(["GET", "POST"])
@access(Need.SIGNED_IN)
def new_request(request: HttpRequest) -> HttpResponse:
    """Ask somebody, or a team's leader; `?subject=&kind=` begin it."""
    viewer = writing_here(request)
    given = {name: request.GET.get(name, "") for name in ("subject", "kind", "of")}
    form = RequestForm(request.POST or None, initial=given, of=whom_to_ask(viewer), today=viewer.today)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        asking = Asking(RequestKind(found["kind"]), found["subject"], found["of"], found["needed_by"], found["text"])
        try:
            made = ask(viewer, asking)
        except ConflictRefusal as refusal:
            form.add_error("of", say(refusal.code, **refusal.params))
        else:
            messages.success(request, say("follow.is_asked"))
            return redirect("follow:request", made.pk)
    shown = {"title": say("follow.new_request"), "here": "follow", "form": form, "back": reverse("follow:requests")}
    return render(request, "follow/request_form.html", shown, status=422 if form.errors else 200)


@require_GET
@access(Need.SIGNED_IN)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One request: what was asked, what can be done now, and its trace."""
    viewer = viewer_here(request)
    return _page(request, viewer, request_of(viewer, number))


@require_http_methods(["GET", "POST"])
@access(Need.SIGNED_IN)
def step(request: HttpRequest, number: int, move: str) -> HttpResponse:
    """A step of the request."""
    viewer = writing_here(request)
    found = request_of(viewer, number)
    wanted = _move(viewer, found, move)
    form = _form(viewer, found, wanted, request)
    if request.method == "GET" or not form.is_valid():
        return _asking(request, found, wanted, form)
    said = form.cleaned_data
    try:
        step_request(viewer, number, wanted, Reply(said.get("note", ""), said.get("to", ""), bool(said.get("as_task"))))
    except (ConflictRefusal, NotAllowedRefusal) as refusal:
        messages.error(request, say(refusal.code, **refusal.params))
    else:
        messages.success(request, say(f"request.did.{wanted}"))
    return redirect("follow:request", number)


def _page(request: HttpRequest, viewer: Viewer, found: Request) -> HttpResponse:
    line = shown_request(found, viewer.today)
    state = RequestState(found.state)
    moves = REQUEST.open_to(state, parties_of_request(viewer, found)) if may_write(viewer) else ()
    shown = {
        "title": found.subject,
        "here": "follow",
        "line": line,
        "one": found,
        "waits": say(f"request.stands.{state}"),
        "facts": [
            Fact(say("follow.field.request_kind"), say(f"request.kind.{found.kind}")),
            Fact(say("follow.field.author"), line.author, line.author_team),
            Fact(say("follow.field.receiver"), line.receiver, line.receiver_team),
            Fact(say("follow.field.needed_by"), line.needed_by),
        ],
        "entries": entries("request", list(found.steps.select_related("account"))),
        "answers": RequestMove.ANSWER in moves,
        "form": AnswerForm(),
        "buttons": [
            {"move": str(each), "title": say(f"request.do.{each}"), "main": each is RequestMove.CLOSE}
            for each in moves
            if each is not RequestMove.ANSWER
        ],
    }
    return render(request, "follow/request.html", shown)


def _move(viewer: Viewer, found: Request, move: str) -> RequestMove:
    """The step when it is ever theirs. Raises NotFoundRefusal for what is none, or is never theirs."""
    parties = parties_of_request(viewer, found)
    ever = {str(each) for (_, each), rule in REQUEST.moves.items() if rule.by & parties}
    if move not in ever:
        raise NotFoundRefusal("refusal.no_such_page")
    return RequestMove(move)


def _form(viewer: Viewer, found: Request, wanted: RequestMove, request: HttpRequest) -> forms.Form:
    given = request.POST if request.method == "POST" else None
    if wanted is RequestMove.HAND_ON:
        others = [each for each in people_on_duty(viewer.today) if each[0] not in (found.receiver, found.author)]
        return HandOnForm(given, people=sorted(others, key=lambda each: each[1]))
    return _FORMS.get(wanted, NoteForm)(given)


def _asking(request: HttpRequest, found: Request, wanted: RequestMove, form: forms.Form) -> HttpResponse:
    shown = {
        "title": say(f"request.do.{wanted}"),
        "here": "follow",
        "what": found.subject,
        "people": None,
        "undo": say(f"request.what.{wanted}"),
        "form": form,
        "primary": say(f"request.do.{wanted}"),
        "action": request.path,
        "back": reverse("follow:request", args=(found.pk,)),
        "grave": wanted is RequestMove.WITHDRAW,
    }
    return render(request, "shell/confirm_page.html", shown, status=200 if request.method == "GET" else 422)
