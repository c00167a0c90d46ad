"""Cells to stored values: what merchants write is understood, what cannot be known is refused."""

from datetime import UTC, date, datetime, time

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.kernel.problems import Problem
from merit.sources.parsing.choices import only_choices, read_flags
from merit.sources.parsing.ids import clean_id, hidden, read_ids
from merit.sources.parsing.instants import (
    Clock,
    business_days,
    local_times,
    minutes_of_day,
    read_days,
    read_instants,
    zones_of,
)
from merit.sources.parsing.numbers import read_counts, read_numbers
from merit.sources.parsing.parsed import Parsed
from tests.sources.fact_files import texts

CLOCK = Clock({"s1": "Asia/Shanghai", "uk": "Europe/London"}, "Asia/Shanghai")


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("1,234.50", 12_345_000),
        ("¥12", 120_000),
        ("￥12.3", 123_000),
        ("12元", 120_000),
        ("0元", 0),
        ("-5", -50_000),
        ("(3.20)", -32_000),
        ("0.0001", 1),
        ("1.500000", 15_000),
        (" 7\t", 70_000),
        ("１２.５", 125_000),
    ],
)
def test_an_amount_is_whole_ten_thousandths_however_it_is_written(written, stored):
    assert read_numbers(texts(written)).values.to_pylist() == [stored]


@pytest.mark.parametrize("written", ["-", "--", "无", "", "   ", "null"])
def test_marks_of_emptiness_are_nothing_and_not_zero(written):
    parsed = read_numbers(texts(written, "1"))
    assert parsed.values.to_pylist() == [None, 10_000]
    assert parsed.faults == ()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1.23456", "sources.too_many_decimals"),
        ("1,23", "sources.not_a_number"),
        ("5.11E+18", "sources.not_a_number"),
        ("无退款申请", "sources.not_a_number"),
        ("12,34,567", "sources.not_a_number"),
        ("999999999999999", "sources.too_large"),
    ],
)
def test_an_amount_that_is_not_sure_is_a_fault_and_its_neighbours_are_read(written, code):
    parsed = read_numbers(texts("1", written, "2"))
    assert parsed.values.to_pylist() == [10_000, None, 20_000]
    assert [(fault.row, fault.problem.code) for fault in parsed.faults] == [(1, code)]


def test_a_float_is_the_decimal_it_was_made_from_or_a_fault():
    parsed = read_numbers(pa.array([0.1, 12.34, None, 0.12345, 1e300]))
    assert parsed.values.to_pylist() == [1_000, 123_400, None, None, None]
    assert [fault.row for fault in parsed.faults] == [3, 4]


def test_decimals_and_whole_numbers_of_typed_columns_are_exact():
    assert read_numbers(pa.array([3, None])).values.to_pylist() == [30_000, None]
    decimals = pa.array(["1.2500", "-0.0100"]).cast(pa.decimal128(12, 4))
    assert read_numbers(decimals).values.to_pylist() == [12_500, -100]


@given(st.lists(st.integers(-(10**15), 10**15), min_size=1))
def test_every_amount_of_four_decimals_survives_being_written_and_read(stored):
    written = [f"{'-' if each < 0 else ''}{abs(each) // 10_000}.{abs(each) % 10_000:04d}" for each in stored]
    assert read_numbers(pa.array(written)).values.to_pylist() == stored


def test_a_count_is_whole():
    parsed = read_counts(texts("3", "3.0", "3.5"))
    assert parsed.values.to_pylist()[:2] == [3, 3]
    assert [(fault.row, fault.problem.code) for fault in parsed.faults] == [(2, "sources.not_whole")]


@pytest.mark.parametrize("written", ["\t6917", "'6917", '="6917"', " 6917 ", "6917.0", "＝“6917”"])
def test_an_id_loses_the_guard_that_a_spreadsheet_put_round_it(written):
    assert read_ids(texts(written)).values.to_pylist() == ["6917"]


@pytest.mark.parametrize("written", ["5.11E+18", "5.11e+18", "6E+17", "1.2E15"])
def test_an_id_that_became_a_number_is_refused(written):
    parsed = read_ids(texts(written, "5110000000000000001"))
    assert parsed.values.to_pylist() == [None, "5110000000000000001"]
    assert [fault.problem.code for fault in parsed.faults] == ["sources.damaged_id"]


def test_an_id_may_look_like_an_article_number_with_an_e():
    assert read_ids(texts("85123A", "1E5", "E10")).values.to_pylist() == ["85123A", "1E5", "E10"]


def test_whole_floats_are_ids_as_long_as_no_digit_can_be_lost():
    parsed = read_ids(pa.array([17850.0, None, 5.11e18, 1.5]))
    assert parsed.values.to_pylist() == ["17850", None, None, None]
    assert [fault.row for fault in parsed.faults] == [2, 3]


