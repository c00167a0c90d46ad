"""Which agreements a viewer may know of, and in which capacities they act on one."""

from django.db.models import QuerySet

from merit.kernel.moves import Party
from merit.kernel.refusals import NotFoundRefusal
from merit.targets.agreement import AgreementState
from merit_desk.accounts.viewer import Viewer
from merit_desk.agreements.models import Agreement
from merit_desk.cycles.models import Cycle
from merit_desk.cycles.queries.parties import parties_of, people_in
from merit_desk.cycles.queries.visible import may_know, participants_visible_to

_HIDDEN = frozenset({AgreementState.DRAFT})


def agreement_of(viewer: Viewer, number: int) -> Agreement:
    """The agreement, when the viewer may know of it. Raises NotFoundRefusal; one's own from its notice on only."""
    one = Agreement.objects.select_related("participant__cycle").filter(pk=number).first()
    if one is None or not may_know(viewer, one.participant) or _not_yet(viewer, one):
        raise NotFoundRefusal("agreements.no_such_agreement")
    return one


def _not_yet(viewer: Viewer, one: Agreement) -> bool:
    if not viewer.person or one.participant.person != viewer.person:
        return False
    return one.state in _HIDDEN or not one.notices.exists()


def agreements_visible_to(viewer: Viewer, cycle: Cycle) -> QuerySet[Agreement]:
    """Those of the cycle that the viewer may know of, by person; one's own from its notice on."""
    found = Agreement.objects.filter(participant__in=participants_visible_to(viewer, cycle))
    found = found.select_related("participant__cycle").order_by("participant__person", "pk")
    if viewer.person:
        found = found.exclude(participant__person=viewer.person, notices__isnull=True)
    return found


def own_agreements(viewer: Viewer) -> QuerySet[Agreement]:
    """One's own that stand, latest cycle first, from their notice on."""
    found = Agreement.objects.filter(participant__person=viewer.or_nobody, notices__isnull=False).distinct()
    found = found.exclude(state=AgreementState.WITHDRAWN)
    return found.select_related("participant__cycle").order_by("-participant__cycle__period", "-pk")


def capacities(viewer: Viewer, one: Agreement) -> frozenset[Party]:
    """In which capacities the viewer acts on it."""
    return parties_of(viewer, one.participant)


def deciding(viewer: Viewer, one: Agreement) -> frozenset[Party]:
    """The capacities in which a change may be decided: who manages the person decides it only as the owner."""
    found = capacities(viewer, one)
    managing = viewer.person in people_in(one.participant.managers)
    return found - {Party.HR} if managing and Party.OWNER not in found else found
