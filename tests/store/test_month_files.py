"""How a load lays rows down in files by month."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from merit.store.fact_store import FactStore
from merit.store.schema import stored_schema
from tests.store.lines import LINES, amounts, lines, load, moment, visible

MARCH, APRIL = date(2025, 3, 9), date(2025, 4, 1)


@pytest.fixture
def store(tmp_path: Path) -> FactStore:
    return FactStore(tmp_path / "facts")


def months(store: FactStore) -> list[str]:
    """The month folder of every file that readers see."""
    return [path.parent.name for path in store.snapshot().files("order_lines")]


def test_rows_lie_in_the_file_of_their_month_in_the_order_of_their_days(store: FactStore) -> None:
    days = (APRIL, date(2025, 3, 31), MARCH, date(2024, 12, 31), date(1969, 12, 31))
    with store.load(moment(1)) as loading:
        loading.put(LINES, pa.concat_tables([lines((day.isoformat(), 1), day=day) for day in days]))
    assert months(store) == ["in_month=1969-12", "in_month=2024-12", "in_month=2025-03", "in_month=2025-04"]
    march = pq.read_table(store.snapshot().files("order_lines")[2])
    assert march["ordered_at_day"].to_pylist() == [MARCH, date(2025, 3, 31)]


def test_a_file_holds_the_columns_that_the_store_promises(store: FactStore) -> None:
    load(store, 1, [("A", 100)])
    load(store, 2, [("A", 150)])
    promised = [(field.name, field.type) for field in stored_schema(LINES) if field.name != "in_month"]
    for path in store.snapshot().files("order_lines"):
        assert [(field.name, field.type) for field in pq.read_schema(path)] == promised


def test_a_month_that_a_load_does_not_change_keeps_its_files(store: FactStore) -> None:
    with store.load(moment(1)) as loading:
        loading.put(LINES, pa.concat_tables([lines(("A", 1), day=MARCH), lines(("B", 1), day=APRIL)]))
    before = set(store.snapshot().files("order_lines"))
    with store.load(moment(2)) as loading:
        loading.put(LINES, pa.concat_tables([lines(("A", 1), day=MARCH), lines(("B", 2), day=APRIL)]))
    assert {path.parent.name for path in before & set(store.snapshot().files("order_lines"))} == {"in_month=2025-03"}


def test_a_month_that_comes_in_many_small_parts_becomes_one_file(store: FactStore) -> None:
    load(store, 1, *([(order, 1)] for order in "ABCDEFG"))
    assert months(store) == ["in_month=2025-03"]
    assert amounts(store.snapshot()) == dict.fromkeys("ABCDEFG", 1)


def test_of_a_line_that_changes_between_two_parts_only_the_last_content_is_written(store: FactStore) -> None:
    load(store, 1, [("A", 1), ("B", 1)], [("A", 2)], [("A", 3), ("C", 1)])
    assert visible(store.snapshot(), "order_lines", "order_id, paid_amount") == [("A", 3), ("B", 1), ("C", 1)]
    assert sum(pq.read_metadata(path).num_rows for path in store.snapshot().files("order_lines")) == 3
