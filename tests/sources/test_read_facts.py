"""Files of facts to rows: each kind of file, each way of being broken, and nothing lost."""

import gzip
from datetime import UTC, date, datetime, time
from itertools import pairwise

import pyarrow as pa
import pyarrow.parquet
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merit.facts.tables import TABLES
from merit.sources.read_facts import FactRows, read_facts
from merit.store.schema import arrow_schema
from merit.wording.sentences import problem_sentence
from tests.sources.fact_files import ORDERS, company, read, write

GOOD = "s1,A1,张三,2026-10-21 09:30:00,2026-10-21 09:31:00,paid,100.50,8\n"


def test_a_row_comes_in_the_stores_own_columns_with_its_place(tmp_path):
    write(tmp_path, "facts/orders.csv", ORDERS + GOOD)
    (part,) = [part for part in read_facts(company(), tmp_path) if isinstance(part, FactRows)]
    assert part.rows.schema == arrow_schema(TABLES["orders"])
    (row,) = part.rows.to_pylist()
    assert (row["paid_amount"], row["freight"], row["tax"]) == (1_005_000, 80_000, None)
    assert (row["ordered_at"], row["ordered_at_day"]) == (datetime(2026, 10, 21, 1, 30, tzinfo=UTC), date(2026, 10, 21))
    assert (row["source_file"], row["source_line"]) == ("facts/orders.csv", 2)
    assert row["buyer"] not in (None, "张三")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_and_delimiter_are_found_out(tmp_path, encoding, delimiter):
    text = "shop,order_id,ordered_at,status,region\ns1,A1,2026-10-21,已付款,浙江省\n"
    write(tmp_path, "facts/orders.csv", text.replace(",", delimiter), encoding)
    result = read(tmp_path)
    assert (result.column("region"), result.column("status"), result.problems) == (["浙江省"], ["已付款"], [])


def test_a_compressed_file_and_a_folder_of_files_feed_one_table(tmp_path):
    write(tmp_path, "facts/orders/2026-09.csv.gz", gzip.compress((ORDERS + GOOD).encode()))
    write(tmp_path, "facts/orders/2026-10.csv", ORDERS + GOOD.replace("A1", "A2"))
    assert read(tmp_path).column("order_id") == ["A1", "A2"]


def test_lines_are_physical_lines_also_behind_quoted_line_ends_and_blank_lines(tmp_path):
    rows = 's1,A1,2026-10-21,paid,"two\nlines"\n\ns1,A2,2026-10-21,paid,x\n,,,,\ns1,A3,2026-10-21,paid,y\n'
    write(tmp_path, "facts/orders.csv", "shop,order_id,ordered_at,status,region\n" + rows)
    result = read(tmp_path)
    assert result.column("source_line") == [2, 5, 7]
    assert result.column("region") == ["two\nlines", "x", "y"]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_are_line_ends(tmp_path, end):
    write(tmp_path, "facts/orders.csv", (ORDERS + GOOD + GOOD.replace("A1", "A2")).replace("\n", end))
    assert read(tmp_path).column("source_line") == [2, 3]


def test_a_workbook_keeps_ids_as_text_and_refuses_ids_that_lost_digits(tmp_path):
    (tmp_path / "facts").mkdir()
    workbook = xlsxwriter.Workbook(tmp_path / "facts/orders.xlsx", {"default_date_format": "yyyy-mm-dd hh:mm:ss"})
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, ["店铺订单"])
    sheet.write_row(2, 0, ["shop", "order_id", "ordered_at", "status", "paid_amount"])
    for line, order in enumerate([20260001, "0099", 5110000000000000001.0], start=3):
        sheet.write_row(line, 0, ["s1", order])
        sheet.write_datetime(line, 2, datetime(2026, 10, 21, 9, 30))  # noqa: DTZ001
        sheet.write_row(line, 3, ["paid", 0.1])
    workbook.close()
    write(tmp_path, "sources.yaml", "sources:\n  - {files: facts/orders.xlsx, profile: p.yaml}\n")
    write(
        tmp_path,
        "p.yaml",
        "profile: p\nrecognise: [order_id, status]\ntables:\n  - table: orders\n    columns:\n"
        + "".join(f"      {name}: {name}\n" for name in ("shop", "order_id", "ordered_at", "status", "paid_amount")),
    )
    result = read(tmp_path)
    assert result.column("order_id") == ["20260001", "0099"]
    assert result.column("paid_amount") == [1_000, 1_000]
    assert result.column("source_line") == [4, 5]
    assert result.column("ordered_at") == [datetime(2026, 10, 21, 1, 30, tzinfo=UTC)] * 2
    assert [(row.line, row.problems[0].code) for row in result.rejected] == [(6, "sources.damaged_id")]


