"""Tasks as lists and boards show them: filtered by the address, those that will be late first."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from merit.follow.lateness import Delay, DelayCause
from merit.follow.task import TO_DO, TaskState
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.models import Task
from merit_desk.follow.queries.delays import delays_of
from merit_desk.follow.queries.reach import direct_people, people_below, people_read, tasks_visible_to
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import day_name
from merit_desk.shell.sentences import say

WHOSE = ("mine", "to_check", "given", "team", "all")
BOARD = (TaskState.OPEN, TaskState.BLOCKED, TaskState.HANDED_IN, TaskState.RETURNED, TaskState.ACCEPTED)
TONES = {
    TaskState.OPEN: "",
    TaskState.BLOCKED: "watch",
    TaskState.HANDED_IN: "line",
    TaskState.RETURNED: "watch",
    TaskState.ACCEPTED: "good",
    TaskState.CANCELLED: "",
}
_CERTAIN = list(DelayCause)


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the address. `state` is a TaskState, "to_do", or empty for everything not over."""

    whose: str = "mine"
    state: str = ""
    words: str = ""
    owner: str = ""
    late: bool = False

    @classmethod
    def of(cls, given: Mapping[str, str], usual: str) -> "Asked":
        """From the address; what is none of the choices is left out."""
        whose, state = given.get("whose", usual), given.get("state", "")
        known = {*map(str, TaskState), "to_do", "any"}
        return cls(
            whose if whose in WHOSE else usual,
            state if state in known else "",
            given.get("q", "").strip()[:80],
            given.get("owner", "")[:64],
            bool(given.get("late")),
        )


@dataclass(frozen=True, slots=True)
class ShownTask:
    """One row: `tone` and `why` speak of the delay, empty where there is none."""

    task: Task
    address: str
    owner: str
    author: str
    due: str
    state: str
    state_tone: str
    tone: str
    why: str


def tasks_asked(viewer: Viewer, asked: Asked) -> list[ShownTask]:
    """Delays first, the most certain and the longest before others, then by due day."""
    found = list(_filtered(viewer, asked).select_related("by"))
    late = delays_of({task.owner for task in found}, viewer.today) if found else {}
    if asked.late:
        found = [task for task in found if task.pk in late]
    return shown_tasks(found, late)


def shown_tasks(tasks: Iterable[Task], late: Mapping[int, Delay]) -> list[ShownTask]:
    """The same for tasks at hand."""
    ordered = sorted(tasks, key=lambda task: _pressing(task, late.get(task.pk)))
    titles = _titles(late)
    return [_shown(task, late.get(task.pk), titles) for task in ordered]


def counts_by_whose(viewer: Viewer) -> dict[str, int]:
    """How many open tasks each view holds; a view that says nothing to the viewer is left out."""
    found = {}
    for whose in whose_choices(viewer):
        found[whose] = _filtered(viewer, Asked(whose)).count()
    return found


def whose_choices(viewer: Viewer) -> list[str]:
    """The views that make sense for the viewer."""
    people = people_read(viewer)
    some = [whose for whose in ("mine", "to_check", "given") if viewer.person or whose != "mine"]
    return [*some, *(["team"] if people_below(viewer) else []), *(["all"] if people is None else [])]


def to_check(viewer: Viewer) -> Q:
    """Handed in, and the viewer checks it: given by them to somebody, or by one of their people to themselves."""
    own = Q(by_id=viewer.account) | Q(author=viewer.person) if viewer.person else Q(by_id=viewer.account)
    given = own & ~Q(owner=viewer.person) if viewer.person else own
    below = Q(owner__in=direct_people(viewer), author=F("owner"))
    return Q(state=TaskState.HANDED_IN) & (given | below)


def delay_words(delay: Delay, titles: Mapping[int, str]) -> str:
    """Why it will be late, in words."""
    held = titles.get(delay.held_up_by or 0, "")
    return say(f"follow.late.{delay.cause}", count=delay.days, task=held)


def _filtered(viewer: Viewer, asked: Asked) -> QuerySet[Task]:
    found = tasks_visible_to(viewer).filter(_whose(viewer, asked.whose))
    if asked.whose != "to_check":
        found = found.filter(_in_state(asked.state))
    if asked.words:
        found = found.filter(Q(title__icontains=asked.words) | Q(goal__icontains=asked.words))
    return found.filter(owner=asked.owner) if asked.owner else found


def _in_state(state: str) -> Q:
    match state:
        case "":
            return Q(state__in=[*TO_DO, TaskState.HANDED_IN])
        case "to_do":
            return Q(state__in=TO_DO)
        case "any":
            return Q()
        case _:
            return Q(state=state)


def _whose(viewer: Viewer, whose: str) -> Q:
    mine = Q(owner=viewer.person) if viewer.person else Q(pk=None)
    given = Q(by_id=viewer.account) | Q(author=viewer.person) if viewer.person else Q(by_id=viewer.account)
    asked: dict[str, Callable[[], Q]] = {
        "mine": lambda: mine,
        "given": lambda: given & ~mine if viewer.person else given,
        "to_check": lambda: to_check(viewer),
        "team": lambda: Q(owner__in=people_below(viewer)),
    }
    return asked[whose]() if whose in asked else Q()


def _pressing(task: Task, delay: Delay | None) -> tuple[int, int, date, int]:
    if delay is None:
        return len(_CERTAIN), 0, task.due, task.pk
    return _CERTAIN.index(delay.cause), -delay.days, task.due, task.pk


def _titles(late: Mapping[int, Delay]) -> dict[int, str]:
    held = {each.held_up_by for each in late.values() if each.held_up_by}
    return dict(Task.objects.filter(pk__in=held).values_list("pk", "title")) if held else {}


def _shown(task: Task, delay: Delay | None, titles: Mapping[int, str]) -> ShownTask:
    company, state = declared_company(), TaskState(task.state)
    tone = "" if delay is None else "bad" if delay.cause is DelayCause.OVERDUE else "watch"
    return ShownTask(
        task=task,
        address=reverse("follow:task", args=(task.pk,)),
        owner=node_name(company, "person", task.owner),
        author=node_name(company, "person", task.author) if task.author else str(task.by),
        due=day_name(task.due),
        state=say(f"task.state.{state}"),
        state_tone=TONES[state],
        tone=tone,
        why=delay_words(delay, titles) if delay else "",
    )
