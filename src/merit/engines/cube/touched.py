"""The facts around what changed between two moments, as they were and as they are, for relations to be worked out of.

Relations are built as ever, over tables narrowed to the touched keys: what is missing there came out alike both times.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from merit.catalogue.kpi import Measure
from merit.engines.cube.engine import CubeEngine
from merit.engines.embedded import FactFiles
from merit.facts.tables import TABLES
from merit.kernel.refusals import NotFoundRefusal
from merit.metrics.relations import RELATIONS
from merit.metrics.relations.reach import Reach, Touch
from merit.store.schema import MOMENT, arrow_schema

_NAME_BUYERS = ((Reach.ORDER, "orders"), (Reach.CONVERSATION, "conversations"))


class Side(StrEnum):
    """Which of two moments."""

    WAS = "was"
    NOW = "now"


class ChangedFacts(Protocol):
    """Facts as of a moment, and what came to them since an earlier one."""

    @property
    def before(self) -> datetime:
        """The earlier moment."""

    @property
    def now(self) -> FactFiles:
        """All facts as of the later one."""

    @property
    def changed(self) -> Mapping[str, tuple[Path, ...]]:
        """The tables that changed, each with the files that hold all rows which came or went."""


@dataclass(frozen=True, slots=True)
class ChangesSince:
    """Plain `ChangedFacts`."""

    before: datetime
    now: FactFiles
    changed: Mapping[str, tuple[Path, ...]]


class TouchedEngine(CubeEngine):
    """Queries over the touched part of the facts. Names stay the same on both sides, so texts serve twice."""

    def __init__(
        self,
        changes: ChangedFacts,
        measures: Iterable[Measure],
    ) -> None:
        super().__init__(changes.now, RELATIONS, measures)
        self._changes = changes
        self._touch, self._side = Touch(Reach.ROW), Side.NOW
        self._made_tables: set[str] = set()
        self._known_facts: dict[str, Any] = {}

    def show(self, touch: Touch, side: Side) -> None:
        """From now on the tables hold what that reach touches, as it was or is."""
        for name, rows in self._relations.items():
            if rows.get_name() != name:
                self.forget_rows(rows.get_name())
        self._relations.clear()
        for name in [each for each in self._tables if each in TABLES]:
            del self._tables[name]
        self._touch, self._side = touch, side

    def reads(self, relation: str) -> frozenset[str] | None:
        """The fact tables that a relation is made of; None where it reads something else too."""
        try:
            tables = frozenset(self._written(relation).tables)
        except NotFoundRefusal:
            return None
        return tables if tables <= TABLES.keys() else None

    def _open_facts(self, name: str) -> None:
        columns = arrow_schema(TABLES[name])
        both = self._around(self._touch, name)
        if name not in self._known_facts:
            self._known_facts[name] = self.put(name, columns.empty_table())
        self._tables[name] = self._known_facts[name]
        self.name_rows(name, f'SELECT {_listed(columns)} FROM "{both}" WHERE in_{self._side}')  # noqa: S608

    def _around(self, touch: Touch, name: str) -> str:
        """The table's rows of the touched keys, as a table with `in_was` and `in_now`."""
        match touch.reach:
            case Reach.ROW:
                return self._once(f"changed_{name}", lambda: _changed(self._seen(name, changed=True)))
            case Reach.VALUE:
                values = f'SELECT DISTINCT "{touch.column}" FROM "{self._around(Touch(Reach.ROW), name)}"'  # noqa: S608
                text = f'{self._seen(name)} SEMI JOIN ({values}) k USING ("{touch.column}")'
                return self._once(f"of_{touch.column}_{name}", lambda: text)
            case Reach.ORDER:
                return self._once(f"of_order_{name}", lambda: self._of_orders(name))
            case Reach.BUYER:
                return self._once(f"of_buyer_{name}", lambda: self._of_buyers(name))
            case Reach.CONVERSATION:
                return self._once(f"of_talk_{name}", lambda: self._of_talks(name))

    def _of_orders(self, name: str) -> str:
        """Rows of touched orders, also of those whose parcels name no shop; a row without an order stands alone."""
        alone = f'SELECT * FROM "{self._changed_rows(name)}" WHERE order_id IS NULL'  # noqa: S608
        same = "f.order_id = k.order_id AND f.shop IS NOT DISTINCT FROM k.shop"
        return f'{self._seen(name)} SEMI JOIN "{self._orders()}" k ON {same} UNION ALL {alone}'

    def _orders(self) -> str:
        linked = [name for name in self._changes.changed if {"shop", "order_id"} <= set(TABLES[name].names)]
        parts = [f'SELECT shop, order_id FROM "{self._changed_rows(name)}"' for name in linked]  # noqa: S608
        parts += [] if linked else ["SELECT NULL::VARCHAR AS shop, NULL::VARCHAR AS order_id WHERE false"]
        return self._once("touched_orders", lambda: " UNION ".join(parts))

    def _of_buyers(self, name: str) -> str:
        match name:
            case "orders":
                unknown = f"SELECT * FROM \"{self._around(Touch(Reach.ORDER), name)}\" WHERE coalesce(buyer, '') = ''"  # noqa: S608
            case "conversations":
                talks = self._around(Touch(Reach.CONVERSATION), name)
                unknown = f"SELECT * FROM \"{talks}\" WHERE coalesce(buyer, '') = ''"  # noqa: S608
            case _ if "order_id" in TABLES[name].names:
                orders = self._around(Touch(Reach.BUYER), "orders")
                return f'{self._seen(name)} SEMI JOIN "{orders}" k USING (shop, order_id)'
            case _:
                talks = self._around(Touch(Reach.BUYER), "conversations")
                return f'{self._seen(name)} SEMI JOIN "{talks}" k USING (conversation_id)'
        return f'{self._seen(name)} SEMI JOIN "{self._buyers()}" k USING (buyer) UNION ALL {unknown}'

    def _buyers(self) -> str:
        orders, talks = (self._around(Touch(each), name) for each, name in _NAME_BUYERS)
        both = " UNION ".join(f"SELECT buyer FROM \"{name}\" WHERE buyer <> ''" for name in (orders, talks))  # noqa: S608
        return self._once("touched_buyers", lambda: both)

    def _of_talks(self, name: str) -> str:
        talks = [self._changed_rows(each) for each, table in TABLES.items() if "conversation_id" in table.names]
        ids = " UNION ".join(f'SELECT conversation_id FROM "{each}"' for each in talks)  # noqa: S608
        return f"{self._seen(name)} SEMI JOIN ({ids}) k USING (conversation_id)"

    def _changed_rows(self, name: str) -> str:
        return self._around(Touch(Reach.ROW), name)

    def _once(self, name: str, text: Callable[[], str]) -> str:
        if name not in self._made_tables:
            written = text()
            kept = self.keep_rows(written)
            self.name_rows(name, f'SELECT * FROM "{kept}"' if kept else f"SELECT * FROM ({written}) f WHERE false")  # noqa: S608
            self._made_tables.add(name)
        return name

    def _seen(self, name: str, changed: bool = False) -> str:
        """The rows that were visible at either moment."""
        files = self._changes.changed.get(name, ()) if changed else self._files(name)
        was, now = (_visible(moment) for moment in (self._changes.before, self.as_of))
        columns = _listed(arrow_schema(TABLES[name]))
        rows = f"SELECT {columns}, {was} AS in_was, {now} AS in_now FROM {self._stored(name, files)}"  # noqa: S608
        return f"SELECT * FROM (FROM ({rows}) WHERE in_was OR in_now) f"  # noqa: S608

    def _stored(self, name: str, files: tuple[Path, ...]) -> str:
        if files:
            listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
            return f"read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"
        more = [pa.field("recorded_at", MOMENT), pa.field("superseded_at", MOMENT)]
        self.put(f"no_{name}", pa.schema([*arrow_schema(TABLES[name]), *more]).empty_table())
        return f'"no_{name}"'


def _listed(columns: pa.Schema) -> str:
    return ", ".join(f'"{field.name}"' for field in columns)


def _changed(seen: str) -> str:
    return f"{seen} WHERE in_was <> in_now"


def _visible(moment: datetime | None) -> str:
    if moment is None:
        return "false"
    at = f"TIMESTAMPTZ '{moment:%Y-%m-%d %H:%M:%S.%f%z}'"
    return f"(recorded_at <= {at} AND (superseded_at IS NULL OR superseded_at > {at}))"
