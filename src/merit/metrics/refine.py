"""A measure narrowed for one plan: a further condition, and weights by type of customer for counts only."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from merit.catalogue.expression import Call, Expression, Literal, Name, Operation
from merit.catalogue.kpi import Aggregate, Measure
from merit.metrics.components import Number
from merit.metrics.figures import Refinement

_COUNTS = frozenset({Aggregate.COUNT, Aggregate.DISTINCT})


def refined_number(measure: Measure, refined: Refinement, ask: Callable[[Measure], Number]) -> Number:
    """The measure under the refinement; types of customer that no weight names count once."""
    narrowed = _and(measure, refined.where)
    if not (refined.customer_weights and measure.by_weight_of and measure.aggregate in _COUNTS):
        return ask(narrowed)
    kind = Name(measure.by_weight_of)
    named = tuple(Literal(name) for name, _ in refined.customer_weights)
    rest: Expression = Operation("not", (Operation("in", (Call("coalesce", (kind, Literal(""))), *named)),))
    shares: list[tuple[Fraction, Expression]] = [(Fraction(1), rest)]
    shares += [(weight, Operation("==", (kind, Literal(name)))) for name, weight in refined.customer_weights]
    numbers = [(weight, ask(_and(narrowed, condition))) for weight, condition in shares]
    weighted = [weight * each.value for weight, each in numbers if each.value is not None]
    return Number(sum(weighted, Fraction(0)), sum(each.n for _, each in numbers))


def _and(measure: Measure, condition: Expression | None) -> Measure:
    if condition is None:
        return measure
    both = condition if measure.where is None else Operation("and", (measure.where, condition))
    return replace(measure, where=both)
