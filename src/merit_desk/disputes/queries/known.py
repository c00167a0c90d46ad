"""Disputes as far as a viewer may know of them, and in which capacity they act on one."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from merit.kernel.moves import Party
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit.people.tree import managers_of
from merit.rewards.payment.dispute import DISPUTE, DisputeMove, DisputeState, dispute_parties
from merit_desk.accounts.access import Can, Role
from merit_desk.accounts.models import Account, Grant
from merit_desk.accounts.queries.sight import sight_of
from merit_desk.accounts.viewer import Viewer, viewer_for
from merit_desk.disputes.models import Dispute, Evidence, Terms
from merit_desk.intake.queries.places import inside
from merit_desk.results.models import Release
from merit_desk.results.queries.open_company import declared_company


def disputes_known_to(viewer: Viewer) -> list[Dispute]:
    """One's own, and those of everybody whose pay of that period one may see; latest first."""
    if viewer.account is None:
        return []
    every = Dispute.objects.select_related("answered_by", "decided_by")
    if not _sees_any_pay(viewer):
        every = every.filter(person=viewer.or_nobody)
    return [each for each in every if _known(viewer, each)]


def dispute_of(viewer: Viewer, number: int) -> Dispute:
    """Raises NotFoundRefusal for a dispute that the viewer may not know of."""
    found = Dispute.objects.select_related("answered_by", "decided_by").filter(pk=number).first()
    if viewer.account is None or found is None or not _known(viewer, found):
        raise NotFoundRefusal("disputes.no_such_dispute")
    return found


def evidence_of(viewer: Viewer, number: int, file: int) -> Evidence:
    """A file beside a dispute that the viewer may know of, and that is there. Raises NotFoundRefusal."""
    found = Evidence.objects.filter(pk=file, dispute=dispute_of(viewer, number)).first()
    if found is None or not inside(found.path).is_file():
        raise NotFoundRefusal("refusal.no_such_page")
    return found


def parties_on(viewer: Viewer, dispute: Dispute) -> frozenset[Party]:
    """In which capacities the viewer acts on it; who answered it never decides it, with whichever account."""
    found: set[Party] = set()
    if viewer.can(Can.PREPARE_PAY):
        found |= {Party.RECEIVER, Party.HR}
    if viewer.everywhere(Can.DECIDE_DISPUTES):
        found.add(Party.JUDGE)
    if viewer.person and viewer.person in managers_on(dispute, viewer.today):
        found.add(Party.MANAGER)
    own = bool(viewer.person) and viewer.person == dispute.person
    return dispute_parties(frozenset(found), own=own, answered=_answered(viewer, dispute))


def moves_open(viewer: Viewer, dispute: Dispute) -> frozenset[DisputeMove]:
    """What the viewer may do with it now; a dispute that nobody answered in time can be decided."""
    state = DisputeState(dispute.state)
    if state is DisputeState.OPEN and dispute.answer_due < viewer.today:
        late = DISPUTE.open_to(DisputeState.ANSWERED, parties_on(viewer, dispute) - {Party.SUBJECT})
        return frozenset({*DISPUTE.open_to(state, parties_on(viewer, dispute)), *late})
    return frozenset(DISPUTE.open_to(state, parties_on(viewer, dispute)))


def terms() -> Terms:
    """The days in force."""
    return Terms.objects.filter(pk=1).first() or Terms(pk=1)


def last_day_to_file(period: str, person: str) -> date | None:
    """The last day on which the person may dispute a line of the period; None before it is released to them."""
    opened = Release.objects.filter(period=period, person__in=("", person)).order_by("at").first()
    if opened is None:
        return None
    zone = ZoneInfo(declared_company().profile.time_zone)
    return opened.at.astimezone(zone).date() + timedelta(days=terms().file_days)


def accounts_that(can: Can, without: str = "") -> list[Account]:
    """Who may do that for the whole company, but for one person."""
    granted = Grant.objects.filter(team="").values_list("account_id", flat=True)
    found = Account.objects.filter(pk__in=list(granted), is_active=True)
    return [each for each in found if (not without or each.person != without) and viewer_for(each).everywhere(can)]


def managers_on(dispute: Dispute, today: date) -> frozenset[str]:
    """Who is in charge of the person, at the end of the disputed period or today."""
    organisation = declared_company().organisation
    last = Period.parse(dispute.period).last
    return frozenset(above for day in (last, today) for above in managers_of(organisation, dispute.person, day))


def _answered(viewer: Viewer, dispute: Dispute) -> bool:
    by = dispute.answered_by
    return by is not None and (by.pk == viewer.account or bool(by.person and by.person == viewer.person))


def _known(viewer: Viewer, dispute: Dispute) -> bool:
    own = bool(viewer.person) and dispute.person == viewer.person
    return own or dispute.person in sight_of(viewer, dispute.period).pay


def _sees_any_pay(viewer: Viewer) -> bool:
    return viewer.can(Can.SEE_PAY) or bool(viewer.roles - {Role.EMPLOYEE})