def test_parquet_columns_keep_their_types_and_lines_are_row_numbers(tmp_path):
    table = pa.table(
        {
            "shop": pa.array(["s1", "uk"]).dictionary_encode(),
            "order_id": pa.array([1, 2]),
            "ordered_at": pa.array([datetime(2026, 10, 21, 8)] * 2, pa.timestamp("us")),  # noqa: DTZ001
            "status": ["paid", "paid"],
            "paid_amount": pa.array(["1.5", "2.25"]).cast(pa.decimal128(10, 2)),
            "freight": [0.1, None],
        }
    )
    (tmp_path / "facts").mkdir()
    pyarrow.parquet.write_table(table, tmp_path / "facts/orders.parquet")
    result = read(tmp_path)
    assert result.column("order_id") == ["1", "2"]
    assert result.column("paid_amount") == [15_000, 22_500]
    assert result.column("freight") == [1_000, None]
    assert result.column("source_line") == [1, 2]
    assert result.column("ordered_at")[1] == datetime(2026, 10, 21, 7, tzinfo=UTC)


def test_the_day_cut_moves_the_business_day_and_clock_columns_have_their_minute(tmp_path):
    rows = "conversation_id,shop,agent,started_at\nC1,s1,a1,2026-10-21 03:15:00\n"
    write(tmp_path, "facts/conversations.csv", rows)
    result = read(tmp_path, company(day_cut=time(4)))
    assert result.column("started_at_day", "conversations") == [date(2026, 10, 20)]
    assert result.column("started_at_minute", "conversations") == [195]


@pytest.mark.parametrize(
    ("cell", "row", "code"),
    [
        ("order_id", GOOD.replace("A1", "5.11E+18"), "sources.damaged_id"),
        ("ordered_at", GOOD.replace("2026-10-21 09:30", "2026-02-30 09:30"), "sources.no_such_time"),
        ("paid_amount", GOOD.replace("100.50", "两百"), "sources.not_a_number"),
        ("status", GOOD.replace("paid", ""), "sources.cell_empty"),
        ("order_id", GOOD.replace("A1", "无"), "sources.cell_empty"),
        ("", GOOD.replace(",8\n", "\n"), "sources.ragged"),
        ("", GOOD.replace(",8\n", ",8,9,10\n"), "sources.ragged"),
    ],
)
def test_a_bad_row_is_kept_with_reason_file_and_line_and_the_others_are_taken(tmp_path, cell, row, code):
    write(tmp_path, "facts/orders.csv", ORDERS + GOOD.replace("A1", "A0") + row + GOOD.replace("A1", "A9"))
    result = read(tmp_path)
    assert result.column("order_id") == ["A0", "A9"]
    (rejected,) = result.rejected
    assert (rejected.file, rejected.line) == ("facts/orders.csv", 3)
    assert [(problem.code, problem.place.field) for problem in rejected.problems] == [(code, cell)]
    assert result.codes == [code]
    assert "张三" not in str(rejected)


def test_all_faults_of_a_row_are_told_at_once(tmp_path):
    write(tmp_path, "facts/orders.csv", ORDERS + "s1,5.11E+18,,2026-02-30,,,x,y\n")
    assert sorted(problem.place.field for problem in read(tmp_path).problems) == [
        "freight",
        "order_id",
        "ordered_at",
        "paid_amount",
        "status",
    ]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", gzip.compress(b"", mtime=0)])
def test_an_empty_file_is_a_problem(tmp_path, content):
    write(tmp_path, "facts/orders.csv.gz" if content[:1] == b"\x1f" else "facts/orders.csv", content)
    assert read(tmp_path).codes == ["sources.file_empty"]


def test_a_header_without_rows_is_a_warning(tmp_path):
    write(tmp_path, "facts/orders.csv", ORDERS)
    assert read(tmp_path).codes == ["sources.no_rows"]


