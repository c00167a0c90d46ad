"""The strategy review: goals against results, what becomes of each, weights, and applying all of it together."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal, Refusal
from merit.wording.sentences import problem_sentence
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.documents.actions import Unsound
from merit_desk.meetings.actions.minutes import may_write
from merit_desk.meetings.actions.realign import GoalWish, apply_changes, drop_wish, wish_goal, wish_weights
from merit_desk.meetings.forms.meeting_forms import GoalWishForm
from merit_desk.meetings.models import Change, Kind, Meeting, Verdict
from merit_desk.meetings.queries.strategy import GoalLine, goal_lines, next_quarter, plan_lines, shown_changes
from merit_desk.meetings.queries.visible import NOT_THERE, meeting_of, parties_of
from merit_desk.shell.formats import period_name
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_GET
def strategy(request: HttpRequest, number: int) -> HttpResponse:
    """Goals of the ended quarter against results, with what is to become of each."""
    viewer = viewer_of(request)
    return _page(request, viewer, _strategy(viewer, number))


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def goal(request: HttpRequest, number: int, goal: int) -> HttpResponse:
    """What becomes of one goal."""
    viewer = viewer_of(request)
    one = _strategy(viewer, number)
    lines = goal_lines(viewer, one)
    line = next((each for each in lines if each.row.goal.pk == goal), None)
    if line is None or not may_write(viewer, one):
        raise NotFoundRefusal(NOT_THERE)
    parents = [
        (each.row.goal.pk, each.row.goal.title) for each in lines if goal not in (each.row.goal.pk, *each.row.path)
    ]
    form = GoalWishForm(request.POST if request.method == "POST" else None, initial=_told(line), parents=parents)
    refused = ""
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        wish = GoalWish(Verdict(told["verdict"]), told["target"], told["weight"], told["parent"], told["reason"])
        try:
            wish_goal(viewer, number, goal, wish)
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            return redirect(reverse("meetings:strategy", args=(number,)) + f"#goal-{goal}")
    shown = {
        "here": "meetings",
        "title": line.row.goal.title,
        "form": form,
        "line": line,
        "meeting": one,
        "refused": refused,
    }
    return render(request, "meetings/goal.html", shown, status=422 if refused or form.errors else 200)


@access(Need.SIGNED_IN)
@require_POST
def weights(request: HttpRequest, number: int, plan: str) -> HttpResponse:
    """New weights of a score plan for the next quarter."""
    viewer = viewer_of(request)
    one = _strategy(viewer, number)
    told = {name.removeprefix("w-"): str(text) for name, text in request.POST.items() if name.startswith("w-")}
    try:
        wish_weights(viewer, number, plan, told, request.POST.get("reason", ""))
    except ConflictRefusal as refusal:
        return _page(request, viewer, one, refused=say(refusal.code, **refusal.params), typed={plan: told})
    return redirect(reverse("meetings:strategy", args=(number,)) + "#changes")


@access(Need.SIGNED_IN)
@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Take a collected change off the list."""
    viewer = viewer_of(request)
    change = Change.objects.filter(pk=number).first()
    if change is None:
        raise NotFoundRefusal(NOT_THERE)
    drop_wish(viewer, number)
    return redirect(reverse("meetings:strategy", args=(change.meeting_id,)) + "#changes")


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, number: int) -> HttpResponse:
    """Before and after once more, then all of it at once or nothing."""
    viewer = viewer_of(request)
    one = _strategy(viewer, number)
    if Party.AUTHOR not in parties_of(viewer, one.series):
        raise NotFoundRefusal(NOT_THERE)
    if request.method == "POST":
        try:
            apply_changes(viewer, number)
        except Unsound as found:
            told = " ".join(problem_sentence(each, current_language()) for each in found.problems[:3])
            return _page(request, viewer, one, refused=say("meetings.nothing_applied", why=told))
        except Refusal as refusal:
            told = say(refusal.code, **refusal.params)
            return _page(request, viewer, one, refused=say("meetings.nothing_applied", why=told))
        messages.success(request, say("meetings.applied"))
        return redirect("meetings:strategy", number)
    shown = {
        "here": "meetings",
        "title": say("meetings.apply_title"),
        "what": say("meetings.apply_what", count=one.changes.count(), period=period_name(str(next_quarter(one)))),
        "people": None,
        "undo": say("meetings.apply_undo"),
        "primary": say("meetings.apply"),
        "action": request.path,
        "back": reverse("meetings:strategy", args=(number,)),
    }
    return render(request, "shell/confirm_page.html", shown)


def _page(
    request: HttpRequest, viewer: Viewer, one: Meeting, refused: str = "", typed: dict[str, Any] | None = None
) -> HttpResponse:
    ended = period_name(one.period)
    shown = {
        "here": "meetings",
        "title": say("meetings.strategy_title", period=ended),
        "meeting": one,
        "ended": ended,
        "coming": period_name(str(next_quarter(one))),
        "goals": goal_lines(viewer, one),
        "plans": [(each, (typed or {}).get(each.plan, {})) for each in plan_lines(one, viewer.today)],
        "changes": shown_changes(viewer, one),
        "may_write": may_write(viewer, one) and one.applied_at is None,
        "may_apply": Party.AUTHOR in parties_of(viewer, one.series) and one.applied_at is None,
        "refused": refused,
    }
    return render(request, "meetings/strategy.html", shown, status=409 if refused else 200)


def _strategy(viewer: Viewer, number: int) -> Meeting:
    one = meeting_of(viewer, number)
    if one.series.kind != Kind.STRATEGY:
        raise NotFoundRefusal(NOT_THERE)
    return one


def _told(line: GoalLine) -> dict[str, Any]:
    goal = line.row.goal
    if line.change is not None:
        return {"verdict": line.change.verdict, "reason": line.change.reason, **line.change.after}
    return {"verdict": Verdict.KEEP, "target": goal.target, "weight": goal.weight, "parent": goal.parent_id}
