"""福利积分: whole points in lots that run out. What is spent comes from the lot that runs out first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from merit.kernel.refusals import ConflictRefusal

LEAST_DAYS_AFTER_REFUND = 30
"""Points that come back can be used for at least so long, even where their lot has run out meanwhile."""


class PointCause(StrEnum):
    """Why points came or went."""

    HONOUR = "honour"
    CONTEST = "contest"
    EVENT = "event"
    THANKS = "thanks"
    """Given from a manager's monthly budget."""
    REDEMPTION = "redemption"
    REFUND = "refund"
    EXPIRY = "expiry"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class PointLot:
    """Points that came together: what is left of them, and their last day (None: for ever)."""

    lot: int
    left: int
    last_day: date | None


@dataclass(frozen=True, slots=True)
class PointPart:
    """So many points of a lot."""

    lot: PointLot
    points: int


def usable_points(lots: Iterable[PointLot], today: date) -> int:
    """What can be spent today: everything left in lots that have not run out."""
    return sum(lot.left for lot in lots if not _over(lot, today))


def spent_from(lots: Iterable[PointLot], points: int, today: date) -> tuple[PointPart, ...]:
    """The parts that pay for `points`: the lot that runs out first goes first, then the older one.

    Their sum is `points` exactly. Raises ConflictRefusal when there are fewer, ValueError for less than one point.
    """
    if points < 1:
        raise ValueError("at least one point is spent")
    there = sorted((lot for lot in lots if lot.left > 0 and not _over(lot, today)), key=_soonest)
    usable = sum(lot.left for lot in there)
    if usable < points:
        raise ConflictRefusal("points.too_few", points=points, left=usable)
    parts: list[PointPart] = []
    for lot in there:
        taken = min(lot.left, points - sum(part.points for part in parts))
        if taken:
            parts.append(PointPart(lot, taken))
    return tuple(parts)


def run_out(lots: Iterable[PointLot], today: date) -> tuple[PointPart, ...]:
    """What has to be written off today: all that is left in lots whose last day has passed."""
    return tuple(PointPart(lot, lot.left) for lot in lots if lot.left > 0 and _over(lot, today))


def refunded_until(last_day: date | None, today: date) -> date | None:
    """The last day of points that come back: that of their lot, and at least LEAST_DAYS_AFTER_REFUND from today."""
    return None if last_day is None else max(last_day, today + timedelta(days=LEAST_DAYS_AFTER_REFUND))


def lots_left(earned: Sequence[PointLot], debits: Iterable[tuple[int, int]]) -> tuple[PointLot, ...]:
    """The lots after their debits, each (lot, points taken). Raises ValueError where more was taken than was there."""
    taken: dict[int, int] = {}
    for lot, points in debits:
        taken[lot] = taken.get(lot, 0) + points
    found = tuple(PointLot(lot.lot, lot.left - taken.pop(lot.lot, 0), lot.last_day) for lot in earned)
    if taken or any(lot.left < 0 for lot in found):
        raise ValueError("more was taken than was there")
    return found


def _over(lot: PointLot, today: date) -> bool:
    return lot.last_day is not None and lot.last_day < today


def _soonest(lot: PointLot) -> tuple[date, int]:
    return (lot.last_day or date.max, lot.lot)
