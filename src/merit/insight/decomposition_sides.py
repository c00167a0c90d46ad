"""What of a KPI adds up over parts of the business: the KPI itself, or its two sides, or neither."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from merit.catalogue.expression import Call, Expression, Literal, Name, Operation, names
from merit.catalogue.kpi import Aggregate, Catalogue, Formula, Measured, RatioOf
from merit.kernel.node import Node
from merit.kernel.period import Period
from merit.kernel.ratio import Ratio
from merit.metrics.components import leaves
from merit.metrics.figures import Figures

NIL = Fraction(0)
_OVER_TIME = frozenset({Aggregate.SUM, Aggregate.COUNT})
_OVER_PARTS = _OVER_TIME | {Aggregate.LAST, Aggregate.AVERAGE, Aggregate.DISTINCT}


@dataclass(frozen=True, slots=True)
class Sides:
    """`whole` is None for a KPI that adds up itself."""

    part: Expression
    whole: Expression | None = None


def sides_of(catalogue: Catalogue, kpi: str) -> Sides | None:
    """The sides that add up over shops, teams and people; None where nothing does (a quantile, a ratio of ratios)."""
    if _adds_up(catalogue, Name(kpi), _OVER_PARTS):
        return Sides(Name(kpi))
    match catalogue[kpi].body:
        case RatioOf(part=part, whole=whole):
            found = Sides(Name(part), Name(whole))
        case Formula(expression=Operation(operator="/", operands=(part_side, whole_side))):
            found = Sides(part_side, whole_side)
        case _:
            return None
    both = all(_adds_up(catalogue, each, _OVER_PARTS) for each in (found.part, found.whole) if each is not None)
    return found if both else None


def adds_over_days(catalogue: Catalogue, kpi: str) -> bool:
    """True when the days of a period add up to it: sums and counts, and what is added up from them."""
    return kpi in catalogue and _adds_up(catalogue, Name(kpi), _OVER_TIME, timeless=True)


def sums_over_days(catalogue: Catalogue, sides: Sides) -> bool:
    """True when both sides are sums over days."""
    named = names(sides.part) | (names(sides.whole) if sides.whole is not None else set())
    return all(adds_over_days(catalogue, kpi) for kpi in named)


def overlaps(catalogue: Catalogue, kpi: str) -> bool:
    """True when it counts distinct people or things, of which several parts may count the same."""
    return any(leaf.aggregate is Aggregate.DISTINCT for leaf in leaves(catalogue, kpi))


def _adds_up(
    catalogue: Catalogue, expression: Expression, aggregates: frozenset[Aggregate], timeless: bool = False
) -> bool:
    match expression:
        case Name(id=kpi):
            body = catalogue[kpi].body if kpi in catalogue else None
            if isinstance(body, Measured):
                return body.measure.aggregate in aggregates
            return isinstance(body, Formula) and _adds_up(catalogue, body.expression, aggregates, timeless)
        case Operation(operator="+" | "-" | "neg", operands=operands):
            return all(_adds_up(catalogue, each, aggregates, timeless) for each in operands)
        case Operation(operator="*" | "/", operands=(side, factor)) if _constant(factor, timeless):
            return _adds_up(catalogue, side, aggregates, timeless)
        case Operation(operator="*", operands=(factor, side)) if _constant(factor, timeless):
            return _adds_up(catalogue, side, aggregates, timeless)
        case _:
            return False


def _constant(expression: Expression, timeless: bool) -> bool:
    """The same for every part; when `timeless`, also for every day."""
    if isinstance(expression, Literal):
        return isinstance(expression.value, Fraction)
    return isinstance(expression, Call) and expression.function == "calendar_days" and not timeless


def ratio_at(figures: Figures, sides: Sides, node: Node, period: Period) -> Ratio:
    """Both sides for a node; what has no rows is 0. A KPI that adds up itself stands over 1."""
    part = worked_out(sides.part, _values(figures, sides.part, node, period), period.length)
    if sides.whole is None:
        return Ratio(part or NIL, Fraction(1))
    whole = worked_out(sides.whole, _values(figures, sides.whole, node, period), period.length)
    return Ratio(part or NIL, whole or NIL)


def _values(figures: Figures, expression: Expression, node: Node, period: Period) -> dict[str, Fraction]:
    return {kpi: figures.value(kpi, node, period).value or NIL for kpi in sorted(names(expression))}


def worked_out(expression: Expression, values: Mapping[str, Fraction], days: int) -> Fraction | None:
    """A formula of those values; None over zero, and where it looks at other periods or at benchmarks."""
    match expression:
        case Literal(value=Fraction() as value):
            return value
        case Name(id=kpi):
            return values.get(kpi)
        case Call(function="calendar_days"):
            return Fraction(days)
        case Call(function="abs" | "max" | "min" as function, arguments=inner):
            return _applied(function, [worked_out(each, values, days) for each in inner])
        case Operation(operator=operator, operands=inner):
            return _applied(operator, [worked_out(each, values, days) for each in inner])
        case _:
            return None


def _applied(operator: str, given: list[Fraction | None]) -> Fraction | None:
    known = [each for each in given if each is not None]
    if len(known) < len(given):
        return None
    match operator:
        case "max" | "min":
            return max(known) if operator == "max" else min(known)
        case "abs" | "neg":
            return abs(known[0]) if operator == "abs" else -known[0]
        case _:
            return _joined(operator, known[0], known[1])


def _joined(operator: str, left: Fraction, right: Fraction) -> Fraction | None:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right if right else None
        case _:
            return None
