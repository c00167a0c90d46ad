"""Numbers of measures by queries made on the spot: one query answers a whole family for every node of a kind."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from merit.catalogue.kpi import Aggregate, Measure
from merit.catalogue.relations import RELATIONS
from merit.engines.query_engine import ANY_DAYS, QueryEngine, for_days
from merit.engines.staged_rows import StagedRows
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal, Refusal
from merit.metrics.component_query import (
    Pass,
    columns_needed,
    compiled,
    days_query,
    narrowed,
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
_ONE_DAY = timedelta(days=1)
NO_CUT = Cut()
NODE_COLUMNS = frozenset({"shop", "channel"})


class QueriedNumbers:
    """Remembers what it was asked; `measures` are those that will be wanted together."""

    def __init__(self, engine: QueryEngine, credited: CreditTables, measures: Iterable[Measure]) -> None:
        self.engine = engine
        self.credited = credited
        self._families = families_of(measures)
        self._needed: dict[str, frozenset[str]] = {}
        for family, together in self._families.items():
            self._needed[family.relation] = self._needed_by(family, together)
        self._staged = StagedRows(engine)
        self._known: dict[tuple[Measure, Cut, Period], ByKey] = {}
        self._texts: dict[tuple[Family, bool], str] = {}
        self._units: dict[Measure, Fraction] = {}

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
        if self.engine.may_have_rows(family.relation):
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
                return self._numbers(this, measures)
            case Aggregate.QUANTILE:
                return [self._numbers(this, (each,))[0] for each in measures]
            case Aggregate.LAST | Aggregate.AVERAGE:
                return self._semi_additive(this, measures)
            case _:
                return self._numbers(this, measures)

    def _relation(self, family: Family, measures: Iterable[Measure], cut: Cut = NO_CUT) -> Any:
        return self.engine.columns_of(family.relation, self._needed_by(family, measures) | set(cut.business))

    def _needed_by(self, family: Family, measures: Iterable[Measure]) -> frozenset[str]:
        """The columns that these measures read, and all others of the relation that will be wanted as well."""
        return self._needed.get(family.relation, NODE_COLUMNS) | columns_needed(family, measures)

    def _days(self, this: Pass) -> pa.Table:
        """The days of the whole relation; the query's text is made once, and put to other days by replacing them."""
        if this.family.needs_period:
            return self.engine.run(days_query(this))
        made = (this.family, this.periods is None)
        if made not in self._texts:
            self._texts[made] = self.engine.text_of(days_query(replace(this, asked=(ANY_DAYS,))))
        return self.engine.run_text(for_days(self._texts[made], this.first, this.past))

    def _unit(self, measure: Measure, this: Pass) -> Fraction:
        if measure not in self._units:
            shared = WHOLE if additivity_of(measure) in (Additivity.ADDITIVE, Additivity.SEMI_ADDITIVE) else 1
            self._units[measure] = compiled(measure, this.relation, this).unit / shared
        return self._units[measure]

    def _pass(self, family: Family, measures: tuple[Measure, ...], cut: Cut, periods: tuple[Period, ...]) -> Pass:
        relation = narrowed(self._relation(family, measures, cut), family, measures, cut, NODE_COLUMNS)
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

    def _numbers(self, this: Pass, measures: tuple[Measure, ...]) -> list[dict[int, ByKey]]:
        """Per measure, by position of the period and key; rows on which nothing counted are left out."""
        business = sorted(NODE_COLUMNS & frozenset(this.relation.columns))
        rows = self._staged.numbers(this, tuple(business), measures)
        if rows is None:
            return [{} for _ in measures]
        place = rows["measure"]
        return [self._by_period(rows.filter(pc.equal(place, at)), this, measure) for at, measure in enumerate(measures)]

    def _by_period(self, rows: pa.Table, this: Pass, measure: Measure) -> dict[int, ByKey]:
        unit = self._unit(measure, this)
        keys = list(zip(*(rows[name].to_pylist() for name in this.by), strict=True)) or [()] * rows.num_rows
        by_period: dict[int, ByKey] = {}
        columns = [rows[name].to_pylist() for name in ("period", "v", "n")]
        for key, period, value, n in zip(keys, *columns, strict=True):
            if n:
                by_period.setdefault(period, {})[key] = Number(int(value) * unit, int(n))
        return by_period

    def _semi_additive(self, this: Pass, measures: tuple[Measure, ...]) -> list[dict[int, ByKey]]:
        """Days are those on which the whole relation has rows, so that the parts of a total stay parts of it."""
        everywhere = replace(this, cut=Cut())
        days = {row["period"]: row for row in self._days(everywhere).to_pylist()}
        if not days:
            return [{} for _ in measures]
        if this.family.aggregate is Aggregate.LAST:
            return self._last_days(this, measures, {at: row["last"] for at, row in days.items()})
        found = self._numbers(this, measures)
        return [{at: _averaged(by_key, days[at]["days"]) for at, by_key in by_period.items()} for by_period in found]

    def _last_days(self, this: Pass, measures: tuple[Measure, ...], last: Mapping[int, Any]) -> list[dict[int, ByKey]]:
        positions = sorted(last)
        one_day = tuple(Period(last[at], last[at] + _ONE_DAY) for at in positions)
        on_last_days = self._pass(this.family, measures, this.cut, one_day)
        found = self._numbers(on_last_days, measures)
        return [{positions[at]: by_key for at, by_key in by_period.items()} for by_period in found]


def _averaged(by_key: ByKey, days: int) -> ByKey:
    return {
        key: Number((each.value or Fraction(0)) / days, each.n, each.value, Fraction(days))
        for key, each in by_key.items()
    }
