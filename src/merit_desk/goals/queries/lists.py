"""Who is offered as the one who answers for a goal: colleagues at work today, by name."""

from merit.company import Company
from merit.people.spells import spell_on
from merit_desk.accounts.queries.sight import people_in_sight
from merit_desk.accounts.viewer import Viewer


def people_offered(viewer: Viewer, company: Company) -> list[tuple[str, str]]:
    """Ids and names of those whose page the viewer may open."""
    circle = people_in_sight(viewer, str(viewer.today))
    found = (
        (person, spells[-1].name)
        for person, spells in company.organisation.spells_of.items()
        if person in circle and spell_on(company.organisation, person, viewer.today)
    )
    return sorted(found)
