"""What a load does to the store, and what a reader sees of it."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merit.facts.tables import TABLES
from merit.kernel.refusals import ConflictRefusal
from merit.store.fact_store import FactStore
from merit.store.schema import arrow_schema
from merit.store.staging import Outcome
from tests.store.lines import LINES, ORDERS, amounts, lines, load, moment, orders, visible


@pytest.fixture
def store(tmp_path: Path) -> FactStore:
    return FactStore(tmp_path / "facts")


def test_an_empty_store_shows_no_rows(store: FactStore) -> None:
    snapshot = store.snapshot()
    assert (snapshot.as_of, snapshot.number, snapshot.files("orders")) == (None, 0, ())


def test_new_lines_become_visible_when_the_load_ends(store: FactStore) -> None:
    with store.load(moment(1)) as loading:
        assert loading.put(LINES, lines(("A", 100), ("B", 200))) == Outcome(loaded=2)
        assert amounts(store.snapshot()) == {}
    assert amounts(store.snapshot()) == {"A": 100, "B": 200}
    assert store.snapshot().as_of == moment(1)


def test_the_same_lines_again_change_nothing_at_all(store: FactStore) -> None:
    load(store, 1, [("A", 100), ("B", 200)])
    before = sorted(store.folder.rglob("*.parquet"))
    assert load(store, 2, [("A", 100), ("B", 200)]) == [Outcome(unchanged=2)]
    assert (store.snapshot().number, store.snapshot().as_of) == (1, moment(1))
    assert sorted(store.folder.rglob("*.parquet")) == before


def test_a_line_that_moved_to_another_file_is_unchanged(store: FactStore) -> None:
    load(store, 1, [("A", 100)])
    with store.load(moment(2)) as loading:
        assert loading.put(LINES, lines(("A", 100), file="facts/later.csv")) == Outcome(unchanged=1)


def test_a_changed_line_is_a_new_version_and_the_old_one_is_kept(store: FactStore) -> None:
    load(store, 1, [("A", 100), ("B", 200)])
    assert load(store, 2, [("A", 150)]) == [Outcome(replaced=1)]
    assert amounts(store.snapshot()) == {"A": 150, "B": 200}
    assert amounts(store.snapshot(moment(1))) == {"A": 100, "B": 200}


def test_a_line_whose_day_moves_to_another_month_is_still_one_line(store: FactStore) -> None:
    load(store, 1, [("A", 100)])
    with store.load(moment(2)) as loading:
        assert loading.put(LINES, lines(("A", 100), day=date(2025, 7, 1))) == Outcome(replaced=1)
    assert visible(store.snapshot(), "order_lines", "order_id, ordered_at_day") == [("A", date(2025, 7, 1))]
    assert visible(store.snapshot(moment(1)), "order_lines", "order_id, ordered_at_day") == [("A", date(2025, 3, 9))]


def test_of_a_key_twice_in_one_load_the_last_content_stays_and_counts_as_replaced(store: FactStore) -> None:
    assert load(store, 1, [("A", 100), ("A", 150)]) == [Outcome(loaded=1, replaced=1)]
    assert amounts(store.snapshot()) == {"A": 150}


def test_the_same_line_twice_in_one_load_is_loaded_once(store: FactStore) -> None:
    assert load(store, 1, [("A", 100)], [("A", 100)]) == [Outcome(loaded=1), Outcome(unchanged=1)]
    assert amounts(store.snapshot()) == {"A": 100}


def test_a_line_that_changes_and_changes_back_within_a_load_leaves_the_store_as_it_was(store: FactStore) -> None:
    load(store, 1, [("A", 100)])
    assert load(store, 2, [("A", 150), ("A", 100)]) == [Outcome(replaced=2)]
    assert store.snapshot().number == 1


def test_a_line_that_returns_to_an_old_content_is_a_third_version(store: FactStore) -> None:
    for day, amount in ((1, 100), (2, 150), (3, 100)):
        load(store, day, [("A", amount)])
    seen = [amounts(store.snapshot(moment(day))) for day in (1, 2, 3)]
    assert seen == [{"A": 100}, {"A": 150}, {"A": 100}]


def test_an_empty_part_of_a_key_equals_an_empty_part(store: FactStore) -> None:
    traffic = TABLES["traffic_daily"]
    row = {"day": date(2025, 3, 9), "shop": "tb", "visitors": 5, "source_file": "f", "source_line": 2}
    for day, visitors in ((1, 5), (2, 6)):
        with store.load(moment(day)) as loading:
            loading.put(traffic, pa.Table.from_pylist([row | {"visitors": visitors}], arrow_schema(traffic)))
    assert visible(store.snapshot(), "traffic_daily", "visitors") == [(6,)]


def test_a_row_without_a_date_is_kept_in_a_month_of_its_own(store: FactStore) -> None:
    refunds = TABLES["refunds"]
    row = {"shop": "tb", "refund_id": "R", "amount": 5, "status": "applied"}
    with store.load(moment(1)) as loading:
        loading.put(refunds, pa.Table.from_pylist([row], arrow_schema(refunds)))
    assert visible(store.snapshot(), "refunds", "refund_id, in_month") == [("R", "undated")]


def test_a_reader_keeps_its_snapshot_while_the_next_load_runs(store: FactStore) -> None:
    load(store, 1, [("A", 100)])
    early = store.snapshot()
    files = early.files("order_lines")
    load(store, 2, [("A", 150)])
    assert all(path.exists() for path in files)
    assert amounts(early) == {"A": 100}


def test_the_fingerprint_of_a_moment_survives_late_data(store: FactStore) -> None:
    load(store, 1, [("A", 100), ("B", 200)])
    sealed = store.snapshot().fingerprint
    load(store, 2, [("A", 150), ("C", 1)])
    assert store.snapshot(moment(1)).fingerprint == sealed
    assert store.snapshot().fingerprint != sealed
    load(store, 3, [("A", 100)])
    assert store.snapshot().fingerprint != sealed, "C is still there"


def test_a_load_must_be_later_than_the_one_before(store: FactStore) -> None:
    load(store, 2, [("A", 100)])
    with pytest.raises(ConflictRefusal) as refused, store.load(moment(2)):
        pass
    assert refused.value.code == "store.load_not_after_latest"


def test_only_one_load_writes_at_a_time(store: FactStore) -> None:
    with store.load(moment(1)) as loading:
        loading.put(LINES, lines(("A", 100)))
        with pytest.raises(ConflictRefusal) as refused, store.load(moment(2)):
            pass
    assert refused.value.code == "store.load_running"
    assert amounts(store.snapshot()) == {"A": 100}


def test_every_table_is_a_delta_table_that_others_can_read(store: FactStore) -> None:
    with store.load(moment(1)) as loading:
        loading.put(LINES, lines(("A", 100)))
        loading.put(ORDERS, orders("A", "B"))
    assert DeltaTable(str(store.folder / "orders")).count() == 2
    assert DeltaTable(str(store.folder / "orders")).metadata().partition_columns == ["in_month"]


_load = st.lists(st.tuples(st.sampled_from("ABCD"), st.integers(1, 3)), max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(loads=st.lists(_load, min_size=1, max_size=3), cut=st.integers(1, 3))
def test_cutting_a_load_into_parts_or_several_loads_changes_nothing(
    loads: list[list[tuple[str, int]]], cut: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("stores")
    whole, parts, several = (FactStore(folder / name) for name in ("whole", "parts", "several"))
    after: dict[str, int] = {}
    outcomes: dict[str, Outcome] = dict.fromkeys(("whole", "parts", "several"), Outcome())
    day = 0
    for rows in loads:
        pieces = [rows[start : start + cut] for start in range(0, len(rows), cut)]
        day += 10
        outcomes["whole"] = sum(load(whole, day, rows), outcomes["whole"])
        outcomes["parts"] = sum(load(parts, day, *pieces), outcomes["parts"])
        for number, piece in enumerate(pieces):
            outcomes["several"] = sum(load(several, day + number, piece), outcomes["several"])
        after.update(rows)
        assert amounts(whole.snapshot()) == amounts(parts.snapshot()) == amounts(several.snapshot()) == after
    assert outcomes["whole"] == outcomes["parts"] == outcomes["several"]
    assert len({each.snapshot().fingerprint for each in (whole, parts, several)}) == 1


def test_a_store_of_another_format_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"format":1,"loads":[]}', "utf-8")
    with pytest.raises(ConflictRefusal) as refused:
        FactStore(tmp_path).snapshot()
    assert refused.value.code == "store.other_format"
    assert (tmp_path / "manifest.json").read_text("utf-8") == '{"format":1,"loads":[]}'
