"""Numbers of measures by queries made on the spot: one query answers a whole family for every node of a kind."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pyarrow as pa

from merit.catalogue.kpi import Aggregate, Measure
from merit.engines.embedded import EmbeddedEngine
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal, Refusal
from merit.metrics.component_query import (
    Pass,
    additive_query,
    compiled,
    days_query,
    distinct_query,
    quantile_query,
)
from merit.metrics.components import Family, Number, families_of, family_of, nothing_of
from merit.metrics.credit_ranges import WHOLE
from merit.metrics.credited import CreditTables
from merit.metrics.cut import Cut, cut_of

Key = tuple[str, ...]
ByKey = dict[Key, Number]
_ONE_DAY = timedelta(days=1)


class QueriedNumbers:
    """Remembers what it was asked; `measures` are those that will be wanted together."""

    def __init__(self, engine: EmbeddedEngine, credited: CreditTables, measures: Iterable[Measure]) -> None:
        self.engine = engine
        self.credited = credited
        self._families = families_of(measures)
        self._known: dict[tuple[Measure, Cut, Period], ByKey] = {}

    def number(self, measure: Measure, node: Node, period: Period) -> Number:
        """The measure for the node; nothing where its relation does not know such nodes."""
        cut = cut_of(node.kind)
        try:
            found = self.by_key(measure, cut, period)
        except NotFoundRefusal as refused:
            if refused.code != "metrics.no_such_dimension":
                raise
            return nothing_of(measure)
        return found.get((node.id,) if cut.by else (), nothing_of(measure))

    def prepare(self, measures: Iterable[Measure], kind: NodeKind, periods: Iterable[Period]) -> None:
        """Ask for many periods at once, before they are asked one by one."""
        self.prepare_cut(measures, cut_of(kind), periods)

    def by_key(self, measure: Measure, cut: Cut, period: Period) -> ByKey:
        """The measure for every value of the cut's dimensions. Raises NotFoundRefusal where the relation lacks one."""
        if (measure, cut, period) not in self._known:
            family = family_of(measure)
            together = self._families.get(family, ())
            try:
                self._ask(family, together if measure in together else (measure,), cut, (period,))
            except Refusal:
                self._ask(family, (measure,), cut, (period,))
        return self._known[measure, cut, period]

    def prepare_cut(self, measures: Iterable[Measure], cut: Cut, periods: Iterable[Period]) -> None:
        """The same for any cut."""
        asked = tuple(dict.fromkeys(periods))
        for family, together in families_of(measures).items():
            self._ask(family, together, cut, asked)

    def relation_pass(self, family: Family, cut: Cut, asked: tuple[Period, ...], positions: Any = None) -> Pass:
        """One pass over the family's relation."""
        return Pass(family, self.engine.relation(family.relation), self.credited, cut, asked, positions)

    def _ask(self, family: Family, measures: tuple[Measure, ...], cut: Cut, periods: tuple[Period, ...]) -> None:
        missing = tuple(
            each for each in periods if any((measure, cut, each) not in self._known for measure in measures)
        )
        if family.needs_period:
            for period in missing:
                self._answer(family, measures, cut, (period,))
        elif missing:
            self._answer(family, measures, cut, missing)

    def _answer(self, family: Family, measures: tuple[Measure, ...], cut: Cut, periods: tuple[Period, ...]) -> None:
        this = self._pass(family, cut, periods)
        match family.aggregate:
            case Aggregate.DISTINCT:
                found = self._numbers(this, measures, distinct_query(this, measures), 1)
            case Aggregate.QUANTILE:
                found = [self._numbers(this, (each,), quantile_query(this, each), 1)[0] for each in measures]
            case Aggregate.LAST | Aggregate.AVERAGE:
                found = self._semi_additive(this, measures)
            case _:
                found = self._numbers(this, measures, additive_query(this, measures), WHOLE)
        for measure, by_period in zip(measures, found, strict=True):
            for at, period in enumerate(periods):
                self._known[measure, cut, period] = by_period.get(at, {})

    def _pass(self, family: Family, cut: Cut, periods: tuple[Period, ...]) -> Pass:
        if len(periods) == 1:
            return self.relation_pass(family, cut, periods)
        listed = pa.table(
            {
                "period": pa.array(range(len(periods)), pa.int64()),
                "first": pa.array([each.start for each in periods], pa.date32()),
                "past": pa.array([each.end for each in periods], pa.date32()),
            }
        )
        return self.relation_pass(family, cut, periods, self.engine.put("periods", listed))

    def _numbers(self, this: Pass, measures: tuple[Measure, ...], query: Any, whole: int) -> list[dict[int, ByKey]]:
        """Per measure, by position of the period and key; rows on which nothing counted are left out."""
        rows = self.engine.run(query)
        keys = list(zip(*(rows[name].to_pylist() for name in this.by), strict=True)) or [()] * rows.num_rows
        periods = rows["period"].to_pylist()
        found = []
        for at, measure in enumerate(measures):
            unit = compiled(measure, this.relation, this).unit / whole
            by_period: dict[int, ByKey] = {}
            values, counts = rows[f"v{at}"].to_pylist(), rows[f"n{at}"].to_pylist()
            for key, period, value, n in zip(keys, periods, values, counts, strict=True):
                if n:
                    by_period.setdefault(period, {})[key] = Number(int(value) * unit, int(n))
            found.append(by_period)
        return found

    def _semi_additive(self, this: Pass, measures: tuple[Measure, ...]) -> list[dict[int, ByKey]]:
        """Days are those on which the whole relation has rows, so that the parts of a total stay parts of it."""
        everywhere = replace(this, cut=Cut())
        days = {row["period"]: row for row in self.engine.run(days_query(everywhere)).to_pylist()}
        if not days:
            return [{} for _ in measures]
        if this.family.aggregate is Aggregate.LAST:
            return self._last_days(this, measures, {at: row["last"] for at, row in days.items()})
        found = self._numbers(this, measures, additive_query(this, measures), WHOLE)
        return [{at: _averaged(by_key, days[at]["days"]) for at, by_key in by_period.items()} for by_period in found]

    def _last_days(self, this: Pass, measures: tuple[Measure, ...], last: Mapping[int, Any]) -> list[dict[int, ByKey]]:
        positions = sorted(last)
        one_day = tuple(Period(last[at], last[at] + _ONE_DAY) for at in positions)
        on_last_days = self._pass(this.family, this.cut, one_day)
        found = self._numbers(on_last_days, measures, additive_query(on_last_days, measures), WHOLE)
        return [{positions[at]: by_key for at, by_key in by_period.items()} for by_period in found]


def _averaged(by_key: ByKey, days: int) -> ByKey:
    return {
        key: Number((each.value or Fraction(0)) / days, each.n, each.value, Fraction(days))
        for key, each in by_key.items()
    }
