"""Giving a task, changing it, and every step on the way to accepted work."""

from dataclasses import asdict

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merit.follow.request import RequestMove, RequestState
from merit.follow.task import TASK, TaskMove, TaskState
from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.follow.actions.telling import tell_author, tell_person
from merit_desk.follow.given import Given, Said
from merit_desk.follow.models import Request, Step, Task
from merit_desk.follow.queries.reach import managers_on, may_give_to, parties_of_task, task_of, tasks_visible_to

MOST_LINKS = 10


class StaleTask(ConflictRefusal):
    """Somebody changed the task meanwhile: `theirs` is what stands there now."""

    def __init__(self, theirs: Task) -> None:
        super().__init__("follow.stale")
        self.theirs = theirs


def give_task(viewer: Viewer, given: Given) -> Task:
    """Give it to oneself or to somebody below.

    Raises NotFoundRefusal for anybody else, and for a task before it that the viewer may not know of.
    """
    if not may_give_to(viewer, given.owner):
        raise NotFoundRefusal("follow.no_such_person")
    with transaction.atomic():
        return make_task(viewer, given)


def make_task(viewer: Viewer, given: Given, author: str | None = None, by: int | None = None) -> Task:
    """The same without asking whether they may; `author` and `by` where it was somebody else who asked for it."""
    fields = asdict(given)
    after = fields.pop("after")
    task = Task.objects.create(
        **fields,
        first_due=given.due,
        author=viewer.person if author is None else author,
        by_id=by or viewer.signer,
    )
    _put_after(viewer, task, after)
    _keep_step(viewer, task, "give", Said())
    record(viewer.account, "follow.task_given", Subject("task", str(task.pk)), after=written(task))
    tell_person(viewer, task.owner, "notice.task_given", address_of(task), task=task.title, due=str(task.due))
    return task


def change_task(viewer: Viewer, number: int, given: Given, version: int) -> Task:
    """Change what is to be done. The KPI still goes by the day agreed at first.

    Raises StaleTask when somebody changed it since `version`, ConflictRefusal when it is no longer to be done.
    """
    with transaction.atomic():
        task = _locked(viewer, number)
        TASK.after(TaskState(task.state), TaskMove.CHANGE, parties_of_task(viewer, task))
        if task.version != version:
            raise StaleTask(task)
        if given.owner != task.owner and not may_give_to(viewer, given.owner):
            raise NotFoundRefusal("follow.no_such_person")
        before, was = written(task), texts(task)
        for name, value in asdict(given).items():
            if name != "after":
                setattr(task, name, value)
        task.version += 1
        task.save()
        _put_after(viewer, task, given.after)
        now = texts(task)
        changed = {name: text for name, text in was.items() if now[name] != text}
        _keep_step(viewer, task, TaskMove.CHANGE, Said(), changed)
        record(viewer.account, "follow.task_change", Subject("task", str(task.pk)), before, written(task))
        tell_person(viewer, task.owner, "notice.task_change", address_of(task), task=task.title, due=str(task.due))
    return task


def step_task(viewer: Viewer, number: int, move: TaskMove, said: Said) -> Task:
    """Make the step.

    Raises NotFoundRefusal (not to be known), NotAllowedRefusal (never theirs), ConflictRefusal (not now, or what has
    to be said with it is missing).
    """
    with transaction.atomic():
        task = _locked(viewer, number)
        before = written(task)
        state = TASK.after(TaskState(task.state), move, parties_of_task(viewer, task))
        _require_words(move, said)
        _note(task, move, state, said)
        task.version += 1
        task.save()
        _keep_step(viewer, task, move, said)
        record(viewer.account, f"follow.task_{move}", Subject("task", str(task.pk)), before, written(task))
        _tell(viewer, task, move)
        if move is TaskMove.ACCEPT:
            _finish_request(viewer, task)
    return task


def address_of(task: Task) -> str:
    """Where it is opened."""
    return reverse("follow:task", args=(task.pk,))


def written(task: Task) -> dict[str, str | int | None]:
    """What the trail keeps: facts, no text."""
    names = ("owner", "state", "returned", "quality")
    return {name: getattr(task, name) for name in names} | {"due": str(task.due)}


