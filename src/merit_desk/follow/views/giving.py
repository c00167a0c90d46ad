"""Giving a task, changing it, taking it a step further."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from merit.follow.recurrence import Every
from merit.follow.task import TASK, TO_DO, TaskMove, TaskState
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.actions.recurring import Repeated, begin_series
from merit_desk.follow.actions.tasks import StaleTask, change_task, give_task, step_task, texts
from merit_desk.follow.forms.task_form import AcceptForm, HandInForm, NoteForm, ReasonForm, TaskForm
from merit_desk.follow.given import Said
from merit_desk.follow.models import Task
from merit_desk.follow.queries.reach import parties_of_task, people_to_give, task_of, tasks_visible_to
from merit_desk.follow.queries.tasks import WHOSE
from merit_desk.follow.views.frame import writing_here
from merit_desk.follow.views.tasks import task_page
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.comparison import beside
from merit_desk.shell.sentences import say

_FORMS: dict[TaskMove, type[forms.Form]] = {
    TaskMove.HAND_IN: HandInForm,
    TaskMove.ACCEPT: AcceptForm,
    TaskMove.RETURN: ReasonForm,
    TaskMove.BLOCK: ReasonForm,
    TaskMove.CANCEL: ReasonForm,
}
_MOST_TASKS = 200


@require_http_methods(["GET", "POST"])
@access(Need.SIGNED_IN)
def new_task(request: HttpRequest) -> HttpResponse:
    """A new task, once or coming back."""
    viewer = writing_here(request)
    if not people_to_give(viewer):
        raise NotFoundRefusal("refusal.no_such_page")
    initial = {"owner": request.GET.get("owner", viewer.person), "title": request.GET.get("title", "")}
    form = TaskForm(request.POST or None, initial=initial, **_choices(viewer, None))
    if request.method == "POST" and form.is_valid():
        try:
            address = _given(viewer, form)
        except ConflictRefusal as refusal:
            form.add_error(None, say(refusal.code, **refusal.params))
        else:
            messages.success(request, say("follow.task_is_given"))
            return redirect(address)
    return _page(request, form, {"title": say("follow.new_task"), "primary": say("follow.give")})


@require_http_methods(["GET", "POST"])
@access(Need.SIGNED_IN)
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change it; when somebody else did so meanwhile, both versions are shown."""
    viewer = writing_here(request)
    one = task_of(viewer, number)
    if TaskMove.CHANGE not in TASK.open_to(TaskState(one.state), parties_of_task(viewer, one)):
        raise NotFoundRefusal("refusal.no_such_page")
    initial = {**texts(one), "after": list(one.after.values_list("pk", flat=True))}
    form = TaskForm(request.POST or None, initial=initial, fresh=False, **_choices(viewer, one))
    shown = {"title": say("follow.change_task"), "primary": say("form.save"), "task": one, "version": one.version}
    if request.method == "POST" and form.is_valid():
        try:
            change_task(viewer, number, form.given(), _number(request.POST.get("version", "")))
        except StaleTask as stale:
            shown |= {"version": stale.theirs.version, "stale": _beside(stale.theirs, form)}
            return _page(request, form, shown, 409)
        except ConflictRefusal as refusal:
            form.add_error(None, say(refusal.code, **refusal.params))
        else:
            messages.success(request, say("follow.task_is_changed"))
            return redirect("follow:task", number)
    return _page(request, form, shown)


@require_http_methods(["GET", "POST"])
@access(Need.SIGNED_IN)
def step(request: HttpRequest, number: int, move: str) -> HttpResponse:
    """A step that something is said with asks first; the others are made at once."""
    viewer = writing_here(request)
    one = task_of(viewer, number)
    wanted = _move(viewer, one, move)
    form = _FORMS.get(wanted, NoteForm)(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid():
        return _asking(request, viewer, one, wanted, form)
    found = form.cleaned_data
    said = Said(found.get("note", ""), tuple(found.get("links", ())), found.get("quality"))
    try:
        step_task(viewer, number, wanted, said)
    except (ConflictRefusal, NotAllowedRefusal) as refusal:
        messages.error(request, say(refusal.code, **refusal.params))
    else:
        messages.success(request, say(f"task.did.{wanted}"))
    board = request.POST.get("board", "")
    return redirect(f"{reverse('follow:tasks')}?view=board&whose={board}" if board in WHOSE else _address(one))


def _move(viewer: Viewer, one: Task, move: str) -> TaskMove:
    """The step when it is ever theirs. Raises NotFoundRefusal for what is none, or is never theirs."""
    parties = parties_of_task(viewer, one)
    ever = {each for (_, each), rule in TASK.moves.items() if rule.by & parties} - {TaskMove.CHANGE}
    if move not in set(map(str, ever)):
        raise NotFoundRefusal("refusal.no_such_page")
    return TaskMove(move)


def _asking(request: HttpRequest, viewer: Viewer, one: Task, wanted: TaskMove, form: forms.Form) -> HttpResponse:
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and wanted in (TaskMove.HAND_IN, TaskMove.ACCEPT):
        return task_page(request, viewer, one, form, status)
    shown = {
        "title": say(f"task.do.{wanted}"),
        "here": "follow",
        "what": one.title,
        "people": None,
        "undo": say(f"task.what.{wanted}"),
        "form": form,
        "primary": say(f"task.do.{wanted}"),
        "action": request.path,
        "back": _address(one),
        "grave": wanted is TaskMove.CANCEL,
    }
    return render(request, "shell/confirm_page.html", shown, status=status)


def _given(viewer: Viewer, form: TaskForm) -> str:
    every = form.cleaned_data.get("every")
    if not every:
        return _address(give_task(viewer, form.given()))
    begin_series(viewer, form.given(), Repeated(Every(every), form.cleaned_data["due"]))
    return reverse("follow:recurring")


def _choices(viewer: Viewer, one: Task | None) -> dict[str, Any]:
    company = declared_company()
    people = people_to_give(viewer)
    if one is not None and one.owner not in dict(people):
        people = [(one.owner, node_name(company, "person", one.owner)), *people]
    open_tasks = tasks_visible_to(viewer).filter(state__in=TO_DO).exclude(pk=one.pk if one else 0)
    kept = open_tasks.order_by("-pk")[:_MOST_TASKS]
    named = [(str(each.pk), f"{each.title} · {node_name(company, 'person', each.owner)}") for each in kept]
    known = {key for key, _ in named}
    before = one.after.all() if one else Task.objects.none()
    named += [(str(each.pk), each.title) for each in before if str(each.pk) not in known]
    return {"people": people, "tasks": named, "today": viewer.today}


def _beside(theirs: Task, form: TaskForm) -> object:
    """Both versions, field by field."""
    mine = {name: str(form.cleaned_data.get(name) or "") for name in texts(theirs)}
    return beside(_lines(texts(theirs)), _lines(mine))


def _lines(found: dict[str, str]) -> str:
    return "\n".join(f"{say(f'follow.field.{name}')}: {text}" for name, text in found.items())


def _page(request: HttpRequest, form: TaskForm, more: dict[str, Any], status: int = 200) -> HttpResponse:
    back = _address(more["task"]) if "task" in more else reverse("follow:tasks")
    status = 422 if form.errors and status == 200 else status
    return render(
        request, "follow/task_form.html", {"here": "follow", "form": form, "back": back, **more}, status=status
    )


def _address(one: Task) -> str:
    return reverse("follow:task", args=(one.pk,))


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 9 else 0
