"""A backup is one file that comes back as it was, or is refused; it never overwrites and never waits for a load."""

import io
import shutil
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

import merit_desk.operations.actions.unpack as unpack_module
from merit.kernel.refusals import ConflictRefusal
from merit.sources.company_folder import read_company
from merit.sources.load_facts import load_facts
from merit.store import load as store_load
from merit.store.fact_store import FactStore
from merit_desk.operations.actions import frozen_folder
from merit_desk.operations.actions.back_up import back_up, backup_name, drop_old_backups
from merit_desk.operations.actions.restore import check_backup, restore
from merit_desk.operations.queries.proof import seal_faults
from tests.desk.operations.conftest import sqlite_of

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def quiet(_):
    """Nobody watches the steps."""


def files_of(folder):
    """Content by path, without what is derived or unfinished."""
    left_out = (".merit/cube", ".merit/facts", ".merit/desk", "results/.")
    every = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in every.items() if not name.startswith(left_out)}


def notes(folder):
    with closing(sqlite3.connect(folder / ".merit" / "desk.sqlite3")) as database:
        return [text for (text,) in database.execute("SELECT text FROM note ORDER BY id")]


def tampered(file, change):
    """The backup packed anew with `change(name, content)` → content, or None to leave a file out."""
    with (
        pa.CompressedInputStream(pa.OSFile(str(file)), "zstd") as loose,
        tarfile.open(fileobj=loose, mode="r|") as pack,
    ):
        members = [(member, pack.extractfile(member).read()) for member in pack]
    other = file.with_name("tampered.merit.tar.zst")
    with pa.CompressedOutputStream(str(other), "zstd") as squeezed, tarfile.open(fileobj=squeezed, mode="w|") as pack:
        for member, content in members:
            if (changed := change(member.name, content)) is not None:
                member.size = len(changed)
                pack.addfile(member, io.BytesIO(changed))
    return other


@pytest.fixture
def backup(company, tmp_path):
    file = tmp_path / "backup.merit.tar.zst"
    back_up(company, sqlite_of(company), file, NOON)
    return file


def test_everything_comes_back_as_it_was(company, backup, tmp_path):
    again = tmp_path / "again"
    done = restore(backup, again, sqlite_of(again), quiet)
    assert files_of(again) == files_of(company)
    assert notes(again) == ["one", "two", "three"]
    before, after = (FactStore(folder / ".merit" / "facts").snapshot() for folder in (company, again))
    assert (after.number, after.fingerprint) == (before.number, before.fingerprint)
    assert done.faults == ()
    assert done.contents.sealed == ("2026-09",)
    assert done.contents.database.rows == {"note": 3}
    assert list(tmp_path.glob(".again*")) == []


def test_what_is_derived_or_unfinished_is_left_out(company, backup, tmp_path):
    restore(backup, tmp_path / "again", sqlite_of(tmp_path / "again"), quiet)
    assert not (tmp_path / "again" / ".merit" / "cube").exists()
    assert not (tmp_path / "again" / "results" / ".2026-11-unfinished").exists()
    assert (tmp_path / "again" / ".git" / "HEAD").exists()
    assert list((company / ".merit").glob("held-*")) == []


def test_only_its_owner_may_read_a_backup(backup):
    assert backup.stat().st_mode & 0o777 == 0o600


def test_the_usual_tools_can_open_it(backup, tmp_path):
    if shutil.which("zstd") is None:
        pytest.skip("no zstd on this machine")
    names = subprocess.run(
        ["tar", "--use-compress-program=zstd -d", "-tf", backup], capture_output=True, text=True, check=True
    ).stdout
    assert "company/company.yaml" in names
    assert names.splitlines()[-1] == "contents.json"


def test_a_taken_place_is_not_overwritten(company, backup):
    with pytest.raises(ConflictRefusal) as refused:
        restore(backup, company, sqlite_of(company), quiet)
    assert refused.value.code == "operations.place_taken"
    assert notes(company) == ["one", "two", "three"]


def test_an_existing_backup_is_not_overwritten(company, backup):
    before = backup.read_bytes()
    with pytest.raises(ConflictRefusal) as refused:
        back_up(company, sqlite_of(company), backup, NOON)
    assert refused.value.code == "operations.backup_exists"
    assert backup.read_bytes() == before


