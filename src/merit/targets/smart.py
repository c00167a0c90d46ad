"""SMART: a goal is worded specifically, measured, attainable, relevant and bound in time; each failure says what to do.

Attainability rests on the chance that a forecast gives the target, where one is handed in; else on history: in how
many past periods the target was reached, and what growth it asks for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from merit.catalogue.kpi import Direction
from merit.kernel.period import Period
from merit.targets.goal_life import GoalLevel

FEWEST_PERIODS = 3
"""Fewer past periods say nothing."""
ENOUGH_PERIODS = 6
UNLIKELY, STRETCH, SURE = Fraction(1, 5), Fraction(1, 2), Fraction(19, 20)
"""Chances below which a target is out of reach, no commitment but a stretch, and from which on it asks for nothing."""
STEEP = Fraction(1, 5)
"""Growth on the latest period beyond this asks for a reason."""
SHORTEST_TITLE = 4
VAGUE = (
    *("提高", "提升", "加强", "努力", "尽量", "改善", "优化", "做好", "更好", "争取", "尽快"),
    *("improve", "better", "try to", "enhance", "optimise", "optimize", "strengthen", "as soon as", "work on"),
)
"""Words that leave open what will be different."""


class Smart(StrEnum):
    """The five questions."""

    SPECIFIC = "specific"
    MEASURABLE = "measurable"
    ATTAINABLE = "attainable"
    RELEVANT = "relevant"
    TIME_BOUND = "time_bound"


class Verdict(StrEnum):
    """GOOD: nothing to do. WATCH: worth a look. BAD: should be mended before the goal takes effect."""

    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class SmartSubject:
    """What the check looks at. `wording` is what stands beside a KPI's own definition, or in its place."""

    title: str
    wording: str
    level: GoalLevel
    has_kpi: bool
    has_measure: bool
    """Own words with a unit, or key results with numbers."""
    target: Fraction | None
    direction: Direction
    period: Period | None
    serves: str
    """The parent's title, empty for none."""
    history: tuple[Fraction, ...] = ()
    """Values of the periods just before, the oldest first; those without a value are left out."""
    probability: Fraction | None = None


@dataclass(frozen=True, slots=True)
class SmartFinding:
    """One answer; `code` has a sentence that says what is so and, where it fails, what to change."""

    question: Smart
    verdict: Verdict
    code: str
    params: dict[str, str | int]


Shown = Callable[[Fraction], str]


def smart_findings(subject: SmartSubject, today: date, shown: Shown) -> list[SmartFinding]:
    """Five answers in their order; `shown` writes a value of the measure in its unit."""
    return [
        _specific(subject),
        _measurable(subject),
        _attainable(subject, shown),
        _relevant(subject),
        _time_bound(subject, today),
    ]


def _specific(subject: SmartSubject) -> SmartFinding:
    title = subject.title.strip()
    if len(title) < SHORTEST_TITLE and not subject.has_kpi:
        return _found(Smart.SPECIFIC, Verdict.BAD, "targets.smart_title_too_short")
    vague = next((word for word in VAGUE if word in f"{title} {subject.wording}".lower()), None)
    if vague is not None and subject.target is None:
        return _found(Smart.SPECIFIC, Verdict.BAD, "targets.smart_vague", word=vague)
    if not subject.has_kpi and not subject.wording.strip():
        return _found(Smart.SPECIFIC, Verdict.WATCH, "targets.smart_no_wording")
    return _found(Smart.SPECIFIC, Verdict.GOOD, "targets.smart_specific")


def _measurable(subject: SmartSubject) -> SmartFinding:
    if subject.has_kpi and subject.target is not None:
        return _found(Smart.MEASURABLE, Verdict.GOOD, "targets.smart_measured")
    if subject.has_kpi:
        return _found(Smart.MEASURABLE, Verdict.BAD, "targets.smart_no_target")
    if subject.has_measure:
        return _found(Smart.MEASURABLE, Verdict.WATCH, "targets.smart_measured_by_hand")
    return _found(Smart.MEASURABLE, Verdict.BAD, "targets.smart_not_measured")


