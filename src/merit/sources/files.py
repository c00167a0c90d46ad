"""A user's file of any kind → raw rows: its name and its first bytes say how it is read."""

from collections.abc import Iterator
from pathlib import Path

from merit.kernel.problems import Place, Problem
from merit.sources.columnar import parquet_header, read_columnar
from merit.sources.json_files import json_records, read_json
from merit.sources.raw_rows import Layout, RawPart
from merit.sources.text_files import first_records, read_text
from merit.sources.workbooks import first_sheet_records, read_workbook
from merit.sources.zipped_files import ZIP_ENDING, unpacked

TEXT_ENDINGS = (".csv", ".csv.gz", ".txt", ".tsv")
_STARTS = {b"PK\x03\x04": "workbook", b"\xd0\xcf\x11\xe0": "workbook", b"PAR1": "parquet"}
JSON_ENDINGS = (".json", ".json.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
EXPORTS = (*TEXT_ENDINGS, ".xlsx", ".xls", ".parquet", *JSON_ENDINGS)
READABLE = (*EXPORTS, ZIP_ENDING)


def is_readable(path: Path) -> bool:
    """True when Merit knows how to read a file of that name."""
    return path.name.lower().endswith(READABLE) and not path.name.startswith((".", "~$"))


def table_stem(path: Path) -> str:
    """The file name without its ending: `orders.csv.gz` → `orders`."""
    name = path.name
    return next((name[: -len(end)] for end in READABLE if name.lower().endswith(end)), name)


def read_raw(path: Path, file: str, layout: Layout) -> Iterator[RawPart]:
    """The rows of the file; the first part has no rows and shows the header."""
    try:
        with unpacked(path, file, EXPORTS) as inside:
            yield from [inside] if isinstance(inside, Problem) else _read_by_name(inside, file, layout)
    except OSError as error:
        yield Problem("sources.cannot_open", Place(file), {"error": error.strerror or str(error)})


def _read_by_name(path: Path, file: str, layout: Layout) -> Iterator[RawPart]:
    match kind_of_file(path):
        case "text":
            yield from read_text(path, file, layout)
        case "workbook":
            yield from read_workbook(path, file, layout)
        case "parquet":
            yield from read_columnar(path, file, layout)
        case "json":
            yield from read_json(path, file, layout)
        case _:
            yield Problem("sources.kind_of_file", Place(file), {"endings": " ".join(READABLE)})


def first_rows(path: Path, rows: str = "") -> list[list[str]]:
    """The first rows of a file, for recognising its layout; empty when it cannot be read. `rows`: as of `Layout`."""
    match kind_of_file(path):
        case "json":
            return json_records(path, rows)
        case "parquet":
            return [parquet_header(path)]
        case "workbook":
            return first_sheet_records(path)
        case _:
            return first_records(path)


def kind_of_file(path: Path) -> str:
    """How a file is read (text, workbook, parquet, json or nothing): by its first bytes; an .xls may be anything."""
    name = path.name.lower()
    with path.open("rb") as stream:
        start = stream.read(4)
    if name.endswith(READABLE) and start in _STARTS:
        return _STARTS[start]
    if name.endswith(TEXT_ENDINGS) or (name.endswith(".xls") and start):
        return "text"
    if name.endswith(JSON_ENDINGS):
        return "json"
    return "workbook" if name.endswith((".xlsx", ".xls")) else "parquet" if name.endswith(".parquet") else ""
