"""Who sets which goals: owner and HR any, a leader those of the teams they lead and of their people."""

from merit.kernel.moves import Party
from merit.kernel.node import COMPANY_ID
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit.people.organisation import TeamKind
from merit.people.spells import spell_on
from merit.people.tree import teams_above, teams_on
from merit.targets.goal_life import GoalLevel, GoalState
from merit_desk.accounts.access import Can, Role
from merit_desk.accounts.queries.subtree import below, below_in
from merit_desk.accounts.viewer import Viewer
from merit_desk.goals.models import Goal
from merit_desk.results.queries.open_company import declared_company

STILL_OPEN = (GoalState.DRAFT, GoalState.PROPOSED)


def sets_everything(viewer: Viewer) -> bool:
    """Whether the viewer sets the goals of the company and of every department."""
    return viewer.everywhere(Can.SET_COMPANY_GOALS)


def teams_led(viewer: Viewer) -> frozenset[str]:
    """The teams that the viewer leads today, with all teams below them."""
    if not viewer.person:
        return frozenset()
    organisation = declared_company().organisation
    teams = teams_on(organisation, viewer.today)
    led = {team.team for team in teams if team.leader == viewer.person}
    if not led:
        return frozenset()
    return frozenset(
        team.team
        for team in teams
        if team.team in led or any(above.team in led for above in teams_above(organisation, team.team, viewer.today))
    )


def people_under(viewer: Viewer, period: Period) -> frozenset[str]:
    """Everybody below the viewer today or on any day of the period."""
    if not viewer.person:
        return frozenset()
    organisation = declared_company().organisation
    return below_in(organisation, viewer.person, period) | below(organisation, viewer.person, viewer.today)


def parties_on(viewer: Viewer, goal: Goal) -> frozenset[Party]:
    """In which capacities the viewer acts on the goal; on one's own, SUBJECT alone."""
    return parties_at(viewer, goal.level, goal.node, goal.period)


def parties_at(viewer: Viewer, level: str, node: str, period: str) -> frozenset[Party]:
    """The same for a goal that is yet to be made."""
    if level == GoalLevel.PERSON and viewer.person and node == viewer.person:
        return frozenset({Party.SUBJECT})
    found: set[Party] = set()
    if sets_everything(viewer):
        found.add(Party.OWNER if Role.OWNER in viewer.roles else Party.HR)
    under = level == GoalLevel.PERSON and node in people_under(viewer, Period.parse(period))
    if under or (level == GoalLevel.TEAM and node in teams_led(viewer)):
        found.add(Party.MANAGER)
    return frozenset(found)


def sets(viewer: Viewer, goal: Goal) -> bool:
    """Whether the viewer decides on the goal, whatever its state."""
    return bool(parties_on(viewer, goal) - {Party.SUBJECT})


def may_change(viewer: Viewer, goal: Goal) -> bool:
    """Whether its wording, target and place may be changed: one's own only until it is accepted."""
    if goal.state in (GoalState.CLOSED, GoalState.DROPPED):
        return False
    parties = parties_on(viewer, goal)
    return bool(parties - {Party.SUBJECT}) or (Party.SUBJECT in parties and goal.state in STILL_OPEN)


def may_report(viewer: Viewer, goal: Goal) -> bool:
    """Whether the viewer may report progress: who answers for it, whose it is, and who sets it."""
    if goal.state in (GoalState.CLOSED, GoalState.DROPPED):
        return False
    return (bool(viewer.person) and viewer.person == goal.person) or bool(parties_on(viewer, goal))


def require_setting(viewer: Viewer, level: str, node: str, period: str) -> frozenset[Party]:
    """The capacities. Raises NotFoundRefusal for somebody who may make no goal there."""
    found = parties_at(viewer, level, node, period)
    if not found:
        raise NotFoundRefusal("refusal.no_such_page")
    return found


def may_make_any(viewer: Viewer) -> bool:
    """Whether there is any node for which the viewer may make a goal."""
    return sets_everything(viewer) or bool(viewer.person)


def nodes_for(viewer: Viewer, period: Period) -> list[tuple[GoalLevel, str]]:
    """Every node for which the viewer may make a goal, the highest level first."""
    organisation = declared_company().organisation
    everything = sets_everything(viewer)
    led = teams_led(viewer)
    kinds = {TeamKind.DEPARTMENT: GoalLevel.DEPARTMENT, TeamKind.TEAM: GoalLevel.TEAM}
    found: list[tuple[GoalLevel, str]] = [(GoalLevel.COMPANY, COMPANY_ID)] if everything else []
    for team in teams_on(organisation, viewer.today):
        level = kinds.get(team.kind)
        if level is not None and (everything or (level is GoalLevel.TEAM and team.team in led)):
            found.append((level, team.team))
    people = people_under(viewer, period)
    if everything:
        people = frozenset(each for each in organisation.spells_of if spell_on(organisation, each, viewer.today))
    own = [viewer.person] if viewer.person in organisation.spells_of else []
    return [*found, *((GoalLevel.PERSON, each) for each in [*own, *sorted(people - {viewer.person})])]
