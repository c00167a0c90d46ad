"""Measures as queries: whole numbers per value of the cut's dimensions and period, never a division.

Result columns: `by_<dimension>`, `period` (position among the periods asked), `v<i>` and `n<i>` per measure.
Sums and counts are shared out (their `v` is in ten-thousandths of the measure's unit), distinct counts and ranks not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import ibis

from merit.catalogue.expression import names
from merit.catalogue.kpi import Aggregate, Measure
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit.metrics.components import Family
from merit.metrics.credit_ranges import WHOLE
from merit.metrics.credited import KEYS, ON_DAY, CreditTables, bridge, keyed, without
from merit.metrics.cut import Cut
from merit.metrics.row_expression import Rows, Sort, Typed, as_number, column_of, condition_of
from merit.metrics.units import ONE

WIDE = "decimal(38, 0)"
"""Sums leave the engine in 38 digits."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass over one relation. `periods` is a table (period, first, past) where more than one is asked."""

    family: Family
    relation: Any
    credits: CreditTables
    cut: Cut
    asked: tuple[Period, ...]
    periods: Any = None

    @property
    def first(self) -> date:
        """The first day that any of the periods touches."""
        return min(each.start for each in self.asked)

    @property
    def past(self) -> date:
        """The day after the last one that any of the periods touches."""
        return max(each.end for each in self.asked)

    @property
    def by(self) -> tuple[str, ...]:
        """The dimension columns of the result."""
        return tuple(f"by_{name}" for name in self.cut.by)

    @property
    def business(self) -> tuple[str, ...]:
        """The dimension columns that come from the relation itself."""
        return tuple(f"by_{name}" for name in self.cut.business)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A measure over rows: what is aggregated (None: the row itself), which rows count (None: all), the unit."""

    value: Any
    counts: Any
    unit: Fraction


def check_dimensions(this: Pass) -> None:
    """Raises NotFoundRefusal where the relation has no column for a dimension of the cut."""
    for name in this.cut.business:
        if name not in this.relation.columns:
            raise NotFoundRefusal("metrics.no_such_dimension", relation=this.family.relation, dimension=name)


def day_of(relation: Any, family: Family) -> str:
    """The column with the business day that the family's `at` names. Raises NotFoundRefusal."""
    for name in (f"{family.at}_day", family.at):
        if name in relation.columns:
            return name
    raise NotFoundRefusal("metrics.unknown_column", relation=family.relation, column=family.at)


def narrowed(relation: Any, family: Family, measures: Iterable[Measure], cut: Cut, also: Iterable[str] = ()) -> Any:
    """The relation with only the columns that these measures and this cut read: shorter to compile and to run."""
    day_of(relation, family)
    read = columns_needed(family, measures) | {*cut.business, *also}
    return relation.select(*(name for name in relation.columns if name in read))


def columns_needed(family: Family, measures: Iterable[Measure]) -> set[str]:
    """The columns that date, credit and measure rows; some of them the relation may lack."""
    read = {family.at, f"{family.at}_day", family.credit.column, "credit_day"}
    return read.union(*(columns_read(measure) for measure in measures))


def columns_read(measure: Measure) -> set[str]:
    """The columns that the measure's value and condition name."""
    written = [each for each in (measure.value, measure.where) if each is not None]
    return {name for expression in written for name in names(expression)}


def asked_rows(this: Pass) -> Any:
    """The relation's rows of the periods asked that satisfy the cut's conditions on columns, with `on_day`, `by_…`."""
    check_dimensions(this)
    rows = this.relation.mutate(**{ON_DAY: this.relation[day_of(this.relation, this.family)]})
    rows = rows.filter(rows[ON_DAY] >= ibis.literal(this.first), rows[ON_DAY] < ibis.literal(this.past))
    rows = rows.mutate(**{f"by_{name}": ibis.coalesce(rows[name], "") for name in this.cut.business})
    for name, value in this.cut.only(this.cut.business):
        rows = rows.filter(rows[f"by_{name}"] == value)
    return rows


def compiled(measure: Measure, rows: Any, this: Pass) -> Compiled:
    """The measure's value and condition as columns of `rows`."""
    period = this.asked[0] if len(this.asked) == 1 else None
    speaks_of = Rows(rows, this.family.relation, period)
    value = column_of(measure.value, speaks_of) if measure.value is not None else Typed(None, Sort.NUMBER)
    if measure.aggregate not in (Aggregate.DISTINCT, Aggregate.COUNT):
        value = as_number(value)
    counts = condition_of(measure.where, speaks_of) if measure.where is not None else None
    if value.column is not None:
        present = value.column.notnull()
        counts = present if counts is None else counts & present
    return Compiled(value.column, counts, _unit(measure, value))


def _unit(measure: Measure, value: Typed) -> Fraction:
    return ONE if measure.aggregate in (Aggregate.DISTINCT, Aggregate.COUNT) else value.unit


