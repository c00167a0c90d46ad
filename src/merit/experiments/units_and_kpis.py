"""Where a unit is found in the facts, and which KPIs can be told for each unit."""

from dataclasses import dataclass

from merit.catalogue.kpi import Aggregate, Catalogue, Measure, Measured, RatioOf
from merit.catalogue.relations import RELATIONS
from merit.experiments.experiment import MetricKind, UnitKind

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
    """The one measure of a sum or count, or part and whole of a ratio; nothing where the KPI does not fit the kind."""
    body = catalogue[kpi].body if kpi in catalogue else None
    match body:
        case Measured(measure) if kind is not MetricKind.RATIO:
            return (measure,)
        case RatioOf(part, whole) if kind is MetricKind.RATIO:
            sides = [catalogue[each].body for each in (part, whole) if each in catalogue]
            found = tuple(each.measure for each in sides if isinstance(each, Measured))
            return found if len(found) == 2 else ()
        case _:
            return ()


def fits(measure: Measure, unit: UnitKind) -> bool:
    """True when the measure's rows name the unit and add up to a number for it."""
    column = POPULATIONS[unit].column
    return measure.aggregate in COUNTABLE and column in RELATIONS[measure.relation].columns
