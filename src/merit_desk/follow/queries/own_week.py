"""The viewer's week at a glance: for their home page and for the first page of the follow-up."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from merit.follow.request import WITH_RECEIVER
from merit.follow.task import TO_DO
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.models import CheckIn, Request, Task
from merit_desk.follow.queries.delays import delays_of
from merit_desk.follow.queries.reach import direct_people
from merit_desk.follow.queries.reports import week_words
from merit_desk.follow.queries.requests import ShownRequest, shown_request
from merit_desk.follow.queries.tasks import ShownTask, shown_tasks
from merit_desk.follow.queries.weeks import Week, missing, week_of
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import day_name
from merit_desk.shell.sentences import say

_ROWS = 6
_NAMED = 4


@dataclass(frozen=True, slots=True)
class OwnReport:
    """This week's report: in words where it stands, where it is written or read."""

    week: str
    address: str
    state: str
    tone: str
    due: str


@dataclass(frozen=True, slots=True)
class OwnWeek:
    """Delays first; `more` tasks are not shown."""

    report: OwnReport | None
    tasks: tuple[ShownTask, ...]
    more: int
    requests: tuple[ShownRequest, ...]

    def __bool__(self) -> bool:
        return self.report is not None


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """How many of a manager's direct people have reported, who has not, and which tasks will be late."""

    sent: int
    people: int
    lacking: str
    late: tuple[ShownTask, ...]
    late_count: int


def own_week(viewer: Viewer) -> OwnWeek | None:
    """None for somebody who is no person of the company. Eight queries."""
    if not viewer.person:
        return None
    open_tasks = list(Task.objects.filter(owner=viewer.person, state__in=TO_DO).select_related("by"))
    late = delays_of([viewer.person], viewer.today) if open_tasks else {}
    asked = Request.objects.filter(receiver=viewer.person, state__in=WITH_RECEIVER).select_related("by")[:_ROWS]
    return OwnWeek(
        _report(viewer, week_of(viewer.today)),
        tuple(shown_tasks(open_tasks, late)[:_ROWS]),
        max(len(open_tasks) - _ROWS, 0),
        tuple(shown_request(each, viewer.today) for each in asked),
    )


def team_week(viewer: Viewer, week: Week) -> TeamWeek | None:
    """None for somebody who is in charge of nobody."""
    direct = direct_people(viewer)
    if not direct:
        return None
    lacking = missing(direct, week)
    sent = CheckIn.objects.filter(week=week.code, person__in=direct).exclude(state="draft").count()
    late = delays_of(direct, viewer.today)
    found = Task.objects.filter(Q(pk__in=late), owner__in=direct).select_related("by")
    shown = shown_tasks(found, late)
    company = declared_company()
    names = [node_name(company, "person", each) for each in sorted(lacking)]
    named = say("list.comma").join(names[:_NAMED])
    more = len(names) - _NAMED
    lacks = say("follow.and_more", names=named, count=more) if more > 0 else named
    return TeamWeek(sent, sent + len(lacking), lacks, tuple(shown[:_ROWS]), len(shown))


def _report(viewer: Viewer, week: Week) -> OwnReport:
    kept = CheckIn.objects.filter(person=viewer.person, week=week.code).first()
    writing = reverse("follow:report", args=(week.code,))
    due = day_name(week.due) if week.due else ""
    if kept is None:
        state = say("follow.report_not_yet" if week.due else "follow.free_week")
        return OwnReport(week_words(week), writing, state, "watch" if week.is_late(viewer.today) else "", due)
    address = writing if kept.state == "draft" else reverse("follow:checkin", args=(kept.pk,))
    tone = {"draft": "", "sent": "line", "answered": "good"}[kept.state]
    return OwnReport(week_words(week), address, say(f"checkin.state.{kept.state}"), tone, due)
