"""Mapping profiles: one export to rows of several tables, by a text file and no code."""

from datetime import UTC, datetime

import pytest

from merit.sources.documents import documents_of
from merit.sources.profile_file import read_profile
from tests.sources.fact_files import read, read_profile_file, write

LINES = """
profile: lines
recognise: [Order, Amount]
tables:
  - table: orders
    one_row_per: order_id
    columns:
      shop: {const: s1}
      order_id: Order
      ordered_at: {from: At, format: '%d.%m.%Y %H:%M'}
      status: {from: State, map: {已付: paid, 完成: signed}, default: other}
      paid_amount: {sum_of: Amount}
      freight: Freight
      signed_at: {from: Signed, keep: max}
  - table: order_lines
    columns:
      shop: {const: s1}
      order_id: Order
      line_id: {number_within: Order}
      sku: {first_of: [Sku, Name]}
      quantity: {from: Size, split: x, part: 2}
      unit_price: Price
      paid_amount: Amount
"""
HEADER = "Order,At,State,Amount,Freight,Signed,Sku,Name,Size,Price\n"
FIRST = "A1,21.10.2026 09:30,已付,10.50,8,,,cup,bag x 2,5.25\n"
SECOND = "A1,,,4.50,,2026-10-25,S2,,bag x 1,4.50\n"


def test_order_columns_come_from_the_first_line_and_its_amount_is_the_sum_of_lines(tmp_path):
    result = read_profile_file(
        tmp_path,
        LINES,
        HEADER + FIRST + SECOND + SECOND.replace("A1", "A2").replace(",,,4", ",22.10.2026 10:00,完成,4"),
    )
    first, second = result.tables["orders"]
    assert (first["paid_amount"], first["freight"], first["status"]) == (150_000, 80_000, "paid")
    assert first["ordered_at"] == datetime(2026, 10, 21, 1, 30, tzinfo=UTC)
    assert first["signed_at"] == datetime(2026, 10, 24, 16, tzinfo=UTC)
    assert (first["source_line"], second["status"], second["paid_amount"]) == (2, "signed", 45_000)


def test_lines_are_numbered_within_their_order_so_equal_lines_stay_two(tmp_path):
    result = read_profile_file(tmp_path, LINES, HEADER + FIRST + SECOND + SECOND + FIRST.replace("A1", "A2"))
    assert result.column("line_id", "order_lines") == ["1", "2", "3", "1"]
    assert result.column("sku", "order_lines") == ["cup", "S2", "S2", "cup"]
    assert result.column("quantity", "order_lines") == [20_000, 10_000, 10_000, 20_000]


def test_numbers_run_on_over_files_only_when_the_profile_says_so(tmp_path):
    for name in ("a", "b"):
        write(tmp_path, f"raw/{name}.csv", HEADER + FIRST)
    write(tmp_path, "sources.yaml", "sources:\n  - {files: raw/*, profile: p.yaml}\n")
    write(tmp_path, "p.yaml", LINES)
    assert read(tmp_path).column("line_id", "order_lines") == ["1", "1"]
    write(tmp_path, "p.yaml", LINES.replace("recognise", "across_files: true\nrecognise"))
    across = read(tmp_path)
    assert across.column("line_id", "order_lines") == ["1", "2"]
    assert across.column("paid_amount") == [210_000]


def test_headers_are_found_whatever_their_case_order_blanks_and_titles_above(tmp_path):
    titles = "订单导出,,\n生成时间,2026-10-21,\n"
    header = " ORDER ,State,new,at,AMOUNT,Size,price,Name\n"
    export = titles + header + "A1,已付,x,21.10.2026 09:30,3,b x 1,3,cup\n"
    assert read_profile_file(tmp_path, LINES, export).column("order_id") == ["A1"]


def test_a_value_that_the_map_does_not_know_is_rejected_unless_there_is_a_default(tmp_path):
    strict = LINES.replace(", default: other", "")
    result = read_profile_file(tmp_path, strict, HEADER + FIRST + FIRST.replace("A1", "A2").replace("已付", "新状态"))
    assert result.column("order_id") == ["A1"]
    assert [problem.code for row in result.rejected for problem in row.problems] == ["sources.value_not_mapped"]


