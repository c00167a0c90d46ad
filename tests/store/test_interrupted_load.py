"""A load that is killed or runs out of disk leaves the store as it was before or as it is after."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from merit.kernel.refusals import ConflictRefusal
from merit.store import load as loading_module
from merit.store import manifest as manifest_module
from merit.store.fact_store import FactStore
from merit.store.manifest import Manifest
from tests.store.lines import LINES, amounts, lines, load, moment, visible
from tests.store.stopped_load import REFUSED, change

ROOT = Path(__file__).parent.parent.parent
BEFORE = {"A": 100, "B": 200}
AFTER = {"A": 150, "B": 200, "C": 1}


@pytest.fixture
def store(tmp_path: Path) -> FactStore:
    first = FactStore(tmp_path / "facts")
    load(first, 1, BEFORE.items())
    return first


def stopped(store: FactStore, how: str, much: str) -> int:
    """Exit status of a load in a process of its own (negative: the signal that ended it)."""
    command = [sys.executable, "-m", "tests.store.stopped_load", str(store.folder), how, much]
    return subprocess.run(command, check=False, capture_output=True, cwd=ROOT).returncode


@pytest.mark.parametrize(
    ("point", "seen"),
    [
        ("staged", BEFORE),
        ("files written", BEFORE),
        ("order_lines committed", BEFORE),
        ("orders committed", BEFORE),
        ("manifest replaced", AFTER),
    ],
)
def test_a_killed_load_leaves_all_or_nothing(store: FactStore, point: str, seen: dict[str, int]) -> None:
    assert stopped(store, "kill", point) == -signal.SIGKILL
    assert amounts(store.snapshot()) == seen
    assert len(visible(store.snapshot(), "orders", "order_id")) == (3 if seen == AFTER else 0)


@pytest.mark.parametrize("point", ["files written", "order_lines committed", "orders committed", "manifest replaced"])
def test_the_load_after_a_killed_one_comes_to_the_same_as_if_nothing_had_happened(store: FactStore, point: str) -> None:
    stopped(store, "kill", point)
    change(store, 3)
    assert amounts(store.snapshot()) == AFTER
    assert amounts(store.snapshot(moment(1))) == BEFORE
    untouched = FactStore(store.folder.parent / "untouched")
    load(untouched, 1, BEFORE.items())
    change(untouched, 3)
    assert store.snapshot().fingerprint == untouched.snapshot().fingerprint
    assert not (store.folder / ".staging").exists()


def test_an_error_inside_the_load_leaves_the_store_as_it_was(store: FactStore) -> None:
    def break_off() -> None:
        with store.load(moment(2)) as loading:
            loading.put(LINES, lines(("A", 150)))
            raise KeyError("a bug in a source")

    with pytest.raises(KeyError):
        break_off()
    assert amounts(store.snapshot()) == BEFORE
    assert not (store.folder / ".staging").exists()


def test_a_disk_that_is_full_at_the_last_step_leaves_the_store_as_it_was(
    store: FactStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path, manifest: Manifest) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(loading_module, "write_manifest", full)
        with pytest.raises(ConflictRefusal) as refused:
            change(store, 2)
    assert refused.value.code == "store.not_written"
    assert amounts(store.snapshot()) == BEFORE
    change(store, 3)
    assert amounts(store.snapshot()) == AFTER


@pytest.mark.parametrize("limit", ["0", "400", "2000", "4000"])
def test_a_disk_that_takes_only_so_many_bytes_refuses_and_leaves_the_store_as_it_was(
    store: FactStore, limit: str
) -> None:
    assert stopped(store, "bytes", limit) == REFUSED
    assert amounts(store.snapshot()) == BEFORE
    change(store, 3)
    assert amounts(store.snapshot()) == AFTER


def test_the_manifest_is_never_seen_half_written(store: FactStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def torn(data: object, file: object, **_: object) -> None:
        file.write('{"format": 1, "loads": [')
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(manifest_module.json, "dump", torn)
        with pytest.raises(ConflictRefusal):
            change(store, 2)
    assert amounts(store.snapshot()) == BEFORE
