"""Who has which share of what, asked once per span of days on which no credit and no team changes, and then kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from merit.catalogue.kpi import Credit, CreditBy
from merit.engines.cube.arrays import coded, whole_days, whole_numbers
from merit.engines.cube.engine import CubeEngine
from merit.engines.cube.node_codes import NodeCodes
from merit.metrics.credited import CreditTables
from merit.metrics.rollup import Members, Pairs, Whole, each_member, in_order, numbered
from merit.metrics.state import bridge_query


@dataclass(frozen=True, slots=True)
class Credited:
    """What decides who has a share of a group of rows, per group: position of the subject, credit day and day."""

    subjects: list[str]
    subject: Whole
    credit_days: Whole
    days: Whole


@dataclass(slots=True)
class _Known:
    """Shares by span: entry k says that `names[node[k]]` has `share[k]` of the span `span[k]`; in order of spans."""

    asked: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    span: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    node: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    share: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    names: list[str] = field(default_factory=list)


class Bridges:
    """The credits and teams of an engine."""

    def __init__(self, engine: CubeEngine, tables: CreditTables) -> None:
        self._engine = engine
        self._credits = tables
        self._subjects: dict[str, int] = {}
        self._known: dict[tuple[Credit, str], _Known] = {}
        self._edges: dict[tuple[str, str], Whole] = {}

    def pairs(self, credit: Credit, space: str, groups: Credited, nodes: NodeCodes) -> Pairs:
        """Every person or team (by `space`) that has a share in a group."""
        known = self._known.setdefault((credit, space), _Known())
        found = numbered(self._spans(credit, space, groups))
        missing = ~np.isin(found.different, known.asked)
        if missing.any():
            self._ask((credit, space), groups, found.different[missing], found.shown[missing])
        edges = np.searchsorted(known.span, found.different), np.searchsorted(known.span, found.different, "right")
        row, entry = _entries(*edges, found.positions)
        return Pairs(row, nodes.of(space, known.names)[known.node[entry]], known.share[entry])

    def _spans(self, credit: Credit, space: str, groups: Credited) -> Whole:
        """A number for all that decides: the subject, and between which changes its credit day and its day lie."""
        subject = np.array([self._subject(name) for name in groups.subjects], np.int64)[groups.subject]
        credit_edges = self._days("credit", credit.kind) if credit.by is CreditBy.SUBJECT else np.empty(0, np.int64)
        team_edges = np.empty(0, np.int64) if space == "person" else self._days("teams", "")
        credited = np.searchsorted(credit_edges, groups.credit_days, "right")
        there = np.searchsorted(team_edges, groups.days, "right")
        return (subject * (len(credit_edges) + 1) + credited) * (len(team_edges) + 1) + there

    def _subject(self, name: str) -> int:
        return self._subjects.setdefault(name, len(self._subjects))

    def _days(self, what: str, kind: str) -> Whole:
        """The days on which a credit of that kind, or a team of anybody, begins or ends."""
        if (what, kind) not in self._edges:
            held = self._credits
            credited = held.credits.filter(held.credits.kind == kind)
            rows = [credited] if what == "credit" else [held.person_teams, held.team_teams]
            found = [self._engine.run_text(self._edge_text((what, kind, at), each)) for at, each in enumerate(rows)]
            days = [whole_days(table[name]) for table in found for name in ("first", "past")]
            self._edges[what, kind] = np.unique(np.concatenate(days))
        return self._edges[what, kind]

    def _edge_text(self, what: tuple[object, ...], rows: Any) -> str:
        return self._engine.in_words(
            ("edges", *what), lambda: self._engine.text_of(rows.select("first", "past").distinct())
        )

    def _ask(self, what: tuple[Credit, str], groups: Credited, spans: Whole, shown: Whole) -> None:
        known = self._known[what]
        keys = self._engine.put("cube_keys", _keys(groups, shown))
        found = self._engine.run_text(self._text(what, keys))
        names = coded(found["node"])
        listed = {name: at for at, name in enumerate(known.names)}
        node = np.array([listed.setdefault(name, len(listed)) for name in names.values], np.int64)[names.codes]
        span = np.concatenate((known.span, spans[whole_numbers(found["key"])]))
        order = in_order(span)
        known.asked = np.union1d(known.asked, spans)
        known.span = span[order]
        known.node = np.concatenate((known.node, node))[order]
        known.share = np.concatenate((known.share, whole_numbers(found["share"])))[order]
        known.names = list(listed)

    def _text(self, what: tuple[Credit, str], keys: Any) -> str:
        credit, space = what
        write: Callable[[], str] = lambda: self._engine.text_of(bridge_query(keys, credit, space, self._credits))  # noqa: E731
        return self._engine.in_words(("bridge", credit, space), write)


def _keys(groups: Credited, shown: Whole) -> pa.Table:
    """A group of each span: all others of it are credited alike."""
    names = pa.array(groups.subjects, pa.string())
    columns = {
        "for_subject": names.take(pa.array(groups.subject[shown])),
        "for_day": pa.array(groups.credit_days[shown].astype(np.int32)).cast(pa.date32()),
        "on_day": pa.array(groups.days[shown].astype(np.int32)).cast(pa.date32()),
        "key": pa.array(np.arange(len(shown))),
    }
    return pa.table(columns)


def _entries(first: Whole, past: Whole, spans: Whole) -> tuple[Whole, Whole]:
    """For a run of spans, the position in the run and the entry, once per entry from `first` to `past` of the span."""
    starts = np.concatenate(([0], np.cumsum(past - first)))
    entries = np.arange(starts[-1]) + np.repeat(first - starts[:-1], past - first)
    return each_member(Members(starts, entries), spans)
