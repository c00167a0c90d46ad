"""Every layout of a platform that Merit knows: recognised, read to the last digit, whatever was done to its columns."""

import csv
import io
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from merit.sources.feeds import shipped_profiles
from merit.sources.recognised_files import profiles_of
from merit.sources.recognition import match_profile
from tests.sources.fact_files import Read, read, write
from tests.sources.platform_company import EXPORTS

Expected = dict[str, Any]


@cache
def expected() -> dict[str, Expected]:
    """What each fixture comes to."""
    found: dict[str, Expected] = yaml.safe_load((EXPORTS / "expected.yaml").read_text("utf-8"))
    return found


LAYOUTS = sorted(expected())
TEXTS = [name for name in LAYOUTS if name.endswith(".csv")]


def records(name: str) -> list[list[str]]:
    """The fixture as rows of cells."""
    text = (EXPORTS / name).read_text("utf-8")
    return list(csv.reader(io.StringIO(text), delimiter="\t" if name.endswith(".txt") else ","))


def written(rows: list[list[str]], quoting: Any = csv.QUOTE_MINIMAL) -> str:
    """Rows of cells as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=quoting).writerows(rows)
    return out.getvalue()


def read_as(folder: Path, name: str, content: str | bytes, profile: str = "", encoding: str = "utf-8") -> Read:
    """The file of a shop, its profile found by its headers unless one is named."""
    named = f"profile: {profile}, " if profile else ""
    write(folder, "sources.yaml", f"sources:\n  - {{files: raw/*, {named}shop: s1}}\n")
    write(folder, f"raw/{name}", content, encoding)
    return read(folder)


def check(result: Read, name: str) -> None:
    """Every expected row is there in its order, with these values, and nothing else."""
    tables = {table: rows for table, rows in expected()[name].items() if table not in ("profile", "skipped")}
    told = [code for code in result.codes if code != "sources.rows_skipped"]
    assert (told, result.rejected) == ([], [])
    assert {table: len(rows) for table, rows in result.tables.items()} == {t: len(rows) for t, rows in tables.items()}
    for table, rows in tables.items():
        for row, found in zip(rows, result.tables[table], strict=True):
            assert {column: found[column] for column in row} == row


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_known_by_its_headers_and_none_of_them_is_new(name):
    best = profiles_of(EXPORTS / name, name, list(shipped_profiles().values()))
    assert [profile.name for profile in best.values()] == [expected()[name]["profile"]]
    if name in TEXTS:
        match = match_profile(records(name)[0], next(iter(best.values())))
        assert (match.fits, match.new) == (True, ())


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read_to_the_last_digit(tmp_path, name):
    result = read_as(tmp_path, name, (EXPORTS / name).read_bytes())
    check(result, name)
    assert result.codes.count("sources.rows_skipped") == expected()[name].get("skipped", 0)


@pytest.mark.parametrize("name", TEXTS)
def test_columns_in_another_order_more_of_them_and_stray_blanks_change_nothing(tmp_path, name):
    rows = records(name)
    order = sorted(range(len(rows[0])), key=lambda at: (at * 7 % 5, -at))
    turned = [[row[at] for at in order] for row in rows]
    turned = [[f"\t {cell} " if cell.strip() and number else cell for cell in row] for number, row in enumerate(turned)]
    turned = [["新加的列" if not number else "甲", *row, ""] for number, row in enumerate(turned)]
    turned[0] = [f" {header}　" for header in turned[0]]
    check(read_as(tmp_path, name, "\ufeff" + written(turned, csv.QUOTE_ALL)), name)


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_in_gb18030_under_title_rows_is_the_same_file(tmp_path, name):
    rows = records(name)
    titles = [["导出报表"], ["导出时间：2026-11-01", ""]]
    content = written([*titles, *rows]).replace("\n", "\r\n")
    check(read_as(tmp_path, name, content, encoding="gb18030"), name)


@pytest.mark.parametrize("name", [each for each in TEXTS if each != "ga4_events.jsonl"])
def test_a_workbook_is_the_same_file(tmp_path, name):
    book = openpyxl.Workbook()
    for row in records(name):
        book.active.append([cell.replace('="', "").replace('"', "") if cell.startswith("=") else cell for cell in row])
    (tmp_path / "raw").mkdir()
    book.save(tmp_path / "raw/export.xlsx")
    write(tmp_path, "sources.yaml", "sources:\n  - {files: raw/*, shop: s1}\n")
    check(read(tmp_path), name)


def test_each_sheet_of_a_workbook_is_read_through_its_own_profile(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["本表由千牛导出"])
    sheets = {"订单报表": "taobao_orders.csv", "销售明细": "taobao_items.csv", "发货报表": "taobao_shipments.csv"}
    for title, name in sheets.items():
        sheet = book.create_sheet(title)
        for row in records(name):
            sheet.append([cell.strip('="') for cell in row])
    (tmp_path / "raw").mkdir()
    book.save(tmp_path / "raw/千牛.xlsx")
    write(tmp_path, "sources.yaml", "sources:\n  - {files: raw/*, shop: s1}\n")
    result = read(tmp_path)
    assert result.rejected == []
    assert {table: len(rows) for table, rows in result.tables.items()} == {
        "orders": 2,
        "order_lines": 2,
        "shipments": 1,
    }
    files = {table: {row["source_file"] for row in rows} for table, rows in result.tables.items()}
    assert files == {
        "orders": {"raw/千牛.xlsx"},
        "order_lines": {"raw/千牛.xlsx#销售明细"},
        "shipments": {"raw/千牛.xlsx#发货报表"},
    }


def test_older_taobao_orders_have_fewer_columns(tmp_path):
    rows = records("taobao_orders.csv")
    kept = [at for at, header in enumerate(rows[0][:32]) if header != "买家支付积分"]
    result = read_as(tmp_path, "old.csv", written([[row[at] for at in kept] for row in rows]))
    assert (result.problems, result.rejected) == ([], [])
    assert result.column("paid_amount") == [1_535_000, 0]


def test_refunds_inside_woocommerce_orders_are_read_by_a_profile_of_their_own(tmp_path):
    content = (EXPORTS / "woocommerce_orders.json").read_bytes()
    result = read_as(tmp_path, "orders.json", content, "woocommerce_refunds")
    assert result.codes == ["sources.rows_skipped"]
    assert [(row["refund_id"], row["order_id"], row["amount"]) for row in result.tables["refunds"]] == [
        ("726", "727", 205_000)
    ]


def test_materials_without_a_day_are_of_the_day_in_the_name_of_their_file(tmp_path):
    rows = [row[1:] for row in records("qianchuan_materials.csv")]
    result = read_as(tmp_path, "素材_2026-10-20.csv", written(rows))
    assert [str(row["day"]) for row in result.tables["ads"]] == ["2026-10-20"]
    (tmp_path / "raw/素材_2026-10-20.csv").unlink()
    ranged = read_as(tmp_path, "素材_2026-10-20_2026-10-26.csv", written(rows))
    assert ranged.tables == {}
    assert [row.problems[0].code for row in ranged.rejected] == ["sources.cell_empty"]