def additive_query(this: Pass, measures: tuple[Measure, ...]) -> Any:
    """Sums and counts. Rows are summed by subject and day first, and only then shared out."""
    rows = asked_rows(this)
    if this.cut.people:
        rows = keyed(rows, this.family.credit, this.family.relation)
        grouped = shared(summed(rows, measures, this, (*this.business, *KEYS)), this)
    else:
        grouped = summed(rows, measures, this, (*this.business, ON_DAY)).mutate(share=ibis.literal(WHOLE))
    grouped = with_periods(grouped, this)
    columns: dict[str, Any] = {}
    for at in range(len(measures)):
        total = (grouped[f"v{at}"] * grouped.share).sum().cast(WIDE)
        columns |= {f"v{at}": total, f"n{at}": grouped[f"n{at}"].sum()}
    return grouped.group_by(*this.by, "period").agg(**columns)


def distinct_query(this: Pass, measures: tuple[Measure, ...]) -> Any:
    """Distinct counts over the rows that a node has any share in."""
    rows = _spread(this, measures)
    columns: dict[str, Any] = {}
    for at in range(len(measures)):
        columns |= {f"v{at}": rows[f"v{at}"].nunique(), f"n{at}": rows[f"v{at}"].count()}
    return rows.group_by(*this.by, "period").agg(**columns)


def quantile_query(this: Pass, measures: tuple[Measure, ...]) -> Any:
    """The smallest value with at least the asked part of all values at or below it, ranked in whole numbers.

    Takes one measure only.
    """
    (measure,) = measures
    return ranked_lowest(_spread(this, (measure,)), (*this.by, "period"), measure, ("v0", "n0"))


def ranked_lowest(rows: Any, group: tuple[str, ...], measure: Measure, names: tuple[str, str]) -> Any:
    """Per group of the rows, the lowest of the values that the quantile reaches, and how many values there are."""
    value, n = names
    quantile = measure.quantile if measure.quantile is not None else Fraction(1, 2)
    values = rows.filter(rows[value].notnull()).group_by(*group, value).agg(times=ibis._.count())
    upwards = ibis.window(group_by=group, order_by=value, rows=(None, 0))
    ranked = values.mutate(
        up_to=values.times.sum().over(upwards), of=values.times.sum().over(ibis.window(group_by=group))
    )
    reached = ranked.up_to * quantile.denominator >= ranked.of * quantile.numerator
    return ranked.group_by(*group).agg(**{value: ranked[value].min(where=reached), n: ranked.times.sum()})


def days_query(this: Pass) -> Any:
    """Per period, on how many days the relation has rows and which is the last: the days of a semi-additive measure."""
    found = with_periods(asked_rows(this).select(ON_DAY).distinct(), this)
    return found.group_by("period").agg(days=found[ON_DAY].nunique(), last=found[ON_DAY].max())


def with_shares(rows: Any, this: Pass) -> Any:
    """Rows as `asked_rows` gives them, once per value of the people dimensions, with the `share` in ten-thousandths."""
    if not this.cut.people:
        return rows.mutate(share=ibis.literal(WHOLE))
    return shared(keyed(rows, this.family.credit, this.family.relation), this)


def summed(rows: Any, measures: tuple[Measure, ...], this: Pass, by: tuple[str, ...]) -> Any:
    """Rows as `asked_rows` gives them, by those columns: `v<i>`, in the measure's stored unit, and the count `n<i>`."""
    columns: dict[str, Any] = {}
    for at, measure in enumerate(measures):
        one = compiled(measure, rows, this)
        count = rows.count() if one.counts is None else rows.count(where=one.counts)
        if measure.aggregate is Aggregate.COUNT:
            columns |= {f"v{at}": count, f"n{at}": count}
        else:
            columns |= {f"v{at}": ibis.coalesce(one.value.sum(where=one.counts), 0), f"n{at}": count}
    return rows.group_by(*by).agg(**columns)


def _spread(this: Pass, measures: tuple[Measure, ...]) -> Any:
    """Each row once per node that has a share in it and per period; `v<i>` is missing where the row does not count."""
    rows = asked_rows(this)
    keys = KEYS if this.cut.people else (ON_DAY,)
    if this.cut.people:
        rows = keyed(rows, this.family.credit, this.family.relation)
    columns: dict[str, Any] = {}
    for at, measure in enumerate(measures):
        one = compiled(measure, rows, this)
        columns[f"v{at}"] = ibis.ifelse(one.counts, one.value, None)
    rows = rows.select(*keys, *this.business, **columns)
    return with_periods(shared(rows, this) if this.cut.people else rows, this)


def shared(rows: Any, this: Pass) -> Any:
    """Rows with the bridge's keys once per value of the people dimensions, with the `share`."""
    held = bridge(rows, this.family.credit, this.cut.people, this.credits)
    for name, value in this.cut.only(this.cut.people):
        held = held.filter(held[f"by_{name}"] == value)
    held = held.rename({f"{name}_of": name for name in KEYS})
    found = rows.join(held, [rows[name] == held[f"{name}_of"] for name in KEYS])
    return without(found, (f"{name}_of" for name in KEYS))


def with_periods(rows: Any, this: Pass) -> Any:
    """Each row once per period asked that its day lies in, with the `period`."""
    if this.periods is None:
        return rows.mutate(period=ibis.literal(0, "int64"))
    return rows.join(this.periods, [rows[ON_DAY] >= this.periods.first, rows[ON_DAY] < this.periods.past])
