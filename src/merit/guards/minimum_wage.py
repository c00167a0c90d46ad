"""最低工资: wage, commission and bonus of a month, without overtime and special allowances, reach the minimum."""

from datetime import date

from merit.guards.law_tables import LawTables, MinimumWage
from merit.guards.laws import MINIMUM_WAGE, cited
from merit.guards.month_pay import MonthPay
from merit.kernel.explain import Explained, Input, given, rule
from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.kernel.problems import Problem


@rule("guards.minimum_of_days")
def minimum_of_days(*, parts: tuple[tuple[Money, int], ...], days_in_month: int) -> Money:
    """The minimum wage for the calendar days employed in a month; parts are (minimum in force, days)."""
    fen = sum(monthly.fen * days for monthly, days in parts)
    return Money(-(-fen // days_in_month), parts[0][0].currency)


@rule("guards.shortfall")
def shortfall(*, counted: Money, minimum_wage: Money) -> Money:
    """What is missing to the minimum wage; nothing when it is reached."""
    return Money(max(0, minimum_wage.fen - counted.fen), counted.currency)


def minimum_of(tables: LawTables, region: str, days: tuple[date, ...], month: Period) -> Explained[Money] | None:
    """The least that these days of the month must pay, a broken fen rounded up; None when a day has no minimum."""
    counts: dict[MinimumWage, int] = {}
    for day in days:
        row = tables.minimum_wage(region, day)
        if row is None:
            return None
        counts[row] = counts.get(row, 0) + 1
    if not counts:
        return None
    parts: tuple[Input, ...] = tuple((_read(row), number) for row, number in counts.items())
    return minimum_of_days(parts=parts, days_in_month=month.length).citing(MINIMUM_WAGE.ref)


def _read(row: MinimumWage) -> Explained[Money]:
    return Explained(row.monthly, given(value=row.monthly).step, (row.source,))


def shortfall_of(pay: MonthPay, minimum: Explained[Money]) -> Explained[Money]:
    """What the month lacks to the minimum wage, with its working."""
    return shortfall(counted=pay.counted, minimum_wage=minimum).citing(MINIMUM_WAGE.ref)


def minimum_wage_findings(pay: MonthPay, minimum: Explained[Money], region: str) -> list[Problem]:
    """One finding when the month stays below the minimum, with the shortfall."""
    missing = shortfall_of(pay, minimum).value
    if not missing.fen:
        return []
    params = cited(
        "guards.below_minimum_wage",
        person=pay.person,
        month=str(pay.month),
        paid=str(pay.counted.value),
        minimum=str(minimum.value),
        short=str(missing),
        region=region,
    )
    return [Problem("guards.below_minimum_wage", pay.place, params)]
