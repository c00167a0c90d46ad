"""Which other period a function of a formula looks at."""

from fractions import Fraction

from merit.catalogue.expression import BACK_BY, Call, Expression, Literal, parts
from merit.kernel.period import Period

_LOOK_BACK = frozenset({"previous", "a_year_earlier"}) | BACK_BY


def looks_back(expression: Expression) -> list[Call]:
    """Every call inside the formula that takes a KPI's value in another period."""
    return [part for part in parts(expression) if isinstance(part, Call) and part.function in _LOOK_BACK]


def period_of(call: Call, period: Period) -> Period:
    """The period that the call speaks of, asked for `period`. Raises OverflowError before the calendar begins."""
    match call.function:
        case "previous":
            return period.previous()
        case "a_year_earlier":
            return period.a_year_earlier()
        case "months_earlier":
            return period.months_earlier(_how_many(call))
        case "days_earlier":
            return period.days_earlier(_how_many(call))
        case _:
            return period


def _how_many(call: Call) -> int:
    match call.arguments:
        case (_, Literal(Fraction() as number)):
            return int(number)
        case _:
            raise AssertionError(call)
