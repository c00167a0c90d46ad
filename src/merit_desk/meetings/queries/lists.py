"""The series of a viewer as lines, and the members of one as choices."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from merit.follow.meeting import MeetingState
from merit_desk.accounts.viewer import Viewer
from merit_desk.meetings.models import Action, Meeting, Series
from merit_desk.meetings.queries.visible import series_visible_to
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.talks.colleagues import colleagues, name_of


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A series with its next and its last meeting."""

    series: Series
    node: str
    chair: str
    people: int
    ahead: Meeting | None
    last: Meeting | None
    open_actions: int


def series_lines(viewer: Viewer) -> list[SeriesLine]:
    """The next meeting first, ended ones last; three queries however many there are."""
    every = list(Series.objects.filter(pk__in=series_visible_to(viewer).values("pk")).annotate(people=Count("members")))
    meetings = list(Meeting.objects.filter(series__in=every).defer("figures"))
    actions = Action.objects.filter(meeting__series__in=every).values_list("meeting__series")
    still = dict(actions.annotate(count=Count("pk", filter=Q(done_at=None))))
    company = declared_company()
    lines = []
    for each in every:
        own = [meeting for meeting in meetings if meeting.series_id == each.pk]
        ahead = [one for one in own if one.state in (MeetingState.PREPARED, MeetingState.RUNNING)]
        sent = [one for one in own if one.state == MeetingState.SENT]
        lines.append(
            SeriesLine(
                each,
                node_name(company, each.node_kind, each.node),
                name_of(each.chair),
                each.people,
                min(ahead, key=lambda one: one.day, default=None),
                max(sent, key=lambda one: one.day, default=None),
                still.get(each.pk, 0),
            )
        )
    return sorted(lines, key=_order)


def member_choices(series: Series) -> list[tuple[str, str]]:
    """Id and name of everybody who takes part, by name."""
    return [(each.person, each.name) for each in colleagues(series.members.values_list("person", flat=True))]


def _order(line: SeriesLine) -> tuple[bool, date, int]:
    return line.series.ended_at is not None, line.ahead.day if line.ahead else date.max, line.series.pk