def test_a_row_goes_into_all_its_tables_or_into_none(tmp_path):
    result = read_profile_file(tmp_path, LINES, HEADER + FIRST.replace(",5.25", ",kaputt"))
    assert result.tables == {}
    assert [row.line for row in result.rejected] == [2]


ROUTES = """
profile: routes
recognise: [Invoice, Quantity, Price]
skip:
  - {when: {Price: '0'}, because: carries no money}
reject:
  - {when: {Invoice: {contains: ';'}}, because: several invoices in one row}
tables:
  - table: order_lines
    when: {Invoice: {starts_not_with: C}, Quantity: {above: 0}, Price: {above: 0}}
    columns:
      shop: {const: s1}
      order_id: Invoice
      line_id: {number_within: Invoice}
      sku: Sku
      quantity: Quantity
      unit_price: Price
      paid_amount: {product: [Quantity, Price]}
  - table: refunds
    when:
      - {Invoice: {starts_with: C}}
      - {Price: {below: 0}}
    columns:
      shop: {const: s1}
      refund_id: {join: [Invoice, {number_within: Invoice}]}
      amount: {product: [Quantity, Price], negate: true}
      status: {const: success}
      kind: {regex: '^.', from: Invoice, map: {C: return, A: adjustment}}
"""


def test_conditions_split_one_file_into_tables_and_skips_are_counted(tmp_path):
    rows = "I1,a,3,0.335\nC7,a,-1,2.5\nC7,a,-1,2.5\nA1,b,1,-20\nI2,c,5,0\nI3;I4,c,1,1\nI5,c,-4,9\nI6,c,x,9\n"
    result = read_profile_file(tmp_path, ROUTES, "Invoice,Sku,Quantity,Price\n" + rows)
    assert result.column("paid_amount", "order_lines") == [10_050]
    refunds = [(row["refund_id"], row["amount"], row["kind"]) for row in result.tables["refunds"]]
    assert refunds == [("C7-1", 25_000, "return"), ("C7-2", 25_000, "return"), ("A1-1", 200_000, "adjustment")]
    assert [(row.line, row.problems[0].code) for row in result.rejected] == [
        (7, "sources.refused_by_profile"),
        (8, "sources.fits_no_table"),
        (9, "sources.not_a_number"),
    ]
    (skipped,) = [problem for problem in result.problems if problem.code == "sources.rows_skipped"]
    assert skipped.params == {"count": 1, "because": "carries no money"}


def test_a_product_beyond_four_decimals_or_the_range_is_rejected(tmp_path):
    rows = "I1,a,0.01,0.0001\nI2,a,99999999999,99999999\nI3,a,2,0.25\n"
    result = read_profile_file(tmp_path, ROUTES, "Invoice,Sku,Quantity,Price\n" + rows)
    assert result.column("paid_amount", "order_lines") == [5_000]
    assert [row.problems[0].code for row in result.rejected] == ["sources.too_many_decimals", "sources.too_large"]


def test_a_file_without_a_profile_is_recognised_by_its_headers(tmp_path):
    write(tmp_path, "profiles/lines.yaml", LINES)
    write(tmp_path, "raw/export.csv", HEADER + FIRST)
    write(tmp_path, "raw/strange.csv", "a,b\n1,2\n")
    write(tmp_path, "sources.yaml", "sources:\n  - {files: raw/*.csv}\n")
    result = read(tmp_path)
    assert result.column("order_id") == ["A1"]
    assert [(problem.code, problem.place.file) for problem in result.problems] == [
        ("sources.not_recognised", "raw/strange.csv")
    ]


