"""Whether a KPI grows with the days it covers. Only then is its target smaller for a part of a period."""

from merit.catalogue.expression import Expression, Literal, Name, Operation
from merit.catalogue.kpi import Aggregate, Catalogue, Formula, Measured

_GROWING = frozenset({Aggregate.SUM, Aggregate.COUNT, Aggregate.DISTINCT})


def accumulates(catalogue: Catalogue, kpi: str) -> bool:
    """True for sums and counts and for what is added up from them; a rate, an average or a level stays as it is."""
    return _grows(catalogue, kpi, frozenset())


def _grows(catalogue: Catalogue, kpi: str, above: frozenset[str]) -> bool:
    if kpi not in catalogue or kpi in above:
        return False
    match catalogue[kpi].body:
        case Measured(measure=measure):
            return measure.aggregate in _GROWING
        case Formula(expression=expression):
            return _adds_up(catalogue, expression, above | {kpi})
        case _:
            return False


def _adds_up(catalogue: Catalogue, expression: Expression, above: frozenset[str]) -> bool:
    match expression:
        case Name(id=kpi):
            return _grows(catalogue, kpi, above)
        case Operation(operator="+" | "-" | "neg", operands=operands):
            return all(_adds_up(catalogue, each, above) for each in operands)
        case (
            Operation(operator="*", operands=(Literal(), factor))
            | Operation(operator="*", operands=(factor, Literal()))
        ):
            return _adds_up(catalogue, factor, above)
        case Operation(operator="/", operands=(part, Literal())):
            return _adds_up(catalogue, part, above)
        case _:
            return False
