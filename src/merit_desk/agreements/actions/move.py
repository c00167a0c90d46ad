"""The one way in which an agreement changes its state: found with permission, asked of the core, saved, recorded."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal
from merit.targets.agreement import AGREEMENT, AgreementMove, AgreementState
from merit_desk.accounts.viewer import Viewer
from merit_desk.agreements.models import Agreement
from merit_desk.agreements.queries.visible import agreement_of, capacities
from merit_desk.audit.actions import Subject, record

_LOCKS = ("participant__cycle",)


def locked(viewer: Viewer, number: int) -> Agreement:
    """The agreement, locked until the transaction ends.

    Raises NotFoundRefusal for one that is not to be known, ConflictRefusal once its cycle is sealed.
    """
    found = agreement_of(viewer, number)
    if found.participant.cycle.sealed_at is not None:
        raise ConflictRefusal("cycles.sealed")
    return Agreement.objects.select_for_update(of=("self",)).select_related(*_LOCKS).get(pk=found.pk)


def move(
    viewer: Viewer, one: Agreement, wanted: AgreementMove, also: Iterable[Party] = (), **told: Any
) -> frozenset[Party]:
    """Make the move on a locked agreement and save all of it; the capacities in which it was made.

    `also` are capacities that the caller has made sure of, `told` goes into the trail beside the new state. Raises
    NotAllowedRefusal (never theirs), ConflictRefusal (not now).
    """
    parties = capacities(viewer, one) | frozenset(also)
    made_by(viewer, one, wanted, parties, told)
    return parties


def made_by(
    viewer: Viewer, one: Agreement, wanted: AgreementMove, parties: frozenset[Party], told: Mapping[str, Any]
) -> None:
    """The same in exactly these capacities."""
    with transaction.atomic():
        before = AgreementState(one.state)
        one.state = AGREEMENT.after(before, wanted, parties)
        one.save()
        record(viewer.account, f"agreement.{wanted}", subject_of(one), {"state": str(before)}, _after(one, told))


def permitted(one: Agreement, wanted: AgreementMove, parties: frozenset[Party]) -> None:
    """Raises as `move` would, and changes nothing: asked before anything else is looked at."""
    AGREEMENT.after(AgreementState(one.state), wanted, parties)


def still_stands(one: Agreement, digest: str) -> None:
    """Raises ConflictRefusal when the terms are no longer those that the viewer saw."""
    if digest != one.digest:
        raise ConflictRefusal("agreements.terms_changed")


def subject_of(one: Agreement) -> Subject:
    """What the trail calls it."""
    return Subject("agreement", f"{one.participant.cycle.code}/{one.participant.person}")


def _after(one: Agreement, told: Mapping[str, Any]) -> dict[str, Any]:
    return {"state": one.state, "version": one.number, **{name: value for name, value in told.items() if value}}
