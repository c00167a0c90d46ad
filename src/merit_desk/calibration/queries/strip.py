"""Grades and leniency of raters as drawings: lengths and places in percent of a scale that everything fits on."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from merit.kernel.exact import half_up
from merit.reviews.leniency import Leniency, Tendency
from merit.reviews.spread import GradeCount
from merit_desk.shell.formats import fixed_places
from merit_desk.shell.sentences import say

_LEAST_SCALE = 10
_STEP = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """One rater: where the mark and its interval stand, 0 … 100 with 50 for no deviation, and the word beside."""

    name: str
    people: int
    at: float | None
    low: float
    high: float
    word: str
    sentence: str
    out: bool
    faint: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """The marks, and how many points lie between the middle and an end."""

    marks: tuple[Mark, ...]
    scale: int


def strip(raters: Sequence[tuple[str, Leniency]]) -> Strip:
    """The mildest first."""
    reach = [abs(each.deviation) for _, each in raters if each.deviation is not None]
    scale = max(_LEAST_SCALE, ceil(max(reach, default=0) / _STEP) * _STEP)
    return Strip(tuple(_mark(name, each, scale) for name, each in raters), scale)


def _mark(name: str, found: Leniency, scale: int) -> Mark:
    out = found.tendency in (Tendency.STRICT, Tendency.LENIENT)
    at = None if found.deviation is None else _place(found.deviation, scale)
    low = at if found.low is None else _place(found.low, scale)
    high = at if found.high is None else _place(found.high, scale)
    faint = found.tendency is Tendency.TOO_FEW
    return Mark(name, found.people, at, low or 0.0, high or 0.0, _word(found), _sentence(name, found), out, faint)


def _place(points: float, scale: int) -> float:
    return round(min(max(50 + 50 * points / scale, 1.5), 98.5), 2)


def _word(found: Leniency) -> str:
    if found.tendency is Tendency.TOO_FEW or found.deviation is None:
        return say("tendency.too_few")
    way = "lenient" if found.deviation > 0 else "strict"
    return say(f"tendency.by.{way}", points=f"{abs(found.deviation):.1f}")


def _sentence(name: str, found: Leniency) -> str:
    told = {"name": name, "count": found.people}
    if found.deviation is None or found.low is None or found.high is None:
        return say("tendency.said.too_few", **told)
    points = {"points": f"{found.deviation:+.1f}", "low": f"{found.low:+.1f}", "high": f"{found.high:+.1f}"}
    return say(f"tendency.said.{found.tendency}", **told, **points)


@dataclass(frozen=True, slots=True)
class Bar:
    """One grade: lengths of the bars, where the reference begins and how far it reaches (None without one)."""

    count: GradeCount
    now: float
    submitted: float
    low: float
    reach: float | None
    share: str
    sentence: str


def bars(grades: Sequence[GradeCount]) -> list[Bar]:
    """All grades on one scale, in the given order."""
    people = sum(each.now for each in grades)
    longest = max([max(each.now, each.submitted, each.high or 0) for each in grades], default=0) or 1
    return [_bar(each, people, longest) for each in grades]


def _bar(found: GradeCount, people: int, longest: int) -> Bar:
    low, high = found.low or 0, found.high or 0
    share = f"{fixed_places(half_up(Fraction(100 * found.now, people), 1), 1)}%" if people else ""
    told = {"grade": found.grade, "count": found.now, "before": found.submitted}
    has = found.low is not None
    sentence = (
        say("calibration.bar_with_reference", low=low, high=high, **told) if has else say("calibration.bar", **told)
    )
    return Bar(
        count=found,
        now=_length(found.now, longest),
        submitted=_length(found.submitted, longest),
        low=_length(low, longest),
        reach=max(_length(high - low, longest), 0.6) if has else None,
        share=share,
        sentence=sentence,
    )


def _length(people: int, longest: int) -> float:
    return round(100 * people / longest, 2)
