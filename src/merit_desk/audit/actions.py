"""Adding to the trail."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from merit_desk.audit.models import Entry, Head
from merit_desk.audit.origin import current_origin
from merit_desk.audit.queries.chain import digest_of

PROGRAM = "merit"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about: a kind (person, document, account, period, job…) and its id."""

    kind: str
    id: str


def record(account: int | None, action: str, subject: Subject, before: Any = None, after: Any = None) -> Entry:
    """Add one entry; `before` and `after` are JSON values without secrets. The words are the sentence `trail.<action>`.

    Runs inside the caller's transaction, so that a change and its entry stand or fall together.
    """
    with transaction.atomic():
        head, _ = Head.objects.select_for_update().get_or_create(pk=1)
        entry = Entry(
            number=head.number + 1,
            at=timezone.now(),
            account_id=account,
            name=_name(account),
            action=action,
            subject_kind=subject.kind,
            subject=subject.id,
            before=before,
            after=after,
            address=current_origin(),
            previous=head.digest,
        )
        entry.digest = digest_of(entry)
        entry.save(force_insert=True)
        Head.objects.filter(pk=1).update(number=entry.number, digest=entry.digest)
    return entry


def _name(account: int | None) -> str:
    if account is None:
        return PROGRAM
    found = get_user_model().objects.filter(pk=account).first()
    return str(found)[:80] if found is not None else f"#{account}"
