"""Reports as lists show them: one's own, and those of a manager's people by week with what is missing."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from merit.follow.checkin import CheckInState, Confidence
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.models import CheckIn
from merit_desk.follow.queries.reach import checkins_visible_to, direct_people, people_below, people_read
from merit_desk.follow.queries.weeks import Week, missing, week_named
from merit_desk.results.queries.names import node_name, standing
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import day_name, moment_name
from merit_desk.shell.sentences import say

_OWN = 12
_STATES = {CheckInState.DRAFT: "", CheckInState.SENT: "watch", CheckInState.ANSWERED: "good"}


@dataclass(frozen=True, slots=True)
class ShownReport:
    """One row; `address` is empty for one that is missing."""

    person: str
    name: str
    team: str
    week: str
    address: str
    state: str
    tone: str
    at: str
    worries: int
    """Goals and KPIs about which the person is not sure."""
    asks_help: bool
    direct: bool


def own_reports(viewer: Viewer) -> list[ShownReport]:
    """The viewer's latest, drafts too."""
    found = CheckIn.objects.filter(person=viewer.person)[:_OWN] if viewer.person else []
    return [_shown(viewer, each, frozenset()) for each in found]


def team_reports(viewer: Viewer, week: Week) -> list[ShownReport]:
    """Those below the viewer, direct ones first; who sent none is among them. Three queries."""
    people = people_below(viewer)
    read = people_read(viewer)
    found = checkins_visible_to(viewer).filter(week=week.code).exclude(person=viewer.person or "-")
    found = found.filter(person__in=people) if people else found
    if not people and read is not None and not read:
        return []
    direct = direct_people(viewer)
    sent = [_shown(viewer, each, direct) for each in found.exclude(state="draft")]
    lacking = [_missing(each, week, viewer, direct) for each in missing(people, week)]
    return sorted([*lacking, *sent], key=lambda each: (not each.direct, bool(each.address), each.team, each.name))


def week_words(week: Week) -> str:
    """2026 年第 47 周 11-16–11-22."""
    year, number, _ = week.period.start.isocalendar()
    days = f"{day_name(week.period.start)}–{day_name(week.period.last)}"
    return say("follow.week_name", year=year, number=number, days=days)


def _shown(viewer: Viewer, each: CheckIn, direct: frozenset[str]) -> ShownReport:
    company, state = declared_company(), CheckInState(each.state)
    zone = ZoneInfo(company.profile.time_zone)
    own_draft = each.person == viewer.person and state is CheckInState.DRAFT
    named = week_named(each.week)
    stands = standing(company, each.person, named.period) if named else None
    return ShownReport(
        person=each.person,
        name=node_name(company, "person", each.person),
        team=stands.team if stands else "",
        week=week_words(named) if named else each.week,
        address=reverse("follow:report", args=(each.week,))
        if own_draft
        else reverse("follow:checkin", args=(each.pk,)),
        state=say(f"checkin.state.{state}"),
        tone=_STATES[state],
        at=_at(each.sent_at or each.saved_at, zone),
        worries=sum(value != str(Confidence.SURE) for value in each.confidence.values()),
        asks_help=bool(each.help_needed.strip()),
        direct=each.person in direct,
    )


def _missing(person: str, week: Week, viewer: Viewer, direct: frozenset[str]) -> ShownReport:
    company = declared_company()
    stands = standing(company, person, week.period)
    late = week.is_late(viewer.today)
    state = say("follow.report_missing" if late else "follow.report_not_yet")
    tone = "bad" if late else ""
    return ShownReport(
        person,
        stands.name,
        stands.team,
        week_words(week),
        "",
        state,
        tone,
        "",
        0,
        asks_help=False,
        direct=person in direct,
    )


def _at(moment: datetime, zone: ZoneInfo) -> str:
    return moment_name(moment.astimezone(zone))
