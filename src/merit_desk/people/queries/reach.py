"""Whose page a viewer may open and which teams they may change, on a day."""

from datetime import date, timedelta

from merit.company import Company
from merit.kernel.refusals import NotFoundRefusal
from merit.people.tree import teams_above
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.seen import Circle
from merit_desk.accounts.queries.sight import people_in_sight
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.open_company import declared_company


def nobody_here() -> NotFoundRefusal:
    """What one may not see or change is not there."""
    return NotFoundRefusal("refusal.no_such_page")


def circle_on(viewer: Viewer, day: date) -> Circle:
    """The people whose page the viewer may open, as things stood on that day."""
    return people_in_sight(viewer, str(day))


def day_of_sight(company: Company, person: str, today: date) -> date:
    """The day that settles who may see a person: today, or their nearest day at work. Raises NotFoundRefusal."""
    spells = company.organisation.spells_of.get(person)
    if not spells:
        raise nobody_here()
    end = spells[-1].end
    last = end - timedelta(days=1) if end is not None else date.max
    return min(max(today, spells[0].start), last)


def require_person(viewer: Viewer, person: str) -> Company:
    """The company, when the viewer may open the person's page. Raises NotFoundRefusal otherwise."""
    company = declared_company()
    if person not in circle_on(viewer, day_of_sight(company, person, viewer.today)):
        raise nobody_here()
    return company


def may_edit_team(viewer: Viewer, company: Company, team: str, day: date) -> bool:
    """Whether the viewer looks after the people of that team."""
    scopes = viewer.scopes(Can.EDIT_PEOPLE)
    if "" in scopes or team in scopes:
        return True
    return any(above.team in scopes for above in teams_above(company.organisation, team, day))


def require_team(viewer: Viewer, company: Company, team: str, day: date) -> None:
    """Raises NotFoundRefusal for a team that the viewer does not look after."""
    if not may_edit_team(viewer, company, team, day):
        raise nobody_here()


def require_everywhere(viewer: Viewer) -> None:
    """Credits, shops and posts belong to the whole company. Raises NotFoundRefusal."""
    if not viewer.everywhere(Can.EDIT_PEOPLE):
        raise nobody_here()


def sees_pay_of(viewer: Viewer, company: Company, person: str, day: date) -> bool:
    """Whether wage and bonus base of the person are for the viewer: a grant of SEE_PAY or EDIT_WAGES reaches them."""
    spells = company.organisation.spells_of.get(person, ())
    scopes = {*viewer.scopes(Can.SEE_PAY), *viewer.scopes(Can.EDIT_WAGES)}
    if "" in scopes:
        return True
    teams = {spell.team for spell in spells if spell.end is None or spell.end > day}
    above = {each.team for team in teams for each in teams_above(company.organisation, team, day)}
    return bool(scopes & (teams | above))
