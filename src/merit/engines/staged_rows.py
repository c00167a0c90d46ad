"""Rows of a family kept in the engine for a while, because each kind of node is asked of the same ones."""

from dataclasses import replace
from datetime import date

import pyarrow as pa

from merit.catalogue.kpi import Measure
from merit.engines.embedded import ANY_DAYS, EmbeddedEngine, for_days, sql_of
from merit.kernel.period import Period
from merit.metrics.component_query import Pass
from merit.metrics.components import Family
from merit.metrics.credited import KEYS
from merit.metrics.cut import Cut
from merit.metrics.staged_query import BY_ROW, STAGED, numbers_of_staged, periods_table, staged_rows

KEPT = 24
"""So many are kept; the one that was not asked for the longest time goes first."""
_Asked = tuple[Family, tuple[Measure, ...], Cut, date, date]


class StagedRows:
    """Answers passes, and remembers every text it made that does not speak of a period."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self.engine = engine
        self._kept: dict[_Asked, str] = {}
        self._first_texts: dict[tuple[Family, tuple[Measure, ...], Cut], str] = {}
        self._second_texts: dict[tuple[object, ...], str] = {}

    def numbers(self, this: Pass, business: tuple[str, ...], measures: tuple[Measure, ...]) -> pa.Table | None:
        """`by_<dimension>`, `period`, `measure` (positions), `v` and `n`; None where there are no rows at all.

        `business` names the columns that other cuts of the same rows will need.
        """
        whole = Cut(tuple(sorted({*business, *this.cut.business})), tuple(this.cut.only(this.cut.business)))
        name = self._staged(replace(this, cut=whole, periods=None), measures)
        if not name:
            return None
        self.engine.name_rows(STAGED, _one_below_another(name, this, len(measures)))
        self.engine.put("periods", _listed(this.asked))
        return self.engine.run_text(self._second_text(this, measures[0]))

    def _staged(self, this: Pass, measures: tuple[Measure, ...]) -> str:
        asked = (this.family, measures, this.cut, this.first, this.past)
        name = self._kept.pop(asked, None)
        if name is None:
            name = self.engine.keep_rows(for_days(self._first_text(this, measures), this.first, this.past))
        self._kept[asked] = name
        while len(self._kept) > KEPT:
            oldest = self._kept.pop(next(iter(self._kept)))
            if oldest:
                self.engine.forget_rows(oldest)
        return name

    def _first_text(self, this: Pass, measures: tuple[Measure, ...]) -> str:
        if this.family.needs_period:
            return sql_of(staged_rows(this, measures))
        made = (this.family, measures, this.cut)
        if made not in self._first_texts:
            self._first_texts[made] = sql_of(staged_rows(replace(this, asked=(ANY_DAYS,)), measures))
        return self._first_texts[made]

    def _second_text(self, this: Pass, measure: Measure) -> str:
        credit = this.family.credit
        made = (this.family.aggregate, measure.quantile, credit.by, credit.kind, this.cut)
        if made not in self._second_texts:
            people = Cut(this.cut.by, tuple(this.cut.only(this.cut.people)))
            again = replace(this, cut=people, periods=periods_table())
            self._second_texts[made] = sql_of(numbers_of_staged(again, measure))
        return self._second_texts[made]


def _one_below_another(name: str, this: Pass, measures: int) -> str:
    """The wide rows as long ones: a row per measure that counts in it."""
    columns = ", ".join(f'"{each}"' for each in (*KEYS, *this.business))
    by_row = this.family.aggregate in BY_ROW
    parts = []
    for at in range(measures):
        counted = f"v{at} IS NOT NULL" if by_row else f"n{at} > 0"
        number = "" if by_row else f", n{at} AS n"
        parts.append(
            f"SELECT {at}::BIGINT AS measure, {columns}, v{at} AS v{number} "  # noqa: S608 - names of our own
            f'FROM "{name}" WHERE {counted}'
        )
    return " UNION ALL ".join(parts)


def _listed(periods: tuple[Period, ...]) -> pa.Table:
    return pa.table(
        {
            "period": pa.array(range(len(periods)), pa.int64()),
            "first": pa.array([each.start for each in periods], pa.date32()),
            "past": pa.array([each.end for each in periods], pa.date32()),
        }
    )
