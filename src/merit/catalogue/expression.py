"""The expression language of definitions: parsed into a tree, checked, never evaluated as code.

Row expressions speak of the columns of one relation, formulas of KPIs by their id. In both, a missing value makes the
result missing; a comparison with `none` asks whether a value is missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Name:
    """A column of a relation, or a KPI id in a formula."""

    id: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text, yes/no, or nothing."""

    value: Fraction | str | bool | None


@dataclass(frozen=True, slots=True)
class Operation:
    """`+ - * / == != < <= > >= and or not neg in` on the operands; `in` lists the choices after the first operand.

    `and` and `or` take two or more operands. A chained comparison is an `and` of its links.
    """

    operator: str
    operands: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One of the named functions of the language."""

    function: str
    arguments: tuple["Expression", ...]


Expression: TypeAlias = Name | Literal | Operation | Call

ROW_FUNCTIONS: dict[str, tuple[int, int]] = {
    "has": (1, 1),
    "coalesce": (2, 8),
    "seconds": (2, 2),
    "days": (2, 2),
    "when": (3, 3),
    "abs": (1, 1),
    "in_period": (1, 1),
    "in_period_before": (1, 1),
}
"""Functions of row expressions with the least and most arguments they take.

`has(x)`: not missing and not the empty text. `coalesce(a, b)`: the first that is not missing. `seconds(from, to)`:
between two instants, a number (ten-thousandths are exact). `days(from, to)`: between two days, a count.
`when(condition, a, b)`: a where the condition holds, b where it does not or is missing. `abs(x)`.
`in_period(day)`: the day lies in the very period for which the value is asked; `in_period_before(day)`: in the period
of the same kind just before it (`Period.previous`).
`minute_of(instant)` is read as the column `<instant>_minute`.
"""

FORMULA_FUNCTIONS: dict[str, tuple[int, int]] = {
    "previous": (1, 1),
    "a_year_earlier": (1, 1),
    "months_earlier": (2, 2),
    "days_earlier": (2, 2),
    "target": (1, 1),
    "benchmark": (1, 1),
    "calendar_days": (0, 0),
    "elapsed_share": (0, 0),
    "coalesce": (2, 8),
    "abs": (1, 1),
    "max": (2, 8),
    "min": (2, 8),
}
"""Functions of formulas. `previous(kpi)` and `a_year_earlier(kpi)`: the KPI's value in that period, of the same node.
`months_earlier(kpi, 3)`, `days_earlier(kpi, 7)`: in the period so many whole months or days back (`Period`).
`target(kpi)`: the absolute target of that very node and period in targets.csv.
`benchmark(name)`: the figure of benchmarks.csv under that name. `calendar_days()`: days of the period asked;
`elapsed_share()`: the share of them that the data reach. `coalesce(a, b)`: the first that has a value."""

BACK_BY = frozenset({"months_earlier", "days_earlier"})
"""Formula functions whose second argument is a whole number from 1 to MOST_BACK: how far back to look."""
MOST_BACK = 1200

OVER_KPIS = frozenset({"previous", "a_year_earlier", "target"}) | BACK_BY
"""Formula functions whose argument must be a KPI's id; `benchmark` takes a name of benchmarks.csv."""


def parts(expression: Expression) -> Iterator[Expression]:
    """The expression itself and everything inside it, outermost first."""
    yield expression
    for each in _inner(expression):
        yield from parts(each)


def names(expression: Expression) -> set[str]:
    """Every column or KPI id that the expression speaks of; names of benchmarks are not among them."""
    if isinstance(expression, Call) and expression.function == "benchmark":
        return set()
    if isinstance(expression, Name):
        return {expression.id}
    found: set[str] = set()
    for each in _inner(expression):
        found |= names(each)
    return found


def about(expression: Expression, kpi: str) -> Expression:
    """The formula with `this` read as that KPI."""
    match expression:
        case Name("this"):
            return Name(kpi)
        case Operation(operator, operands):
            return Operation(operator, tuple(about(each, kpi) for each in operands))
        case Call(function, arguments):
            return Call(function, tuple(about(each, kpi) for each in arguments))
        case _:
            return expression


def _inner(expression: Expression) -> tuple[Expression, ...]:
    if isinstance(expression, Operation):
        return expression.operands
    return expression.arguments if isinstance(expression, Call) else ()
