"""Opening a session, closing it with its decisions, opening it again, and giving one review back to the manager."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merit.closing.sealed_period import sealed_folder
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, PeriodClosedRefusal
from merit.reviews.life import ReviewMove, ReviewState
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.calibration.models import Seat, Session
from merit_desk.calibration.queries.decisions import decision_rows
from merit_desk.calibration.queries.standing import ground_of, standing_of, standings
from merit_desk.calibration.queries.visible import group_of, group_seen_by, led_session
from merit_desk.cycles.actions.move import move
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.parties import people_in
from merit_desk.cycles.queries.visible import cycle_of
from merit_desk.documents.actions import append_rows
from merit_desk.jobs.actions import start
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState
from merit_desk.notices.actions import tell
from merit_desk.reviews.actions.publish import publish

DECISIONS = "grade_decisions.csv"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a session is about; `reference` are grades with percent from the best, empty for the plan's own."""

    cycle: str
    title: str
    posts: Sequence[str] = ()
    team: str = ""
    invited: Sequence[str] = ()
    reference: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing a session did; `left` are reviews that somebody else has to settle: the viewer's own."""

    session: Session
    settled: int
    decided: int
    left: int


def open_session(viewer: Viewer, terms: Terms) -> Session:
    """Begin a session and tell the managers; what raters answered about those in calibration is scored from now on.

    Raises NotFoundRefusal, and ConflictRefusal for a group of nobody.
    """
    viewer.require(Can.RUN_CYCLES)
    cycle = cycle_of(viewer, terms.cycle)
    _not_sealed(cycle.period)
    with transaction.atomic():
        session = Session.objects.create(
            cycle=cycle,
            title=terms.title.strip()[:120],
            posts=list(terms.posts),
            team=terms.team,
            reference=[list(each) for each in terms.reference],
            opened_by_id=viewer.signer,
        )
        if not group_seen_by(viewer, session).exists():
            raise ConflictRefusal("calibration.nobody_in_group")
        Seat.objects.bulk_create(Seat(session=session, person=each) for each in dict.fromkeys(terms.invited))
        after = {"cycle": cycle.code, "invited": len(terms.invited)}
        record(viewer.account, "calibration.opened", Subject("calibration", str(session.pk)), after=after)
        _tell(terms.invited, "notice.calibration_invited", session, but=viewer.account)
        publish(viewer, cycle)
    return session


def close_session(viewer: Viewer, number: int) -> Closed:
    """Settle every review here, write what was really changed into the company folder, and have the period computed.

    A review of the viewer's own stays for somebody else, and with it the session stays open.
    Raises ConflictRefusal (closed, nobody to settle), PeriodClosedRefusal, Unsound.
    """
    with transaction.atomic():
        session = _locked(viewer, number)
        if session.closed_at is not None:
            raise ConflictRefusal("calibration.closed")
        _not_sealed(session.cycle.period)
        here = [each for each in standings(viewer, session, ground_of(session)) if each.open]
        if not here:
            raise ConflictRefusal("calibration.nobody_to_settle")
        rows = decision_rows(session, here)
        for each in here:
            move(viewer, each.review, ReviewMove.SETTLE)
        left = _own_waiting(viewer, session)
        if not left:
            session.closed_at, session.closed_by_id = timezone.now(), viewer.signer
            session.save(update_fields=["closed_at", "closed_by"])
        told = {"settled": len(here), "decided": len(rows)}
        record(viewer.account, "calibration.closed", Subject("calibration", str(session.pk)), after=told)
        if rows:
            append_rows(viewer.account, DECISIONS, rows, session.title)
            _recompute(viewer, session.cycle.period)
    return Closed(session, len(here), len(rows), left)


def reopen_session(viewer: Viewer, number: int, reason: str) -> Session:
    """Take the reviews that are settled and not yet released back to the calibration.

    Raises ConflictRefusal (open, no reason, nothing to take back), PeriodClosedRefusal.
    """
    with transaction.atomic():
        session = _locked(viewer, number)
        if session.closed_at is None:
            raise ConflictRefusal("calibration.still_open")
        _not_sealed(session.cycle.period)
        _reasoned(reason)
        settled = group_seen_by(viewer, session).filter(state=ReviewState.SETTLED).values_list("pk", flat=True)
        if not settled:
            raise ConflictRefusal("calibration.nothing_to_reopen")
        for each in list(settled):
            move(viewer, each, ReviewMove.REOPEN, reason)
        session.closed_at, session.closed_by_id = None, None
        session.save(update_fields=["closed_at", "closed_by"])
        record(viewer.account, "calibration.reopened", Subject("calibration", str(session.pk)))
        _tell(session.seats.values_list("person", flat=True), "notice.calibration_reopened", session, viewer.account)
    return session


def give_back(viewer: Viewer, number: int, person: str, reason: str) -> Participant:
    """Let the manager look at one review again; the reason is told. Raises ConflictRefusal without one."""
    with transaction.atomic():
        session = _locked(viewer, number)
        standing = standing_of(viewer, session, person)
        _reasoned(reason)
        one = move(viewer, standing.review, ReviewMove.RETURN, reason)
        managers = Account.objects.filter(person__in=people_in(one.managers), is_active=True).exclude(person="")
        for account in managers:
            tell(account.pk, "notice.calibration_given_back", "/reviews/", name=standing.name, reason=one.note)
    return one


def _locked(viewer: Viewer, number: int) -> Session:
    session = led_session(viewer, number)
    Session.objects.select_for_update().get(pk=session.pk)
    session.refresh_from_db()
    return session


def _own_waiting(viewer: Viewer, session: Session) -> int:
    if not viewer.person:
        return 0
    return group_of(session).filter(person=viewer.person, state=ReviewState.CALIBRATION).count()


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise ConflictRefusal("calibration.reason_needed")


def _not_sealed(period: str) -> None:
    if sealed_folder(Path(settings.MERIT_COMPANY), Period.parse(period)).exists():
        raise PeriodClosedRefusal("calibration.period_sealed", period=period)


def _recompute(viewer: Viewer, period: str) -> None:
    """One that waits already will read the new decisions; one that runs has read the old ones."""
    waiting = Job.objects.filter(kind="periods.run", state=JobState.WAITING)
    if not any(job.parameters.get("period") == period for job in waiting):
        start(viewer, "periods.run", period=period)


def _tell(people: Iterable[str], code: str, session: Session, but: int | None) -> None:
    accounts = Account.objects.filter(person__in=list(people), is_active=True).exclude(person="").exclude(pk=but or 0)
    for account in accounts:
        tell(account.pk, code, reverse("calibration:session", args=[session.pk]), title=session.title)
