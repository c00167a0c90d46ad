"""What sealed earlier periods paid, and the sales behind it: with this, paying is a pure function of its inputs.

Every balance (carried, draw, holdback, clawed back so far) is a sum over these lines; nothing else is remembered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from merit.kernel.explain import Explained, LineRef, given
from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.rewards.payment.pay_line import PayLine


@dataclass(frozen=True, slots=True)
class PaidLine:
    """A line of a sealed statement without its working; the fields are those of PayLine."""

    person: str
    reward: str
    reward_version: int
    line: str
    period: Period
    amount: Money
    concerns: Period | None = None
    base: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Sale:
    """One sold line credited to a person under a reward, with all its refunds up to the end of the paid period.

    `amount` is the credited part that counted in the base; `refunded` is credited by the same share and includes
    `borne_by_company` (goodwill). Refunds of earlier and of this period are added up, not listed by period.
    """

    person: str
    reward: str
    sale: str
    sold_on: date
    amount: Fraction
    refunded: Fraction = Fraction(0)
    borne_by_company: Fraction = Fraction(0)
    refunded_at: tuple[LineRef, ...] = ()
    """The rows of its refunds, in order."""

    def worked_out(self, worth: Fraction) -> Explained[Fraction]:
        """A figure of this sale's refunds, citing their rows."""
        return Explained(worth, given(value=worth).step, self.refunded_at)

    @property
    def taken_back(self) -> Fraction:
        """The refunded part that the person bears: never below 0, never above the amount."""
        return max(Fraction(0), min(self.refunded - self.borne_by_company, self.amount))


@dataclass(frozen=True, slots=True)
class PaidBefore:
    """Lines of sealed periods before this one, and the sales that clawback and per-line rates need.

    `sales` holds every sale so far that has a refund for each reward whose terms say `needs_refunded_sales`, and every
    sale of the paid period for each whose terms say `needs_every_sale`.
    """

    lines: tuple[PaidLine, ...] = ()
    sales: tuple[Sale, ...] = ()
    adjusting: tuple[PaidLine, ...] = ()
    """Adjustments of earlier periods that the paid period itself brings: a refund takes them back in the same run."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The same, ready to be asked by person and reward."""

    lines: Mapping[tuple[str, str], tuple[PaidLine, ...]]
    sales: Mapping[tuple[str, str], tuple[Sale, ...]]

    def lines_of(self, person: str, reward: str, *kinds: str) -> tuple[PaidLine, ...]:
        """Earlier lines of these kinds, oldest first."""
        return tuple(each for each in self.lines.get((person, reward), ()) if each.line in kinds)

    def sum_of(self, person: str, reward: str, *kinds: str) -> int:
        """Fen of all earlier lines of these kinds."""
        return sum(each.amount.fen for each in self.lines_of(person, reward, *kinds))

    def sales_of(self, person: str, reward: str) -> tuple[Sale, ...]:
        """The person's sales, by day and id."""
        return self.sales.get((person, reward), ())


def ledger(before: PaidBefore, period: Period) -> Ledger:
    """Index what was paid before the period; lines of the period itself or later are left out."""
    lines: dict[tuple[str, str], list[PaidLine]] = {}
    for line in before.lines:
        if line.period.end <= period.start:
            lines.setdefault((line.person, line.reward), []).append(line)
    for line in before.adjusting:
        lines.setdefault((line.person, line.reward), []).append(line)
    sales: dict[tuple[str, str], list[Sale]] = {}
    for sale in before.sales:
        if sale.sold_on < period.end:
            sales.setdefault((sale.person, sale.reward), []).append(sale)
    return Ledger(
        {key: tuple(sorted(found, key=lambda each: (each.period, each.line))) for key, found in lines.items()},
        {key: tuple(sorted(found, key=lambda each: (each.sold_on, each.sale))) for key, found in sales.items()},
    )


def paid_line(line: PayLine) -> PaidLine:
    """What a sealed period keeps of a line."""
    amount = line.amount.value
    return PaidLine(
        line.person, line.reward, line.reward_version, line.line, line.period, amount, line.concerns, line.base
    )


def paid_lines(lines: Iterable[PayLine]) -> tuple[PaidLine, ...]:
    """What a sealed period keeps of its statement."""
    return tuple(paid_line(line) for line in lines)
