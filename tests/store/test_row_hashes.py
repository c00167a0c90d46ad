"""The digests by which a load recognises rows."""

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.facts.columns import FactTable
from merit.facts.tables import TABLES
from merit.store.row_hashes import digests
from merit.store.schema import arrow_schema
from tests.store.lines import LINES, lines

REFUNDS, TRAFFIC = TABLES["refunds"], TABLES["traffic_daily"]
_text = st.one_of(st.none(), st.text(max_size=20))


def digest(table: FactTable, **cells: object) -> tuple[int, int]:
    """Of the key and of the content of one row."""
    keys, contents = digests(table, pa.Table.from_pylist([cells], arrow_schema(table)))
    return int(keys[0]), int(contents[0])


ALL = 2**64 - 1


def slowly(cells: list[str | int | None]) -> int:
    """The digest worked cell by cell; were it to change, every row in every store would count as changed."""
    state = 0x9E3779B97F4A7C15
    for cell in cells:
        state = taken_in(state, number_of(cell))
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        state = (state ^ state >> shift) * factor & ALL
    return state >> 1


def taken_in(state: int, word: int) -> int:
    state = (state ^ word) * 0xD6E8FEB86659FD93 & ALL
    return state ^ state >> 32


def number_of(cell: str | int | None) -> int:
    if cell is None:
        return 0x5851F42D4C957F2D
    if isinstance(cell, int):
        return cell & ALL
    text = cell.encode()
    state = len(text) * 0xD6E8FEB86659FD93 & ALL
    for at in range(0, len(text), 8):
        state = taken_in(state, int.from_bytes(text[at : at + 8], "little"))
    return state


_cells = st.tuples(st.text(max_size=20), st.one_of(st.none(), st.text(max_size=30)), st.integers(-(2**63), 2**63 - 1))


@given(rows=st.lists(_cells, min_size=1, max_size=9), day=st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_digests_stay_the_same_in_every_release(rows: list[tuple[str, str | None, int]], day: date) -> None:
    cells = [{"day": day, "shop": shop, "channel": channel, "visitors": count} for shop, channel, count in rows]
    keys, contents = digests(TRAFFIC, pa.Table.from_pylist(cells, arrow_schema(TRAFFIC)))
    days = (day - date(1970, 1, 1)).days
    assert keys.tolist() == [slowly([days, shop, channel, None]) for shop, channel, _ in rows]
    assert contents.tolist() == [
        slowly([days, shop, channel, None, count, None, None, None]) for shop, channel, count in rows
    ]


def test_a_moment_counts_in_microseconds_and_a_flag_as_one_or_nothing() -> None:
    row = {"site": "s", "at": datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), "ok": True, "ms": -5}
    assert digest(TABLES["uptime"], **row) == (slowly(["s", 1_000_000]), slowly(["s", 1_000_000, None, 1, -5]))


def test_where_a_row_stands_is_no_part_of_its_content() -> None:
    first, later = (digests(LINES, lines(("A", 100), file=name)) for name in ("a.csv", "b.csv"))
    assert [each.tolist() for each in first] == [each.tolist() for each in later]


def test_a_changed_amount_changes_the_content_and_not_the_key() -> None:
    before, after = (digest(REFUNDS, shop="tb", refund_id="R", amount=amount) for amount in (1, 2))
    assert before[0] == after[0]
    assert before[1] != after[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"reason": None}, {"reason": ""}),
        ({"amount": None}, {"amount": 0}),
        ({"reason": "a", "status": "b"}, {"reason": "b", "status": "a"}),
        ({"reason": "ab", "status": "c"}, {"reason": "a", "status": "bc"}),
        ({"reason": "a"}, {"reason": "a\0"}),
        ({"reason": "a"}, {"reason": "c\0\0"}),
        ({"reason": "12345678"}, {"reason": "123456789"}),
        ({"amount": 1, "quantity": 2}, {"amount": 2, "quantity": 1}),
        ({"applied_at_day": date(2025, 3, 9)}, {"refunded_at_day": date(2025, 3, 9)}),
    ],
)
def test_rows_that_look_alike_have_digests_of_their_own(one: dict[str, object], other: dict[str, object]) -> None:
    assert digest(REFUNDS, **one)[1] != digest(REFUNDS, **other)[1]


_amounts = st.one_of(st.none(), st.integers(-(10**18), 10**18))
"""Up to a hundred trillion currency units; the number that marks an empty cell lies beyond."""


@given(texts=st.lists(st.tuples(_text, _text, _amounts), min_size=1))
def test_a_row_has_the_same_digest_alone_and_among_others(
    texts: list[tuple[str | None, str | None, int | None]],
) -> None:
    rows = [{"shop": "tb", "refund_id": one, "reason": two, "amount": amount} for one, two, amount in texts]
    whole = pa.Table.from_pylist(rows, arrow_schema(REFUNDS))
    together = list(zip(*(each.tolist() for each in digests(REFUNDS, whole)), strict=True))
    alone = [digest(REFUNDS, **row) for row in rows]
    assert together == alone
    cut = len(rows) // 2
    pieces = pa.concat_tables([whole.slice(0, cut), whole.slice(cut)])
    assert [each.tolist() for each in digests(REFUNDS, pieces)] == [each.tolist() for each in digests(REFUNDS, whole)]
    distinct = {(row["refund_id"], row["reason"], row["amount"]) for row in rows}
    assert len({content for _, content in together}) == len(distinct)


def test_a_million_numbered_keys_have_a_million_digests() -> None:
    numbers = pa.array([str(number) for number in range(1_000_000)])
    cells = {name: pa.nulls(len(numbers), arrow_schema(LINES).field(name).type) for name in arrow_schema(LINES).names}
    keys, _ = digests(LINES, pa.table(cells | {"order_id": numbers}))
    assert len(set(keys.tolist())) == len(numbers)
