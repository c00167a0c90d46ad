"""Write what a load changes in one table: new rows are added, the rows they replace get their `superseded_at`."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from merit.store.delta_tables import PARTITION, MonthFile, WrittenFile, file_name
from merit.store.row_hashes import quoted, same_key
from merit.store.schema import arrow_schema, dating_day
from merit.store.staging import StagedTable, month_rows

_FILES_OF_A_MONTH = 4
"""More small files than that are put together, for the sake of readers."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The files that a load adds to a table and takes out of it, and by how much the visible rows change."""

    added: tuple[WrittenFile, ...]
    removed: tuple[MonthFile, ...]
    rows: int
    row_sum: int


@dataclass(frozen=True, slots=True)
class _Target:
    """The file that a month is written to, and how many of its staged rows change something."""

    month: str
    path: Path
    changed: int


def write_changes(staged: StagedTable, target: Path, load: int, recorded_at: datetime) -> Changes | None:
    """Write the new files beside the old ones; nothing points at them yet. None when the load changes nothing."""
    run = staged.connection.execute
    _find_changed(staged)
    _find_superseded(staged)
    months: dict[str, int] = dict(run("SELECT in_month, count(*) FROM changed GROUP BY ALL").fetchall())
    old_months = {month for (month,) in run("SELECT DISTINCT in_month FROM superseded").fetchall()}
    if not months:
        return None
    added: list[WrittenFile] = []
    for month in sorted({*months, *old_months}):
        folder = target / f"{PARTITION}={month}"
        folder.mkdir(parents=True, exist_ok=True)
        if month not in old_months and _as_staged(staged, month, months[month]):
            added += [_moved(file, folder / _fresh_name(load)) for file in staged.written[month]]
        else:
            target_file = _Target(month, folder / _fresh_name(load), months.get(month, 0))
            added.append(_write_month(staged, target_file, recorded_at))
    new_rows, new_sum = run("SELECT count(*), coalesce(sum(row_hash), 0) FROM changed").fetchall()[0]
    old_rows, old_sum = run("SELECT count(*), coalesce(sum(row_hash), 0) FROM superseded").fetchall()[0]
    removed = tuple(file for file in staged.stored if file.month in old_months)
    return Changes(tuple(added), removed, new_rows - old_rows, int(new_sum) - int(old_sum))


def _find_changed(staged: StagedTable) -> None:
    """`changed` lists the rows that are not stored already; of a first load that is all of them, not kept twice."""
    run = staged.connection.execute
    run("DROP VIEW IF EXISTS changed")
    run("DROP TABLE IF EXISTS unstored")
    source = staged.seen
    if staged.stored:
        run(
            f"CREATE TEMP TABLE unstored AS SELECT * FROM {staged.seen} seen WHERE NOT EXISTS (FROM"  # noqa: S608
            f" {staged.visible} stored WHERE stored.key_hash = seen.key_hash AND stored.row_hash = seen.row_hash)"
        )
        source = "unstored"
    run(f"CREATE TEMP VIEW changed AS SELECT * FROM {source}")  # noqa: S608


def _as_staged(staged: StagedTable, month: str, changed: int) -> bool:
    """Whether the staged files of a month hold just what changes in it, and are few."""
    files = staged.written[month]
    return len(files) <= _FILES_OF_A_MONTH and sum(file.rows for file in files) == changed


def _moved(file: WrittenFile, path: Path) -> WrittenFile:
    return WrittenFile(file.path.replace(path), file.month, file.rows)


def _fresh_name(load: int) -> str:
    return file_name(load, uuid.uuid4().hex)


def _find_superseded(staged: StagedTable) -> None:
    """`superseded` lists the stored rows whose key comes again with other content."""
    run = staged.connection.execute
    run(
        f"CREATE OR REPLACE TEMP TABLE candidates AS SELECT changed.key_hash, changed.put,"  # noqa: S608
        f" changed.in_month AS new_month, stored.in_month FROM changed JOIN {staged.visible} stored USING (key_hash)"
    )
    run("CREATE OR REPLACE TEMP TABLE superseded (key_hash BIGINT, row_hash BIGINT, in_month VARCHAR)")
    months = {month for (month,) in run("SELECT DISTINCT in_month FROM candidates").fetchall()}
    new_months = [month for (month,) in run("SELECT DISTINCT new_month FROM candidates").fetchall()]
    if not months:
        return
    keys = ", ".join(quoted(name) for name in staged.table.key)
    coming = " UNION ALL ".join(
        f"SELECT key_hash, {keys} FROM {staged.staged_rows(month)} SEMI JOIN candidates USING (key_hash, put)"  # noqa: S608
        for month in new_months
    )
    old = month_rows(file for file in staged.stored if file.month in months)
    run(
        f"INSERT INTO superseded SELECT old.key_hash, old.row_hash, old.in_month FROM {old} old SEMI JOIN ({coming})"  # noqa: S608
        f" coming ON {same_key(staged.table, 'old', 'coming')} WHERE old.superseded_at IS NULL"
    )


def _write_month(staged: StagedTable, target: _Target, recorded_at: datetime) -> WrittenFile:
    moment = f"TIMESTAMPTZ '{recorded_at.isoformat()}'"
    parts = [*_kept_rows(staged, target.month, moment), *_new_rows(staged, target)]
    rows = staged.connection.execute(
        f"COPY ({' UNION ALL '.join(parts)} ORDER BY {quoted(dating_day(staged.table))}) TO '{target.path}'"
        " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
    ).fetchall()[0][0]
    return WrittenFile(target.path, target.month, rows)


def _new_rows(staged: StagedTable, target: _Target) -> list[str]:
    """The staged rows of the month that change something; where all of them do, no join has to find them."""
    if target.month not in staged.written:
        return []
    rows = (
        f"SELECT {_columns(staged)}, recorded_at, superseded_at, key_hash, row_hash"  # noqa: S608
        f" FROM {staged.staged_rows(target.month)}"
    )
    if sum(file.rows for file in staged.written[target.month]) != target.changed:
        of_month = f"SELECT key_hash, put FROM changed WHERE in_month = '{target.month}'"  # noqa: S608
        rows += f" SEMI JOIN ({of_month}) changed USING (key_hash, put)"
    return [rows]


def _kept_rows(staged: StagedTable, month: str, moment: str) -> list[str]:
    """The rows of a month that has to be written anew, with `superseded_at` where a row is replaced now."""
    count = f"SELECT count(*) FROM superseded WHERE in_month = '{month}'"  # noqa: S608
    if not staged.connection.execute(count).fetchall()[0][0]:
        return []
    old = month_rows(file for file in staged.stored if file.month == month)
    rows = (
        f"SELECT {_columns(staged)}, recorded_at, CASE WHEN gone.row_hash IS NOT NULL AND superseded_at IS NULL"  # noqa: S608
        f" THEN {moment} ELSE superseded_at END AS superseded_at, old.key_hash, old.row_hash FROM {old} old"
        " LEFT JOIN superseded gone ON gone.key_hash = old.key_hash AND gone.row_hash = old.row_hash"
    )
    return [rows]


def _columns(staged: StagedTable) -> str:
    return ", ".join(quoted(name) for name in arrow_schema(staged.table).names)
