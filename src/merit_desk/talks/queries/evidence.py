"""What is on record of a person on some days, as evidence for a judgement."""

from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from merit_desk.cycles.evidence import Evidence
from merit_desk.results.queries.open_company import declared_company
from merit_desk.talks.colleagues import name_of
from merit_desk.talks.models import Audience, Feedback, Kind, Note
from merit_desk.talks.queries.visible import on_the_wall


def evidence_of(person: str, start: date, end: date) -> list[Evidence]:
    """Oldest first; `end` is included. Only what the person and their manager both may read.

    Words for the person alone, praise without consent, notes that were not shared and 1-on-1 notes are never here.
    """
    found = [
        Evidence(
            kind=each.kind,
            id=each.pk,
            at=timezone.localdate(each.at, _zone()),
            title=each.value if each.kind == Kind.RECOGNITION else name_of(each.writer),
            note=each.text,
            address=reverse("talks:wall") if each.audience == Audience.EVERYBODY else "",
        )
        for each in within(open_feedback(person), start, end)
    ]
    found += [
        Evidence("talk", each.pk, timezone.localdate(each.at, _zone()), name_of(each.writer), each.text)
        for each in within(shared_notes(person), start, end)
    ]
    return sorted(found, key=lambda each: (each.at, each.kind, each.id))


def open_feedback(person: str) -> QuerySet[Feedback]:
    """Written about the person for them and their manager, or on the wall."""
    return Feedback.objects.filter(Q(audience=Audience.MANAGER) | on_the_wall(), about=person)


def shared_notes(person: str) -> QuerySet[Note]:
    """Notes that were shared with the person."""
    return Note.objects.filter(about=person, shared=True)


Row = TypeVar("Row", Feedback, Note)


def within(rows: QuerySet[Row], start: date, end: date) -> QuerySet[Row]:
    """Those written on the days from `start` to `end`, by the company's clock, oldest first."""
    first = datetime.combine(start, time.min, _zone())
    after = datetime.combine(end + timedelta(days=1), time.min, _zone())
    return rows.filter(at__gte=first, at__lt=after).order_by("at", "pk")


def _zone() -> ZoneInfo:
    return ZoneInfo(declared_company().profile.time_zone)
