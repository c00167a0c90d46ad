"""Loading a folder: what is counted, what is kept of rejected rows, and that a load repeated changes nothing."""

import csv
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from merit.kernel.refusals import ConflictRefusal
from merit.sources.load_facts import STORE, LoadReport, load_facts
from merit.sources.load_watch import LoadProgress
from merit.sources.salt import company_salt
from merit.store.fact_store import FactStore
from tests.sources.fact_files import ORDERS, company, write

GOOD = "s1,A1,张三,2026-10-21 09:30:00,2026-10-21 09:31:00,paid,100.50,8\n"
BAD = "s1,A2,李四,2026-02-30 09:30:00,,paid,1,8\n"
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


@dataclass
class Watcher:
    """Keeps what it is told, and cancels after so many tellings."""

    cancels_after: int = 1_000
    told: list[LoadProgress] = field(default_factory=list)

    def progressed(self, progress: LoadProgress) -> None:
        self.told.append(progress)

    def cancelled(self) -> bool:
        return len(self.told) >= self.cancels_after


def load(folder: Path, hours: int = 0) -> LoadReport:
    return load_facts(company(), folder, NOON + timedelta(hours=hours))


def rejected(folder: Path) -> dict[str, list[dict[str, str]]]:
    files = sorted((folder / "rejected").glob("*.csv"))
    return {file.name: list(csv.DictReader(file.open(encoding="utf-8-sig", newline=""))) for file in files}


def test_loading_the_same_files_again_changes_nothing(tmp_path):
    write(tmp_path, "facts/orders.csv", ORDERS + GOOD + GOOD.replace("A1", "A3") + BAD)
    assert [(row.table, row.counts) for row in load(tmp_path).tables] == [("orders", (2, 0, 0, 1))]
    assert [(row.table, row.counts) for row in load(tmp_path, 1).tables] == [("orders", (0, 2, 0, 1))]


def test_changed_content_of_a_key_is_a_new_version(tmp_path):
    write(tmp_path, "facts/orders.csv", ORDERS + GOOD)
    load(tmp_path)
    write(tmp_path, "facts/orders.csv", ORDERS + GOOD.replace("100.50", "99"))
    assert [row.counts for row in load(tmp_path, 1).tables] == [(0, 0, 1, 0)]


def test_a_rejected_row_keeps_reason_file_line_and_content_but_no_person(tmp_path):
    write(tmp_path, "facts/orders.csv", ORDERS + GOOD + BAD)
    load(tmp_path)
    (row,) = rejected(tmp_path)["facts_orders.csv.csv"]
    assert (row["reason"], row["file"], row["line"]) == ("sources.no_such_time", "facts/orders.csv", "3")
    assert (row["column"], row["order_id"], row["ordered_at"]) == ("ordered_at", "A2", "2026-02-30 09:30:00")
    assert "2026-02-30" in row["params"]
    assert row["buyer"] not in ("", "李四")
    assert "李四" not in str(row)


def test_a_mended_file_leaves_no_rejected_rows_behind(tmp_path):
    write(tmp_path, "facts/orders.csv", ORDERS + BAD)
    write(tmp_path, "facts/refunds.csv", "shop,refund_id,amount,status\ns1,R1,x,success\n")
    write(tmp_path, "rejected/notes.csv", "mine\n")
    load(tmp_path)
    assert set(rejected(tmp_path)) == {"facts_orders.csv.csv", "facts_refunds.csv.csv", "notes.csv"}
    write(tmp_path, "facts/orders.csv", ORDERS + BAD.replace("02-30", "02-28"))
    report = load(tmp_path, 1)
    assert set(rejected(tmp_path)) == {"facts_refunds.csv.csv", "notes.csv"}
    assert {row.table: row.counts for row in report.tables}["orders"] == (1, 0, 0, 0)


