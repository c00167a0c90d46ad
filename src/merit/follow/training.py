"""培训: needs found in results, and a seat in a session from signing up to attendance, as tables of moves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from merit.kernel.moves import Machine, Party, by


class SeatState(StrEnum):
    """Where somebody stands in a session."""

    SIGNED_UP = "signed_up"
    WAITING = "waiting"
    """All seats are taken."""
    ATTENDED = "attended"
    MISSED = "missed"
    CANCELLED = "cancelled"


class SeatMove(StrEnum):
    """What is done with it."""

    CANCEL = "cancel"
    MOVE_UP = "move_up"
    """A seat has become free."""
    ATTEND = "attend"
    MISS = "miss"
    SIGN_UP_AGAIN = "sign_up_again"


class NeedState(StrEnum):
    """What became of a need."""

    OPEN = "open"
    PLANNED = "planned"
    """A course was chosen."""
    MET = "met"
    DROPPED = "dropped"


class NeedMove(StrEnum):
    """What is done with it."""

    PLAN = "plan"
    MEET = "meet"
    DROP = "drop"
    REOPEN = "reopen"


class NeedSource(StrEnum):
    """Where a need comes from."""

    RESULT = "result"
    """An indicator below its target for several results in a row."""
    REVIEW = "review"
    """Low answers of a review."""
    PERSON = "person"
    MANAGER = "manager"


_S, _M = SeatState, SeatMove
_GIVES = (Party.AUTHOR, Party.HR, Party.OWNER)
_TAKES = (Party.SUBJECT, Party.MANAGER, *_GIVES)

SEAT: Machine[SeatState, SeatMove] = Machine(
    "training_seat",
    _S.SIGNED_UP,
    {
        **{(each, _M.CANCEL): by(_S.CANCELLED, *_TAKES) for each in (_S.SIGNED_UP, _S.WAITING)},
        (_S.WAITING, _M.MOVE_UP): by(_S.SIGNED_UP, Party.CLOCK, *_GIVES),
        **{(each, _M.ATTEND): by(_S.ATTENDED, *_GIVES) for each in (_S.SIGNED_UP, _S.WAITING, _S.MISSED)},
        **{(each, _M.MISS): by(_S.MISSED, *_GIVES) for each in (_S.SIGNED_UP, _S.ATTENDED)},
        (_S.CANCELLED, _M.SIGN_UP_AGAIN): by(_S.SIGNED_UP, *_TAKES),
    },
)
"""AUTHOR holds the session: nobody writes down their own attendance, but for who holds it for others."""

_N, _D = NeedState, NeedMove
_CARES = (Party.MANAGER, Party.HR, Party.OWNER)

NEED: Machine[NeedState, NeedMove] = Machine(
    "training_need",
    _N.OPEN,
    {
        **{(each, _D.PLAN): by(_N.PLANNED, *_CARES) for each in (_N.OPEN, _N.PLANNED)},
        **{(each, _D.MEET): by(_N.MET, *_CARES) for each in (_N.OPEN, _N.PLANNED)},
        **{(each, _D.DROP): by(_N.DROPPED, Party.AUTHOR, *_CARES) for each in (_N.OPEN, _N.PLANNED)},
        **{(each, _D.REOPEN): by(_N.OPEN, *_CARES) for each in (_N.MET, _N.DROPPED)},
    },
)


@dataclass(frozen=True, slots=True)
class MeasuredResult:
    """One indicator of one result: attainment in percent of target, points for a rated one; `rated` tells which."""

    person: str
    period: str
    subject: str
    value: Fraction
    rated: bool = False


@dataclass(frozen=True, slots=True)
class FoundNeed:
    """A need that the results show; `values` go with `periods`, the latest first."""

    person: str
    subject: str
    source: NeedSource
    periods: tuple[str, ...]
    values: tuple[Fraction, ...]


LOW_RATING = Fraction(50)
"""A rated matter at or below half of its points: the lower anchors of its scale."""


def found_needs(results: Iterable[MeasuredResult], latest_first: Sequence[str], running: int = 2) -> list[FoundNeed]:
    """Indicators below target (rated: low) in each of the last `running` results; the farthest below first.

    A period without a value of the indicator breaks the row: nothing is said of what nobody measured.
    """
    wanted = tuple(latest_first[:running])
    kept: dict[tuple[str, str], dict[str, MeasuredResult]] = {}
    for each in results:
        kept.setdefault((each.person, each.subject), {})[each.period] = each
    found = [
        FoundNeed(person, subject, NeedSource.REVIEW if rows[wanted[0]].rated else NeedSource.RESULT, wanted, values)
        for (person, subject), rows in kept.items()
        if len(wanted) == running and all(period in rows and is_low(rows[period]) for period in wanted)
        for values in (tuple(rows[period].value for period in wanted),)
    ]
    return sorted(found, key=lambda each: (sum(each.values), each.person, each.subject))


def is_low(result: MeasuredResult) -> bool:
    """Below its target, or a low rating."""
    return result.value <= LOW_RATING if result.rated else result.value < 100
