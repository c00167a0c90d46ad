"""Signing: the person first, then the manager for one or many; from then on the agreement is in force."""

from collections.abc import Mapping

from django.db import transaction

from merit.kernel.refusals import ConflictRefusal, PeriodClosedRefusal
from merit.reviews.life import ReviewMove, ReviewState
from merit.targets.agreement import AgreementMove
from merit_desk.accounts.viewer import Viewer
from merit_desk.agreements.actions.keep import note_reading, signed
from merit_desk.agreements.actions.move import locked, move, permitted, still_stands
from merit_desk.agreements.actions.targets import agreed_rows, write_targets
from merit_desk.agreements.actions.telling import tell_people
from merit_desk.agreements.models import Agreement
from merit_desk.agreements.queries.effect import effect
from merit_desk.agreements.queries.told import managers_of
from merit_desk.agreements.queries.visible import capacities
from merit_desk.cycles.actions.move import move_by_clock
from merit_desk.intake.queries.values import is_sealed
from merit_desk.shell.sentences import say

JUDGED = frozenset(
    {ReviewState.SETTLED, ReviewState.RELEASED, ReviewState.APPEALED, ReviewState.CONFIRMED, ReviewState.SILENT}
    | {ReviewState.DECIDED, ReviewState.INTERVIEW, ReviewState.CONCLUDED, ReviewState.SEALED, ReviewState.LEFT_OUT}
)
"""From here on targets of the cycle no longer move."""


def sign(viewer: Viewer, number: int, digest: str) -> Agreement:
    """The person signs the terms seen. Raises as `move` does, ConflictRefusal for terms changed meanwhile."""
    with transaction.atomic():
        one = locked(viewer, number)
        permitted(one, AgreementMove.SIGN, capacities(viewer, one))
        still_open(one)
        still_stands(one, digest)
        note_reading(viewer, one)
        parties = move(viewer, one, AgreementMove.SIGN, digest=one.digest)
        signed(viewer, one, parties)
        tell_people(one, managers_of(one), "notice.agreement_signed")
    return one


def countersign(viewer: Viewer, seen: Mapping[int, str]) -> list[Agreement]:
    """Sign for the company, all or none: `seen` holds the digest of each. Agreed targets are written at one stroke.

    Raises as `move` does, ConflictRefusal for terms changed meanwhile or none chosen, PeriodClosedRefusal.
    """
    if not seen:
        raise ConflictRefusal("agreements.none_chosen")
    with transaction.atomic():
        done = [_countersigned(viewer, number, seen[number]) for number in sorted(seen)]
        write_targets(viewer, [row for one in done for row in agreed_rows(one)], say("agreements.agreed_reason"))
    return done


def _countersigned(viewer: Viewer, number: int, digest: str) -> Agreement:
    one = locked(viewer, number)
    permitted(one, AgreementMove.COUNTERSIGN, capacities(viewer, one))
    still_open(one)
    still_stands(one, digest)
    one.in_force_from = effect(one, viewer.today).day
    parties = move(viewer, one, AgreementMove.COUNTERSIGN, digest=one.digest, from_day=str(one.in_force_from))
    signed(viewer, one, parties)
    tell_people(one, {one.participant.person}, "notice.agreement_in_force")
    if one.participant.state == ReviewState.PLANNING and one.participant.start <= viewer.today:
        move_by_clock(one.participant, ReviewMove.START)
    return one


def still_open(one: Agreement) -> None:
    """Raises ConflictRefusal once the result is settled, PeriodClosedRefusal once the period is sealed."""
    if one.participant.state in JUDGED:
        raise ConflictRefusal(f"review.stands.{one.participant.state}")
    period = one.terms["period"]
    if period and is_sealed(period):
        raise PeriodClosedRefusal("agreements.period_sealed", period=period)
