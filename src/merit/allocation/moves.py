"""Which advertising to take money from, which to give it, and how much: only where the intervals allow.

Everything is judged by contribution (sales times margin, less the spend itself), so that 1 spent more is worth it when
more than 1 comes back. A move stays within the spend a day that was seen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import hypot

from merit.allocation.response import Interval, Response, Unreadable, reach_of
from merit.allocation.spending import SpendDays

MONTH = 30
_STEPS = 20
_ROUND = 10
_AT_MOST = 0.5
"""Of what a receiver spends today: how much a single move may add."""


class Standing(StrEnum):
    """What the days say about one more unit spent."""

    TAKE = "take"
    """Even at the upper end of the interval less than it costs comes back."""
    GIVE = "give"
    """Even at the lower end more than it costs comes back."""
    UNSURE = "unsure"
    """The interval holds both: test."""
    CONTRADICTED = "contradicted"
    """The curve says give, a test says that it sold hardly anything more."""
    NO_MARGIN = "no_margin"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Judged:
    """One campaign, channel or shop. `back` is the contribution that one more unit spent brings, before its cost."""

    days: SpendDays
    standing: Standing
    response: Response | None = None
    back: Interval | None = None
    unreadable: Unreadable | None = None

    @property
    def tested_back(self) -> float | None:
        """Contribution that a unit spent brought in the latest test, before its cost."""
        if self.days.test is None or self.days.margin is None:
            return None
        return float(self.days.test.incremental * self.days.margin)


@dataclass(frozen=True, slots=True)
class Move:
    """So much a day from one to another; `to` is None where keeping the money is better than anything known.

    `gain` is contribution a month of 30 days, less what is spent. Moves from one source follow each other.
    """

    source: Judged
    to: Judged | None
    a_day: int
    gain: Interval


def judged(days: SpendDays, response: Response | Unreadable) -> Judged:
    """How the unit stands at today's spend.

    Where spend followed demand the curve is too steep: such a unit may have to give, but is given nothing untested.
    """
    if isinstance(response, Unreadable):
        return Judged(days, Standing.UNREADABLE, unreadable=response)
    if days.margin is None:
        return Judged(days, Standing.NO_MARGIN, response)
    margin, found = float(days.margin), response.marginal_interval(response.today)
    back = Interval(*sorted((margin * found.low, margin * found.middle, margin * found.high)))
    one = Judged(days, Standing.UNSURE, response, back)
    if back.high < 1:
        return replace(one, standing=Standing.TAKE)
    if one.tested_back is not None and one.tested_back < 1:
        return replace(one, standing=Standing.CONTRADICTED)
    sure = back.low > 1 and (not response.follows_demand or one.tested_back is not None)
    return replace(one, standing=Standing.GIVE) if sure else one


def moves(units: Iterable[Judged]) -> list[Move]:
    """Moves that gain even at the lower end of their interval; where nobody may be given more, the money is kept."""
    listed = list(units)
    takers = sorted((each for each in listed if each.standing is Standing.GIVE), key=_lower_end, reverse=True)
    room = {each.days.unit: _room(each) for each in takers}
    found = []
    for source in sorted((each for each in listed if each.standing is Standing.TAKE), key=_middle):
        found += _from(source, takers, room)
    return found


def _from(source: Judged, takers: Sequence[Judged], room: dict[str, float]) -> list[Move]:
    """To those that bring most first, the rest is kept."""
    found: list[Move] = []
    spare, taken = _spare(source), 0
    for to in (*takers, None):
        most = spare - taken if to is None else min(spare - taken, room[to.days.unit])
        move = _at_best_amount(_Part(source, taken), to, _given(to, room), most)
        if move is None or move.gain.low <= 0:
            continue
        found.append(move)
        taken += move.a_day
        if to is not None:
            room[to.days.unit] -= move.a_day
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """A unit from whose spend a day `moved` has gone already, or come."""

    one: Judged
    moved: float = 0.0


def _given(to: Judged | None, room: dict[str, float]) -> _Part | None:
    return None if to is None else _Part(to, _room(to) - room[to.days.unit])


def _at_best_amount(source: _Part, to: Judged | None, given: _Part | None, most: float) -> Move | None:
    """By the lower end of the gain: what is sure goes before what may be."""
    amounts = {int(most * step / _STEPS) // _ROUND * _ROUND for step in range(1, _STEPS + 1)} - {0}
    tried = [Move(source.one, to, amount, _gain(source, given, amount)) for amount in sorted(amounts) if amount > 0]
    return max(tried, key=lambda each: each.gain.low, default=None)


def gain_of(source: Judged, to: Judged | None, a_day: float) -> Interval:
    """Contribution a month: what the receiver brings more less what the giver loses; errors taken as unrelated."""
    return _gain(_Part(source), None if to is None else _Part(to), a_day)


def _gain(source: _Part, to: _Part | None, a_day: float) -> Interval:
    lost, lost_error, freedom = _change(source.one, -source.moved, -a_day)
    won, won_error, other = _change(to.one, to.moved, a_day) if to is not None else (0.0, 0.0, freedom)
    saved = 0.0 if to is not None else a_day
    middle = MONTH * (won + lost + saved)
    reach = MONTH * reach_of(min(freedom, other)) * hypot(lost_error, won_error)
    return Interval(middle - reach, middle, middle + reach)


def _change(one: Judged, before: float, more: float) -> tuple[float, float, int]:
    """Contribution a day by spending `more` than today and `before`, its standard error, the degrees of freedom."""
    response, margin = one.response, one.days.margin
    if response is None or margin is None:
        raise ValueError(f"no response of {one.days.unit}")
    now, then = response.today + before, response.today + before + more
    (level, bend), (level_now, bend_now) = response.slope(then), response.slope(now)
    error = response.within((level - level_now, bend - bend_now))
    return float(margin) * (response.sales(then) - response.sales(now)), abs(float(margin)) * error, response.freedom


def _spare(one: Judged) -> float:
    return max(one.response.today - one.response.lowest, 0.0) if one.response else 0.0


def _room(one: Judged) -> float:
    if one.response is None:
        return 0.0
    return max(min(one.response.highest - one.response.today, _AT_MOST * one.response.today), 0.0)


def _middle(one: Judged) -> float:
    return one.back.middle if one.back else 0.0


def _lower_end(one: Judged) -> float:
    return one.back.low if one.back else 0.0
