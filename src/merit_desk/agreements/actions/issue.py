"""Issuing the agreements of a whole cycle from the plans in force, giving notice of drafts, withdrawing one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal
from merit.reviews.life import ReviewState
from merit.targets.agreement import AGREEMENT, AgreementMove, AgreementState
from merit_desk.accounts.access import Can, Role
from merit_desk.accounts.viewer import Viewer
from merit_desk.agreements.actions.move import locked, move
from merit_desk.agreements.models import Agreement, NoticeGiven, Terms
from merit_desk.agreements.queries.terms import Drafting, digest_of, terms_for
from merit_desk.agreements.queries.told import accounts_of, address_of
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.cycles.queries.visible import cycle_of
from merit_desk.jobs.actions import start
from merit_desk.jobs.models import Job
from merit_desk.notices.actions import Told, tell_many
from merit_desk.results.queries.open_company import declared_company

KIND = "agreements.issue"
_OPEN = (ReviewState.PLANNING, ReviewState.UNDER_WAY)
_BATCH = 500
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Issued:
    """How many agreements were written, of how many notice was given, and how many people have no plan."""

    issued: int
    noticed: int
    without_plan: int


def issue_in_background(viewer: Viewer, code: str, notify: bool = True) -> Job:
    """Put the issue of a cycle's agreements in the queue. Raises NotFoundRefusal for who does not run cycles."""
    viewer.require(Can.RUN_CYCLES)
    cycle = cycle_of(viewer, code)
    if not waiting_people(cycle):
        raise ConflictRefusal("agreements.all_issued")
    return start(viewer, KIND, cycle=cycle.code, notify=notify)


def waiting_people(cycle: Cycle) -> list[Participant]:
    """Those of the cycle who have no agreement that stands and whose goals may still be set."""
    has_one = Agreement.objects.filter(participant__cycle=cycle).exclude(state=AgreementState.WITHDRAWN)
    found = cycle.participants.filter(state__in=_OPEN).exclude(pk__in=has_one.values("participant"))
    return list(found.select_related("cycle").order_by("person"))


def issue(viewer: Viewer, code: str, notify: bool = True, progress: Progress | None = None) -> Issued:
    """Write an agreement for everybody who has none, all or none; one's own stays a draft for one's manager.

    The terms are worked out first, with `progress` told; then everything is written in one transaction.
    """
    viewer.require(Can.RUN_CYCLES)
    cycle = cycle_of(viewer, code)
    people, drafting = waiting_people(cycle), Drafting(declared_company())
    made: list[Agreement] = []
    for at, one in enumerate(people, 1):
        terms = terms_for(drafting, one)
        if terms is not None:
            made.append(Agreement(participant=one, terms=terms, digest=digest_of(terms)))
        if progress is not None and at % 50 == 0:
            progress(at, len(people))
    noticed = [each for each in made if notify and each.participant.person != viewer.person]
    with transaction.atomic():
        _write(viewer, made, noticed)
        found = Issued(len(made), len(noticed), len(people) - len(made))
        after = {"issued": found.issued, "noticed": found.noticed, "without_plan": found.without_plan}
        record(viewer.account, "agreement.issued", Subject("cycle", cycle.code), after=after)
    return found


def _write(viewer: Viewer, made: list[Agreement], noticed: list[Agreement]) -> None:
    lead = Party.OWNER if Role.OWNER in viewer.roles else Party.HR
    for each in noticed:
        each.state = AGREEMENT.after(AgreementState(each.state), AgreementMove.NOTIFY, frozenset({lead}))
    Agreement.objects.bulk_create(made, batch_size=_BATCH)
    by = viewer.account
    versions = (
        Terms(agreement=each, number=1, terms=each.terms, digest=each.digest, why="issued", by_id=by) for each in made
    )
    Terms.objects.bulk_create(versions, batch_size=_BATCH)
    NoticeGiven.objects.bulk_create((NoticeGiven(agreement=each, number=1, by_id=by) for each in noticed), _BATCH)
    _tell(noticed)


def _tell(noticed: Iterable[Agreement]) -> None:
    listed = list(noticed)
    accounts = accounts_of(each.participant.person for each in listed)
    told = (
        Told(account, address_of(each), {"cycle": each.participant.cycle.title})
        for each in listed
        for account in accounts.get(each.participant.person, ())
    )
    tell_many("notice.agreement_given", told)


def notify(viewer: Viewer, numbers: Iterable[int]) -> list[Agreement]:
    """Give notice of drafts, all or none. Raises as `move` does."""
    with transaction.atomic():
        done = [locked(viewer, number) for number in sorted(set(numbers))]
        for one in done:
            move(viewer, one, AgreementMove.NOTIFY)
            NoticeGiven.objects.create(agreement=one, number=one.number, by_id=viewer.account)
        _tell(done)
    return done


def withdraw(viewer: Viewer, number: int, reason: str) -> Agreement:
    """Take an agreement back that is not in force; another can be issued afterwards. Raises as `move` does."""
    with transaction.atomic():
        one = locked(viewer, number)
        one.note = reason[:300]
        was_known = one.state != AgreementState.DRAFT
        move(viewer, one, AgreementMove.WITHDRAW, reason=one.note)
        if was_known:
            gaps = {"cycle": one.participant.cycle.title, "reason": one.note}
            accounts = accounts_of([one.participant.person]).get(one.participant.person, ())
            tell_many("notice.agreement_withdrawn", (Told(account, address_of(one), gaps) for account in accounts))
    return one