def texts(task: Task) -> dict[str, str]:
    """What a change may change, as text."""
    names = ("title", "owner", "due", "kind", "expected", "criteria", "goal", "days")
    return {name: "" if getattr(task, name) is None else str(getattr(task, name)) for name in names}


def _locked(viewer: Viewer, number: int) -> Task:
    return Task.objects.select_for_update().get(pk=task_of(viewer, number).pk)


def _require_words(move: TaskMove, said: Said) -> None:
    if move in (TaskMove.RETURN, TaskMove.BLOCK, TaskMove.CANCEL) and not said.note.strip():
        raise ConflictRefusal("follow.reason_missing")
    if move is TaskMove.ACCEPT and (said.quality is None or not 0 <= said.quality <= 100):
        raise ConflictRefusal("follow.quality_missing")


def _note(task: Task, move: TaskMove, state: TaskState, said: Said) -> None:
    now = timezone.now()
    task.state = state
    match move:
        case TaskMove.HAND_IN:
            task.handed_in_at = now
        case TaskMove.TAKE_BACK | TaskMove.RETURN:
            task.handed_in_at = None
            task.returned += move is TaskMove.RETURN
        case TaskMove.ACCEPT:
            task.done_at, task.quality = task.handed_in_at or now, said.quality
        case TaskMove.CANCEL:
            task.cancelled_at = now
        case TaskMove.REOPEN:
            task.cancelled_at = task.handed_in_at = None
        case _:
            pass


def _keep_step(viewer: Viewer, task: Task, move: str, said: Said, before: dict[str, str] | None = None) -> None:
    Step.objects.create(
        task=task,
        account_id=viewer.account,
        person=viewer.person,
        move=str(move),
        note=said.note.strip(),
        links=list(said.links[:MOST_LINKS]),
        before=before or {},
    )


def _tell(viewer: Viewer, task: Task, move: TaskMove) -> None:
    code, where = f"notice.task_{move}", address_of(task)
    if Party.RECEIVER not in parties_of_task(viewer, task):
        tell_person(viewer, task.owner, code, where, task=task.title)
    elif task.author != task.owner:
        tell_author(viewer, task.author, task.by_id, code, where, task=task.title)
    elif move is TaskMove.HAND_IN:
        for manager in managers_on(task.owner, viewer.today):
            tell_person(viewer, manager, code, where, task=task.title)


def _finish_request(viewer: Viewer, task: Task) -> None:
    """The request behind it is done; where it is the asker who has just accepted the work, it is closed."""
    request = Request.objects.select_for_update().filter(task=task, state=RequestState.ACCEPTED).first()
    if request is None:
        return
    closes = Party.AUTHOR in parties_of_task(viewer, task)
    move = RequestMove.CLOSE if closes else RequestMove.FINISH
    request.state = RequestState.CLOSED if closes else RequestState.DONE
    request.closed_at = timezone.now() if closes else None
    request.save(update_fields=["state", "closed_at"])
    Step.objects.create(request=request, account_id=viewer.account, person=viewer.person, move=move)
    record(
        viewer.account, f"follow.request_{move}", Subject("request", str(request.pk)), after={"state": request.state}
    )


def _put_after(viewer: Viewer, task: Task, after: tuple[int, ...]) -> None:
    known = set(tasks_visible_to(viewer).filter(pk__in=after).values_list("pk", flat=True))
    if set(after) - known:
        raise NotFoundRefusal("follow.no_such_task")
    if task.pk in known or _reaches(known, task.pk):
        raise ConflictRefusal("follow.in_a_circle")
    task.after.set(known)


def _reaches(tasks: set[int], wanted: int) -> bool:
    """Whether one of the tasks waits, however indirectly, for the wanted one."""
    seen: set[int] = set()
    ahead = set(tasks)
    while ahead and wanted not in ahead:
        seen |= ahead
        ahead = set(Task.objects.filter(before__in=ahead).values_list("pk", flat=True)) - seen
    return wanted in ahead
