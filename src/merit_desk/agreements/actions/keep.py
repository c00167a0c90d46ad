"""What is kept for good: versions of the terms with their notice, and signatures."""

from typing import Any

from django.utils import timezone

from merit.kernel.moves import Party
from merit_desk.accounts.viewer import Viewer
from merit_desk.agreements.models import Agreement, ChangeRequest, NoticeGiven, Signature, Terms
from merit_desk.agreements.queries.terms import digest_of
from merit_desk.audit.origin import current_origin

_RANK = (Party.SUBJECT, Party.MANAGER, Party.SKIP_MANAGER, Party.HR, Party.OWNER)


def new_version(viewer: Viewer, one: Agreement, terms: dict[str, Any], why: str) -> None:
    """Put new terms in the place of those that stand, and give notice of them; the caller saves the agreement."""
    one.number, one.terms, one.digest = one.number + 1, terms, digest_of(terms)
    Terms.objects.create(
        agreement=one, number=one.number, terms=terms, digest=one.digest, why=why, by_id=viewer.account
    )
    NoticeGiven.objects.create(agreement=one, number=one.number, by_id=viewer.account)


def signed(viewer: Viewer, one: Agreement, parties: frozenset[Party], change: ChangeRequest | None = None) -> Signature:
    """Keep the viewer's signature under the terms that stand, or under a change of them."""
    return Signature.objects.create(
        agreement=one,
        change=change,
        number=one.number,
        account_id=viewer.signer,
        person=viewer.person,
        name=viewer.name[:80],
        capacity=str(next((each for each in _RANK if each in parties), "")),
        digest=one.digest if change is None else change.digest,
        origin=current_origin(),
    )


def note_reading(viewer: Viewer, one: Agreement) -> bool:
    """Note when the person first opened the terms that stand; whether this was that moment."""
    if not viewer.person or viewer.person != one.participant.person or one.participant.cycle.sealed_at is not None:
        return False
    unread = NoticeGiven.objects.filter(agreement=one, number=one.number, read_at=None)
    return unread.update(read_at=timezone.now()) > 0
