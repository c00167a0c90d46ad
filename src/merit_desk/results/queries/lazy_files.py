"""Result files of any size: found where they lie at once, made into rows and workings only when somebody asks."""

import json
import os
from array import array
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

import pyarrow as pa
from pyarrow import csv as arrow_csv

Row = TypeVar("Row")
Node = tuple[str, str]
_WORKING = b',"working":'


class NodeTable(Mapping[Node, tuple[Row, ...]], Generic[Row]):
    """Rows of a CSV by kind and id of their node, in file order; a node's rows are made when first asked for.

    The file is read once and kept as columns of text, which take about as much memory as the file.
    """

    def __init__(self, file: Path, make: Callable[[dict[str, str]], Row], columns: tuple[str, ...]) -> None:
        self._make = make
        self._made: dict[Node, tuple[Row, ...]] = {}
        self._table = _text_table(file, columns)
        self._lines: dict[Node, array[int]] = {}
        kinds, nodes = (self._table.column(name).to_pylist() for name in ("node_kind", "node"))
        for line, node in enumerate(zip(kinds, nodes, strict=True)):
            self._lines.setdefault(node, array("l")).append(line)

    def __getitem__(self, node: Node) -> tuple[Row, ...]:
        made = self._made.get(node)
        if made is None:
            rows = self._table.take(pa.array(self._lines[node])).to_pylist()
            made = self._made[node] = tuple(map(self._make, rows))
        return made

    def __contains__(self, node: object) -> bool:
        return node in self._lines

    def __iter__(self) -> Iterator[Node]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


class RowsByKey(Mapping[str, tuple[Row, ...]], Generic[Row]):
    """Rows by key, still as text; the rows of a key are made when first asked for."""

    def __init__(self, rows: list[dict[str, str]], key: str, make: Callable[[dict[str, str]], Row]) -> None:
        self._make = make
        self._made: dict[str, tuple[Row, ...]] = {}
        self._rows: dict[str, list[dict[str, str]]] = {}
        for row in rows:
            self._rows.setdefault(row[key], []).append(row)

    def __getitem__(self, key: str) -> tuple[Row, ...]:
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = tuple(map(self._make, self._rows[key]))
        return made

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class Workings(Mapping[tuple[str, ...], tuple[dict[str, Any], ...]]):
    """explain.jsonl by what each line is about, in file order; only the places of the lines are kept.

    The file stays open: a later run puts another in its place, and who still reads this one reads it whole.
    """

    def __init__(self, file: Path) -> None:
        self._file = file.open("rb", buffering=0)
        self._places: dict[tuple[str, ...], list[tuple[int, int]]] = {}
        place = 0
        with file.open("rb") as lines:
            for line in lines:
                head, _, _ = line.partition(_WORKING)  # inside a text the quotes of this would be escaped
                self._places.setdefault(_key(json.loads(head + b"}")), []).append((place, len(line)))
                place += len(line)

    def __getitem__(self, key: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
        return tuple(self._working(place, length) for place, length in self._places[key])

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __del__(self) -> None:
        self._file.close()

    def _working(self, place: int, length: int) -> dict[str, Any]:
        line = os.pread(self._file.fileno(), length, place)  # takes no turns: several threads may read
        working: dict[str, Any] = json.loads(line)["working"]
        return working


def _key(entry: dict[str, str]) -> tuple[str, ...]:
    segment = (entry["segment"],) if "segment" in entry else ()
    return (entry["kind"], entry["person"], entry["of"], entry["line"], *segment)


def _text_table(file: Path, columns: tuple[str, ...]) -> pa.Table:
    return arrow_csv.read_csv(
        file,
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(columns, pa.string()), include_columns=list(columns), strings_can_be_null=False
        ),
    ).combine_chunks()
