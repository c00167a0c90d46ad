"""What stands beside a report: the person's KPIs against pace, tasks of the week, goals, last week's plans."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from merit.follow.task import TO_DO, TaskState
from merit.kernel.period import Period
from merit.targets.goal_life import GoalState
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.models import CheckIn, Task
from merit_desk.follow.queries.delays import delays_of
from merit_desk.follow.queries.tasks import ShownTask, shown_tasks
from merit_desk.follow.queries.weeks import Week
from merit_desk.goals.queries.visible import goals_visible_to
from merit_desk.goals.queries.words import goal_target_words
from merit_desk.metrics.queries.lines import HomeLine
from merit_desk.metrics.queries.own import own_standing
from merit_desk.results.queries.now import present_day
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.language import CHOICES, speaking

_KEPT = (
    "kpi",
    "title",
    "note",
    "value",
    "address",
    "target",
    "bar",
    "now",
    "due",
    "tone",
    "needed",
    "heading",
    "said",
    "gap",
)


@dataclass(frozen=True, slots=True)
class TasksOfWeek:
    """Accepted or handed in within the week; late ones; what is due until the end of the next week."""

    done: tuple[ShownTask, ...]
    late: tuple[ShownTask, ...]
    ahead: tuple[ShownTask, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """Something the person says their confidence about: a goal, or a KPI of their plan."""

    key: str
    title: str
    note: str
    chosen: str


def kpi_lines(viewer: Viewer) -> tuple[HomeLine, ...]:
    """The viewer's own KPIs as they stand now; empty without a plan or before the first period was run."""
    periods = periods_run()
    found = own_standing(viewer, declared_company(), periods[0]) if periods else None
    return found.lines if found else ()


def tasks_of_week(person: str, week: Week) -> TasksOfWeek:
    """Five queries at most."""
    start, end = _moments(week.period)
    done = Task.objects.filter(owner=person, handed_in_at__gte=start, handed_in_at__lt=end)
    done = done.filter(state__in=(TaskState.ACCEPTED, TaskState.HANDED_IN)).select_related("by")
    horizon = week.period.last + timedelta(days=7)
    open_tasks = list(Task.objects.filter(Q(due__lte=horizon), owner=person, state__in=TO_DO).select_related("by"))
    late = delays_of([person], week.period.last) if open_tasks else {}
    shown = shown_tasks(open_tasks, late)
    return TasksOfWeek(
        tuple(shown_tasks(done, {})),
        tuple(each for each in shown if each.tone),
        tuple(each for each in shown if not each.tone),
    )


def plans_before(person: str, week: Week) -> str:
    """What the person planned for this week in the report before it, if it was sent."""
    before = CheckIn.objects.filter(person=person, week__lt=week.code).exclude(state="draft").order_by("-week").first()
    return before.plans if before else ""


def aims(lines: Iterable[HomeLine], goals: Iterable[tuple[str, str, str]], chosen: dict[str, str]) -> list[Aim]:
    """Goals first, as (key, title, note), then the KPIs of the plan."""
    listed = [*goals, *((f"kpi:{line.kpi}", line.title, line.note) for line in lines)]
    return [Aim(key, title, note, chosen.get(key, "")) for key, title, note in listed]


def goals_for(viewer: Viewer, week: Week) -> list[tuple[str, str, str]]:
    """The viewer's own goals in force in the week: key, title, what is aimed at."""
    own = goals_visible_to(viewer).filter(person=viewer.person, state=str(GoalState.ACTIVE)).order_by("level", "pk")
    company = declared_company()
    return [
        (f"goal:{each.pk}", each.title, goal_target_words(company, each))
        for each in own
        if Period.parse(each.period).overlap(week.period.start, week.period.end)
    ]


def figures_now(viewer: Viewer, week: Week) -> dict[str, Any]:
    """What is kept with a report that is sent: the lines in both languages, counts of tasks, the day they reach."""
    found: dict[str, Any] = {"as_of": str(present_day() or "")}
    for language in CHOICES:
        with speaking(language):
            found[language] = [{name: asdict(line)[name] for name in _KEPT} for line in kpi_lines(viewer)]
    found["goals"] = {key: title for key, title, _ in goals_for(viewer, week)}
    tasks = tasks_of_week(viewer.person, week)
    found["tasks"] = {"done": len(tasks.done), "late": len(tasks.late), "ahead": len(tasks.ahead)}
    return found


def _moments(period: Period) -> tuple[datetime, datetime]:
    zone = ZoneInfo(declared_company().profile.time_zone)
    return datetime.combine(period.start, time(), zone), datetime.combine(period.end, time(), zone)
