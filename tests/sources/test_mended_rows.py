"""Rejected rows put right on the screen: what is kept, when it is used, and that the user's file stays as it came."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from merit.sources.load_facts import LoadReport, load_facts
from merit.sources.mended_rows import MendedCell, mended_cells, mended_file, mended_text
from merit.store.fact_store import FactStore
from tests.sources.fact_files import ORDERS, company, read, read_profile_file, write
from tests.sources.test_load_facts import BAD, GOOD, rejected

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
FILE = "facts/orders.csv"


def load(folder: Path, hours: int = 0) -> LoadReport:
    return load_facts(company(), folder, NOON + timedelta(hours=hours))


def mend(folder: Path, column: str, value: str, file: str = FILE) -> None:
    (row,) = next(iter(rejected(folder).values()))
    cell = MendedCell(file, int(row["line"]), row["row_mark"], column, value, "p01", "2026-11-01T13:00:00+08:00")
    path = folder / mended_file(file)
    old = mended_cells(path.read_text("utf-8")) if path.exists() else []
    write(folder, mended_file(file), mended_text([*old, cell]))


def test_a_mended_row_is_loaded_at_its_own_file_and_line_and_leaves_the_rejected_rows(tmp_path):
    write(tmp_path, FILE, ORDERS + GOOD + BAD)
    load(tmp_path)
    mend(tmp_path, "ordered_at", "2026-02-28 09:30:00")
    assert [row.counts for row in load(tmp_path, 1).tables] == [(1, 1, 0, 0)]
    assert rejected(tmp_path) == {}
    row = next(row for row in read(tmp_path).tables["orders"] if row["order_id"] == "A2")
    assert (row["source_file"], row["source_line"]) == (FILE, 3)
    assert "02-30" in (tmp_path / FILE).read_text("utf-8")


def test_mending_keeps_the_personal_cells_of_the_row_without_writing_them_down(tmp_path):
    write(tmp_path, FILE, ORDERS + BAD)
    load(tmp_path)
    mend(tmp_path, "ordered_at", "2026-02-28")
    assert "李四" not in (tmp_path / mended_file(FILE)).read_text("utf-8")
    write(tmp_path, "facts/orders/same_buyer.csv", ORDERS + GOOD.replace("张三", "李四"))
    assert len(set(read(tmp_path).column("buyer"))) == 1


def test_a_correction_is_not_put_into_another_row_that_stands_at_that_line_by_now(tmp_path):
    write(tmp_path, FILE, ORDERS + BAD)
    load(tmp_path)
    mend(tmp_path, "ordered_at", "2026-02-28")
    write(tmp_path, FILE, ORDERS + BAD.replace("A2", "A9"))
    result = read(tmp_path)
    assert len(result.rejected) == 1
    assert "sources.mend_outdated" in result.codes


def test_a_row_that_was_cut_off_is_filled_up(tmp_path):
    write(tmp_path, FILE, ORDERS + "s1,A2,,2026-10-21 09:30:00,,paid\n")
    load(tmp_path)
    assert [row.code for row in read(tmp_path).rejected[0].problems] == ["sources.ragged"]
    mend(tmp_path, "paid_amount", "12.50")
    assert read(tmp_path).column("paid_amount") == [125_000]


def test_a_second_correction_of_the_same_cell_counts(tmp_path):
    write(tmp_path, FILE, ORDERS + BAD)
    load(tmp_path)
    mend(tmp_path, "ordered_at", "2026-02-27")
    mend(tmp_path, "ordered_at", "2026-02-28")
    assert str(read(tmp_path).column("ordered_at_day")[0]) == "2026-02-28"


def test_a_mended_line_keeps_its_number_among_the_lines_of_its_order(tmp_path):
    profile = """
profile: mine
recognise: [Order, Qty]
tables:
  - table: order_lines
    columns:
      shop: {const: s1}
      order_id: Order
      line_id: {number_within: Order}
      ordered_at: When
      quantity: Qty
      unit_price: Price
      paid_amount: Price
"""
    export = "Order,Qty,Price,When\nA,1,5,2026-10-21\nA,x,6,2026-10-21\nA,1,7,2026-10-21\n"
    read_profile_file(tmp_path, profile, export)
    load(tmp_path)
    assert FactStore(tmp_path / ".merit" / "facts").snapshot().rows("order_lines") == 2
    mend(tmp_path, "Qty", "2", "raw/export.csv")
    load(tmp_path, 1)
    lines = {row["source_line"]: row["line_id"] for row in read(tmp_path).tables["order_lines"]}
    assert lines == {2: "1", 3: "2", 4: "3"}
    assert FactStore(tmp_path / ".merit" / "facts").snapshot().rows("order_lines") == 3