@pytest.mark.parametrize("name", ["orders.csv.gz", "orders.xlsx", "orders.parquet"])
def test_a_file_cut_off_is_a_problem_and_never_a_traceback(tmp_path, name):
    whole = gzip.compress((ORDERS + GOOD * 5000).encode())
    write(tmp_path, f"facts/{name}", whole[: len(whole) // 2] if name.endswith("gz") else b"PAR1" + b"PK\x03\x04 half")
    result = read(tmp_path)
    assert len(result.problems) == 1
    assert result.codes[0] in ("sources.file_cut_off", "sources.workbook_unreadable", "sources.parquet_unreadable")
    assert result.tables == {}


def test_a_row_cut_off_at_the_end_of_a_text_is_rejected(tmp_path):
    write(tmp_path, "facts/orders.csv", ORDERS + GOOD + "s1,A2,李四,2026-10-")
    result = read(tmp_path)
    assert result.column("order_id") == ["A1"]
    assert [(row.line, row.problems[0].code) for row in result.rejected] == [(3, "sources.ragged")]
    assert "李四" not in str(result.rejected)


def test_a_quote_that_never_closes_is_told_with_the_line_on_which_it_opens(tmp_path):
    write(tmp_path, "facts/orders.csv", ORDERS + GOOD + GOOD.replace("张三", '"张三') + GOOD)
    result = read(tmp_path)
    assert result.column("order_id") == ["A1"]
    assert [(row.line, row.problems[0].code) for row in result.rejected] == [(3, "sources.quote_not_closed")]


def test_a_row_in_another_encoding_is_rejected_and_the_rest_is_read(tmp_path):
    wrong = GOOD.replace("A1", "A2").replace("paid", "已付").encode("latin-1", "replace").replace(b"?", b"\xff")
    write(tmp_path, "facts/orders.csv", (ORDERS + GOOD.replace("A1", "A张")).encode() + wrong + GOOD.encode())
    result = read(tmp_path)
    assert result.column("order_id") == ["A张", "A1"]
    assert [(row.line, row.problems[0].code) for row in result.rejected] == [(3, "sources.wrong_encoding")]


def test_utf_16_is_a_problem(tmp_path):
    write(tmp_path, "facts/orders.csv", ORDERS + GOOD, "utf-16")
    assert read(tmp_path).codes == ["sources.utf16"]


def test_a_header_that_stands_twice_stops_the_file_when_it_is_read_at_all(tmp_path):
    write(tmp_path, "facts/orders.csv", "shop,order_id,Order ID,ordered_at,status\ns1,A1,A2,2026-10-21,paid\n")
    result = read(tmp_path)
    assert set(result.codes) == {"sources.header_twice"}
    assert result.tables == {}


def test_unknown_columns_are_told_once_and_missing_ones_stop_the_file(tmp_path):
    write(tmp_path, "facts/orders.csv", "shop,order_id,ordered_at,status,备注,x\n" + "s1,A1,2026-10-21,paid,a,b\n" * 3)
    result = read(tmp_path)
    assert [(p.code, p.params["names"], p.severity) for p in result.problems] == [
        ("sources.unknown_headers", "备注、x", "note")
    ]
    write(tmp_path, "facts/orders.csv", "shop,order_id,status\ns1,A1,paid\n")
    missing = read(tmp_path)
    assert [(p.code, p.params["column"]) for p in missing.problems] == [("sources.column_missing", "ordered_at")]


def test_a_row_without_an_id_of_its_own_gets_one_from_file_and_line(tmp_path):
    write(tmp_path, "facts/expenses.csv", "day,team,category,amount\n2026-10-01,ops,rent,10\n2026-10-01,ops,rent,10\n")
    result = read(tmp_path)
    assert result.column("expense_id", "expenses") == ["facts/expenses.csv:2", "facts/expenses.csv:3"]
    assert result.codes == ["sources.id_from_line"]


def test_a_shop_that_nobody_declared_is_told_once(tmp_path):
    write(tmp_path, "facts/orders.csv", ORDERS + GOOD.replace("s1", "s9") + GOOD.replace("s1", "s9"))
    assert read(tmp_path).codes == ["sources.shop_unknown"]


def test_a_file_of_no_table_is_told(tmp_path):
    write(tmp_path, "facts/ordres.csv", ORDERS)
    write(tmp_path, "facts/readme.md", "hello")
    assert sorted(read(tmp_path).codes) == ["sources.file_left_out", "sources.unknown_table"]


def test_many_faults_of_a_kind_are_counted_after_the_first_twenty(tmp_path):
    write(tmp_path, "facts/orders.csv", ORDERS + GOOD.replace("100.50", "x") * 50)
    result = read(tmp_path)
    assert len(result.rejected) == 50
    assert result.codes.count("sources.not_a_number") == 20
    assert (result.problems[-1].code, result.problems[-1].params) == ("sources.more_like_this", {"count": 30})


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 39), max_size=5))
def test_splitting_the_rows_over_several_files_changes_nothing(tmp_path_factory, cuts):
    rows = [
        f"s1,{number},2026-10-{number % 28 + 1:02d} 0{number % 9}:00,paid,{number}.{number:02d}\n"
        for number in range(40)
    ]
    rows[7] = "s1,5.11E+18,2026-10-01,paid,1\n"
    header = "shop,order_id,ordered_at,status,paid_amount\n"
    whole, split = tmp_path_factory.mktemp("whole"), tmp_path_factory.mktemp("split")
    write(whole, "facts/orders.csv", header + "".join(rows))
    edges = [0, *sorted(set(cuts)), len(rows)]
    for index, (first, past) in enumerate(pairwise(edges)):
        write(split, f"facts/orders/{index}.csv", header + "".join(rows[first:past]))
    content = [
        [{name: row[name] for name in row if not name.startswith("source")} for row in read(folder).tables["orders"]]
        for folder in (whole, split)
    ]
    assert content[0] == content[1]
    assert len(read(split).rejected) == 1


