"""年终奖: an estimate of its tax by both methods, the better one, and the blind zones where more bonus nets less."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from merit.guards.income_tax import MONTHS, tax_merged, tax_separate
from merit.guards.law_tables import Brackets, LawTables, TaxKind
from merit.guards.laws import INCOME_TAX, YEAR_END_BONUS, cited
from merit.kernel.explain import DefinitionRef, Explained, rule
from merit.kernel.money import Money
from merit.kernel.problems import Place, Problem, Severity

NEARBY = Fraction(1, 10)
"""How far, as a share of a bonus, an edge is near it."""


class TaxMethod(StrEnum):
    """How a year-end bonus is taxed."""

    SEPARATE = "separate"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class BlindZone:
    """Bonuses from `first` to `last` leave no more after tax than the smaller `edge` does."""

    edge: Money
    first: Money
    last: Money


@dataclass(frozen=True, slots=True)
class TaxEstimate:
    """The tax on a bonus by either method; `separate` is None on a day without that method."""

    bonus: Money
    separate: Explained[Money] | None
    merged: Explained[Money] | None
    better: Explained[str]
    saved: Money
    zones: tuple[BlindZone, ...]
    """Those that hold the bonus or lie near it, of separate taxation."""


@rule("guards.better_method")
def better_method(*, separate: Money | None, merged: Money | None) -> str:
    """The method with less tax; of equals the separate one, which leaves other income alone."""
    if separate is None or (merged is not None and merged.fen < separate.fen):
        return str(TaxMethod.MERGED)
    return str(TaxMethod.SEPARATE)


def tax_estimate(bonus: Money, income: Money, paid_on: date, tables: LawTables) -> TaxEstimate | None:
    """Both methods for a bonus paid on that day; `income`: the year's other income less all deductions.

    None when no table is in force on the day.
    """
    apart = tables.tax(TaxKind.YEAR_END, paid_on)
    yearly = tables.tax(TaxKind.COMPREHENSIVE, paid_on)
    if apart is None and yearly is None:
        return None
    separate = tax_separate(bonus=bonus, brackets=apart.brackets) if apart is not None else None
    merged = tax_merged(bonus=bonus, income=income, brackets=yearly.brackets) if yearly is not None else None
    better = better_method(separate=separate, merged=merged)
    saved = abs(separate.value.fen - merged.value.fen) if separate is not None and merged is not None else 0
    return TaxEstimate(
        bonus=bonus,
        separate=_citing(separate, YEAR_END_BONUS.ref),
        merged=_citing(merged, INCOME_TAX.ref),
        better=better,
        saved=Money(saved, bonus.currency),
        zones=zones_near(bonus, blind_zones(apart.brackets, bonus.currency)) if apart is not None else (),
    )


def _citing(tax: Explained[Money] | None, law: DefinitionRef) -> Explained[Money] | None:
    return tax.citing(law) if tax is not None else None


def after_tax(bonus: Money, brackets: Brackets) -> Money:
    """What a bonus taxed apart leaves."""
    return bonus - tax_separate(bonus=bonus, brackets=brackets).value


def blind_zones(brackets: Brackets, currency: str = "CNY") -> tuple[BlindZone, ...]:
    """Every blind zone of separate taxation, to the fen, in rising order."""
    zones: list[BlindZone] = []
    for (end, rate, quick), (next_end, next_rate, next_quick) in pairwise(brackets):
        if end is None or next_rate == 1:
            continue
        edge = Money.of(end * MONTHS, currency)
        even = (edge.units * (1 - rate) + quick - next_quick) / (1 - next_rate)
        highest = Money.of(next_end * MONTHS, currency).fen if next_end is not None else None
        start = int(even * 100) - 1
        start = start if highest is None else min(start, highest - 1)
        last = Money(_last_not_better(edge, start, highest, brackets), currency)
        zones.append(BlindZone(edge, Money(edge.fen + 1, currency), last))
    return tuple(zones)


def _last_not_better(edge: Money, start: int, highest: int | None, brackets: Brackets) -> int:
    """The greatest whole fen that still leaves no more than the edge; rounding moves it by a few fen from `start`."""
    last, kept = start, after_tax(edge, brackets).fen
    while after_tax(Money(last + 1, edge.currency), brackets).fen <= kept:
        if last + 1 == highest:
            return last + 1
        last += 1
    return last


def zones_near(bonus: Money, zones: tuple[BlindZone, ...], nearby: Fraction = NEARBY) -> tuple[BlindZone, ...]:
    """The zones that hold the bonus or lie within a share of it above or below."""
    low, high = bonus.fen * (1 - nearby), bonus.fen * (1 + nearby)
    return tuple(zone for zone in zones if zone.first.fen <= high and zone.last.fen >= low)


def blind_zone_findings(person: str, bonus: Money, paid_on: date, tables: LawTables, place: Place) -> list[Problem]:
    """One warning when a bonus, taxed apart, leaves no more than the edge below it would."""
    apart = tables.tax(TaxKind.YEAR_END, paid_on)
    if apart is None:
        return []
    holding = [
        zone for zone in blind_zones(apart.brackets, bonus.currency) if zone.first.fen <= bonus.fen <= zone.last.fen
    ]
    return [
        Problem(
            "guards.year_end_blind_zone",
            place,
            cited(
                "guards.year_end_blind_zone",
                person=person,
                bonus=str(bonus),
                edge=str(zone.edge),
                last=str(zone.last),
                less=str(after_tax(zone.edge, apart.brackets) - after_tax(bonus, apart.brackets)),
            ),
            Severity.WARNING,
        )
        for zone in holding
    ]