def test_a_backup_does_not_go_into_the_company_folder(company):
    with pytest.raises(ConflictRefusal) as refused:
        back_up(company, sqlite_of(company), company / "raw" / "backup.zst", NOON)
    assert refused.value.code == "operations.backup_inside"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda name, content: content + b"\n" if name.endswith("people.csv") else content, "backup_differs"),
        (lambda name, content: None if name.endswith("people.csv") else content, "backup_differs"),
        (lambda name, content: None if name == "contents.json" else content, "backup_cut_short"),
        (lambda name, content: b"{}" if name == "contents.json" else content, "not_a_backup"),
        (
            lambda name, content: (
                content.replace(b'"format": 1', b'"format": 9') if name == "contents.json" else content
            ),
            "other_backup_format",
        ),
    ],
)
def test_a_backup_that_was_changed_is_refused_and_leaves_nothing(backup, tmp_path, change, code):
    with pytest.raises(ConflictRefusal) as refused:
        restore(tampered(backup, change), tmp_path / "again", sqlite_of(tmp_path / "again"), quiet)
    assert refused.value.code == f"operations.{code}"
    assert not (tmp_path / "again").exists()
    assert list(tmp_path.glob(".again*")) == []


@pytest.mark.parametrize("kept", [0, 100, 0.5, 0.99])
def test_a_backup_that_was_not_copied_whole_is_refused(backup, tmp_path, kept):
    content = backup.read_bytes()
    half = tmp_path / "half.zst"
    half.write_bytes(content[: int(kept * len(content)) if kept < 1 else kept])
    with pytest.raises(ConflictRefusal) as refused:
        restore(half, tmp_path / "again", sqlite_of(tmp_path / "again"), quiet)
    assert refused.value.code in {"operations.backup_unreadable", "operations.backup_cut_short"}
    assert not (tmp_path / "again").exists()


