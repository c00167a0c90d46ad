"""What a KPI is made of: its measures, each once, and how each of them adds up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256
from typing import Protocol

from merit.catalogue.expression import Call, Expression, Name, parts
from merit.catalogue.kpi import Aggregate, Catalogue, Credit, Formula, Kpi, Measure, Measured, RatioOf
from merit.kernel.node import Node
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal


class Additivity(StrEnum):
    """How numbers of smaller nodes and periods make the number of a larger one."""

    ADDITIVE = "additive"
    """By adding, everywhere."""
    SEMI_ADDITIVE = "semi_additive"
    """By adding over nodes, not over days."""
    DISTINCT = "distinct"
    """Not at all: counted anew."""
    QUANTILE = "quantile"
    """Not at all: ranked anew."""


_ADDITIVITY = {
    Aggregate.SUM: Additivity.ADDITIVE,
    Aggregate.COUNT: Additivity.ADDITIVE,
    Aggregate.LAST: Additivity.SEMI_ADDITIVE,
    Aggregate.AVERAGE: Additivity.SEMI_ADDITIVE,
    Aggregate.DISTINCT: Additivity.DISTINCT,
    Aggregate.QUANTILE: Additivity.QUANTILE,
}


@dataclass(frozen=True, slots=True)
class Number:
    """What a measure comes to for one node and period. `n` is the raw number of rows that counted.

    `value` is None only where nothing could be ranked or averaged; sums and counts of nothing are 0. Of an average,
    `part` is the sum and `whole` the number of days.
    """

    value: Fraction | None
    n: int
    part: Fraction | None = None
    whole: Fraction | None = None


NOTHING = Number(Fraction(0), 0)
UNKNOWN = Number(None, 0)


def nothing_of(measure: Measure) -> Number:
    """What the measure comes to where no row counts."""
    return NOTHING if additivity_of(measure) in (Additivity.ADDITIVE, Additivity.DISTINCT) else UNKNOWN


class Numbers(Protocol):
    """Where numbers come from: queries made on the spot, or a cube made before."""

    def number(self, measure: Measure, node: Node, period: Period) -> Number:
        """The measure for the node over the period; `nothing_of(measure)` where there is nothing."""


@dataclass(frozen=True, slots=True)
class Family:
    """Measures that one pass over one relation answers together."""

    relation: str
    at: str
    credit: Credit
    aggregate: Aggregate
    needs_period: bool
    """A condition speaks of the period asked for, so each period needs a pass of its own."""


def additivity_of(measure: Measure) -> Additivity:
    """How the measure adds up."""
    return _ADDITIVITY[measure.aggregate]


def component_id(measure: Measure) -> str:
    """A short name of the measure that stays the same as long as its definition does."""
    return f"{measure.relation}_{sha256(repr(measure).encode()).hexdigest()[:10]}"


def family_of(measure: Measure) -> Family:
    """The pass that answers the measure; sums and counts go together."""
    aggregate = Aggregate.SUM if measure.aggregate is Aggregate.COUNT else measure.aggregate
    return Family(measure.relation, measure.at, measure.credit, aggregate, _speaks_of_period(measure))


def _speaks_of_period(measure: Measure) -> bool:
    written = [each for each in (measure.where, measure.value) if each is not None]
    inside = (part for expression in written for part in parts(expression))
    return any(isinstance(part, Call) and part.function.startswith("in_period") for part in inside)


def kpi_of(catalogue: Catalogue, kpi: str) -> Kpi:
    """The KPI of that id. Raises NotFoundRefusal."""
    if kpi not in catalogue:
        near = get_close_matches(kpi, [each.id for each in catalogue.kpis.values() if not each.hidden], n=3)
        if near:
            raise NotFoundRefusal("metrics.unknown_kpi_near", kpi=kpi, near=", ".join(near))
        raise NotFoundRefusal("metrics.unknown_kpi", kpi=kpi)
    return catalogue[kpi]


def leaves(catalogue: Catalogue, kpi: str) -> tuple[Measure, ...]:
    """The measures behind a KPI through ratios and formulas, each once, in the order they are first named."""
    return tuple(dict.fromkeys(_leaves(catalogue, kpi_of(catalogue, kpi), frozenset())))


def measures_of(catalogue: Catalogue, kpis: Iterable[str] | None = None) -> tuple[Measure, ...]:
    """The measures of those KPIs (default: of all), each once."""
    chosen = catalogue.kpis if kpis is None else kpis
    return tuple(dict.fromkeys(leaf for kpi in chosen for leaf in leaves(catalogue, kpi)))


def families_of(measures: Iterable[Measure]) -> dict[Family, tuple[Measure, ...]]:
    """The measures by the pass that answers them."""
    families: dict[Family, tuple[Measure, ...]] = {}
    for measure in dict.fromkeys(measures):
        family = family_of(measure)
        families[family] = (*families.get(family, ()), measure)
    return families


def parts_of(kpi: Kpi) -> tuple[str, ...]:
    """The KPIs that this one is directly made of, each once."""
    match kpi.body:
        case RatioOf(part, whole):
            return tuple(dict.fromkeys((part, whole)))
        case Formula(expression):
            return tuple(dict.fromkeys(_kpi_names(expression)))
        case _:
            return ()


def _kpi_names(expression: Expression) -> Iterator[str]:
    benchmarks = {
        argument
        for part in parts(expression)
        if isinstance(part, Call) and part.function == "benchmark"
        for argument in part.arguments
    }
    return (part.id for part in parts(expression) if isinstance(part, Name) and part not in benchmarks)


def _leaves(catalogue: Catalogue, kpi: Kpi, above: frozenset[str]) -> Iterator[Measure]:
    if isinstance(kpi.body, Measured):
        yield kpi.body.measure
    before = (kpi.earlier,) if kpi.earlier in catalogue else ()
    for name in (*parts_of(kpi), *before):
        if name not in above:
            yield from _leaves(catalogue, kpi_of(catalogue, name), above | {kpi.id})
