"""What a KPI rests on, however deep: its measures, and the tables whose rows they read."""

from collections.abc import Iterator

from merit.catalogue.check import rests_on
from merit.catalogue.kpi import Catalogue, Measure, Measured
from merit.catalogue.relations import RELATIONS

_READ_BESIDE = {
    "served_orders": ("conversations",),
    "owned_orders": ("owners",),
    "inquiries": ("orders",),
    "refunds": ("orders",),
    "fees": ("orders",),
    "order_lines": ("orders",),
    "settlements": ("orders",),
    "order_deliveries": ("orders",),
    "shipments": ("orders",),
    "stock_ages": ("order_lines",),
    "forecasts": ("order_lines", "orders"),
    "solutions": ("conversations",),
    "rounds": ("conversations",),
    "talk_messages": ("conversations",),
    "order_contributions": ("order_lines", "refunds", "fees"),
    "order_experience": ("refunds", "ratings_product"),
    "filled_orders": ("orders", "order_lines"),
}
"""Tables that a relation also looks into."""


def made_of(catalogue: Catalogue, kpi: str) -> list[str]:
    """The KPI itself and all it is made of, each once, the nearest first; unknown ids are left out."""
    found: list[str] = []
    waiting = [kpi]
    while waiting:
        name = waiting.pop(0)
        if name in catalogue and name not in found:
            found.append(name)
            waiting += sorted(rests_on(catalogue[name]))
    return found


def measures_of_kpi(catalogue: Catalogue, kpi: str) -> Iterator[tuple[str, Measure]]:
    """Every measure the KPI comes down to, with the id of the KPI it stands in."""
    for name in made_of(catalogue, kpi):
        body = catalogue[name].body
        if isinstance(body, Measured):
            yield name, body.measure


def tables_needed(catalogue: Catalogue, kpi: str) -> list[str]:
    """The fact tables that must be loaded before the KPI has a value; `manual_values` for entered standings."""
    relations = dict.fromkeys(measure.relation for _, measure in measures_of_kpi(catalogue, kpi))
    tables = [[RELATIONS[each].fact, *_READ_BESIDE.get(each, ())] for each in relations]
    return list(dict.fromkeys(table for group in tables for table in group))
