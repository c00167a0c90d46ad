"""Measures in two steps: rows with all that any node's share depends on, made once; then each kind of node from them.

The second step speaks of no measure and of no relation, so that its text serves all that are credited alike. Its rows
(`STAGED`) are `measure` (position), the keys of the credit bridge, the cut's own columns, `v` and, where summed, `n`.
"""

from typing import Any

import ibis

from merit.catalogue.kpi import Aggregate, Measure
from merit.metrics.component_query import (
    WIDE,
    Pass,
    asked_rows,
    compiled,
    ranked_lowest,
    shared,
    summed,
    with_periods,
)
from merit.metrics.credit_ranges import WHOLE
from merit.metrics.credited import KEYS, ON_DAY, keyed

BY_ROW = frozenset({Aggregate.DISTINCT, Aggregate.QUANTILE})
"""What is counted distinct or ranked cannot be summed up beforehand."""
STAGED = "staged"
_PERIODS = ibis.table({"period": "int64", "first": "date", "past": "date"}, name="periods")


def staged_rows(this: Pass, measures: tuple[Measure, ...]) -> Any:
    """The first step: `v<i>` per measure, missing where the row does not count, or `v<i>` and `n<i>` summed by key."""
    rows = keyed(asked_rows(this), this.family.credit, this.family.relation)
    if this.family.aggregate not in BY_ROW:
        return summed(rows, measures, this, (*this.business, *KEYS))
    columns: dict[str, Any] = {}
    for at, measure in enumerate(measures):
        one = compiled(measure, rows, this)
        columns[f"v{at}"] = ibis.ifelse(one.counts, one.value, None)
    return rows.select(*KEYS, *this.business, **columns)


def numbers_of_staged(this: Pass, measure: Measure) -> Any:
    """The second step, for all measures of the pass's family: `v` and `n` per dimension, period and measure.

    Of `measure` only the aggregate matters, and the quantile.
    """
    by_row = this.family.aggregate in BY_ROW
    columns = {"measure": "int64", "for_subject": "string", "for_day": "date", ON_DAY: "date", "v": "int64"}
    columns |= dict.fromkeys(this.business, "string") | ({} if by_row else {"n": "int64"})
    rows = ibis.table(columns, name=STAGED)
    if this.cut.people:
        rows = shared(rows, this)
    elif not by_row:
        rows = rows.mutate(share=ibis.literal(WHOLE))
    rows = with_periods(rows, this)
    group = (*this.by, "period", "measure")
    match this.family.aggregate:
        case Aggregate.DISTINCT:
            return rows.group_by(*group).agg(v=rows.v.nunique(), n=rows.v.count())
        case Aggregate.QUANTILE:
            return ranked_lowest(rows, group, measure, ("v", "n"))
        case _:
            return rows.group_by(*group).agg(v=(rows.v * rows.share).sum().cast(WIDE), n=rows.n.sum())


def periods_table() -> Any:
    """The periods asked for, as the second step knows them: position, first day, the day after the last."""
    return _PERIODS
