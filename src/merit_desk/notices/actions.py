"""Telling somebody something, and noting that it was read."""

from django.utils import timezone

from merit_desk.notices.models import Notice


def tell(account: int, code: str, address: str = "", **gaps: str | int) -> None:
    """Leave a notice for the account; `code` is a sentence with `gaps`, `address` where it leads on this site."""
    Notice.objects.create(account_id=account, code=code, gaps=gaps, address=address)


def mark_read(account: int, notice: int | None = None) -> None:
    """Note that one notice, or all of them, was read; somebody else's stay untouched."""
    unread = Notice.objects.filter(account_id=account, read_at=None)
    (unread if notice is None else unread.filter(pk=notice)).update(read_at=timezone.now())
