"""Which payouts and slips a viewer may know of: everybody's with SEE_PAY, one's line, and one's own when released."""

from django.db.models import QuerySet

from merit.kernel.moves import Party
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can, Role
from merit_desk.accounts.queries.sight import sight_of
from merit_desk.accounts.viewer import Viewer
from merit_desk.payroll.models import Payout, Slip

_WHOLE = (Can.PREPARE_PAY, Can.APPROVE_PAY, Can.EXPORT_PAY)


def sees_whole(viewer: Viewer) -> bool:
    """Whether the viewer sees payouts as a whole: who works on them, and who reads everybody's pay."""
    return viewer.everywhere(Can.SEE_PAY) or any(viewer.can(each) for each in _WHOLE)


def slips_of(viewer: Viewer, payout: Payout) -> list[Slip]:
    """The slips that the viewer may see, by person. Nobody but the owner sees their own before it is released."""
    circle = sight_of(viewer, payout.period).pay
    return [slip for slip in payout.slips.select_related("agreed_by", "payout") if slip.person in circle]


def slip_of(viewer: Viewer, number: int, person: str) -> Slip:
    """One slip. Raises NotFoundRefusal: there is none, or the viewer may not know of it."""
    slip = Slip.objects.select_related("payout", "agreed_by").filter(payout=number, person=person).first()
    if slip is None or person not in sight_of(viewer, slip.payout.period).pay:
        raise NotFoundRefusal("refusal.no_such_page")
    return slip


def payouts_of(viewer: Viewer) -> list[Payout]:
    """Payouts with at least one slip that the viewer may see, latest first."""
    found = Payout.objects.select_related("made_by", "frozen_by")
    if sees_whole(viewer):
        return list(found)
    return [each for each in found if _leads_in(viewer, each)]


def payout_of(viewer: Viewer, number: int) -> Payout:
    """One payout: for who works on it or sees everybody's pay, and for managers with their line in it.

    Raises NotFoundRefusal for everybody else; one's own statement has its own page.
    """
    found = Payout.objects.select_related("made_by", "frozen_by").filter(pk=number).first()
    if found is None or not (sees_whole(viewer) or _leads_in(viewer, found)):
        raise NotFoundRefusal("refusal.no_such_page")
    return found


def own_slips(viewer: Viewer) -> list[Slip]:
    """The viewer's own released statements, latest first."""
    if not viewer.person:
        return []
    mine: QuerySet[Slip] = (
        Slip.objects.filter(person=viewer.person).select_related("payout").order_by("-payout__period")
    )
    return [slip for slip in mine if viewer.person in sight_of(viewer, slip.payout.period).pay]


def _leads_in(viewer: Viewer, payout: Payout) -> bool:
    """Somebody else's slip is in sight: that of a person below, or of a team that the viewer was given."""
    if not viewer.person and not viewer.granted:
        return False
    circle = sight_of(viewer, payout.period).pay
    people = Slip.objects.filter(payout=payout).exclude(person=viewer.or_nobody).values_list("person", flat=True)
    return any(person in circle for person in people)


def parties_of(viewer: Viewer) -> frozenset[Party]:
    """In which capacities the viewer acts on a payout as a whole."""
    found = set()
    if viewer.can(Can.PREPARE_PAY):
        found.add(Party.HR)
    if viewer.can(Can.APPROVE_PAY):
        found.add(Party.FINANCE)
    if Role.OWNER in viewer.roles and viewer.everywhere(Can.APPROVE_PAY):
        found.add(Party.OWNER)
    return frozenset(found)


def parties_on(viewer: Viewer, slip: Slip) -> frozenset[Party]:
    """The same on one slip: MANAGER for everybody above the person, never for the person themself."""
    found = set(parties_of(viewer))
    if viewer.person and viewer.person in slip.managers and viewer.person != slip.person:
        found.add(Party.MANAGER)
    return frozenset(found)
