"""The page that prepares itself: goals at risk, late tasks, action items of before, help that people ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from merit.kernel.period import Grain, Period
from merit.people.tree import members
from merit.targets.goal_life import GoalState
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.models import CheckIn, Task
from merit_desk.follow.queries.delays import delays_of
from merit_desk.follow.queries.reach import checkins_visible_to, tasks_visible_to
from merit_desk.follow.queries.tasks import ShownTask, shown_tasks
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.tree import Row, tree_rows
from merit_desk.goals.queries.visible import goals_visible_to
from merit_desk.meetings.models import Action, Meeting, Series
from merit_desk.results.queries.open_company import declared_company
from merit_desk.talks.colleagues import name_of

MOST = 20


@dataclass(frozen=True, slots=True)
class ShownAction:
    """An action item with its state; `late` when its day has passed."""

    one: Action
    owner: str
    late: bool
    done: bool
    from_before: bool


@dataclass(frozen=True, slots=True)
class Help:
    """What somebody asks for in a progress report."""

    report: CheckIn
    name: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """All of it as far as the viewer may see it."""

    goals: list[Row]
    tasks: list[ShownTask]
    help: list[Help]


def prepared(viewer: Viewer, meeting: Meeting) -> Prepared:
    """Each part through the look-ups of its own app."""
    people = people_of(meeting.series, viewer.today)
    return Prepared(goals_at_risk(viewer, meeting), _late(viewer, people), _help(viewer, meeting, people))


def people_of(series: Series, day: date) -> list[str]:
    """Everybody in the node on that day."""
    organisation = declared_company().organisation
    if series.node_kind == "company":
        return [person for person, spells in organisation.spells_of.items() if spells[-1].end is None]
    return members(organisation, series.node, day)


def goals_of(viewer: Viewer, series: Series, periods: Sequence[str]) -> list[Row]:
    """Goals of the node and of what is below it in these periods, in the order of the tree."""
    company = declared_company()
    every = goals_visible_to(viewer).filter(period__in=periods).exclude(state=str(GoalState.DROPPED))
    rows = every.select_related("parent").annotate(results_count=Count("results", distinct=True))
    return tree_rows(viewer, company, [each for each in rows if _is_below(series, each)])


def goals_at_risk(viewer: Viewer, meeting: Meeting) -> list[Row]:
    """Active goals whose figure is behind, or whose people last said that they are."""
    span = Period.parse(meeting.period)
    spans = {str(Period.containing(span.last, grain)) for grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR)}
    rows = goals_of(viewer, meeting.series, sorted(spans | {meeting.period}))
    return [each for each in rows if each.goal.state == GoalState.ACTIVE and each.tone in ("bad", "watch")][:MOST]


def actions_of(meeting: Meeting, today: date) -> list[ShownAction]:
    """What was promised here, and what is still open, or was done since the last time, from the meetings before."""
    earlier = Meeting.objects.filter(series=meeting.series, day__lte=meeting.day).exclude(pk=meeting.pk)
    last = earlier.first()
    before = Action.objects.filter(meeting__in=earlier)
    shown = [each for each in before if each.done_at is None or (last and each.done_at.date() >= last.day)]
    own = list(meeting.actions.all())
    done = _done_tasks([each.task for each in (*shown, *own) if each.task])
    return [_action(each, each not in own, done, today) for each in (*shown, *own)]


def _action(one: Action, from_before: bool, done_tasks: set[int], today: date) -> ShownAction:
    done = one.done_at is not None or one.task in done_tasks
    return ShownAction(one, name_of(one.owner), not done and one.due < today, done, from_before)


def _done_tasks(numbers: list[int]) -> set[int]:
    found = Task.objects.filter(pk__in=numbers, done_at__isnull=False)
    return set(found.values_list("pk", flat=True))


def _is_below(series: Series, goal: Goal) -> bool:
    if series.node_kind == "company":
        return True
    organisation, period = declared_company().organisation, Period.parse(goal.period)
    if goal.level == "person":
        return goal.node in members(organisation, series.node, period.last)
    below = {series.node} | _teams_below(series.node)
    return goal.node in below


def _teams_below(team: str) -> set[str]:
    rows = declared_company().organisation.teams
    found: set[str] = set()
    waiting = [team]
    while waiting:
        above = waiting.pop()
        below = {row.team for row in rows if row.parent == above} - found
        found |= below
        waiting += below
    return found


def _late(viewer: Viewer, people: list[str]) -> list[ShownTask]:
    late = delays_of(people, viewer.today)
    seen = tasks_visible_to(viewer).filter(owner__in=people, pk__in=list(late)).select_related("by")
    return shown_tasks(seen, late)[:MOST]


def _help(viewer: Viewer, meeting: Meeting, people: list[str]) -> list[Help]:
    span = Period.parse(meeting.period)
    weeks = [str(week) for week in span.split(Grain.WEEK)] if span.grain is not Grain.WEEK else [meeting.period]
    sent = checkins_visible_to(viewer).filter(week__in=weeks, person__in=people, sent_at__isnull=False)
    found = sent.exclude(help_needed="").order_by("-week", "person")[:MOST]
    return [Help(each, name_of(each.person)) for each in found]
