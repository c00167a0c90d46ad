"""Writing into a person's book of points. Every way in goes through here: one lock, one balance, entries only added."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from merit.kernel.refusals import Refusal
from merit.rewards.equity.vesting import months_after
from merit.rewards.recognition.points import PointCause, PointPart, run_out, spent_from
from merit_desk.recognition.models import Holder, PointEntry
from merit_desk.recognition.queries.books import lots_of
from merit_desk.results.queries.open_company import declared_company

POINT_MONTHS = 12
"""Points can be spent for so long after they were earned."""


@dataclass(frozen=True, slots=True)
class Why:
    """What an entry says: the cause, the other side, words, who wrote it, and what makes a second sending harmless."""

    cause: PointCause
    against: str
    author: int | None
    note: str = ""
    token: str | None = None


def earn(person: str, points: int, why: Why, today: date) -> PointEntry:
    """Points come as one lot with its last day. Raises ValueError below one point."""
    if points < 1:
        raise ValueError("at least one point is earned")
    with transaction.atomic():
        holder = _locked(person)
        return _come(holder, points, why, today, months_after(today, POINT_MONTHS))


def spend(person: str, points: int, why: Why, today: date) -> list[PointEntry]:
    """Points go from the lots that run out first. Raises ConflictRefusal when there are fewer."""
    with transaction.atomic():
        holder = _locked(person)
        _write_off(holder, today)
        return _go(holder, spent_from(lots_of(holder), points, today), why, today)


def give_back(entries: Iterable[PointEntry], why: Why, today: date, until: dict[int, date | None]) -> int:
    """What those entries took comes back as new lots; `until` is the last day by the lot that was taken from."""
    back = 0
    with transaction.atomic():
        for entry in entries:
            holder = _locked(entry.holder.person)
            _come(holder, -entry.points, why, today, until[entry.lot_id or 0])
            back -= entry.points
    return back


def write_off_all(today: date) -> int:
    """Write off what has run out, in every book; how many points went. One query where nothing has."""
    over = PointEntry.objects.filter(points__gt=0, last_day__lt=today)
    left = over.annotate(rest=F("points") + Coalesce(Sum("taken__points"), 0)).filter(rest__gt=0)
    gone = 0
    for person in sorted(set(left.values_list("holder__person", flat=True))):
        with transaction.atomic():
            gone -= sum(entry.points for entry in _write_off(_locked(person), today))
    return gone


def write_off_by_the_clock() -> int:
    """What the worker does on the company's own day."""
    try:
        today = datetime.now(ZoneInfo(declared_company().profile.time_zone)).date()
    except Refusal:
        return 0
    return write_off_all(today)


def _locked(person: str) -> Holder:
    holder, _ = Holder.objects.get_or_create(person=person)
    return Holder.objects.select_for_update().get(pk=holder.pk)


def _write_off(holder: Holder, today: date) -> list[PointEntry]:
    why = Why(PointCause.EXPIRY, "expired", None)
    return _go(holder, run_out(lots_of(holder), today), why, today)


def _come(holder: Holder, points: int, why: Why, today: date, last_day: date | None) -> PointEntry:
    made = PointEntry.objects.create(holder=holder, points=points, day=today, last_day=last_day, **_said(why))
    _move(holder, points)
    return made


def _go(holder: Holder, parts: Iterable[PointPart], why: Why, today: date) -> list[PointEntry]:
    made = []
    for part in parts:
        said = _said(why) | ({"token": f"{why.token}:{part.lot.lot}"} if why.token else {})
        entry = PointEntry.objects.create(holder=holder, points=-part.points, lot_id=part.lot.lot, day=today, **said)
        _move(holder, -part.points)
        made.append(entry)
    return made


def _said(why: Why) -> dict[str, object]:
    cause, note = str(why.cause), why.note[:200]
    return {"cause": cause, "against": why.against, "note": note, "author_id": why.author, "token": why.token}


def _move(holder: Holder, points: int) -> None:
    """The database refuses a balance below zero, whoever else writes meanwhile."""
    Holder.objects.filter(pk=holder.pk).update(balance=F("balance") + points)
    holder.refresh_from_db(fields=["balance"])
