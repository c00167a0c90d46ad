"""Where a unit is found in the facts, and which KPIs can be told for each unit."""

from dataclasses import dataclass

from merit.catalogue.kpi import Aggregate, Catalogue, Measure, Measured, RatioOf
from merit.catalogue.relations import RELATIONS
from merit.experiments.experiment import MetricKind, UnitKind
from merit.metrics.components import family_of

COUNTABLE = frozenset({Aggregate.SUM, Aggregate.COUNT, Aggregate.DISTINCT})
PERSONAL = frozenset({UnitKind.VISITOR, UnitKind.BUYER})
"""Units whose ids are hashed on the way in: nothing can be told from the id itself any more."""


@dataclass(frozen=True, slots=True)
class Population:
    """Where units appear: in `column` of `relation`, dated by `day`."""

    relation: str
    column: str
    day: str


POPULATIONS: dict[UnitKind, Population] = {
    UnitKind.VISITOR: Population("visits", "visitor", "started_at_day"),
    UnitKind.BUYER: Population("orders", "buyer", "ordered_at_day"),
    UnitKind.ORDER: Population("orders", "order_id", "ordered_at_day"),
    UnitKind.CONVERSATION: Population("conversations", "conversation_id", "started_at_day"),
    UnitKind.AGENT: Population("conversations", "agent", "started_at_day"),
    UnitKind.SKU: Population("order_lines", "sku", "ordered_at_day"),
    UnitKind.CAMPAIGN: Population("ads", "campaign", "day"),
}


def measures_for(catalogue: Catalogue, kpi: str, kind: MetricKind) -> tuple[Measure, ...]:
    """The one measure of a sum or count, or part and whole of a ratio; nothing where the KPI does not fit the kind.

    A ratio asked for as yes or no is its part: a visitor's conversion rate is whether the visitor bought.
    """
    body = catalogue[kpi].body if kpi in catalogue else None
    match body:
        case Measured() if kind is not MetricKind.RATIO:
            return _measured(catalogue, kpi)
        case RatioOf(part, whole) if kind is MetricKind.RATIO:
            both = (*_measured(catalogue, part), *_measured(catalogue, whole))
            return both if len(both) == 2 else ()
        case RatioOf(part, _) if kind is MetricKind.BINARY:
            return _measured(catalogue, part)
        case _:
            return ()


def _measured(catalogue: Catalogue, kpi: str) -> tuple[Measure, ...]:
    body = catalogue[kpi].body if kpi in catalogue else None
    return (body.measure,) if isinstance(body, Measured) else ()


def fits(measure: Measure, unit: UnitKind) -> bool:
    """True when the measure's rows name the unit and add up to a number for it."""
    column = POPULATIONS[unit].column
    if measure.aggregate not in COUNTABLE or family_of(measure).needs_period:
        return False
    return column in RELATIONS[measure.relation].columns