def test_a_load_that_fails_leaves_store_and_rejected_rows_as_they_were(tmp_path, monkeypatch):
    write(tmp_path, "facts/orders.csv", ORDERS + BAD)
    load(tmp_path)
    before = rejected(tmp_path)
    write(tmp_path, "facts/orders.csv", ORDERS + GOOD + BAD.replace("A2", "A4"))

    def fails(*_: object) -> None:
        raise ConflictRefusal("store.not_written", reason="disk full")

    monkeypatch.setattr("merit.store.load.Load.commit", fails)
    with pytest.raises(ConflictRefusal):
        load(tmp_path, 1)
    assert rejected(tmp_path) == before
    assert FactStore(tmp_path / ".merit" / "facts").snapshot().rows("orders") == 0
    monkeypatch.undo()
    assert [row.counts for row in load(tmp_path, 2).tables] == [(1, 0, 0, 1)]
    assert [row["order_id"] for row in rejected(tmp_path)["facts_orders.csv.csv"]] == ["A4"]


def test_several_files_of_one_table_and_several_tables_come_in_one_load(tmp_path):
    for number in range(3):
        write(tmp_path, f"facts/orders/{number}.csv", ORDERS + GOOD.replace("A1", f"A{number}"))
    write(tmp_path, "facts/refunds.csv", "shop,refund_id,amount,status,refunded_at\ns1,R1,5,success,2026-10-21\n")
    watcher = Watcher()
    report = load_facts(company(), tmp_path, NOON, watcher)
    assert [(row.table, row.loaded) for row in report.tables] == [("orders", 3), ("refunds", 1)]
    assert (watcher.told[0].file, watcher.told[0].files_done, watcher.told[0].files_total) == (
        "facts/orders/0.csv",
        0,
        4,
    )
    assert watcher.told[-1] == LoadProgress("", 4, 4, 4, 8, 4, 0, 0, 0)


def test_the_salt_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    first = company_salt(tmp_path)
    assert company_salt(tmp_path) == first
    assert (tmp_path / ".merit" / "salt").stat().st_mode & 0o077 == 0


def test_a_cancelled_load_leaves_store_and_rejected_rows_as_they_were_and_the_next_one_takes_all(tmp_path):
    write(tmp_path, "facts/orders.csv", ORDERS + BAD)
    load(tmp_path)
    before = rejected(tmp_path)
    for number in range(3):
        write(tmp_path, f"facts/orders/{number}.csv", ORDERS + GOOD.replace("A1", f"A{number}9"))
    with pytest.raises(ConflictRefusal) as refusal:
        load_facts(company(), tmp_path, NOON + timedelta(hours=1), Watcher(cancels_after=2))
    assert refusal.value.code == "sources.load_cancelled"
    assert rejected(tmp_path) == before
    assert FactStore(tmp_path / STORE).snapshot().rows("orders") == 0
    assert not (tmp_path / ".merit" / "rejecting").exists()
    assert [row.counts for row in load(tmp_path, 2).tables] == [(3, 0, 0, 1)]


def test_a_process_killed_in_the_middle_of_a_load_leaves_nothing_and_the_next_load_doubles_nothing(tmp_path):
    write(tmp_path, "facts/orders.csv", ORDERS + GOOD)
    load(tmp_path)
    for number in range(4):
        write(tmp_path, f"facts/orders/{number}.csv", ORDERS + GOOD.replace("A1", f"B{number}") + BAD)
    killed = subprocess.run([sys.executable, "-m", "tests.sources.killed_load", str(tmp_path), "3"], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert FactStore(tmp_path / STORE).snapshot().rows("orders") == 1
    assert rejected(tmp_path) == {}
    assert [row.counts for row in load(tmp_path, 2).tables] == [(4, 1, 0, 4)]
    assert FactStore(tmp_path / STORE).snapshot().rows("orders") == 5
    assert [row.counts for row in load(tmp_path, 3).tables] == [(0, 5, 0, 4)]


def test_one_file_alone_is_loaded_and_the_rejected_rows_of_the_others_stay(tmp_path):
    write(tmp_path, "facts/orders/a.csv", ORDERS + BAD)
    write(tmp_path, "facts/orders/b.csv", ORDERS + BAD.replace("A2", "A3"))
    load(tmp_path)
    write(tmp_path, "facts/orders/a.csv", ORDERS + GOOD)
    report = load_facts(company(), tmp_path, NOON + timedelta(hours=1), only=["facts/orders/a.csv"])
    assert [row.counts for row in report.tables] == [(1, 0, 0, 0)]
    assert set(rejected(tmp_path)) == {"facts_orders_b.csv.csv"}