def test_a_file_that_is_no_backup_is_refused(tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8" * 500)
    with pytest.raises(ConflictRefusal) as refused:
        check_backup(tmp_path / "photo.jpg", quiet)
    assert refused.value.code == "operations.backup_unreadable"


def test_a_path_out_of_the_place_is_refused(tmp_path):
    evil = tmp_path / "evil.zst"
    with pa.CompressedOutputStream(str(evil), "zstd") as squeezed, tarfile.open(fileobj=squeezed, mode="w|") as pack:
        member = tarfile.TarInfo("company/../../escaped")
        member.size = 1
        pack.addfile(member, io.BytesIO(b"x"))
    with pytest.raises(ConflictRefusal) as refused:
        restore(evil, tmp_path / "again", sqlite_of(tmp_path / "again"), quiet)
    assert refused.value.code == "operations.not_a_backup"
    assert not (tmp_path / "escaped").exists()


def test_checking_a_backup_proves_it_and_leaves_nothing(backup, tmp_path):
    before = sorted(tmp_path.iterdir())
    assert check_backup(backup, quiet).faults == ()
    assert sorted(tmp_path.iterdir()) == before


def test_a_load_that_ends_during_a_backup_is_in_it_wholly_or_not_at_all(company, tmp_path, monkeypatch):
    def second_load():
        declared, _ = read_company(company)
        with (company / "facts" / "tasks.csv").open("a") as facts:
            facts.write("T9,cat,guide,2026-10-08T09:00,2026-10-10T18:00,2026-10-09T18:00,,0,90\n")
        load_facts(declared, company, datetime(2026, 11, 3, tzinfo=UTC))

    def while_loading(point):
        if point == "files written":
            back_up(company, sqlite_of(company), tmp_path / "during.zst", NOON)

    before = FactStore(company / ".merit" / "facts").snapshot()
    monkeypatch.setattr(store_load, "reached", while_loading)
    second_load()
    monkeypatch.undo()
    assert FactStore(company / ".merit" / "facts").snapshot().number == before.number + 1
    restore(tmp_path / "during.zst", tmp_path / "again", sqlite_of(tmp_path / "again"), quiet)
    again = FactStore(tmp_path / "again" / ".merit" / "facts").snapshot()
    assert (again.number, again.fingerprint) == (before.number, before.fingerprint)
    names = {path.name for path in (tmp_path / "again").rglob("load-*.parquet")}
    assert not any(name.startswith(f"load-{before.number + 1:06d}") for name in names)


def test_a_results_folder_that_is_replaced_meanwhile_is_taken_whole(company, tmp_path, monkeypatch):
    october = company / "results" / "2026-10"
    hold, replaced = frozen_folder._hold, []

    def replace_once(file, held):
        hold(file, held)
        if file.parent == october and not replaced:
            replaced.append(file)
            fresh = company / "results" / ".fresh"
            shutil.copytree(october, fresh)
            for each in fresh.iterdir():
                each.write_text("new")
            shutil.rmtree(october)
            fresh.rename(october)

    monkeypatch.setattr(frozen_folder, "_hold", replace_once)
    back_up(company, sqlite_of(company), tmp_path / "b.zst", NOON)
    monkeypatch.undo()
    restore(tmp_path / "b.zst", tmp_path / "again", sqlite_of(tmp_path / "again"), quiet)
    contents = {path.read_text() for path in (tmp_path / "again" / "results" / "2026-10").iterdir()}
    assert contents == {"new"}


def test_whoever_writes_waits_while_files_and_database_are_held_together(company, tmp_path, monkeypatch):
    blocked = []

    def try_to_write(folder, place):
        with closing(sqlite3.connect(company / ".merit" / "desk.sqlite3", timeout=0)) as other:
            try:
                other.execute("INSERT INTO note (text) VALUES ('late')")
            except sqlite3.OperationalError as busy:
                blocked.append(str(busy))
        frozen_folder.freeze_folder(folder, place)

    monkeypatch.setattr("merit_desk.operations.actions.back_up.freeze_folder", try_to_write)
    back_up(company, sqlite_of(company), tmp_path / "b.zst", NOON)
    assert blocked == ["database is locked"]


def test_a_full_disk_leaves_no_half_backup(company, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("merit_desk.operations.actions.back_up._add", full)
    (tmp_path / "to").mkdir()
    with pytest.raises(ConflictRefusal) as refused:
        back_up(company, sqlite_of(company), tmp_path / "to" / "b.zst", NOON)
    assert (refused.value.code, list((tmp_path / "to").iterdir())) == ("operations.backup_not_written", [])


def test_a_full_disk_leaves_no_half_restore(backup, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(unpack_module, "_written", full)
    with pytest.raises(ConflictRefusal) as refused:
        restore(backup, tmp_path / "again", sqlite_of(tmp_path / "again"), quiet)
    assert refused.value.code == "operations.backup_unreadable"
    assert not (tmp_path / "again").exists()
    assert list(tmp_path.glob(".again*")) == []


def test_a_damaged_database_is_refused(company, tmp_path):
    (company / ".merit" / "desk.sqlite3").write_bytes(b"SQLite format 3\0" + b"\x13" * 4096)
    with pytest.raises(ConflictRefusal) as refused:
        back_up(company, sqlite_of(company), tmp_path / "b.zst", NOON)
    assert refused.value.code == "operations.database_not_read"


def test_a_company_that_was_never_served_is_backed_up_without_a_database(company, tmp_path):
    (company / ".merit" / "desk.sqlite3").unlink()
    done = back_up(company, sqlite_of(company), tmp_path / "b.zst", NOON)
    assert done.database is None
    assert restore(tmp_path / "b.zst", tmp_path / "again", sqlite_of(tmp_path / "again"), quiet).faults == ()


def test_a_seal_that_did_not_hold_is_told_but_does_not_prevent_the_restore(company, tmp_path):
    with (company / "sealed" / "2026-09" / "results" / "payouts.csv").open("a") as payouts:
        payouts.write("x")
    back_up(company, sqlite_of(company), tmp_path / "b.zst", NOON)
    done = restore(tmp_path / "b.zst", tmp_path / "again", sqlite_of(tmp_path / "again"), quiet)
    assert [each.what for each in done.faults] == ["seal"]
    assert list(seal_faults(tmp_path / "again", done.contents)) == list(done.faults)


def test_old_backups_of_this_company_are_dropped_and_no_other_file(company, tmp_path):
    place = tmp_path / "backups"
    place.mkdir()
    own = [backup_name(company, NOON + timedelta(days=day)) for day in range(4)]
    others = ["acme-2-20261101T000000Z.merit.tar.zst", "notes.txt", "acme-notes.merit.tar.zst"]
    for name in [*own, *others]:
        (place / name).touch()
    dropped = drop_old_backups(company, place, 2)
    assert [path.name for path in dropped] == own[:2]
    assert {path.name for path in place.iterdir()} == {*own[2:], *others}
