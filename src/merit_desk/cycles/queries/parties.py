"""In which capacities a viewer may act on somebody's review."""

from merit.kernel.moves import Party
from merit_desk.accounts.access import Can, Role
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Participant


def parties_of(viewer: Viewer, one: Participant) -> frozenset[Party]:
    """On one's own review SUBJECT alone; where nobody is manager or skip-level manager, HR stands in for them.

    Who manages answers for no next level of the same review: nobody endorses what they submitted themselves.
    """
    if viewer.person and viewer.person == one.person:
        return frozenset({Party.SUBJECT})
    found: set[Party] = set()
    managing, above = people_in(one.managers), people_in(one.skip_managers) - people_in(one.managers)
    if viewer.person in managing:
        found.add(Party.MANAGER)
    if viewer.person in above:
        found.add(Party.SKIP_MANAGER)
    if viewer.everywhere(Can.RUN_CYCLES):
        found.add(Party.OWNER if Role.OWNER in viewer.roles else Party.HR)
        found |= {Party.MANAGER} if not one.managers else set()
        found |= {Party.SKIP_MANAGER} if not above else set()
    return frozenset(found)


def people_in(charge: list[dict[str, object]]) -> frozenset[str]:
    """The ids in `managers` or `skip_managers`."""
    return frozenset(str(each["person"]) for each in charge)
