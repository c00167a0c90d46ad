"""Numbers of measures by queries made on the spot: one query answers a whole family for every node of a kind."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pyarrow as pa

from merit.catalogue.kpi import Aggregate, Measure
from merit.catalogue.relations import RELATIONS
from merit.engines.embedded import ANY_DAYS, EmbeddedEngine, for_days, sql_of
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal, Refusal
from merit.metrics.component_query import (
    Pass,
    additive_query,
    columns_needed,
    compiled,
    day_of,
    days_query,
    distinct_query,
    narrowed,
    quantile_query,
)
from merit.metrics.components import (
    Additivity,
    Family,
    Number,
    additivity_of,
    families_of,
    family_of,
    nothing_of,
)
from merit.metrics.credit_ranges import WHOLE
from merit.metrics.credited import CreditTables
from merit.metrics.cut import Cut, cut_of

Key = tuple[str, ...]
ByKey = dict[Key, Number]
Build = Callable[[Pass, tuple[Measure, ...]], Any]
_ONE_DAY = timedelta(days=1)
NO_CUT = Cut()
NODE_COLUMNS = frozenset({"shop", "channel"})


class QueriedNumbers:
    """Remembers what it was asked; `measures` are those that will be wanted together."""

    def __init__(self, engine: EmbeddedEngine, credited: CreditTables, measures: Iterable[Measure]) -> None:
        self.engine = engine
        self.credited = credited
        self._families = families_of(measures)
        self._needed: dict[str, frozenset[str]] = {}
        for family, together in self._families.items():
            self._needed[family.relation] = self._needed_by(family, together)
        self._known: dict[tuple[Measure, Cut, Period], ByKey] = {}
        self._texts: dict[tuple[Build, Family, tuple[Measure, ...], Cut, bool], str] = {}
        self._units: dict[Measure, Fraction] = {}
        self._days: dict[tuple[str, str], tuple[date, date]] = {}

    def number(self, measure: Measure, node: Node, period: Period) -> Number:
        """The measure for the node; nothing where its relation does not know such nodes."""
        cut = cut_of(node.kind)
        if self._lacks(measure.relation, cut):
            return nothing_of(measure)
        found = self.by_key(measure, cut, period)
        return found.get((node.id,) if cut.by else (), nothing_of(measure))

    def prepare(self, measures: Iterable[Measure], kind: NodeKind, periods: Iterable[Period]) -> None:
        """Ask for many periods at once, before they are asked one by one."""
        cut = cut_of(kind)
        self.prepare_cut([each for each in measures if not self._lacks(each.relation, cut)], cut, periods)

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
        if lacking := self._lacks(family.relation, cut):
            raise NotFoundRefusal("metrics.no_such_dimension", relation=family.relation, dimension=lacking)
        found: list[dict[int, ByKey]] = [{} for _ in measures]
        if self._touched(family, periods):
            found = self._found(self._pass(family, measures, cut, periods), measures)
        for measure, by_period in zip(measures, found, strict=True):
            for at, period in enumerate(periods):
                self._known[measure, cut, period] = by_period.get(at, {})

    def _lacks(self, relation: str, cut: Cut) -> str:
        """The first dimension of the cut for which the relation has no column, or empty."""
        declared = RELATIONS.get(relation)
        columns = self.engine.relation(relation).columns if declared is None else declared.columns
        return next((name for name in cut.business if name not in columns), "")

    def _found(self, this: Pass, measures: tuple[Measure, ...]) -> list[dict[int, ByKey]]:
        match this.family.aggregate:
            case Aggregate.DISTINCT:
                return self._numbers(this, measures, distinct_query)
            case Aggregate.QUANTILE:
                return [self._numbers(this, (each,), quantile_query)[0] for each in measures]
            case Aggregate.LAST | Aggregate.AVERAGE:
                return self._semi_additive(this, measures)
            case _:
                return self._numbers(this, measures, additive_query)

    def _touched(self, family: Family, periods: tuple[Period, ...]) -> bool:
        """Whether the relation has any row in the periods; most companies lack most kinds of facts."""
        if not self.engine.may_have_rows(family.relation):
            return False
        source = (family.relation, family.at)
        if source not in self._days:
            relation = self._relation(family, ())
            day = relation[day_of(relation, family)]
            (ends,) = self.engine.run(relation.agg(first=day.min(), last=day.max())).to_pylist()
            self._days[source] = (ends["first"] or date.max, ends["last"] or date.min)
        first, last = self._days[source]
        return any(first < each.end and each.start <= last for each in periods)

    def _relation(self, family: Family, measures: Iterable[Measure], cut: Cut = NO_CUT) -> Any:
        return self.engine.columns_of(family.relation, self._needed_by(family, measures) | set(cut.business))

    def _needed_by(self, family: Family, measures: Iterable[Measure]) -> frozenset[str]:
        """The columns that these measures read, and all others of the relation that will be wanted as well."""
        return self._needed.get(family.relation, NODE_COLUMNS) | columns_needed(family, measures)

    def _rows(self, this: Pass, measures: tuple[Measure, ...], build: Build) -> pa.Table:
        """Run the query; its text is made once, and put to other days by replacing them."""
        if this.family.needs_period:
            return self.engine.run(build(this, measures))
        made = (build, this.family, measures, this.cut, this.periods is None)
        if made not in self._texts:
            self._texts[made] = sql_of(build(replace(this, asked=(ANY_DAYS,)), measures))
        return self.engine.run_text(for_days(self._texts[made], this.first, this.past))

    def _unit(self, measure: Measure, this: Pass) -> Fraction:
        if measure not in self._units:
            shared = WHOLE if additivity_of(measure) in (Additivity.ADDITIVE, Additivity.SEMI_ADDITIVE) else 1
            self._units[measure] = compiled(measure, this.relation, this).unit / shared
        return self._units[measure]

    def _pass(self, family: Family, measures: tuple[Measure, ...], cut: Cut, periods: tuple[Period, ...]) -> Pass:
        relation = narrowed(self._relation(family, measures, cut), family, measures, cut)
        if len(periods) == 1:
            return Pass(family, relation, self.credited, cut, periods)
        listed = pa.table(
            {
                "period": pa.array(range(len(periods)), pa.int64()),
                "first": pa.array([each.start for each in periods], pa.date32()),
                "past": pa.array([each.end for each in periods], pa.date32()),
            }
        )
        return Pass(family, relation, self.credited, cut, periods, self.engine.put("periods", listed))

    def _numbers(self, this: Pass, measures: tuple[Measure, ...], build: Build) -> list[dict[int, ByKey]]:
        """Per measure, by position of the period and key; rows on which nothing counted are left out."""
        rows = self._rows(this, measures, build)
        keys = list(zip(*(rows[name].to_pylist() for name in this.by), strict=True)) or [()] * rows.num_rows
        periods = rows["period"].to_pylist()
        found = []
        for at, measure in enumerate(measures):
            unit = self._unit(measure, this)
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
        days = {row["period"]: row for row in self._rows(everywhere, (), _days).to_pylist()}
        if not days:
            return [{} for _ in measures]
        if this.family.aggregate is Aggregate.LAST:
            return self._last_days(this, measures, {at: row["last"] for at, row in days.items()})
        found = self._numbers(this, measures, additive_query)
        return [{at: _averaged(by_key, days[at]["days"]) for at, by_key in by_period.items()} for by_period in found]

    def _last_days(self, this: Pass, measures: tuple[Measure, ...], last: Mapping[int, Any]) -> list[dict[int, ByKey]]:
        positions = sorted(last)
        one_day = tuple(Period(last[at], last[at] + _ONE_DAY) for at in positions)
        on_last_days = self._pass(this.family, measures, this.cut, one_day)
        found = self._numbers(on_last_days, measures, additive_query)
        return [{positions[at]: by_key for at, by_key in by_period.items()} for by_period in found]


def _days(this: Pass, _: tuple[Measure, ...]) -> Any:
    return days_query(this)


def _averaged(by_key: ByKey, days: int) -> ByKey:
    return {
        key: Number((each.value or Fraction(0)) / days, each.n, each.value, Fraction(days))
        for key, each in by_key.items()
    }