@given(st.text(st.characters(codec="utf-8")))
def test_cleaning_an_id_never_fails(text):
    assert clean_id(text) is None or isinstance(clean_id(text), str | Problem)


def instants(*written: str | None, shops: pa.Array | None = None) -> tuple[list[object], list[str]]:
    parsed = read_instants(texts(*written), zones_of(shops, len(written), CLOCK))
    return parsed.values.to_pylist(), [fault.problem.code for fault in parsed.faults]


@pytest.mark.parametrize(
    "written",
    [
        "2026-10-21 09:30:00",
        "2026-10-21T09:30:00",
        "2026/10/21 9:30",
        "2026-10-21T01:30:00Z",
        "2026-10-21T09:30:00+08:00",
        "2026-10-21 01:30:00 +0000",
        "2026年10月21日 9:30",
    ],
)
def test_a_moment_is_the_same_however_it_is_written(written):
    assert instants(written) == ([datetime(2026, 10, 21, 1, 30, tzinfo=UTC)], [])


@pytest.mark.parametrize("written", ["2026-02-30 10:00:00", "2026-09-31", "2026-10-21 25:00:00", "昨天", "2026-13-01"])
def test_a_moment_that_does_not_exist_is_refused_and_its_neighbours_are_read(written):
    values, codes = instants("2026-10-21 08:00:00", written)
    assert values == [datetime(2026, 10, 21, tzinfo=UTC), None]
    assert codes == ["sources.no_such_time"]


def test_a_moment_without_offset_is_one_of_its_shop():
    values, _ = instants("2026-07-01 00:30:00", "2026-07-01 00:30:00", shops=texts("s1", "uk"))
    assert values == [datetime(2026, 6, 30, 16, 30, tzinfo=UTC), datetime(2026, 6, 30, 23, 30, tzinfo=UTC)]


def test_an_hour_that_comes_twice_is_its_first_and_a_leapt_over_one_ends_the_leap():
    shops = texts("uk", "uk")
    values, _ = instants("2026-10-25 01:30:00", "2026-03-29 01:30:00", shops=shops)
    assert values == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)]


def test_the_business_day_begins_at_the_day_cut_and_the_minute_at_midnight():
    zones = zones_of(None, 2, CLOCK)
    moments = read_instants(texts("2026-10-21 03:59:59", "2026-10-21 04:00:00"), zones).values
    local = local_times(moments, zones)
    assert business_days(local, time(4)).to_pylist() == [date(2026, 10, 20), date(2026, 10, 21)]
    assert minutes_of_day(local).to_pylist() == [239, 240]


def test_typed_moments_pass_through_and_naive_ones_are_local():
    zones = zones_of(None, 1, CLOCK)
    naive = pa.array([datetime(2026, 10, 21, 8)], pa.timestamp("ms"))  # noqa: DTZ001
    aware = pa.array([datetime(2026, 10, 21, tzinfo=UTC)], pa.timestamp("ns", tz="UTC"))
    for cells in (naive, aware, pa.array([date(2026, 10, 21)])):
        expected = (
            datetime(2026, 10, 20, 16, tzinfo=UTC) if cells.type == pa.date32() else datetime(2026, 10, 21, tzinfo=UTC)
        )
        assert read_instants(cells, zones).values.to_pylist() == [expected]


def test_a_day_may_be_a_month_or_a_midnight_but_not_a_time():
    parsed = read_days(texts("2026-10", "2026-10-21 00:00:00", "2026/1/2", "2026-10-21 01:00", "2026-02-29"))
    assert parsed.values.to_pylist() == [date(2026, 10, 1), date(2026, 10, 21), date(2026, 1, 2), None, None]
    assert [fault.problem.code for fault in parsed.faults] == ["sources.no_such_day"] * 2


def test_flags_are_yes_or_no_in_both_languages():
    parsed = read_flags(texts("是", "否", "TRUE", "no", "1", "0", None, "maybe"))
    assert parsed.values.to_pylist() == [True, False, True, False, True, False, None, None]
    assert [fault.problem.code for fault in parsed.faults] == ["sources.not_a_flag"]


def test_a_closed_set_takes_its_choices_only():
    parsed = only_choices(Parsed(texts("Refund Only", "return", "gift", None)), ("refund_only", "return"))
    assert parsed.values.to_pylist() == ["refund_only", "return", None, None]
    assert [fault.problem.code for fault in parsed.faults] == ["sources.not_a_choice"]


def test_a_personal_value_is_one_hash_within_a_company_and_another_elsewhere():
    here, again, there = (hidden(texts("张三", None), salt).to_pylist() for salt in (b"a", b"a", b"b"))
    assert here == again
    assert here[0] != there[0]
    assert here[1] is None
    assert "张三" not in str(here)
