"""What was fetched, on its way into a raw file: in place under its name only when it is whole and on disk."""

import csv
import json
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from merit.sources.live.batches import cell_text

MOST_ROWS = 500_000
MOST_BYTES = 64 << 20
UNFINISHED = Path(".merit", "live", "unfinished")


class RawFile:
    """Rows (as CSV), records (JSON, one a line) or columnar tables (Parquet); one kind a file.

    Nothing can be seen of it before `put_in_place`.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.rows = 0
        self._company = folder
        self._unfinished = folder / UNFINISHED / f"{name}-{os.getpid()}"
        self._unfinished.parent.mkdir(parents=True, exist_ok=True)
        self._columns: dict[str, None] = {}
        self._first_width = 0
        self._text = self._unfinished.open("w", encoding="utf-8", errors="backslashreplace", newline="")
        self._writer = csv.writer(self._text, lineterminator="\n")
        self._parquet: Any = None
        self._ending = ".csv"

    def add(self, row: Mapping[str, Any]) -> None:
        """One row; a name that no row had before becomes a further column."""
        self._columns.update(dict.fromkeys(row))
        self._first_width = self._first_width or len(self._columns)
        self._writer.writerow([cell_text(row.get(name)) for name in self._columns])
        self.rows += 1

    def add_record(self, record: Mapping[str, Any]) -> None:
        """One answer of a web API, on a line of its own."""
        self._ending = ".jsonl"
        json.dump(record, self._text, ensure_ascii=False, default=cell_text)
        self._text.write("\n")
        self.rows += 1

    def add_table(self, table: pa.Table) -> None:
        """Rows of a columnar source, with their types."""
        if self._parquet is None:
            self._ending = ".parquet"
            self._parquet = pyarrow.parquet.ParquetWriter(self._unfinished, table.schema)
        self._parquet.write_table(table.cast(self._parquet.schema))
        self.rows += table.num_rows

    @property
    def is_full(self) -> bool:
        """Whether it is time for another file: one is read into memory in part, of JSON as a whole."""
        return self.rows >= MOST_ROWS or self._text.tell() >= MOST_BYTES

    def put_in_place(self, inside: str, now: datetime) -> str:
        """The whole file under its final name; gives its path inside the company folder. Files sort by their moment."""
        self._close()
        if self._ending == ".csv":
            self._put_header()
        with self._unfinished.open("rb") as stream:
            os.fsync(stream.fileno())
        (self._company / inside).mkdir(parents=True, exist_ok=True)
        name = _free_name(self._company / inside, now.astimezone(UTC).strftime("%Y%m%dT%H%M%S"), self._ending)
        self._unfinished.replace(self._company / inside / name)
        return f"{inside}/{name}"

    def give_up(self) -> None:
        """Leave nothing behind."""
        self._close()
        self._unfinished.unlink(missing_ok=True)

    def _close(self) -> None:
        self._text.close()
        if self._parquet is not None:
            self._parquet.close()

    def _put_header(self) -> None:
        """The header stands above rows that were written before all columns were known; short rows are filled up."""
        whole = self._unfinished.with_suffix(".whole")
        with (
            whole.open("w", encoding="utf-8", newline="") as out,
            self._unfinished.open(encoding="utf-8", newline="") as rows,
        ):
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(self._columns)
            if self._first_width == len(self._columns):
                shutil.copyfileobj(rows, out)
            else:
                width = len(self._columns)
                writer.writerows(row + [""] * (width - len(row)) for row in csv.reader(rows))
        whole.replace(self._unfinished)


def _free_name(folder: Path, stamp: str, ending: str) -> str:
    """The moment and a number, so that files of one second keep their order."""
    taken = {path.name.partition(".")[0] for path in folder.iterdir()}
    return next(name + ending for number in range(10_000) if (name := f"{stamp}-{number:04}") not in taken)
