"""An engine as the cube uses it: of every enriched relation only the columns that some measure needs."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import ibis

from merit.catalogue.expression import Name, parts
from merit.catalogue.kpi import Measure
from merit.engines.cube.written import WrittenQueries
from merit.engines.embedded import EmbeddedDatabase
from merit.engines.query_engine import Database, FactFiles, QueryEngine, known_to_ibis
from merit.facts.tables import TABLES
from merit.kernel.refusals import NotFoundRefusal
from merit.metrics.relations import build_for
from merit.store.schema import arrow_schema

_ALWAYS = ("shop", "channel", "credit_day")
_Build = Callable[[Callable[[str], Any]], Any]


@dataclass(frozen=True, slots=True)
class WrittenRelation:
    """A relation in words (empty: it is the fact table itself), its columns, and the tables it is made of.

    `given` are the columns of those of them that are no fact tables.
    """

    text: str
    columns: dict[str, str]
    tables: tuple[str, ...]
    given: dict[str, dict[str, str]]


class CubeEngine(QueryEngine):
    """One snapshot, open for building a cube of those measures.

    Without a database in this process. With `work_out=False` relations are not worked out beforehand: cheaper where
    only a few days are read.
    """

    def __init__(
        self,
        snapshot: FactFiles,
        relations: Mapping[str, _Build],
        measures: Iterable[Measure],
        database: Database | None = None,
        work_out: bool = True,
    ) -> None:
        self._work_out = work_out
        self._needed = needed_columns(measures)
        self._written_relations: dict[str, WrittenRelation] = {}
        self._told: dict[str, tuple[object, ...]] = {}
        self.written = WrittenQueries()
        super().__init__(snapshot, relations, database or EmbeddedDatabase())

    def relation(self, name: str) -> Any:
        """As ever, with its text taken from those written before."""
        if name not in self._enriched:
            return self.table(name)
        if name not in self._relations:
            written = self._written(name)
            for each in written.tables:
                self.table(each)
            self._relations[name] = self._opened(name, written) if written.text else self.table(name)
        return self._relations[name]

    def told(self, name: str) -> tuple[object, ...]:
        """What queries about the relation depend on: its name and its columns."""
        if name not in self._told:
            rows = self.relation(name)
            self._told[name] = (rows.get_name(), _columns(rows))
        return self._told[name]

    def in_words(self, key: tuple[object, ...], write: Callable[[], str]) -> str:
        """The text of that key in the engine's language (see `WrittenQueries.text`)."""
        return self.written.text((self.text_of.__name__, *key), write)

    def _opened(self, name: str, written: WrittenRelation) -> Any:
        if self._work_out:
            self._made(f"relation_{name}", written.text)
        else:
            self.name_rows(f"relation_{name}", written.text)
        return ibis.table(written.columns, name=f"relation_{name}")

    def _written(self, name: str) -> WrittenRelation:
        if name not in self._written_relations:
            needed = sorted(self._needed.get(name, frozenset()))
            key = ("relation", name, needed)
            found = _read(self.in_words(key, lambda: self._described(name)))
            given = {each: _columns(self._tables[each]) for each in found.given if each in self._tables}
            if given != found.given:
                found = _read(self.in_words((*key, given), lambda: self._described(name)))
            self._written_relations[name] = found
        return self._written_relations[name]

    def _described(self, name: str) -> str:
        asked: dict[str, Any] = {}

        def shape(table: str) -> Any:
            if table not in asked:
                asked[table] = self._shape(table)
            return asked[table]

        needed = self._needed.get(name)
        build = self._enriched[name]
        rows = (build_for(build, needed) if needed else build)(shape)
        if needed:
            rows = rows.select(*(each for each in rows.columns if each in needed))
        plain = rows is asked.get(name)
        given = {each: _columns(rows) for each, rows in asked.items() if each not in TABLES}
        text = "" if plain else self.text_of(rows)
        return json.dumps(asdict(WrittenRelation(text, _columns(rows), tuple(sorted(asked)), given)))

    def _shape(self, name: str) -> Any:
        if name in TABLES:
            return known_to_ibis(name, arrow_schema(TABLES[name]))
        if name not in self._tables:
            raise NotFoundRefusal("metrics.unknown_relation", relation=name)
        return self._tables[name]


def _read(text: str) -> WrittenRelation:
    found = json.loads(text)
    return WrittenRelation(found["text"], found["columns"], tuple(found["tables"]), found["given"])


def _columns(rows: Any) -> dict[str, str]:
    return {name: str(kind) for name, kind in rows.schema().items()}


def needed_columns(measures: Iterable[Measure]) -> dict[str, frozenset[str]]:
    """Per relation, the columns that its measures speak of, are dated by and are credited by."""
    needed: dict[str, frozenset[str]] = {}
    for measure in measures:
        written = [each for each in (measure.value, measure.where) if each is not None]
        names = {part.id for each in written for part in parts(each) if isinstance(part, Name)}
        names |= {measure.at, f"{measure.at}_day", measure.credit.column, *_ALWAYS}
        needed[measure.relation] = needed.get(measure.relation, frozenset()) | names
    return needed
