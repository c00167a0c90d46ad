"""Judging one closed interval by a rule: threshold, change, out of band, data missing."""

from collections.abc import Iterator
from fractions import Fraction
from math import exp

from merit.alerts.band import SLACKER, Past, chance_of, expected_of, limits_of
from merit.alerts.observation import Observation
from merit.alerts.readings import Readings
from merit.alerts.rule import AlertRule, RuleKind, Side, Versus
from merit.alerts.standing import Verdict
from merit.catalogue.kpi import Direction
from merit.kernel.node import Node
from merit.kernel.period import Grain, Period
from merit.metrics.figures import KpiValue, ValueStatus

LOOKED_BACK = {Grain.DAY: 56, Grain.WEEK: 13, Grain.MONTH: 13, Grain.QUARTER: 8}
"""Intervals that make the band."""
_NO_VALUE = (ValueStatus.EMPTY, ValueStatus.INSUFFICIENT, ValueStatus.IMMATURE)


def judged(readings: Readings, rule: AlertRule, node: Node, interval: Period) -> Observation:
    """What the interval shows by any rule but pace."""
    found = readings.value(rule.kpi, node, interval)
    if rule.kind is RuleKind.DATA_MISSING:
        return _missing(readings, rule, found)
    if found.value is None or found.status in _NO_VALUE or not found.n:
        return _unknown(found, str(found.status) if found.status in _NO_VALUE else "empty")
    match rule.kind:
        case RuleKind.THRESHOLD:
            return _within(rule, found, found.value, None)
        case RuleKind.CHANGE:
            return _changed(readings, rule, found, found.value)
        case _:
            return _in_band(readings, rule, found, found.value)


def _within(rule: AlertRule, found: KpiValue, value: Fraction, before: Fraction | None) -> Observation:
    """`before` None: the limits are values of the KPI; else they are parts of it."""
    low, high = (_limit(limit, before) for limit in (rule.below, rule.above))
    ends_low, ends_high = (_limit(limit, before) for limit in (rule.clear_below, rule.clear_above))
    verdict = Verdict.CLEAR
    if (low is not None and value < low) or (high is not None and value > high):
        verdict = Verdict.BREACH
    elif (ends_low is not None and value < ends_low) or (ends_high is not None and value > ends_high):
        verdict = Verdict.BETWEEN
    nearest = high if high is not None and (low is None or value > high) else low
    return Observation(
        found.kpi,
        found.node,
        found.period,
        verdict,
        value,
        nearest if before is None else before,
        low,
        high,
        rows=found.n,
    )


def _limit(limit: Fraction | None, before: Fraction | None) -> Fraction | None:
    return limit if limit is None or before is None else before * (1 + limit)


def _changed(readings: Readings, rule: AlertRule, found: KpiValue, value: Fraction) -> Observation:
    earlier = _compared(rule.versus, found.period)
    if earlier.start < readings.span.start:
        return _unknown(found, "no_past")
    before = readings.value(rule.kpi, found.node, earlier)
    if before.value is None or before.value <= 0 or before.status in _NO_VALUE:
        return _unknown(found, "no_past")
    return _within(rule, found, value, before.value)


def _compared(versus: Versus, interval: Period) -> Period:
    match versus:
        case Versus.PREVIOUS:
            return interval.previous()
        case Versus.LAST_WEEK:
            return interval.days_earlier(7)
        case Versus.LAST_YEAR:
            return interval.a_year_earlier()


def _in_band(readings: Readings, rule: AlertRule, found: KpiValue, value: Fraction) -> Observation:
    if readings.is_special(found.period):
        return _unknown(found, "special_day")
    expected = expected_of(_past(readings, rule, found), _likeness(found.period))
    if expected is None:
        return _unknown(found, "no_past")
    kpi = readings.company.catalogue[rule.kpi]
    chance = chance_of(value, expected, kpi.unit)
    low, high = limits_of(expected, kpi.unit, rule.certainty)
    told = _is_told(rule, kpi.direction, value - expected.value)
    gap = abs(value - expected.value)
    verdict = Verdict.CLEAR
    if told and chance < rule.certainty and gap >= rule.least * abs(expected.value):
        verdict = Verdict.BREACH
    elif told and chance < rule.certainty * SLACKER:
        verdict = Verdict.BETWEEN
    return Observation(
        found.kpi, found.node, found.period, verdict, value, expected.value, low, high, chance, rows=found.n
    )


def _is_told(rule: AlertRule, direction: Direction, gap: Fraction) -> bool:
    """Whether that side of the band is one that is told."""
    if rule.side is Side.BOTH or direction in (Direction.BAND, Direction.NONE):
        return True
    return gap < 0 if direction is Direction.UP else gap > 0


def _past(readings: Readings, rule: AlertRule, found: KpiValue) -> list[Past]:
    """Oldest first, without special days and what has no value."""
    earlier = (readings.value(rule.kpi, found.node, each) for each in _before(readings, found.period))
    known = [each for each in earlier if each.value is not None and each.n and each.status not in _NO_VALUE]
    return [Past(each.value or Fraction(0), each.n, _likeness(each.period)) for each in known][::-1]


def _before(readings: Readings, interval: Period) -> Iterator[Period]:
    for _ in range(LOOKED_BACK.get(interval.grain, 8)):
        interval = interval.previous()
        if interval.start < readings.span.start:
            return
        if not readings.is_special(interval):
            yield interval


def _likeness(interval: Period) -> int:
    return interval.start.weekday() if interval.grain is Grain.DAY else 0


def _missing(readings: Readings, rule: AlertRule, found: KpiValue) -> Observation:
    """No rows where there usually are so many that none at all is no chance."""
    earlier = [readings.value(rule.kpi, found.node, each) for each in _before(readings, found.period)]
    began = max((at for at, each in enumerate(earlier) if each.n), default=-1)
    alike = [each for each in earlier[: began + 1] if _likeness(each.period) == _likeness(found.period)]
    if len(alike) < 4:
        return _unknown(found, "no_past")
    usual = Fraction(sum(each.n for each in alike), len(alike))
    empty = Fraction(sum(not each.n for each in alike[1:]), len(alike))
    chance = max(exp(-float(usual)), float(empty))
    bare = not found.n and chance < rule.certainty
    verdict = Verdict.BREACH if bare else (Verdict.CLEAR if found.n else Verdict.UNKNOWN)
    return Observation(
        found.kpi, found.node, found.period, verdict, Fraction(found.n), usual, chance=chance, rows=found.n
    )


def _unknown(found: KpiValue, why: str) -> Observation:
    return Observation(found.kpi, found.node, found.period, Verdict.UNKNOWN, found.value, rows=found.n, why=why)
