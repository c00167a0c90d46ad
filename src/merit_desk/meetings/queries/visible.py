"""Which meetings a viewer may know of: their members, whoever set them up, and the line above the node."""

from django.db.models import Q, QuerySet

from merit.kernel.moves import Party
from merit.kernel.node import COMPANY_ID
from merit.kernel.refusals import NotFoundRefusal
from merit.people.organisation import TeamKind
from merit.people.tree import company_team, teams_on
from merit_desk.accounts.access import Can, Role
from merit_desk.accounts.viewer import Viewer
from merit_desk.goals.queries.setting import teams_led
from merit_desk.meetings.models import Action, Meeting, Series
from merit_desk.results.queries.open_company import declared_company

NOT_THERE = "meetings.not_there"


def series_visible_to(viewer: Viewer) -> QuerySet[Series]:
    """Raises nothing; empty for an account that is nobody here."""
    if viewer.account is None:
        return Series.objects.none()
    if Role.OWNER in viewer.roles and viewer.everywhere(Can.SET_COMPANY_GOALS):
        return Series.objects.all()
    seen = Q(made_by_id=viewer.account)
    if viewer.person:
        seen |= Q(members__person=viewer.person) | Q(chair=viewer.person)
        seen |= Q(node__in=teams_led(viewer), node_kind__in=("department", "team"))
        if _leads_company(viewer):
            seen |= Q(node_kind="company")
    return Series.objects.filter(seen).distinct()


def series_of(viewer: Viewer, number: int) -> Series:
    """Raises NotFoundRefusal for meetings of others."""
    found = series_visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal(NOT_THERE)
    return found


def meetings_visible_to(viewer: Viewer) -> QuerySet[Meeting]:
    """Latest first."""
    return Meeting.objects.filter(series__in=series_visible_to(viewer)).select_related("series")


def meeting_of(viewer: Viewer, number: int) -> Meeting:
    """Raises NotFoundRefusal for a meeting of others."""
    found = meetings_visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal(NOT_THERE)
    return found


def parties_of(viewer: Viewer, series: Series) -> frozenset[Party]:
    """AUTHOR is the chair or who set it up, RECEIVER a member; the line above reads and has no part in it."""
    found: set[Party] = set()
    if series.made_by_id == viewer.account or (viewer.person and series.chair == viewer.person):
        found.add(Party.AUTHOR)
    if viewer.person and series.members.filter(person=viewer.person).exists():
        found.add(Party.RECEIVER)
    return frozenset(found)


def nodes_to_meet(viewer: Viewer) -> list[tuple[str, str]]:
    """Kind and id of every node for which the viewer may set up meetings, the company first."""
    organisation = declared_company().organisation
    everywhere = viewer.everywhere(Can.SET_COMPANY_GOALS)
    led = teams_led(viewer)
    found = [("company", COMPANY_ID)] if everywhere or _leads_company(viewer) else []
    teams = (team for team in teams_on(organisation, viewer.today) if team.kind is not TeamKind.COMPANY)
    return found + [(str(team.kind), team.team) for team in teams if everywhere or team.team in led]


def own_actions(viewer: Viewer) -> QuerySet[Action]:
    """Action items of the viewer that are not done and are no tasks, which wait by themselves."""
    if not viewer.person:
        return Action.objects.none()
    found = Action.objects.filter(owner=viewer.person, done_at=None, task=None)
    return found.filter(meeting__series__in=series_visible_to(viewer)).select_related("meeting__series")


def _leads_company(viewer: Viewer) -> bool:
    top = company_team(declared_company().organisation, viewer.today)
    return top is not None and bool(viewer.person) and top.leader == viewer.person
