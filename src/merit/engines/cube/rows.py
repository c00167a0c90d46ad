"""Runs the cube's queries and shares their rows out to every node: company, shops, channels, people and teams."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from merit.catalogue.kpi import Measure
from merit.engines.cube.arrays import Coded, coded, codes_of, whole_days
from merit.engines.cube.bridges import Bridges, Credited
from merit.engines.cube.engine import CubeEngine
from merit.engines.cube.node_codes import NodeCodes
from merit.kernel.node import COMPANY_ID
from merit.metrics.component_query import Pass, compiled
from merit.metrics.components import Family
from merit.metrics.credit_ranges import WHOLE
from merit.metrics.credited import CreditTables
from merit.metrics.cut import Cut
from merit.metrics.rollup import Pairs, Whole, numbered, together
from merit.metrics.state import (
    ALL_DAYS,
    BUSINESS_SPACES,
    PEOPLE_SPACES,
    business_of,
    credit_state_query,
    credit_within,
    entity_query,
    state_query,
)


@dataclass(frozen=True, slots=True)
class Source:
    """One relation dated by one column under one credit rule, and the days to read (none named: all)."""

    engine: CubeEngine
    credits: CreditTables
    bridges: Bridges
    family: Family
    days: tuple[date, ...] = ()

    def states(self, measures: tuple[Measure, ...]) -> list["Rows"]:
        """The summed rows: one scan where shop, channel and day say who is credited, else one more for people."""
        scan = self.scan(by_business=True)
        touched = self._touched()
        business = self._run(("state", measures), lambda: state_query(scan, measures, touched))
        if not business.num_rows:
            return []
        if credit_within(scan.relation, self.family.credit):
            return [Rows(self, business, (*self._business(), "people"), one_each=True)]
        people = self._run(("credit", measures), lambda: credit_state_query(self.scan(), measures, touched))
        return [
            Rows(self, business, self._business(), one_each=True),
            Rows(self, people, ("people",), one_each=True),
        ]

    def entities(self, measure: Measure) -> "Rows":
        """The rows whose `entity` is counted distinct or ranked."""
        scan, touched = self.scan(by_business=True), self._touched()
        found = self._run(("entity", measure), lambda: entity_query(scan, measure, touched))
        return Rows(self, found, (*self._business(), "people"), one_each=False)

    def _touched(self) -> Any:
        """The days to read as a table; None for all."""
        if not self.days:
            return None
        return self.engine.put("touched_days", pa.table({"touched": pa.array(self.days, pa.date32())}))

    def unit(self, measure: Measure) -> Fraction:
        """What one of the measure's stored numbers stands for."""
        scan = self.scan()
        return Fraction(self._written(("unit", measure), lambda: str(compiled(measure, scan.relation, scan).unit)))

    def _run(self, what: tuple[object, ...], build: Callable[[], Any]) -> pa.Table:
        return self.engine.run_text(self._written(what, lambda: self.engine.text_of(build())))

    def _written(self, what: tuple[object, ...], write: Callable[[], str]) -> str:
        """Every text is about the relation's table, the touched days and nothing else."""
        about = (*self.engine.told(self.family.relation), self.family, bool(self.days))
        return self.engine.in_words((*what, *about), write)

    def _business(self) -> tuple[str, ...]:
        return ("company", *business_of(self.engine.relation(self.family.relation)))

    def scan(self, by_business: bool = False) -> Pass:
        """The pass over the relation."""
        relation = self.engine.relation(self.family.relation)
        cut = Cut(by=business_of(relation)) if by_business else Cut()
        return Pass(self.family, relation, self.credits, cut, (ALL_DAYS,))


class Rows:
    """Rows of a query, the groups of rows that are shared out alike, and the spaces of nodes that have shares."""

    def __init__(self, source: Source, table: pa.Table, spaces: tuple[str, ...], one_each: bool) -> None:
        self.source = source
        self.table = table
        self.spaces = spaces
        self.days = whole_days(table["on_day"])
        self._names = {space: coded(table[f"by_{space}"]) for space in spaces if space in BUSINESS_SPACES}
        self.groups, self.shown = self._found_groups(one_each)

    @property
    def group_days(self) -> Whole:
        """The day of every group."""
        return self.days[self.shown]

    def pairs(self, nodes: NodeCodes) -> Pairs:
        """Every node that has a share in a group."""
        return together(each for space in self.spaces for each in self._pairs(space, nodes))

    def _pairs(self, space: str, nodes: NodeCodes) -> Iterator[Pairs]:
        everything = np.arange(len(self.shown))
        whole = np.full(len(self.shown), WHOLE)
        if space == "people":
            yield from self._people(nodes)
        elif space == "company":
            yield Pairs(everything, np.full(len(everything), nodes.code("company", COMPANY_ID)), whole)
        else:
            names = self._names[space]
            yield Pairs(everything, nodes.of(space, names.values)[names.codes[self.shown]], whole)

    def _found_groups(self, one_each: bool) -> tuple[Whole, Whole]:
        """The group of every row, and a row of every group."""
        if one_each:
            return np.arange(len(self.days)), np.arange(len(self.days))
        packed = self._found_keys() if "people" in self.spaces else self.days
        for names in self._names.values():
            packed = packed * len(names.values) + names.codes
        found = numbered(packed)
        return found.positions, found.shown

    def coded_entities(self) -> Whole:
        """The `entity` of every row as a number."""
        return codes_of(self.table["entity"])

    def _people(self, nodes: NodeCodes) -> Iterator[Pairs]:
        subject, credit_days = self._subject()
        groups = Credited(subject.values, subject.codes[self.shown], credit_days[self.shown], self.days[self.shown])
        for space in PEOPLE_SPACES:
            yield self.source.bridges.pairs(self.source.family.credit, space, groups, nodes)

    def _found_keys(self) -> Whole:
        """The key of every row: subject, credit day and day as one number."""
        subject, credit_day = self._subject()
        low, width = _reach(self.days)
        early, ahead = _reach(self.days - credit_day)
        packed = (subject.codes * width + (self.days - low)) * ahead + (self.days - credit_day - early)
        return numbered(packed).positions

    def _subject(self) -> tuple[Coded, Whole]:
        if "for_subject" in self.table.column_names:
            return coded(self.table["for_subject"]), whole_days(self.table["for_day"])
        column = self.source.family.credit.column
        if column in BUSINESS_SPACES:
            return coded(self.table[f"by_{column}"]), self.days
        return Coded(np.zeros(len(self.days), np.int64), [""]), self.days


def _reach(values: Whole) -> tuple[int, int]:
    """The lowest value, and how many whole numbers there are from it to the highest."""
    return (int(values.min()), int(values.max() - values.min()) + 1) if len(values) else (0, 1)
