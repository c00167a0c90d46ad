"""Rows of a family kept in the engine for a while, because each kind of node is asked of the same ones."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import pyarrow as pa

from merit.catalogue.kpi import Credit, Measure
from merit.engines.query_engine import ANY_DAYS, QueryEngine, for_days
from merit.kernel.period import Period
from merit.metrics.component_query import Pass
from merit.metrics.components import Family
from merit.metrics.credited import KEYS, CreditTables
from merit.metrics.cut import Cut
from merit.metrics.staged_query import BY_ROW, STAGED, numbers_of_staged, periods_table, staged_rows

KEPT = 24
"""So many are kept; the one that was not asked for the longest time goes first."""
TEXTS = 1024
"""So many texts are remembered in a process; making one costs more than running it."""
_Asked = tuple[Family, tuple[Measure, ...], Cut, date, date]


class StagedRows:
    """Answers passes. A text that was made once is remembered for the process: it speaks of tables by name only."""

    def __init__(self, engine: QueryEngine) -> None:
        self.engine = engine
        self._kept: dict[_Asked, str] = {}

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
        asked = this.asked if this.family.needs_period else (ANY_DAYS,)
        return _rows_text(self._made_for(this, this.relation), this.family, measures, this.cut, asked)

    def _second_text(self, this: Pass, measure: Measure) -> str:
        """Of family and measure only what the second step reads, so that many share a text."""
        credit = Credit(this.family.credit.by, this.family.credit.kind)
        family = Family("", "", credit, this.family.aggregate, False)
        people = Cut(this.cut.by, tuple(this.cut.only(this.cut.people)))
        alike = Measure("", measure.aggregate, "", quantile=measure.quantile)
        return _numbers_text(self._made_for(this, periods_table()), family, alike, people)

    def _made_for(self, this: Pass, relation: Any) -> "_Tables":
        held = this.credits
        credited = (held.credits, held.people, held.person_teams, held.team_teams)
        return _Tables(self.engine.text_of, relation.op(), tuple(each.op() for each in credited))


@dataclass(frozen=True, slots=True)
class _Tables:
    """The tables that a text speaks of, comparable by their names and columns: a relation and those of credit."""

    text_of: Callable[[Any], str]
    """In which language."""
    relation: Any
    credited: tuple[Any, ...]

    def asked(self, family: Family, cut: Cut, asked: tuple[Period, ...], periods: Any = None) -> Pass:
        """A pass over them."""
        credited = CreditTables(*(each.to_expr() for each in self.credited))
        return Pass(family, self.relation.to_expr(), credited, cut, asked, periods)


@lru_cache(maxsize=TEXTS)
def _rows_text(
    tables: _Tables, family: Family, measures: tuple[Measure, ...], cut: Cut, asked: tuple[Period, ...]
) -> str:
    return tables.text_of(staged_rows(tables.asked(family, cut, asked), measures))


@lru_cache(maxsize=TEXTS)
def _numbers_text(tables: _Tables, family: Family, measure: Measure, cut: Cut) -> str:
    return tables.text_of(numbers_of_staged(tables.asked(family, cut, (ANY_DAYS,), periods_table()), measure))


def _one_below_another(name: str, this: Pass, measures: int) -> str:
    """The wide rows as long ones, a row per measure that counts in it, in words that every engine reads."""
    columns = ", ".join((*KEYS, *this.business))
    by_row = this.family.aggregate in BY_ROW
    parts = []
    for at in range(measures):
        counted = f"v{at} IS NOT NULL" if by_row else f"n{at} > 0"
        number = "" if by_row else f", n{at} AS n"
        parts.append(
            f"SELECT CAST({at} AS BIGINT) AS measure, {columns}, v{at} AS v{number} "  # noqa: S608 - names of our own
            f"FROM {name} WHERE {counted}"
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
