"""The tax on a year-end bonus by both methods, and where more bonus leaves less."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from merit.guards.law_tables import LawTables, TaxKind
from merit.guards.year_end_bonus import BlindZone, after_tax, blind_zones, tax_estimate
from merit.kernel.money import Money

ONE_YUAN = 100


@dataclass(frozen=True, slots=True)
class Estimate:
    """Taxes and what is left, in currency units; `apart` is None on a day without that method."""

    bonus: Decimal
    income: Decimal
    apart: Decimal | None
    apart_left: Decimal | None
    merged: Decimal | None
    merged_left: Decimal | None
    better: str
    saved: Decimal
    inside: "Zone | None"


@dataclass(frozen=True, slots=True)
class Zone:
    """Above `edge` up to `last` no more is left than at the edge; `tax_above` is the tax on one yuan more."""

    edge: Decimal
    last: Decimal
    tax_at: Decimal
    tax_above: Decimal
    lost: Decimal


def estimate(bonus: Decimal, income: Decimal, paid_on: date, tables: LawTables) -> Estimate | None:
    """Both methods; `income` is the year's other comprehensive income less all deductions. None without tables."""
    found = tax_estimate(Money.of(Fraction(bonus)), Money.of(Fraction(income)), paid_on, tables)
    if found is None:
        return None
    apart = _units(found.separate.value) if found.separate else None
    merged = _units(found.merged.value) if found.merged else None
    inside = [each for each in zones(paid_on, tables) if each.edge < bonus <= each.last]
    return Estimate(
        bonus=bonus,
        income=income,
        apart=apart,
        apart_left=bonus - apart if apart is not None else None,
        merged=merged,
        merged_left=bonus - merged if merged is not None else None,
        better=found.better.value,
        saved=_units(found.saved),
        inside=inside[0] if inside else None,
    )


def zones(paid_on: date, tables: LawTables) -> list[Zone]:
    """Every blind zone of separate taxation on the day."""
    apart = tables.tax(TaxKind.YEAR_END, paid_on)
    return [_zone(each, tables, paid_on) for each in blind_zones(apart.brackets)] if apart is not None else []


def _zone(zone: BlindZone, tables: LawTables, paid_on: date) -> Zone:
    table = tables.tax(TaxKind.YEAR_END, paid_on)
    brackets = table.brackets if table is not None else ()
    above = Money(zone.edge.fen + ONE_YUAN)
    left, left_above = after_tax(zone.edge, brackets), after_tax(above, brackets)
    return Zone(
        edge=_units(zone.edge),
        last=_units(zone.last),
        tax_at=_units(zone.edge - left),
        tax_above=_units(above - left_above),
        lost=_units(left - left_above),
    )


def _units(money: Money) -> Decimal:
    return Decimal(money.fen) / 100
