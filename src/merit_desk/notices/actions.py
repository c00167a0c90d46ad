"""Telling somebody something, and noting that it was read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from merit_desk.notices.models import Notice


def tell(account: int, code: str, address: str = "", **gaps: str | int) -> None:
    """Leave a notice for the account; `code` is a sentence with `gaps`, `address` where it leads on this site."""
    Notice.objects.create(account_id=account, code=code, gaps=gaps, address=address)


@dataclass(frozen=True, slots=True)
class Told:
    """One of many notices: for whom, where it leads, and the gaps of its sentence."""

    account: int
    address: str
    gaps: Mapping[str, str | int] = field(default_factory=dict)


def tell_many(code: str, told: Iterable[Told]) -> int:
    """Leave the same kind of notice for many at once; how many were told."""
    notices = [Notice(account_id=each.account, code=code, gaps=dict(each.gaps), address=each.address) for each in told]
    return len(Notice.objects.bulk_create(notices, batch_size=500))


def mark_read(account: int, notice: int | None = None) -> None:
    """Note that one notice, or all of them, was read; somebody else's stay untouched."""
    unread = Notice.objects.filter(account_id=account, read_at=None)
    (unread if notice is None else unread.filter(pk=notice)).update(read_at=timezone.now())
