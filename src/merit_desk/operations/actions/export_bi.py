"""`merit export-bi`: Parquet files and one DuckDB file for Tableau, Power BI and Superset, replaced as a whole."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from merit.kernel.refusals import ConflictRefusal
from merit.sources.company_folder import read_company
from merit.workspace import FolderRefusal
from merit_desk.operations.queries.bi_columns import BI_TABLES, VIEWS, schema_of
from merit_desk.operations.queries.bi_rows import Row, bi_rows

DUCKDB_FILE = "merit.duckdb"
_AT_ONCE = 50_000
_OURS = frozenset({DUCKDB_FILE, *(f"{name}.parquet" for name in BI_TABLES)})


def export_bi(folder: Path, target: Path, names: bool = False) -> dict[str, int]:
    """Rows by table. `target` may hold an earlier export and nothing else; readers of that one go on undisturbed.

    Raises ConflictRefusal, and FolderRefusal when the folder has errors.
    """
    if target.exists() and not (target.is_dir() and {path.name for path in target.iterdir()} <= _OURS):
        raise ConflictRefusal("operations.bi_place_taken", folder=str(target))
    company, problems = read_company(folder)
    if company is None:
        raise FolderRefusal(folder, problems)
    if not target.absolute().parent.is_dir():
        raise ConflictRefusal("operations.no_such_folder", folder=str(target.absolute().parent))
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.absolute().parent))
    try:
        rows = bi_rows(folder, company, names)
        counts = {name: _write(name, rows[name](), fresh / f"{name}.parquet") for name in BI_TABLES}
        _collect(fresh)
        fresh.chmod(0o750)
        _put(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return counts


def _write(table: str, rows: Iterable[Row], file: Path) -> int:
    count, waiting = 0, iter(rows)
    with pq.ParquetWriter(file, schema_of(table), compression="zstd") as writer:
        while some := list(islice(waiting, _AT_ONCE)):
            writer.write_table(pa.Table.from_pylist(some, schema_of(table)))
            count += len(some)
    return count


def _collect(place: Path) -> None:
    """Everything in one file that can be moved: tables with their rows, and the views."""
    with duckdb.connect(str(place / DUCKDB_FILE)) as database:
        for name in BI_TABLES:
            database.execute(f"CREATE TABLE {name} AS FROM read_parquet($1)", [str(place / f"{name}.parquet")])
        for name, query in VIEWS.items():
            database.execute(f"CREATE VIEW {name} AS {query}")


def _put(fresh: Path, target: Path) -> None:
    if not target.exists():
        os.replace(fresh, target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.absolute().parent)) / target.name
    os.replace(target, old)
    os.replace(fresh, target)
    shutil.rmtree(old.parent)
