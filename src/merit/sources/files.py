"""A user's file of any kind → raw rows: the file name says how it is read."""

from collections.abc import Iterator
from pathlib import Path

from merit.kernel.problems import Place, Problem
from merit.sources.columnar import parquet_header, read_columnar
from merit.sources.raw_rows import Layout, RawPart
from merit.sources.text_files import first_records, read_text
from merit.sources.workbooks import first_sheet_records, read_workbook

TEXT_ENDINGS = (".csv", ".csv.gz", ".txt", ".tsv")
READABLE = (*TEXT_ENDINGS, ".xlsx", ".xls", ".parquet")


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
        yield from _read_by_name(path, file, layout)
    except OSError as error:
        yield Problem("sources.cannot_open", Place(file), {"error": error.strerror or str(error)})


def _read_by_name(path: Path, file: str, layout: Layout) -> Iterator[RawPart]:
    name = path.name.lower()
    if name.endswith(TEXT_ENDINGS):
        yield from read_text(path, file, layout)
    elif name.endswith((".xlsx", ".xls")):
        yield from read_workbook(path, file, layout)
    elif name.endswith(".parquet"):
        yield from read_columnar(path, file, layout)
    else:
        yield Problem("sources.kind_of_file", Place(file), {"endings": " ".join(READABLE)})


def first_rows(path: Path) -> list[list[str]]:
    """The first rows of a file, for recognising its layout."""
    name = path.name.lower()
    if name.endswith(".parquet"):
        return [parquet_header(path)]
    return first_sheet_records(path) if name.endswith((".xlsx", ".xls")) else first_records(path)
