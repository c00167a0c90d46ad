"""What the law sets as numbers, by region and day: minimum wages, tax brackets, limits. All of it is data."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias, TypeVar

from merit.kernel.explain import LineRef
from merit.kernel.money import Money

Brackets: TypeAlias = tuple[tuple[Fraction | None, Fraction, Fraction], ...]
"""(up to and including, rate, quick deduction), rising; the last has no end (None)."""


class TaxKind(StrEnum):
    """Brackets of a year's comprehensive income, or of a twelfth of a year-end bonus taxed apart."""

    COMPREHENSIVE = "income_tax"
    YEAR_END = "year_end_bonus"


@dataclass(frozen=True, slots=True)
class MinimumWage:
    """The monthly minimum wage of a region from a day on; `sample` marks a value that the company has not confirmed.

    `basis` is where the value was read: the number of an announcement, or an address.
    """

    region: str
    names: tuple[str, ...]
    valid_from: date
    monthly: Money
    sample: bool
    source: LineRef
    basis: str = ""


@dataclass(frozen=True, slots=True)
class TaxTable:
    """Brackets in force from `valid_from` to `valid_to`, the last day (None: until changed)."""

    kind: TaxKind
    valid_from: date
    valid_to: date | None
    brackets: Brackets
    source: LineRef


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits that labour law sets, in force from a day on."""

    valid_from: date
    loss_share: Fraction
    """The most of a month's wage that a loss compensation may take."""
    probation_share: Fraction
    """The least share of the contract wage, or of the post's lowest grade, that probation pays."""
    probation_months: tuple[tuple[int, int], ...]
    """(contract of at least so many months, probation of at most so many), rising."""
    without_notice: frozenset[str]
    """Kinds of negative pay line that need no notice, because an earlier line of the same money had it."""
    source: LineRef


@dataclass(frozen=True, slots=True)
class LawTables:
    """All tables. Where two rows are in force on a day, the later `valid_from` counts; of equals the last read."""

    minimum_wages: tuple[MinimumWage, ...] = ()
    taxes: tuple[TaxTable, ...] = ()
    limits: tuple[Limits, ...] = ()

    def minimum_wage(self, region: str, day: date) -> MinimumWage | None:
        """The row of the region, by its code or one of its names, that is in force on the day."""
        return latest(self.minimum_wages, lambda row: region in (row.region, *row.names) and row.valid_from <= day)

    def tax(self, kind: TaxKind, day: date) -> TaxTable | None:
        """The brackets in force on the day of payment."""
        return latest(self.taxes, lambda table: table.kind is kind and _in_force(table, day))

    def limits_on(self, day: date) -> Limits | None:
        """The limits in force on the day."""
        return latest(self.limits, lambda each: each.valid_from <= day)


Dated = TypeVar("Dated", MinimumWage, TaxTable, Limits)


def latest(rows: Iterable[Dated], counts: Callable[[Dated], bool]) -> Dated | None:
    """Of the rows that count the one with the latest `valid_from`, of equals the last."""
    found: Dated | None = None
    for row in rows:
        if counts(row) and (found is None or row.valid_from >= found.valid_from):
            found = row
    return found


def most_months(rows: tuple[tuple[int, int], ...], contract_months: int) -> int:
    """The longest probation, in months, of a contract of so many whole months; 0 where none may be agreed."""
    reached = [most for at_least, most in rows if at_least <= contract_months]
    return reached[-1] if reached else 0


def _in_force(table: TaxTable, day: date) -> bool:
    return table.valid_from <= day and (table.valid_to is None or day <= table.valid_to)