def test_a_broken_row_in_a_long_file_costs_no_other_row(tmp_path):
    rows = [f"s1,{number},买家{number},2026-10-21 09:00:00,,paid,1.00,0\n" for number in range(30_000)]
    rows[20_000] = '"s1",half\n'
    rows[25_000] = 's1,25000,"买\n家",2026-10-21 09:00:00,,paid,1.00,0\n'
    write(tmp_path, "facts/orders.csv", ORDERS + "".join(rows))
    result = read(tmp_path)
    assert [row.line for row in result.rejected] == [20_002]
    lines = dict(zip(result.column("order_id"), result.column("source_line"), strict=True))
    assert len(lines) == 29_999
    assert (lines["24999"], lines["25000"], lines["25001"]) == (25_001, 25_002, 25_004)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from(["orders.csv", "orders.csv.gz", "orders.xlsx", "orders.parquet"]))
def test_no_bytes_whatsoever_make_a_traceback(tmp_path_factory, content, name):
    folder = tmp_path_factory.mktemp("any")
    write(folder, f"facts/{name}", content)
    result = read(folder)
    assert result.tables == {}
    for problem in result.problems:
        assert problem_sentence(problem, "zh").encode()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=40), max_size=6), st.sampled_from(["\n", "\r\n", "\r"]))
def test_rows_of_any_bytes_are_taken_or_rejected_and_none_is_lost(tmp_path_factory, rows, end):
    folder = tmp_path_factory.mktemp("rows")
    header = "shop,order_id,ordered_at,status"
    good = "s1,A1,2026-10-21,paid"
    body = [each.replace(b"\n", b"").replace(b"\r", b"").replace(b'"', b"") for each in rows]
    write(folder, "facts/orders.csv", end.encode().join([header.encode(), *body, good.encode()]))
    result = read(folder)
    blank = sum(not each.strip(b",") for each in body)
    assert len(result.column("order_id")) + len(result.rejected) + blank == len(body) + 1
    assert "A1" in result.column("order_id")


def test_columns_of_odd_types_are_read_as_text_or_told(tmp_path):
    table = pa.table(
        {
            "shop": ["s1"],
            "order_id": pa.array([2**63 + 5], pa.uint64()),
            "ordered_at": pa.array([date(2026, 10, 21)]),
            "status": pa.array([b"paid"], pa.binary()),
            "paid_amount": pa.array([-(2**63)]),
            "region": pa.array([[1, 2]]),
        }
    )
    (tmp_path / "facts").mkdir()
    pyarrow.parquet.write_table(table, tmp_path / "facts/orders.parquet")
    result = read(tmp_path)
    assert result.codes == ["sources.too_large"]


@pytest.mark.parametrize("pattern", ["none/*.csv", "a**b", "raw"])
def test_a_pattern_that_finds_nothing_is_told(tmp_path, pattern):
    write(tmp_path, "sources.yaml", f"sources:\n  - {{files: '{pattern}', table: orders}}\n")
    assert read(tmp_path).codes == ["sources.no_files"]


@pytest.mark.parametrize("pattern", ["/etc/*.csv", "../other/*", "raw/../../other/*.csv", "C:/data/*.csv", "~/x.csv"])
def test_a_pattern_that_leads_out_of_the_company_folder_is_refused_and_says_what_to_write(tmp_path, pattern):
    folder = tmp_path / "company"
    folder.mkdir()
    write(tmp_path, "other/orders.csv", ORDERS + GOOD)
    write(folder, "sources.yaml", f"sources:\n  - {{files: '{pattern}', table: orders}}\n")
    result = read(folder)
    assert result.codes == ["sources.leads_out"]
    assert result.tables == {}


def test_a_file_is_read_as_what_it_is_and_not_as_it_is_called(tmp_path):
    workbook = xlsxwriter.Workbook(tmp_path / "real.xlsx")
    sheet = workbook.add_worksheet()
    for line, row in enumerate([["shop", "order_id", "ordered_at", "status"], ["s1", "A1", "2026-10-21", "paid"]]):
        sheet.write_row(line, 0, row)
    workbook.close()
    write(tmp_path, "facts/orders/1.csv", (tmp_path / "real.xlsx").read_bytes())
    write(tmp_path, "facts/orders/2.xls", "shop\torder_id\tordered_at\tstatus\ns1\tA2\t2026-10-21\t已付款\n", "gb18030")
    write(tmp_path, "facts/orders/3.csv", gzip.compress((ORDERS + GOOD.replace("A1", "A3")).encode()))
    result = read(tmp_path)
    assert (result.column("order_id"), result.problems) == (["A1", "A2", "A3"], [])
