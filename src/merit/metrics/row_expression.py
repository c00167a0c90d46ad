"""A row expression as a column of the query layer, in whole numbers with an exact unit; nothing is ever rounded.

A number is `integer column × unit`: an amount is stored in ten-thousandths, so its unit is 1/10000. Sums bring both
sides to one unit, products multiply the units: the result of any expression is again a whole column and an exact unit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import reduce
from math import gcd, lcm
from operator import and_, eq, ge, gt, le, lt, ne, or_
from typing import Any

import ibis

from merit.catalogue.expression import Call, Expression, Literal, Name, Operation
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.metrics.units import ONE, unit_of

MICROSECOND = Fraction(1, 10**6)
_SAFE_UNIT = 10**8
"""Products finer than this leave 64 bits early and are computed in 38 digits."""


class Sort(StrEnum):
    """What kind of thing a column holds."""

    NUMBER = "number"
    TEXT = "text"
    FLAG = "flag"
    DAY = "day"
    INSTANT = "instant"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Typed:
    """A column of the query layer; a NUMBER means `column × unit`. `known` is the value of a literal number."""

    column: Any
    sort: Sort
    unit: Fraction = ONE
    known: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """The relation an expression speaks of, and the period asked for, where the expression depends on it."""

    table: Any
    relation: str
    period: Period | None = None


def column_of(expression: Expression, rows: Rows) -> Typed:
    """Compile. Raises NotFoundRefusal for an unknown column, ConflictRefusal for what cannot be computed exactly."""
    match expression:
        case Name(name):
            return _named(name, rows)
        case Literal(value):
            return _literal(value)
        case Operation(operator, operands):
            return _operation(operator, tuple(column_of(each, rows) for each in operands))
        case Call(function, arguments):
            return _call(function, tuple(column_of(each, rows) for each in arguments), rows)


def condition_of(expression: Expression, rows: Rows) -> Any:
    """The expression as a yes-or-no column."""
    found = column_of(expression, rows)
    if found.sort is not Sort.FLAG:
        raise ConflictRefusal("metrics.not_a_condition", relation=rows.relation)
    return found.column


def _named(name: str, rows: Rows) -> Typed:
    if name not in rows.table.columns:
        raise NotFoundRefusal("metrics.unknown_column", relation=rows.relation, column=name)
    column = rows.table[name]
    kind = column.type()
    if kind.is_integer() or kind.is_decimal():
        return Typed(column, Sort.NUMBER, unit_of(rows.relation, name))
    for test, sort in _SORTS.items():
        if getattr(kind, test)():
            return Typed(column, sort)
    raise ConflictRefusal("metrics.not_exact", relation=rows.relation, part=name)


_SORTS = {"is_boolean": Sort.FLAG, "is_string": Sort.TEXT, "is_date": Sort.DAY, "is_timestamp": Sort.INSTANT}


def _literal(value: Fraction | str | bool | None) -> Typed:
    match value:
        case bool():
            return Typed(ibis.literal(value), Sort.FLAG)
        case None:
            return Typed(ibis.null(), Sort.NOTHING)
        case str():
            return Typed(ibis.literal(value), Sort.TEXT)
        case Fraction():
            return _number(value)


def _number(value: Fraction) -> Typed:
    return Typed(ibis.literal(value.numerator), Sort.NUMBER, Fraction(1, value.denominator), value)


def _operation(operator: str, operands: tuple[Typed, ...]) -> Typed:
    if operator in ("and", "or"):
        together = and_ if operator == "and" else or_
        return Typed(reduce(together, (each.column for each in operands)), Sort.FLAG)
    if operator == "not":
        return Typed(~operands[0].column, Sort.FLAG)
    if operator == "in":
        return _in(operands[0], operands[1:])
    if operator in _COMPARISONS:
        return _compared(operator, *operands)
    if operator == "neg":
        one = as_number(operands[0])
        return _number(-one.known) if one.known is not None else Typed(-one.column, Sort.NUMBER, one.unit)
    return _arithmetic(operator, as_number(operands[0]), as_number(operands[1]))


_COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def _compared(operator: str, left: Typed, right: Typed) -> Typed:
    if Sort.NOTHING in (left.sort, right.sort):
        thing = right if left.sort is Sort.NOTHING else left
        missing = thing.column.isnull()
        return Typed(missing if operator == "==" else ~missing, Sort.FLAG)
    if Sort.NUMBER in (left.sort, right.sort):
        left, right = _alike(as_number(left), as_number(right))
    elif {left.sort, right.sort} == {Sort.DAY, Sort.TEXT}:
        left, right = _as_day(left), _as_day(right)
    return Typed(_COMPARISONS[operator](left.column, right.column), Sort.FLAG)


def _in(thing: Typed, choices: tuple[Typed, ...]) -> Typed:
    return Typed(reduce(or_, (_compared("==", thing, each).column for each in choices)), Sort.FLAG)


def _arithmetic(operator: str, left: Typed, right: Typed) -> Typed:
    if left.known is not None and right.known is not None:
        return _number(_calculated(operator, left.known, right.known))
    match operator:
        case "+" | "-":
            left, right = _alike(left, right)
            column = left.column + right.column if operator == "+" else left.column - right.column
            return Typed(column, Sort.NUMBER, left.unit)
        case "*":
            return _product(left, right)
        case _:
            if right.known is None or right.known == 0:
                raise ConflictRefusal("metrics.not_exact", relation="", part="/")
            return _scaled(left, 1 / right.known)


def _calculated(operator: str, left: Fraction, right: Fraction) -> Fraction:
    if operator == "/" and right == 0:
        raise ConflictRefusal("metrics.not_exact", relation="", part="/ 0")
    results = {"+": left + right, "-": left - right, "*": left * right}
    return results[operator] if operator in results else left / right


def _product(left: Typed, right: Typed) -> Typed:
    if left.known is not None:
        left, right = right, left
    if right.known is not None:
        return _scaled(left, right.known)
    unit = left.unit * right.unit
    if unit.denominator > _SAFE_UNIT:
        left, right = _wide(left), _wide(right)
    return Typed(left.column * right.column, Sort.NUMBER, unit)


def _scaled(one: Typed, factor: Fraction) -> Typed:
    """Times a constant: only the unit changes; a sign goes into the column, and nothing else can be zero."""
    if factor == 0:
        return Typed(one.column * 0, Sort.NUMBER, one.unit)
    return Typed(one.column if factor > 0 else -one.column, Sort.NUMBER, one.unit * abs(factor))


def _wide(one: Typed) -> Typed:
    return Typed(one.column.cast("decimal(19, 0)"), Sort.NUMBER, one.unit)


def as_number(one: Typed) -> Typed:
    """A yes counts 1, a no 0."""
    if one.sort is Sort.FLAG:
        return Typed(one.column.cast("int64"), Sort.NUMBER)
    if one.sort is not Sort.NUMBER:
        raise ConflictRefusal("metrics.not_a_number", relation="", part=str(one.sort))
    return one


def _as_day(one: Typed) -> Typed:
    return one if one.sort is Sort.DAY else Typed(one.column.cast("date"), Sort.DAY)


def _alike(left: Typed, right: Typed) -> tuple[Typed, Typed]:
    """Both in the largest unit that both are whole multiples of."""
    a, b = left.unit, right.unit
    unit = Fraction(gcd(a.numerator, b.numerator), lcm(a.denominator, b.denominator))
    return _in_unit(left, unit), _in_unit(right, unit)


def _in_unit(one: Typed, unit: Fraction) -> Typed:
    times = int(one.unit / unit)
    if one.known is not None:
        return Typed(ibis.literal(int(one.known / unit)), Sort.NUMBER, unit, one.known)
    return Typed(one.column if times == 1 else one.column * times, Sort.NUMBER, unit)


def _call(function: str, given: tuple[Typed, ...], rows: Rows) -> Typed:
    match function:
        case "has":
            return _has(given[0])
        case "when":
            return _chosen(given[0].column.ifelse, given[1], given[2])
        case "coalesce":
            return reduce(lambda a, b: _chosen(ibis.coalesce, a, b), given)
        case "seconds":
            return Typed(given[1].column.delta(given[0].column, unit="microsecond"), Sort.NUMBER, MICROSECOND)
        case "days":
            return Typed(given[1].column.delta(given[0].column, unit="day"), Sort.NUMBER)
        case "abs":
            one = as_number(given[0])
            return Typed(one.column.abs(), Sort.NUMBER, one.unit)
        case "in_period" | "in_period_before":
            return _within(given[0], function, rows)
        case _:
            raise NotFoundRefusal("metrics.unknown_function", function=function)


def _has(one: Typed) -> Typed:
    present = one.column.notnull()
    return Typed(present & (one.column != "") if one.sort is Sort.TEXT else present, Sort.FLAG)


def _chosen(choose: Callable[[Any, Any], Any], first: Typed, second: Typed) -> Typed:
    if Sort.NOTHING in (first.sort, second.sort):
        kept = second if first.sort is Sort.NOTHING else first
        return Typed(choose(first.column, second.column), kept.sort, kept.unit)
    if first.sort is Sort.NUMBER:
        first, second = _alike(first, as_number(second))
    return Typed(choose(first.column, second.column), first.sort, first.unit)


def _within(day: Typed, function: str, rows: Rows) -> Typed:
    if rows.period is None:
        raise ConflictRefusal("metrics.no_period", relation=rows.relation)
    period = rows.period if function == "in_period" else rows.period.previous()
    inside = (day.column >= ibis.literal(period.start)) & (day.column < ibis.literal(period.end))
    return Typed(inside, Sort.FLAG)
