"""Which goals a viewer may know of: those of company, departments and teams by role, a person's by their line."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit.targets.goal_life import GoalLevel, GoalState
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.subtree import members_in
from merit_desk.accounts.viewer import Viewer
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.setting import people_under, sets_everything, teams_led
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

OPEN = (str(GoalState.ACTIVE), str(GoalState.CLOSED))
SHARED = (str(GoalLevel.COMPANY), str(GoalLevel.DEPARTMENT), str(GoalLevel.TEAM))


def goals_visible_to(viewer: Viewer) -> QuerySet[Goal]:
    """All goals that the viewer may know of, of every period and state."""
    if viewer.account is None or not viewer.roles:
        return Goal.objects.none()
    if viewer.everywhere(Can.SEE_REVIEW_TEXT) or sets_everything(viewer):
        return Goal.objects.all()
    known = Q(level__in=SHARED, state__in=OPEN) | _of_people(viewer)
    if viewer.person:
        known |= Q(person=viewer.person, level__in=SHARED)
    if led := teams_led(viewer):
        known |= Q(level=str(GoalLevel.TEAM), node__in=led)
    return Goal.objects.filter(known)


def _of_people(viewer: Viewer) -> Q:
    """One's own, and those of everybody below, or in a part that the viewer reads, on any day of the goal's period."""
    own = Q(level=str(GoalLevel.PERSON), node=viewer.person) if viewer.person else Q(pk__in=())
    teams = [team for team in viewer.scopes(Can.SEE_REVIEW_TEXT) if team]
    periods = Goal.objects.filter(level=str(GoalLevel.PERSON)).order_by().values_list("period", flat=True).distinct()
    organisation = declared_company().organisation
    for period in periods if viewer.person or teams else ():
        span = Period.parse(period)
        people = people_under(viewer, span).union(*(members_in(organisation, team, span) for team in teams))
        if people:
            own |= Q(level=str(GoalLevel.PERSON), period=period, node__in=people)
    return own


def goal_of(viewer: Viewer, number: int) -> Goal:
    """The goal with its parent. Raises NotFoundRefusal for one of which the viewer may not know."""
    found = goals_visible_to(viewer).select_related("parent", "cycle").filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("goals.no_such_goal")
    return found


def titles_above(viewer: Viewer, goals: Iterable[Goal]) -> dict[int, str]:
    """What each served goal is called; one of which the viewer may not know is called a goal and no more."""
    wanted = {each.parent_id for each in goals if each.parent_id is not None}
    known = dict(goals_visible_to(viewer).filter(pk__in=wanted).values_list("pk", "title")) if wanted else {}
    return {number: known.get(number) or say("goals.some_goal") for number in wanted}
