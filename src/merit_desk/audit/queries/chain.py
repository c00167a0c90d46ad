"""The chain of digests: an entry changed, removed or put in between breaks it."""

import hashlib
import json
from dataclasses import dataclass

from merit_desk.audit.models import Entry, Head


@dataclass(frozen=True, slots=True)
class Chain:
    """`broken_at` is the number of the first entry that does not follow from the one before; None when all do."""

    entries: int
    broken_at: int | None


def digest_of(entry: Entry) -> str:
    """SHA-256 over the entry's fields as canonical JSON, the digest of the previous entry among them."""
    fields = {
        "number": entry.number,
        "at": entry.at.isoformat(timespec="microseconds"),
        "account": entry.account_id,
        "name": entry.name,
        "action": entry.action,
        "subject": [entry.subject_kind, entry.subject],
        "before": entry.before,
        "after": entry.after,
        "address": entry.address,
        "previous": entry.previous,
    }
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def checked_chain() -> Chain:
    """Every entry's digest made again, in order; the last must be the head's."""
    previous, number = "", 0
    for entry in Entry.objects.order_by("number").iterator(2000):
        if entry.number != number + 1 or entry.previous != previous or digest_of(entry) != entry.digest:
            return Chain(number, number + 1)
        previous, number = entry.digest, entry.number
    head, _ = Head.objects.get_or_create(pk=1)
    return Chain(number, None if (head.number, head.digest) == (number, previous) else number + 1)
