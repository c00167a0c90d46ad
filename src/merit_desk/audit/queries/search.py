"""Finding entries of the trail."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from merit_desk.audit.models import Entry


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look for; empty means everything. `who` and `what` are parts of names, days are both included."""

    who: str = ""
    what: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None


def entries(asked: Asked, zone: str) -> QuerySet[Entry]:
    """Entries that fit, latest first; `zone` is the company's, in which the days are meant."""
    found = Entry.objects.order_by("-number")
    if asked.who:
        found = found.filter(name__icontains=asked.who)
    if asked.what:
        found = found.filter(action__startswith=asked.what)
    if asked.subject:
        found = found.filter(Q(subject__icontains=asked.subject) | Q(subject_kind=asked.subject))
    if asked.first:
        found = found.filter(at__gte=_midnight(asked.first, zone))
    if asked.last:
        found = found.filter(at__lt=_midnight(asked.last + timedelta(days=1), zone))
    return found


def actions_written() -> list[str]:
    """Every kind of entry there is, for the filter."""
    return list(Entry.objects.order_by("action").values_list("action", flat=True).distinct())


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))
