"""What the cube is made from, as queries: one scan per relation, day and credit rule, summed to whole numbers.

Nothing is divided and nobody is credited here; `merit.metrics.rollup` does the rest on arrays.
"""

from datetime import date
from typing import Any

import ibis

from merit.catalogue.kpi import Aggregate, Credit, CreditBy, Measure
from merit.kernel.period import Period
from merit.metrics.component_query import WIDE, Pass, asked_rows, compiled
from merit.metrics.credited import KEYS, ON_DAY, CreditTables, bridge, keyed

ALL_DAYS = Period(date.min, date.max)
BUSINESS_SPACES = ("shop", "channel")
PEOPLE_SPACES = ("person", "any_team")


def business_of(relation: Any) -> tuple[str, ...]:
    """The business dimensions that the relation has."""
    return tuple(name for name in BUSINESS_SPACES if name in relation.columns)


def credit_within(relation: Any, credit: Credit) -> bool:
    """True when shop, channel and day already say who is credited, so that one scan serves both."""
    by_column = credit.by is CreditBy.NOBODY or credit.column in business_of(relation)
    return by_column and "credit_day" not in relation.columns


def state_query(this: Pass, measures: tuple[Measure, ...], days: Any = None) -> Any:
    """Sums `v<i>` and raw counts `n<i>` per business dimension and day, and how many `rows` there are at all.

    Of a table of days, only those `touched`.
    """
    rows = _on(asked_rows(this), days)
    return _summed(rows, measures, this, (*this.business, ON_DAY))


def credit_state_query(this: Pass, measures: tuple[Measure, ...], days: Any = None) -> Any:
    """The same per subject, credit day and day."""
    rows = keyed(_on(asked_rows(this), days), this.family.credit)
    return _summed(rows, measures, this, KEYS)


def entity_query(this: Pass, measure: Measure, days: Any = None) -> Any:
    """The values `entity` that are counted distinct, or ranked (then with `times`), with what shares them out."""
    rows = _on(asked_rows(this), days)
    by: tuple[str, ...] = (*this.business, ON_DAY)
    if not credit_within(this.relation, this.family.credit):
        rows, by = keyed(rows, this.family.credit), (*this.business, *KEYS)
    one = compiled(measure, rows, this)
    rows = rows.mutate(entity=one.value).filter(one.counts)
    if measure.aggregate is Aggregate.DISTINCT:
        return rows.select(*by, "entity")
    return rows.group_by(*by, "entity").agg(times=ibis._.count())


def bridge_query(keys: Any, credit: Credit, space: str, tables: CreditTables) -> Any:
    """Per `key` of the table of keys: the people or teams (`node`) that have a `share` in it."""
    held = bridge(keys, credit, (space,), tables).rename(node=f"by_{space}")
    numbered = keys.rename({f"{name}_of": name for name in KEYS})
    there = [held[name] == numbered[f"{name}_of"] for name in KEYS]
    return held.join(numbered, there).select("key", "node", "share")


def _on(rows: Any, days: Any) -> Any:
    return rows if days is None else rows.semi_join(days, rows[ON_DAY] == days.touched)


def _summed(rows: Any, measures: tuple[Measure, ...], this: Pass, by: tuple[str, ...]) -> Any:
    columns: dict[str, Any] = {"rows": rows.count()}
    for at, measure in enumerate(measures):
        one = compiled(measure, rows, this)
        columns[f"n{at}"] = rows.count() if one.counts is None else rows.count(where=one.counts)
        if is_summed(measure):
            columns[f"v{at}"] = ibis.coalesce(one.value.sum(where=one.counts), 0).cast(WIDE)
    return rows.group_by(*by).agg(**columns)


def is_summed(measure: Measure) -> bool:
    """True where the measure needs a sum beside the count of its rows."""
    return measure.aggregate in (Aggregate.SUM, Aggregate.LAST, Aggregate.AVERAGE)
