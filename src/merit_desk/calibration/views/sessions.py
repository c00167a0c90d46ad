"""The list of sessions, a new one, and what those who lead a session do with it as a whole."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.calibration.actions.sessions import Terms, close_session, give_back, open_session, reopen_session
from merit_desk.calibration.forms.change_form import ReasonForm
from merit_desk.calibration.forms.session_form import SessionForm
from merit_desk.calibration.queries.board import board_of
from merit_desk.calibration.queries.listed import listed_sessions
from merit_desk.calibration.queries.standing import standing_of
from merit_desk.calibration.queries.visible import led_session
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Sessions that the viewer may know of, the open ones first."""
    viewer = viewer_of(request)
    shown = {
        "title": say("calibration.title"),
        "here": "calibration",
        "sessions": listed_sessions(viewer),
        "may_open": viewer.can(Can.RUN_CYCLES),
    }
    return render(request, "calibration/sessions.html", shown)


@access(Can.RUN_CYCLES)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new session; `?cycle=` chooses its cycle."""
    viewer, company = viewer_of(request), declared_company()
    initial = {"cycle": request.GET.get("cycle", "")}
    form = SessionForm(company, viewer.today, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        names = ("title", "posts", "team", "invited", "reference")
        try:
            made = open_session(viewer, Terms(told["cycle"].code, **{name: told[name] for name in names}))
        except ConflictRefusal as refusal:
            form.add_error(None, say(refusal.code, **refusal.params))
        else:
            return redirect("calibration:session", made.pk)
    shown = {"title": say("calibration.new"), "here": "calibration", "form": form}
    return render(request, "calibration/new.html", shown, status=422 if form.errors else 200)


@access(Can.RUN_CYCLES)
@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest, number: int) -> HttpResponse:
    """Settle everybody here and write what was decided."""
    viewer = viewer_of(request)
    session = led_session(viewer, number)
    if request.method == "POST":
        done = close_session(viewer, number)
        messages.success(request, say("calibration.settled_done", count=done.settled, decided=done.decided))
        if done.left:
            messages.warning(request, say("calibration.own_left"))
        return redirect("calibration:session", number)
    board = board_of(viewer, session)
    moved = sum(each.moved and each.open for each in board.people)
    what = say("calibration.close_what", title=session.title, count=board.waiting, moved=moved)
    if board.not_here_yet:
        what = f"{what} {say('calibration.close_without', count=board.not_here_yet)}"
    shown = {
        "title": say("calibration.close_title"),
        "here": "calibration",
        "what": what,
        "people": board.waiting,
        "undo": say("calibration.close_undo"),
        "primary": say("calibration.close"),
        "action": reverse("calibration:close", args=[number]),
        "back": reverse("calibration:session", args=[number]),
    }
    return render(request, "shell/confirm_page.html", shown)


@access(Can.RUN_CYCLES)
@require_http_methods(["GET", "POST"])
def reopening(request: HttpRequest, number: int) -> HttpResponse:
    """Take settled reviews back, with a reason."""
    viewer = viewer_of(request)
    session = led_session(viewer, number)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reopen_session(viewer, number, form.cleaned_data["reason"])
        messages.success(request, say("calibration.reopened_done", title=session.title))
        return redirect("calibration:session", number)
    shown = {
        "title": say("calibration.reopen_title"),
        "here": "calibration",
        "what": say("calibration.reopen_what", title=session.title),
        "people": None,
        "form": form,
        "primary": say("calibration.reopen"),
        "action": reverse("calibration:reopen", args=[number]),
        "back": reverse("calibration:session", args=[number]),
    }
    return render(request, "shell/confirm_page.html", shown, status=422 if form.errors else 200)


@access(Can.RUN_CYCLES)
@require_http_methods(["GET", "POST"])
def giving_back(request: HttpRequest, number: int, person: str) -> HttpResponse:
    """Let the manager look at one review again."""
    viewer = viewer_of(request)
    standing = standing_of(viewer, led_session(viewer, number), person)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        give_back(viewer, number, person, form.cleaned_data["reason"])
        messages.success(request, say("calibration.given_back_done", name=standing.name))
        return redirect("calibration:session", number)
    shown = {
        "title": say("calibration.give_back_title", name=standing.name),
        "here": "calibration",
        "what": say("calibration.give_back_what", name=standing.name),
        "people": None,
        "form": form,
        "primary": say("calibration.give_back"),
        "action": reverse("calibration:give_back", args=[number, person]),
        "back": reverse("calibration:session", args=[number]),
    }
    return render(request, "shell/confirm_page.html", shown, status=422 if form.errors else 200)
