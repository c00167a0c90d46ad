"""What is done with one goal by a press of a button: moves, reports, key results, the row in targets.csv."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit.targets.goal_life import GoalMove
from merit.wording.sentences import problem_sentence
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.documents.actions import StaleEdit, Unsound
from merit_desk.goals.actions.move import WITH_REASON, move_goal
from merit_desk.goals.actions.report import add_result, drop_result, report, score_result
from merit_desk.goals.actions.target_file import write_target
from merit_desk.goals.forms.small import NoteForm, ReportForm, ResultForm, ScoreForm
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.setting import may_change, may_report, parties_on
from merit_desk.goals.queries.visible import goal_of
from merit_desk.goals.views.edit import seen_version
from merit_desk.goals.views.goal_page import shown_goal
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, number: int) -> HttpResponse:
    """`move` is what is to be done; asked for, the dialog that takes the reason."""
    viewer = viewer_of(request)
    goal = goal_of(viewer, number)
    if not parties_on(viewer, goal):
        raise NotFoundRefusal("goals.no_such_goal")
    given = request.POST.get("move") or request.GET.get("move", "")
    if given not in set(GoalMove):
        return shown_goal(request, goal, 422, refusal=say("goals.no_such_move"))
    wanted = GoalMove(given)
    if request.method != "POST":
        return _asking(request, goal, wanted)
    try:
        move_goal(viewer, number, wanted, request.POST.get("note", ""), seen_version(request))
    except (ConflictRefusal, NotAllowedRefusal) as refusal:
        return shown_goal(request, goal_of(viewer, number), 409, refusal=say(refusal.code, **refusal.params))
    messages.success(request, say(f"goals.done.{wanted}"))
    return redirect("goals:goal", number)


def _asking(request: HttpRequest, goal: Goal, wanted: GoalMove) -> HttpResponse:
    shown = {
        "title": say(f"goals.move.{wanted}"),
        "here": "goals",
        "what": say("goals.ask", goal=goal.title),
        "people": None,
        "undo": say(f"goals.ask.{wanted}"),
        "form": NoteForm(wanted in WITH_REASON),
        "hidden": {"move": str(wanted), "seen": goal.version},
        "primary": say(f"goals.move.{wanted}"),
        "action": reverse("goals:move", args=[goal.pk]),
        "back": reverse("goals:goal", args=[goal.pk]),
        "grave": wanted is GoalMove.DROP,
    }
    return render(request, "shell/confirm_page.html", shown)


@access(Need.SIGNED_IN)
@require_POST
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """A note of progress."""
    viewer = viewer_of(request)
    goal = goal_of(viewer, number)
    if not may_report(viewer, goal):
        raise NotFoundRefusal("goals.no_such_goal")
    form = ReportForm(request.POST)
    if not form.is_valid():
        return shown_goal(request, goal, 422, report_form=form)
    found = form.cleaned_data
    report(viewer, number, found["text"], found["outlook"], found["standing"])
    messages.success(request, say("goals.done.reported"))
    return redirect("goals:goal", number)


@access(Need.SIGNED_IN)
@require_POST
def results(request: HttpRequest, number: int) -> HttpResponse:
    """A further key result."""
    viewer = viewer_of(request)
    goal = goal_of(viewer, number)
    if not may_change(viewer, goal):
        raise NotFoundRefusal("goals.no_such_goal")
    form = ResultForm(request.POST)
    if not form.is_valid():
        return shown_goal(request, goal, 422, result_form=form)
    try:
        add_result(viewer, number, form.cleaned_data)
    except ConflictRefusal as refusal:
        return shown_goal(request, goal, 409, result_form=form, refusal=say(refusal.code, **refusal.params))
    return redirect("goals:goal", number)


@access(Need.SIGNED_IN)
@require_POST
def result(request: HttpRequest, number: int, result: int) -> HttpResponse:
    """How far a key result is; `do=drop` takes it away."""
    viewer = viewer_of(request)
    goal = goal_of(viewer, number)
    if request.POST.get("do") == "drop":
        drop_result(viewer, number, result)
        return redirect("goals:goal", number)
    form = ScoreForm(request.POST)
    if not form.is_valid() and may_report(viewer, goal):
        return shown_goal(request, goal, 422, refusal=say("plans.not_a_number"))
    found = form.cleaned_data
    score_result(viewer, number, result, found.get("now", ""), found.get("done", False))
    return redirect("goals:goal", number)


@access(Can.EDIT_TARGETS)
@require_POST
def target(request: HttpRequest, number: int) -> HttpResponse:
    """Write the target into targets.csv; `seen` is what stood there."""
    viewer = viewer_of(request)
    goal = goal_of(viewer, number)
    reason = request.POST.get("reason", "").strip() or say("goals.target_reason", goal=goal.title)
    try:
        write_target(viewer, number, request.POST.get("seen", ""), reason)
    except StaleEdit:
        return shown_goal(request, goal, 409, refusal=say("goals.target_stale"))
    except Unsound as unsound:
        told = [problem_sentence(each, current_language()) for each in unsound.problems]
        return shown_goal(request, goal, 422, refusal=" ".join(told))
    except ConflictRefusal as refusal:
        return shown_goal(request, goal, 409, refusal=say(refusal.code, **refusal.params))
    messages.success(request, say("goals.done.target"))
    return redirect("goals:goal", number)
