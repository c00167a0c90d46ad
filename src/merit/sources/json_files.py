"""JSON answers and exports → raw rows of text: one document after another, or an array of them.

Numbers are taken as they are written, never as floats. What is nested becomes a column with dots in its name; a list
of keys and values becomes a column per key; of one list (`Layout.rows`) every element is a row of its own.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from merit.kernel.problems import Place, Problem
from merit.sources.raw_rows import HEADER_SEARCHED, Layout, RawPart, header_row, no_header, rows_of_text
from merit.sources.text_encoding import DAMAGED, open_bytes

MOST_JSON = 256 << 20
"""A JSON file is held in memory while it is read: no more bytes than this come out of one."""
ROWS_AT_ONCE = 20_000
_BETWEEN = " \t\r\n,"
_KEYS = {"key", "value"}


@dataclass(slots=True)
class Documents:
    """The documents of a file with the line where each begins, and what ended the reading before the end, if any."""

    found: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    problem: Problem | None = None


def read_json(path: Path, file: str, layout: Layout) -> Iterator[RawPart]:
    """The rows of all documents; a row that lacks a column of others has an empty cell there."""
    text, problem = _text_of(path, file)
    if problem is not None:
        yield problem
        return
    documents = documents_in(text, file)
    kept = [(line, document) for line, document in documents.found if not layout.rows or layout.rows in document]
    for line in (line for line, document in documents.found if layout.rows and layout.rows not in document):
        yield Problem("sources.json_without_list", Place(file, line), {"name": layout.rows})
    rows = [(line, row) for line, document in kept for row in rows_in(document, layout.rows)]
    header = tuple(dict.fromkeys(name for _, row in rows for name in row))
    if documents.problem is not None:
        yield documents.problem
    if header_row([list(header)], Layout(layout.header_with)) is None:
        if documents.problem is None:
            yield no_header(layout, file)
        return
    yield rows_of_text(header, (), ())
    for start in range(0, len(rows), ROWS_AT_ONCE):
        piece = rows[start : start + ROWS_AT_ONCE]
        cells = [[row.get(name, "") for name in header] for _, row in piece]
        yield rows_of_text(header, cells, [line for line, _ in piece])


def json_records(path: Path, rows: str = "") -> list[list[str]]:
    """The columns and the first rows, for recognising the layout; empty when the file cannot be read."""
    text, problem = _text_of(path, path.name)
    if problem is not None:
        return []
    found = [row for _, document in documents_in(text, path.name).found for row in rows_in(document, rows)]
    header = list(dict.fromkeys(name for row in found for name in row))
    return [header, *([row.get(name, "") for name in header] for row in found[:HEADER_SEARCHED])] if header else []


def _text_of(path: Path, file: str) -> tuple[str, Problem | None]:
    try:
        with open_bytes(path) as stream:
            data = stream.read(MOST_JSON + 1)
    except DAMAGED:
        return "", Problem("sources.file_cut_off", Place(file))
    if len(data) > MOST_JSON:
        return "", Problem("sources.unpacks_too_large", Place(file), {"most": f"{MOST_JSON >> 20:,} MB"})
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding), None
        except UnicodeDecodeError:
            continue
    return "", Problem("sources.wrong_encoding", Place(file))


def documents_in(text: str, file: str) -> Documents:
    """The documents of a text: an array, one after another, or a single one that holds an array of them."""
    result = Documents()
    decoder = json.JSONDecoder(
        object_pairs_hook=_once, parse_float=str, parse_int=str, parse_constant=_no_number, strict=False
    )
    at = _skipped(text, 0)
    in_array = text[at : at + 1] == "["
    at, line, counted = _skipped(text, at + in_array), 1, 0
    while at < len(text) and not (in_array and text[at] == "]"):
        line, counted = line + text.count("\n", counted, at), at
        try:
            document, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            result.problem = Problem("sources.json_unreadable", Place(file, line), {"error": _said(error)})
            return result
        if not isinstance(document, dict):
            result.problem = Problem("sources.json_unreadable", Place(file, line), {"error": "[…]"})
            return result
        result.found += [(line, each) for each in _inside(document)]
        at = _skipped(text, at)
    rest = text[at + 1 :].strip(_BETWEEN) if in_array else ""
    if (in_array and at >= len(text)) or rest:
        where = Place(file, text.count("\n", 0, at) + 1)
        result.problem = Problem("sources.json_unreadable", where, {"error": rest[:20] or "…"})
    return result


def _said(error: Exception) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else str(error)[:60]


def _skipped(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BETWEEN:
        at += 1
    return at


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("the same key twice")
    return made


def _no_number(text: str) -> None:
    raise ValueError(text)


def _inside(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The documents that an answer wraps (`{"orders": […]}`), else the document itself."""
    wrapped = [each for each in document.values() if isinstance(each, list) and each and isinstance(each[0], dict)]
    scalars = [each for each in document.values() if not isinstance(each, list | dict)]
    if len(wrapped) == 1 and len(scalars) <= 2 and all(isinstance(each, dict) for each in wrapped[0]):
        return list(wrapped[0])
    return [document]


def rows_in(document: dict[str, Any], spread: str) -> list[dict[str, str]]:
    """The rows of one document: one per element of the list `spread`, each with the document's own columns too."""
    own = flat_cells({name: value for name, value in document.items() if name != spread})
    elements = document.get(spread) if spread else None
    if not isinstance(elements, list) or not elements:
        return [own | ({spread: ""} if spread in document else {})]
    return [own | flat_cells({spread: element}) for element in elements]


def flat_cells(value: dict[str, Any], before: str = "") -> dict[str, str]:
    """The cells inside a document, under names with dots."""
    flat: dict[str, str] = {}
    for name, each in value.items():
        if isinstance(each, dict):
            flat |= flat_cells(each, f"{before}{name}.")
        elif isinstance(each, list):
            flat |= _keyed(each, f"{before}{name}")
        else:
            flat[before + name] = _text(each)
    return flat


def _keyed(elements: list[Any], name: str) -> dict[str, str]:
    """A list of `{key, value}`, as analytics exports have, is a column per key; any other list is one empty column."""
    if not elements or not all(isinstance(each, dict) and each.keys() == _KEYS for each in elements):
        return {name: ""}
    return {f"{name}.{each['key']}": _text(_single(each["value"])) for each in elements}


def _single(value: Any) -> Any:
    """The value that is set, of one that is written as `{string_value, int_value, …}`."""
    if isinstance(value, dict):
        return next((each for each in value.values() if each is not None and not isinstance(each, list | dict)), None)
    return None if isinstance(value, list) else value


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