@pytest.mark.parametrize(
    ("written", "line", "code"),
    [
        ("{files: raw/none*, profile: taobao_orders}", 2, "sources.no_files"),
        ("{files: raw/a.csv, profile: nobody}", 2, "sources.unknown_profile"),
        ("{files: raw/a.csv, table: ordres}", 2, "sources.unknown_table"),
        ("{file: raw/a.csv, table: orders, files: raw/a.csv}", 2, "sources.profile_field"),
        ("{files: raw/a.csv, table: orders, set: s1}", 2, "sources.profile_shape"),
    ],
)
def test_what_sources_yaml_gets_wrong_is_told_with_its_line(tmp_path, written, line, code):
    write(tmp_path, "raw/a.csv", "shop,order_id,ordered_at,status\ns1,1,2026-10-21,paid\n")
    write(tmp_path, "sources.yaml", f"sources:\n  - {written}\n")
    problems = read(tmp_path).problems
    assert [(problem.code, problem.place.file, problem.place.line) for problem in problems] == [
        (code, "sources.yaml", line)
    ]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("table: orders", "table: ordres", "sources.unknown_table"),
        ("freight: Freight", "fright: Freight", "sources.unknown_column"),
        ("      order_id: Order\n      ordered_at", "      ordered_at", "sources.column_not_mapped"),
        ("{sum_of: Amount}", "{sum_of: Amount, const: 1}", "sources.one_origin"),
        ("{sum_of: Amount}", "{keep: sum}", "sources.one_origin"),
        ("{from: Signed, keep: max}", "{from: Signed, keep: biggest}", "sources.profile_choice"),
        ("{from: Signed, keep: max}", "{from: Signed, regex: '('}", "sources.bad_regex"),
        ("split: x", "splits: x", "sources.profile_field"),
        ("recognise:", "recognize:", "sources.profile_field"),
        ("one_row_per: order_id", "one_row_per: [order_id, buyer]", "sources.one_row_per_unmapped"),
        ("profile: lines\n", "", "sources.profile_field_missing"),
        ("{first_of: [Sku, Name]}", "{first_of: Sku}", "sources.profile_shape"),
    ],
)
def test_what_a_profile_gets_wrong_is_told_where_it_stands(old, new, code):
    assert old in LINES
    (document,), _ = documents_of(LINES.replace(old, new, 1).lstrip("\n"), "profiles/lines.yaml")
    profile, problems = read_profile(document)
    assert profile is None
    assert code in [problem.code for problem in problems]
    assert all(problem.place.file == "profiles/lines.yaml" and problem.place.line for problem in problems)


def test_the_example_profile_above_has_no_problem():
    (document,), _ = documents_of(LINES, "lines.yaml")
    profile, problems = read_profile(document)
    assert profile is not None
    assert problems == []


def test_settings_fill_columns_and_only_keeps_the_wanted_table(tmp_path):
    write(tmp_path, "p.yaml", LINES)
    write(tmp_path, "raw/export.csv", HEADER + FIRST)
    write(
        tmp_path,
        "sources.yaml",
        "sources:\n  - {files: raw/*, profile: p.yaml, shop: uk, set: {region: 北}, only: orders}\n",
    )
    result = read(tmp_path)
    assert list(result.tables) == ["orders"]
    assert (result.column("shop"), result.column("region")) == (["uk"], ["北"])
    assert result.rejected == []


def test_a_quotient_is_rounded_half_up_and_empty_over_zero(tmp_path):
    profile = ROUTES.replace("unit_price: Price", "unit_price: {quotient: [Price, Quantity]}")
    rows = "I1,a,3,2\nI2,a,80000,4\nI3,a,3,-2\n"
    result = read_profile_file(tmp_path, profile, "Invoice,Sku,Quantity,Price\n" + rows)
    assert result.column("unit_price", "order_lines") == [6_667, 1]
    zero = profile.replace("Quantity: {above: 0}, ", "").replace("Price: {above: 0}", "Price: {above: 1}")
    assert [
        row.problems[0].code
        for row in read_profile_file(tmp_path, zero, "Invoice,Sku,Quantity,Price\nI1,a,0,2\n").rejected
    ] == ["sources.cell_empty"]
