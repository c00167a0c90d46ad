"""Runs the cube's queries and shares their rows out to every node: company, shops, channels, people and teams."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from merit.catalogue.kpi import Measure
from merit.engines.cube_arrays import Coded, coded, whole_days
from merit.engines.embedded import EmbeddedEngine
from merit.engines.node_codes import NodeCodes
from merit.kernel.node import COMPANY_ID
from merit.kernel.period import Period
from merit.metrics.component_query import Pass
from merit.metrics.components import Family
from merit.metrics.credit_ranges import WHOLE
from merit.metrics.credited import CreditTables
from merit.metrics.cut import Cut
from merit.metrics.rollup import Spread, Whole, shares_of, spread
from merit.metrics.state import (
    ALL_DAYS,
    BUSINESS_SPACES,
    PEOPLE_SPACES,
    bridge_query,
    business_of,
    credit_state_query,
    credit_within,
    entity_query,
    state_query,
)


@dataclass(frozen=True, slots=True)
class Source:
    """One relation dated by one column under one credit rule, and the days to read (none named: all)."""

    engine: EmbeddedEngine
    credits: CreditTables
    family: Family
    days: tuple[date, ...] = ()

    def states(self, measures: tuple[Measure, ...]) -> list["Rows"]:
        """The summed rows: one scan where shop, channel and day say who is credited, else one more for people."""
        scan = self.scan(by_business=True)
        business = self.engine.run(state_query(scan, measures, self.days))
        if credit_within(scan.relation, self.family.credit):
            return [Rows(self, business, (*self._business(), "people"))]
        people = self.engine.run(credit_state_query(self.scan(by_business=False), measures, self.days))
        return [Rows(self, business, self._business()), Rows(self, people, ("people",))]

    def entities(self, measure: Measure) -> "Rows":
        """The rows whose `entity` is counted distinct or ranked."""
        found = self.engine.run(entity_query(self.scan(by_business=True), measure, self.days))
        return Rows(self, found, (*self._business(), "people"))

    def _business(self) -> tuple[str, ...]:
        return ("company", *business_of(self.engine.relation(self.family.relation)))

    def scan(self, by_business: bool = False) -> Pass:
        """The pass over the relation."""
        relation = self.engine.relation(self.family.relation)
        asked = Period(min(self.days), max(self.days) + timedelta(days=1)) if self.days else ALL_DAYS
        cut = Cut(by=business_of(relation)) if by_business else Cut()
        return Pass(self.family, relation, self.credits, cut, (asked,))


class Rows:
    """Rows of a query and the spaces of nodes that they are shared out to."""

    def __init__(self, source: Source, table: pa.Table, spaces: tuple[str, ...]) -> None:
        self.source = source
        self.table = table
        self.spaces = spaces
        self.days = whole_days(table["on_day"])

    def spreads(self, nodes: NodeCodes) -> Iterator[Spread]:
        """The rows shared out, one space of nodes after the other."""
        everything = np.arange(len(self.days))
        for space in self.spaces:
            if space == "people":
                yield from self._people(nodes)
            elif space == "company":
                code = nodes.code("company", COMPANY_ID)
                yield Spread(everything, np.full(len(everything), code), np.full(len(everything), WHOLE))
            else:
                names = coded(self.table[f"by_{space}"])
                yield Spread(everything, nodes.of(space, names.values)[names.codes], np.full(len(everything), WHOLE))

    def coded_entities(self) -> Whole:
        """The `entity` of every row as a number."""
        return coded(self.table["entity"]).codes

    def _people(self, nodes: NodeCodes) -> Iterator[Spread]:
        keys, listed = self._keys()
        engine, family = self.source.engine, self.source.family
        table = engine.put("cube_keys", listed)
        for space in PEOPLE_SPACES:
            found = engine.run(bridge_query(table, family.credit, space, self.source.credits))
            names = coded(found["node"])
            held = nodes.of(space, names.values)[names.codes]
            numbers = (found["key"].to_numpy().astype(np.int64), held, found["share"].to_numpy().astype(np.int64))
            yield spread(shares_of(*numbers, listed.num_rows), keys)

    def _keys(self) -> tuple[Whole, pa.Table]:
        """The key of every row, and the keys: subject, credit day and day."""
        subject, credit_day = self._subject()
        low = int(min(self.days.min(initial=0), credit_day.min(initial=0)))
        width = int(max(self.days.max(initial=0), credit_day.max(initial=0))) - low + 1
        packed = (subject.codes * width + (credit_day - low)) * width + (self.days - low)
        different, keys = np.unique(packed, return_inverse=True)
        rest, day = np.divmod(different, width)
        which, credited = np.divmod(rest, width)
        names = pa.array(subject.values, pa.string()).take(pa.array(which))
        columns = {
            "for_subject": names,
            "for_day": pa.array((credited + low).astype(np.int32)).cast(pa.date32()),
            "on_day": pa.array((day + low).astype(np.int32)).cast(pa.date32()),
            "key": pa.array(np.arange(len(different))),
        }
        return keys, pa.table(columns)

    def _subject(self) -> tuple[Coded, Whole]:
        if "for_subject" in self.table.column_names:
            return coded(self.table["for_subject"]), whole_days(self.table["for_day"])
        column = self.source.family.credit.column
        if column in BUSINESS_SPACES:
            return coded(self.table[f"by_{column}"]), self.days
        return Coded(np.zeros(len(self.days), np.int64), [""]), self.days
