"""Many small files of a month become one: the same rows, so that what can be read at any moment stays the same."""

import os
import shutil
import time
import uuid
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path

import duckdb

from merit.facts.tables import TABLES
from merit.store.delta_tables import (
    PARTITION,
    FileChange,
    MonthFile,
    WrittenFile,
    commit_files,
    file_name,
    files_of,
    load_number,
)
from merit.store.load import STAGING, reached
from merit.store.manifest import Manifest, write_manifest
from merit.store.row_hashes import quoted
from merit.store.schema import dating_day

FILES_OF_A_MONTH = 8
"""A month with more files than that has its small ones put together."""
_MEMORY = "1GB"


def put_together(folder: Path, manifest: Manifest) -> Manifest:
    """Put the small files of crowded months together, in all tables at once; the manifest of the store after it."""
    crowded = {
        name: months
        for name, state in manifest.tables.items()
        if name in TABLES and (months := _crowded(files_of(folder / name, state.version)))
    }
    if not crowded:
        return manifest
    staging = folder / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()
    try:
        versions = {name: _put_together(folder / name, staging, months) for name, months in crowded.items()}
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    fresh = manifest.with_versions(versions)
    write_manifest(folder, fresh)
    reached("compacted")
    return fresh


def _crowded(files: Iterable[MonthFile]) -> list[tuple[MonthFile, ...]]:
    by_month: dict[str, list[MonthFile]] = {}
    for file in files:
        by_month.setdefault(file.month, []).append(file)
    return [_small(listed) for _, listed in sorted(by_month.items()) if len(listed) > FILES_OF_A_MONTH]


def _small(files: list[MonthFile]) -> tuple[MonthFile, ...]:
    """The files up to the last one that is no larger than all smaller ones together: a large file is left alone for
    long, so that in the end every row is written again only a few times."""
    sized = sorted((os.stat(file.path).st_size, file.path, file) for file in files)
    smaller = [0, *accumulate(size for size, _, _ in sized)]
    last = max(at for at, (size, _, _) in enumerate(sized) if at < 2 or size <= smaller[at])
    return tuple(file for _, _, file in sized[: last + 1])


def _put_together(folder: Path, staging: Path, months: list[tuple[MonthFile, ...]]) -> int:
    """One table. The new file bears the number of the latest load among the old ones, for those who look by number."""
    table = TABLES[folder.name]
    added = tuple(_one_file(folder, staging, files, quoted(dating_day(table))) for files in months)
    reached("files put together")
    change = FileChange(added, tuple(file for files in months for file in files), same_rows=True)
    version = commit_files(folder, table, change, int(time.time() * 1000))
    reached(f"{folder.name} compacted")
    return version


def _one_file(folder: Path, staging: Path, files: tuple[MonthFile, ...], by: str) -> WrittenFile:
    month = files[0].month
    name = file_name(max(load_number(file.path) for file in files), uuid.uuid4().hex)
    listed = ", ".join(f"'{file.path}'" for file in files)
    with duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": str(staging / "spill")}) as connection:
        connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        rows = connection.execute(
            f"COPY (FROM read_parquet([{listed}], union_by_name = true, hive_partitioning = false) ORDER BY {by})"
            f" TO '{staging / name}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
        ).fetchall()[0][0]
    path = folder / f"{PARTITION}={month}" / name
    (staging / name).replace(path)
    return WrittenFile(path, month, rows)
