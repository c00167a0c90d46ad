"""Tasks: list, board, one task with its steps."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from merit.follow.task import TASK, TaskMove, TaskState
from merit.kernel.moves import Party
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.forms.task_form import AcceptForm, HandInForm
from merit_desk.follow.models import Task
from merit_desk.follow.queries.board import board_of
from merit_desk.follow.queries.delays import delays_of
from merit_desk.follow.queries.reach import parties_of_task, people_to_give, task_of, tasks_visible_to
from merit_desk.follow.queries.tasks import Asked, counts_by_whose, shown_tasks, tasks_asked
from merit_desk.follow.views.frame import entries, tabs, viewer_here
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import day_name
from merit_desk.shell.parts import Fact
from merit_desk.shell.sentences import say

PER_PAGE = 50
ASKS = {TaskMove.HAND_IN, TaskMove.ACCEPT, TaskMove.RETURN, TaskMove.BLOCK, TaskMove.CANCEL}
"""Steps that something is said with."""


@require_GET
@access(Need.SIGNED_IN)
def tasks(request: HttpRequest) -> HttpResponse:
    """`?whose=`, `state`, `q`, `owner`, `late` narrow it; `view=board` shows columns by state."""
    viewer = viewer_here(request)
    counts = counts_by_whose(viewer)
    asked = Asked.of(request.GET.dict(), next((whose for whose, count in counts.items() if count), next(iter(counts))))
    on_board = request.GET.get("view") == "board"
    shown: dict[str, Any] = {
        "title": say("follow.tab.tasks"),
        "here": "follow",
        "tabs": tabs("tasks"),
        "asked": asked,
        "filtered": bool(asked.words or asked.state or asked.owner or asked.late),
        "whose": [(each, say(f"follow.whose.{each}"), count) for each, count in counts.items()],
        "states": [("", say("follow.state.unfinished")), *_states()],
        "on_board": on_board,
        "may_give": bool(people_to_give(viewer)),
        "owner_name": node_name(declared_company(), "person", asked.owner) if asked.owner else "",
    }
    if on_board:
        shown["columns"] = board_of(viewer, asked)
        return render(request, "follow/board.html", shown)
    shown["page"] = Paginator(tasks_asked(viewer, asked), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "follow/tasks.html", shown)


@require_GET
@access(Need.SIGNED_IN)
def task(request: HttpRequest, number: int) -> HttpResponse:
    """One task: what is to be there, what can be done now, and what was done."""
    viewer = viewer_here(request)
    return task_page(request, viewer, task_of(viewer, number))


def task_page(
    request: HttpRequest, viewer: Viewer, one: Task, form: object | None = None, status: int = 200
) -> HttpResponse:
    """The page; `form` is one that was sent and did not fit."""
    parties = parties_of_task(viewer, one)
    moves = TASK.open_to(TaskState(one.state), parties)
    late = delays_of([one.owner], viewer.today)
    known = set(tasks_visible_to(viewer).values_list("pk", flat=True)) if one.after.exists() else set()
    steps = list(one.steps.select_related("account"))
    shown = {
        "title": one.title,
        "here": "follow",
        "line": shown_tasks([one], late)[0],
        "task": one,
        "facts": _facts(one),
        "after": [each for each in one.after.all() if each.pk in known],
        "links": _links(steps),
        "entries": entries("task", steps),
        "hand_in": _form(form, HandInForm) if TaskMove.HAND_IN in moves else None,
        "check": _form(form, AcceptForm) if TaskMove.ACCEPT in moves else None,
        "others": [_button(one, each) for each in moves if each not in (TaskMove.HAND_IN, TaskMove.ACCEPT)],
        "own": Party.RECEIVER in parties,
        "waits": say(f"task.stands.{TaskState(one.state)}"),
    }
    return render(request, "follow/task.html", shown, status=status)


def _states() -> list[tuple[str, str]]:
    return [*((str(each), say(f"task.state.{each}")) for each in TaskState), ("any", say("follow.state.any"))]


def _form(sent: object | None, kind: type[HandInForm] | type[AcceptForm]) -> object:
    return sent if isinstance(sent, kind) else kind()


def _button(one: Task, move: TaskMove) -> dict[str, object]:
    address = reverse("follow:task_step", args=(one.pk, str(move)))
    if move is TaskMove.CHANGE:
        address = reverse("follow:change_task", args=(one.pk,))
    return {
        "move": str(move),
        "title": say(f"task.do.{move}"),
        "address": address,
        "asks": move in ASKS,
        "link": move is TaskMove.CHANGE,
    }


def _links(steps: list[Any]) -> list[str]:
    """Of the latest hand-in."""
    return next((list(step.links) for step in reversed(steps) if step.move == TaskMove.HAND_IN), [])


def _facts(one: Task) -> list[Fact]:
    company = declared_company()
    author = node_name(company, "person", one.author) if one.author else str(one.by)
    moved = say("follow.first_due", day=day_name(one.first_due)) if one.first_due != one.due else ""
    found = [
        Fact(say("follow.field.owner"), node_name(company, "person", one.owner)),
        Fact(say("follow.field.author"), author),
        Fact(say("follow.field.due"), day_name(one.due), moved),
        Fact(say("follow.field.kind"), say(f"follow.kind.{one.kind}")),
    ]
    found += [Fact(say("follow.field.days"), say("follow.days_count", count=one.days))] if one.days else []
    found += [Fact(say("follow.field.goal"), one.goal)] if one.goal else []
    found += [Fact(say("follow.field.returned"), say("follow.times", count=one.returned))] if one.returned else []
    quality = say("follow.of_hundred", quality=one.quality) if one.quality is not None else ""
    return found + ([Fact(say("follow.field.quality"), quality)] if quality else [])
