"""Which reviews a viewer may know of."""

from django.db.models import QuerySet

from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.subtree import below_in, members_in
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.cycles.queries.parties import people_in
from merit_desk.results.queries.open_company import declared_company


def participants_visible_to(viewer: Viewer, cycle: Cycle) -> QuerySet[Participant]:
    """One's own review, those of the people below, and everybody's in a scope of RUN_CYCLES or SEE_RESULTS."""
    everybody = cycle.participants.order_by("person")
    if viewer.everywhere(Can.RUN_CYCLES) or viewer.everywhere(Can.SEE_RESULTS):
        return everybody
    return everybody.filter(person__in=people_known_to(viewer, cycle.period))


def people_known_to(viewer: Viewer, period: str) -> frozenset[str]:
    """The viewer, everybody below them on any day of the period, and those in a scope of SEE_RESULTS."""
    organisation, days = declared_company().organisation, Period.parse(period)
    own = {viewer.person} if viewer.person else set()
    under = below_in(organisation, viewer.person, days) if viewer.person else frozenset()
    scoped = (members_in(organisation, team, days) for team in viewer.scopes(Can.SEE_RESULTS) if team)
    return frozenset(own | under).union(*scoped)


def participant_of(viewer: Viewer, number: int) -> Participant:
    """The review, when the viewer may know of it. Raises NotFoundRefusal."""
    one = Participant.objects.select_related("cycle").filter(pk=number).first()
    if one is None or not may_know(viewer, one):
        raise NotFoundRefusal("cycles.no_such_review")
    return one


def may_know(viewer: Viewer, one: Participant) -> bool:
    """Whether the viewer may know of this review."""
    if viewer.account is None:
        return False
    if viewer.everywhere(Can.RUN_CYCLES) or viewer.everywhere(Can.SEE_RESULTS):
        return True
    if viewer.person and viewer.person in people_in(one.managers) | people_in(one.skip_managers) | {one.person}:
        return True
    return one.person in people_known_to(viewer, one.cycle.period)


def cycles_visible_to(viewer: Viewer) -> QuerySet[Cycle]:
    """Cycles in which the viewer may know of any review, latest first."""
    if viewer.everywhere(Can.RUN_CYCLES) or viewer.everywhere(Can.SEE_RESULTS):
        return Cycle.objects.all()
    known = [cycle.pk for cycle in Cycle.objects.all() if participants_visible_to(viewer, cycle).exists()]
    return Cycle.objects.filter(pk__in=known)


def cycle_of(viewer: Viewer, code: str) -> Cycle:
    """The cycle. Raises NotFoundRefusal when the viewer may know of none of its reviews."""
    found = cycles_visible_to(viewer).filter(code=code).first()
    if found is None:
        raise NotFoundRefusal("cycles.no_such_cycle")
    return found
