"""What one month pays a person, as the law counts it: all of it, and the part that must reach the minimum wage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from merit.kernel.explain import Explained, Input, given, rule
from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.kernel.problems import Place
from merit.people.organisation import Organisation, SpellStatus
from merit.people.spells import SpellPart, spells_in
from merit.rewards.payment.pay_line import PayLine

LOSS_LINE = "loss_compensation"
"""赔偿扣款: the kind of pay line that takes compensation of a loss out of the month's pay."""
UNPAID = "unpaid"
NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class Payroll:
    """What payroll adds to a person's month. `wage` is before overtime and allowances, for the days employed."""

    person: str
    wage: Money | None = None
    """None: the contract wage of the days."""
    overtime: Money = NOTHING
    special_allowances: Money = NOTHING
    """For middle and night shifts, heat, cold and harm (最低工资规定 art. 12)."""


@dataclass(frozen=True, slots=True)
class MonthPay:
    """`gross` is the month's wage with everything earned on top; `counted` leaves overtime and allowances out.

    Deductions for a loss are in neither. `days` are those employed and not on unpaid leave.
    """

    person: str
    month: Period
    days: tuple[date, ...]
    gross: Explained[Money]
    counted: Explained[Money]
    place: Place


@rule("guards.wage_of_days")
def wage_of_days(*, parts: tuple[tuple[Fraction, int], ...], days_in_month: int, currency: str) -> Money:
    """Monthly wages, each by its calendar days in the month; parts are (wage, days)."""
    return Money.of(sum((wage * days for wage, days in parts), Fraction(0)) / days_in_month, currency)


@rule("guards.gross_pay")
def gross_pay(*, wage: Money, lines: Mapping[str, Money], overtime: Money, allowances: Money) -> Money:
    """The month's whole wage: contract wage, pay lines (negative ones take), overtime and special allowances."""
    return sum(lines.values(), wage) + overtime + allowances


@rule("guards.counted_pay")
def counted_pay(*, gross: Money, overtime: Money, allowances: Money) -> Money:
    """What must reach the minimum wage: without overtime and special allowances."""
    return gross - overtime - allowances


def month_pay(
    organisation: Organisation, month: Period, lines: Iterable[PayLine], person: str, payroll: Payroll
) -> MonthPay | None:
    """The person's pay of a calendar month; None when nobody knows the wage of some day employed, or none is."""
    parts = [part for part in spells_in(organisation, person, month) if part.spell.status is not SpellStatus.LEAVE]
    days = {part.period.start: _paid_days(organisation, part) for part in parts}
    everyday = tuple(day for each in days.values() for day in each)
    wage = _wage(parts, days, month, payroll)
    if not everyday or wage is None:
        return None
    named = _named(line for line in lines if line.person == person and line.period == month)
    gross = gross_pay(wage=wage, lines=named, overtime=payroll.overtime, allowances=payroll.special_allowances)
    counted = counted_pay(gross=gross, overtime=payroll.overtime, allowances=payroll.special_allowances)
    source = parts[-1].spell.source
    return MonthPay(person, month, everyday, gross, counted, Place(source.file, source.line, "wage"))


def _paid_days(organisation: Organisation, part: SpellPart) -> list[date]:
    leave = [each for each in organisation.leave_of.get(part.spell.person, ()) if each.kind == UNPAID]
    return [day for day in part.period.days() if not any(each.first <= day <= each.last for each in leave)]


def _wage(
    parts: list[SpellPart], days: Mapping[date, list[date]], month: Period, payroll: Payroll
) -> Explained[Money] | None:
    if payroll.wage is not None:
        return Explained(payroll.wage, given(value=payroll.wage).step)
    stated: list[Input] = []
    for part in parts:
        if part.spell.wage is None:
            return None
        read = Explained(part.spell.wage, given(value=part.spell.wage).step, (part.spell.source,))
        stated.append((read, len(days[part.period.start])))
    currency = payroll.overtime.currency
    return wage_of_days(parts=tuple(stated), days_in_month=month.length, currency=currency)


def _named(lines: Iterable[PayLine]) -> dict[str, Input]:
    named: dict[str, Input] = {}
    for line in lines:
        if line.line != LOSS_LINE:
            concerns = f" {line.concerns}" if line.concerns else ""
            name = f"{line.reward} {line.line}{concerns}"
            named[name if name not in named else f"{name} #{len(named)}"] = line.amount
    return named