def _attainable(subject: SmartSubject, shown: Shown) -> SmartFinding:
    target = subject.target
    if subject.probability is not None:
        return _by_chance(subject.probability)
    if target is None or not subject.has_kpi or subject.direction not in (Direction.UP, Direction.DOWN):
        return _found(Smart.ATTAINABLE, Verdict.WATCH, "targets.smart_no_history_of_it")
    if len(subject.history) < FEWEST_PERIODS:
        count = len(subject.history)
        return _found(Smart.ATTAINABLE, Verdict.WATCH, "targets.smart_little_history", count=count)
    return _by_history(subject.history, target, subject.direction, shown)


def _by_chance(chance: Fraction) -> SmartFinding:
    share = f"{float(chance * 100):.0f}%"
    if chance < UNLIKELY:
        return _found(Smart.ATTAINABLE, Verdict.BAD, "targets.smart_unlikely", probability=share)
    if chance < STRETCH:
        return _found(Smart.ATTAINABLE, Verdict.WATCH, "targets.smart_stretch", probability=share)
    if chance >= SURE:
        return _found(Smart.ATTAINABLE, Verdict.WATCH, "targets.smart_sure", probability=share)
    return _found(Smart.ATTAINABLE, Verdict.GOOD, "targets.smart_likely", probability=share)


def _by_history(history: Sequence[Fraction], target: Fraction, direction: Direction, shown: Shown) -> SmartFinding:
    hits, count = periods_reached(history, target, direction), len(history)
    best = max(history) if direction is Direction.UP else min(history)
    params: dict[str, str | int] = {"hits": hits, "count": count}
    growth = needed_growth(history[-1], target, direction)
    steep = growth is not None and growth > STEEP
    if hits == 0 and (count >= ENOUGH_PERIODS or steep):
        asked = growth_words(growth)
        return _found(Smart.ATTAINABLE, Verdict.BAD, "targets.smart_never", **params, best=shown(best), growth=asked)
    if hits == count and count >= ENOUGH_PERIODS:
        worst = min(history) if direction is Direction.UP else max(history)
        return _found(Smart.ATTAINABLE, Verdict.WATCH, "targets.smart_always", **params, worst=shown(worst))
    if steep:
        asked = growth_words(growth)
        return _found(Smart.ATTAINABLE, Verdict.WATCH, "targets.smart_steep", **params, growth=asked)
    return _found(Smart.ATTAINABLE, Verdict.GOOD, "targets.smart_attainable", **params)


def periods_reached(history: Sequence[Fraction], target: Fraction, direction: Direction) -> int:
    """In how many of the periods the target would have been reached."""
    if direction is Direction.DOWN:
        return sum(value <= target for value in history)
    return sum(value >= target for value in history)


def needed_growth(latest: Fraction, target: Fraction, direction: Direction) -> Fraction | None:
    """By what share the latest value has to move the favourable way; None where the latest value is not above 0."""
    if latest <= 0:
        return None
    moved = (target - latest) / latest
    return -moved if direction is Direction.DOWN else moved


def growth_words(growth: Fraction | None) -> str:
    """0.5 → 50%; a dash where there is none."""
    return "—" if growth is None else f"{float(growth * 100):.1f}%"


def _relevant(subject: SmartSubject) -> SmartFinding:
    if subject.serves:
        return _found(Smart.RELEVANT, Verdict.GOOD, "targets.smart_serves", parent=subject.serves)
    if subject.level is GoalLevel.COMPANY:
        return _found(Smart.RELEVANT, Verdict.GOOD, "targets.smart_top")
    return _found(Smart.RELEVANT, Verdict.BAD, "targets.smart_serves_nothing")


def _time_bound(subject: SmartSubject, today: date) -> SmartFinding:
    if subject.period is None:
        return _found(Smart.TIME_BOUND, Verdict.BAD, "targets.smart_no_period")
    if subject.period.end <= today:
        return _found(Smart.TIME_BOUND, Verdict.WATCH, "targets.smart_over", last=str(subject.period.last))
    return _found(Smart.TIME_BOUND, Verdict.GOOD, "targets.smart_until", last=str(subject.period.last))


def _found(question: Smart, verdict: Verdict, code: str, **params: str | int) -> SmartFinding:
    return SmartFinding(question, verdict, code, params)
