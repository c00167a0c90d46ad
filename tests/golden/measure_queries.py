"""Measures whose queries are kept as text. `python -m tests.golden.measure_queries` writes the texts anew."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import ibis

from merit.catalogue.kpi import Aggregate, Credit, CreditBy, Measure
from merit.catalogue.parse_expression import parse_row_expression
from merit.engines.embedded import EmbeddedEngine, sql_of
from merit.kernel.period import Period
from merit.metrics.component_query import Pass, additive_query, distinct_query, quantile_query
from merit.metrics.components import family_of
from merit.metrics.credited import CreditTables
from merit.metrics.cut import Cut

FOLDER = Path(__file__).parent / "queries"
OCTOBER = Period.parse("2026-10")
BY_SHOP = Credit(CreditBy.SUBJECT, "shop", "shop")
RANGE = {"first": "date", "past": "date"}
TABLES = CreditTables(
    ibis.table({"kind": "string", "subject": "string", **RANGE, "person": "string", "share": "int64"}, "credit_days"),
    ibis.table({"member": "string"}, "people"),
    ibis.table({"member": "string", **RANGE, "team": "string", "kind": "string"}, "person_teams"),
    ibis.table({"member": "string", **RANGE, "team": "string", "kind": "string"}, "team_teams"),
)


def written(text: str) -> Any:
    expression, problems = parse_row_expression(text)
    assert expression is not None, problems
    return expression


COST = Measure(
    "order_lines",
    Aggregate.SUM,
    "ordered_at",
    written("quantity * unit_cost"),
    written("has(unit_cost) and category not in ('gift', 'sample')"),
    BY_SHOP,
)
SKUS = Measure("order_lines", Aggregate.DISTINCT, "ordered_at", written("sku"), None, BY_SHOP)
PRICE_P90 = Measure(
    "order_lines", Aggregate.QUANTILE, "ordered_at", written("unit_price"), None, BY_SHOP, Fraction(9, 10)
)
SERVED = Measure(
    "conversations", Aggregate.COUNT, "started_at", None, written("presale"), Credit(CreditBy.PERSON, "", "agent")
)
BUILDERS = {Aggregate.DISTINCT: distinct_query, Aggregate.QUANTILE: quantile_query}
CASES = {
    "cost_of_the_company": (COST, Cut()),
    "cost_by_shop_and_category": (COST, Cut(("shop", "category"))),
    "cost_by_person": (COST, Cut(("person",))),
    "cost_by_team_in_one_shop": (COST, Cut(("team",), (("shop", "s1"),))),
    "distinct_products_by_person": (SKUS, Cut(("person",))),
    "price_p90_by_shop": (PRICE_P90, Cut(("shop",))),
    "conversations_by_person": (SERVED, Cut(("person",))),
}


def query(engine: EmbeddedEngine, name: str, tables: CreditTables = TABLES) -> Any:
    """The query of a case over October."""
    measure, cut = CASES[name]
    family = family_of(measure)
    this = Pass(family, engine.relation(family.relation), tables, cut, (OCTOBER,))
    return BUILDERS.get(measure.aggregate, additive_query)(this, (measure,))


class NoFiles:
    """A snapshot before the first load."""

    as_of = None

    def files(self, table: str) -> tuple[Path, ...]:
        return ()


if __name__ == "__main__":
    for case in CASES:
        (FOLDER / f"{case}.sql").write_text(sql_of(query(EmbeddedEngine(NoFiles(), {}), case)) + "\n", "utf-8")
