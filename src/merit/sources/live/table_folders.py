"""Folders of tables in an open format: Parquet files, Delta Lake, Apache Iceberg. The same version is read once."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa

from merit.kernel.refusals import ConflictRefusal
from merit.sources.live.batches import Columns, GoOn, Parts, Version, cell_text
from merit.sources.live.local_paths import local_path
from merit.sources.live.source import LiveSource, SourceKind

ROWS_AT_ONCE = 100_000
_LONGEST_REASON = 300


def table_folder_parts(source: LiveSource, folder: Path, start: GoOn) -> Parts:
    """The rows of the folder as it is now, from the cursor on where there is one; nothing if its version was read.

    Raises ConflictRefusal when the folder cannot be read as such a table.
    """
    path = local_path(source, folder)
    try:
        version, found = _OPENED[source.kind](path, source, start)
        if version == start.version:
            yield Version(version)
            return
        for batch in found:
            if batch.num_rows:
                yield Columns(pa.Table.from_batches([batch]))
        yield Version(version)
    except (pa.ArrowException, OSError, ValueError, *_delta_errors()) as error:
        reason = " ".join(str(error).split())[:_LONGEST_REASON]
        raise ConflictRefusal("sources.live_query_failed", name=source.name, reason=reason) from None


def _delta_errors() -> tuple[type[Exception], ...]:
    from deltalake.exceptions import DeltaError

    return (DeltaError,)


def _parquet(path: Path, source: LiveSource, start: GoOn) -> tuple[str, Iterator[pa.RecordBatch]]:
    import pyarrow.dataset

    files = [path] if path.is_file() else sorted(each for each in path.rglob("*.parquet") if _is_data(each, path))
    if not files:
        raise ConflictRefusal("sources.live_no_such_path", name=source.name, address=source.address)
    version = _fingerprint([f"{each}:{each.stat().st_size}:{each.stat().st_mtime_ns}" for each in files])
    dataset = pyarrow.dataset.dataset(
        [str(each) for each in files], format="parquet", partitioning="hive", partition_base_dir=str(path)
    )
    return version, _newer(dataset, source, start)


def _is_data(file: Path, folder: Path) -> bool:
    """Files and folders that begin with _ or . are the writer's own, not yet or no longer data."""
    return not any(part.startswith(("_", ".")) for part in file.relative_to(folder).parts)


def _delta(path: Path, source: LiveSource, start: GoOn) -> tuple[str, Iterator[pa.RecordBatch]]:
    from deltalake import DeltaTable

    table = DeltaTable(str(path))
    version = f"{table.metadata().id}:{table.version()}"
    return version, _newer(table.to_pyarrow_dataset(), source, start)


def _iceberg(path: Path, source: LiveSource, start: GoOn) -> tuple[str, Iterator[pa.RecordBatch]]:
    from pyiceberg.expressions import AlwaysTrue, GreaterThanOrEqual
    from pyiceberg.table import StaticTable

    table = StaticTable.from_metadata(str(_iceberg_metadata(path, source)))
    snapshot = table.current_snapshot()
    version = f"{table.metadata.table_uuid}:{snapshot.snapshot_id if snapshot else 0}"
    since = cell_text(start.since)
    chosen = GreaterThanOrEqual(source.cursor, since) if source.cursor and since else AlwaysTrue()
    return version, iter(table.scan(row_filter=chosen).to_arrow_batch_reader())


def _iceberg_metadata(path: Path, source: LiveSource) -> Path:
    """The newest description of the table: the one that version-hint.text names, else the last by its number."""
    folder = path / "metadata"
    hint = folder / "version-hint.text"
    if hint.is_file():
        named = folder / f"v{hint.read_text('ascii').strip()}.metadata.json"
        if named.is_file():
            return named
    found = sorted(folder.glob("*.metadata.json"), key=_metadata_number)
    if not found:
        raise ConflictRefusal("sources.live_no_such_path", name=source.name, address=source.address)
    return found[-1]


def _metadata_number(path: Path) -> int:
    digits = path.name.lstrip("v").partition(".")[0].partition("-")[0]
    return int(digits) if digits.isdigit() else -1


def _newer(dataset: Any, source: LiveSource, start: GoOn) -> Iterator[pa.RecordBatch]:
    import pyarrow.dataset

    chosen = None
    if source.cursor and source.cursor not in dataset.schema.names:
        raise ConflictRefusal("sources.live_no_cursor", name=source.name, column=source.cursor)
    if source.cursor and start.since is not None:
        since = pa.scalar(start.since).cast(dataset.schema.field(source.cursor).type)
        chosen = pyarrow.dataset.field(source.cursor) >= since
    batches: Iterator[pa.RecordBatch] = dataset.to_batches(filter=chosen, batch_size=ROWS_AT_ONCE)
    return batches


def _fingerprint(texts: list[str]) -> str:
    return sha256("\n".join(texts).encode()).hexdigest()[:24]


_OPENED = {SourceKind.PARQUET: _parquet, SourceKind.DELTA: _delta, SourceKind.ICEBERG: _iceberg}
