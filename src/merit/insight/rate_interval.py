"""How far chance alone may move a rate that counts things: Wilson's interval, and Newcombe's for a difference.

Intervals are statistics: binary floats, shown beside a value, and never part of a score or of pay.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import hypot, sqrt

from scipy.special import ndtri

from merit.catalogue.kpi import Aggregate, Catalogue, Measure, Unit
from merit.catalogue.relations import RELATIONS
from merit.catalogue.value_kinds import kind_of
from merit.facts.columns import ColumnKind
from merit.metrics.components import leaves, parts_of
from merit.metrics.figures import KpiValue

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class RateInterval:
    """From `low` to `high`, both as rates (0.05 is 5%); of a difference they may lie below zero."""

    low: float
    high: float


def wilson(part: int, whole: int, confidence: float = CONFIDENCE) -> RateInterval:
    """E. B. Wilson, J. Am. Stat. Assoc. 22 (1927): never below 0 or above 1, and honest for a rate of 0 of few.

    Raises ValueError unless 0 <= part <= whole and whole > 0.
    """
    if not 0 <= part <= whole or whole <= 0:
        raise ValueError("a part lies between 0 and its whole")
    z = float(ndtri((1 + confidence) / 2))
    rate, spread = part / whole, z * z / whole
    middle = (rate + spread / 2) / (1 + spread)
    half = z * sqrt(rate * (1 - rate) / whole + spread / (4 * whole)) / (1 + spread)
    return RateInterval(0.0 if part == 0 else middle - half, 1.0 if part == whole else middle + half)


def newcombe(now: tuple[int, int], then: tuple[int, int], confidence: float = CONFIDENCE) -> RateInterval:
    """Of the difference now − then of two rates, each (part, whole), counted apart from each other.

    R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890, method 10. Raises ValueError as `wilson` does.
    """
    (later, later_whole), (sooner, sooner_whole) = now, then
    difference = later / later_whole - sooner / sooner_whole if later_whole and sooner_whole else 0.0
    one, two = wilson(later, later_whole, confidence), wilson(sooner, sooner_whole, confidence)
    below = hypot(later / later_whole - one.low, two.high - sooner / sooner_whole)
    above = hypot(one.high - later / later_whole, sooner / sooner_whole - two.low)
    return RateInterval(difference - below, difference + above)


def counts_of(catalogue: Catalogue, value: KpiValue) -> tuple[int, int] | None:
    """Part and whole of a rate where both count things and the part is no more than the whole; else None.

    Rates of money have no such interval, nor have counts that shared credit has split.
    """
    if value.value is None or value.numerator is None or value.denominator is None:
        return None
    if catalogue[value.kpi].unit is not Unit.RATE or not _counts(catalogue, value.kpi):
        return None
    whole_numbers = value.numerator.denominator == 1 and value.denominator.denominator == 1
    if not whole_numbers or not 0 <= value.numerator <= value.denominator or value.denominator == 0:
        return None
    return int(value.numerator), int(value.denominator)


def interval_of(catalogue: Catalogue, value: KpiValue, confidence: float = CONFIDENCE) -> RateInterval | None:
    """Wilson's interval of the value; None where it is no rate of counts."""
    counted = counts_of(catalogue, value)
    return None if counted is None else wilson(*counted, confidence)


def difference_of(
    catalogue: Catalogue, now: KpiValue, then: KpiValue, confidence: float = CONFIDENCE
) -> RateInterval | None:
    """Newcombe's interval of now − then; None where one of them is no rate of counts."""
    later, sooner = counts_of(catalogue, now), counts_of(catalogue, then)
    return None if later is None or sooner is None else newcombe(later, sooner, confidence)


def _counts(catalogue: Catalogue, kpi: str) -> bool:
    measures = [measure for part in parts_of(catalogue[kpi]) for measure in leaves(catalogue, part)]
    return bool(measures) and _all_count(measures)


def _all_count(measures: Iterable[Measure]) -> bool:
    return all(_counts_things(each) for each in measures)


def _counts_things(measure: Measure) -> bool:
    if measure.aggregate in (Aggregate.COUNT, Aggregate.DISTINCT):
        return True
    columns = RELATIONS[measure.relation].columns
    summed = measure.aggregate is Aggregate.SUM and measure.value is not None
    return summed and measure.value is not None and kind_of(measure.value, columns) is ColumnKind.COUNT
