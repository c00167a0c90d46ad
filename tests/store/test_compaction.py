"""Small files are put together, old ones deleted; what can be read, now and as of any moment, stays the same."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from deltalake import DeltaTable

from merit.kernel.refusals import ConflictRefusal
from merit.store import compaction
from merit.store import fact_store as fact_store_module
from merit.store.compaction import FILES_OF_A_MONTH
from merit.store.delta_tables import load_number
from merit.store.fact_store import FactStore
from merit.store.manifest import Manifest
from tests.store.lines import amounts, load, moment

LOADS = FILES_OF_A_MONTH + 3


@pytest.fixture
def store(tmp_path: Path) -> FactStore:
    """One line more with every load, and the first line changed by the third."""
    store = FactStore(tmp_path / "facts")
    for day in range(1, LOADS + 1):
        load(store, day, [(f"line {day}", day)] + ([("line 1", 100)] if day == 3 else []))
    return store


def expected(day: int) -> dict[str, int]:
    return {f"line {each}": each for each in range(1, day + 1)} | ({"line 1": 100} if day >= 3 else {})


def test_a_month_never_has_many_files(store: FactStore) -> None:
    assert len(store.snapshot().files("order_lines")) <= FILES_OF_A_MONTH
    assert DeltaTable(str(store.folder / "order_lines")).count() == LOADS + 1, "every row once, and the one replaced"


def test_every_moment_reads_as_before_when_files_were_put_together_and_deleted(store: FactStore) -> None:
    before = {day: store.snapshot(moment(day)).fingerprint for day in range(1, LOADS + 1)}
    store.compact(keep_for=timedelta(0))
    on_disk = set((store.folder / "order_lines").rglob("*.parquet")) - set(
        (store.folder / "order_lines" / "_delta_log").iterdir()
    )
    assert on_disk == set(store.snapshot().files("order_lines"))
    for day in range(1, LOADS + 1):
        assert amounts(store.snapshot(moment(day))) == expected(day)
        assert store.snapshot(moment(day)).fingerprint == before[day]


def test_a_reader_from_before_goes_on_for_a_week(store: FactStore) -> None:
    early = store.snapshot()
    files = early.files("order_lines")
    for day in range(LOADS + 1, LOADS + fact_store_module.TIDY_EVERY + 1):
        load(store, day, [(f"line {day}", day)])
    assert not set(files) <= set(store.snapshot().files("order_lines")), "they were put together"
    assert all(path.exists() for path in files)
    assert amounts(early) == expected(LOADS)


def test_what_an_interrupted_write_left_behind_goes_after_a_week(store: FactStore) -> None:
    left = store.folder / "order_lines" / "in_month=2025-03" / "load-000002-left.parquet"
    left.write_bytes(store.snapshot().files("order_lines")[0].read_bytes())
    store.compact()
    assert left.exists()
    eight_days_ago = time.time() - timedelta(days=8).total_seconds()
    os.utime(left, (eight_days_ago, eight_days_ago))
    store.compact()
    assert not left.exists()
    assert amounts(store.snapshot()) == expected(LOADS)


def test_what_changed_since_a_moment_is_found_in_files_put_together(store: FactStore) -> None:
    for day in range(1, LOADS):
        found = store.snapshot().changed_since(moment(day))["order_lines"]
        later = [path for path in store.snapshot().files("order_lines") if load_number(path) > day]
        assert list(found) == later
    assert store.snapshot().changed_since(moment(LOADS)) == {}


def test_a_disk_that_is_full_while_tidying_up_does_not_undo_the_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path, manifest: Manifest) -> None:
        raise OSError(28, "No space left on device")

    store = FactStore(tmp_path / "facts")
    with monkeypatch.context() as patched:
        patched.setattr(compaction, "write_manifest", full)
        for day in range(1, LOADS + 1):
            load(store, day, [(f"line {day}", day)])
        with pytest.raises(ConflictRefusal) as refused:
            store.compact()
    assert refused.value.code == "store.not_written"
    assert len(amounts(store.snapshot())) == LOADS
    load(store, LOADS + 1, [("line 0", 7)])
    assert len(store.snapshot().files("order_lines")) <= FILES_OF_A_MONTH
    assert len(amounts(store.snapshot())) == LOADS + 1


def test_a_large_file_is_not_written_again_for_the_sake_of_a_few_small_ones(tmp_path: Path) -> None:
    store = FactStore(tmp_path / "facts")
    load(store, 1, [(f"line {each}", each) for each in range(20_000)])
    (large,) = store.snapshot().files("order_lines")
    for day in range(2, LOADS + 1):
        load(store, day, [(f"late {day}", day)])
    assert large in store.snapshot().files("order_lines")
    assert len(store.snapshot().files("order_lines")) <= FILES_OF_A_MONTH
