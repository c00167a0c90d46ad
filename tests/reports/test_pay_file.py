"""Payroll and bank files: exact sums, every layout as data, and nothing that a spreadsheet would run."""

import csv
import io
import re
import zipfile
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from merit.kernel.money import Money
from merit.kernel.refusals import ConflictRefusal
from merit.reports.pay_file import PayFileRow, pay_file
from merit.sources.pay_layout_files import pay_layouts

WHOLE = {"company": "微店", "period": "2026-10", "currency": "CNY", "day": date(2026, 11, 5), "reference": "B1"}


def row(person, name, fen, account="6222000000000001"):
    zero = Money(0)
    parts = {"bonus": Money(fen), "commission": zero, "adjustments": zero, "other": zero, "amount": Money(fen)}
    texts = {"person": person, "name": name, "team": "北组", "post": "客服", "account": account, "bank": "工行"}
    return PayFileRow(Money(fen), {**texts, **parts, "holder": name})


ROWS = [row("cat", "凯特", 370_440), row("ann", "安安", 3_600), row("bob", "鲍勃", -150)]


def made(name, folder, rows=tuple(ROWS)):
    layouts, problems = pay_layouts(folder)
    assert problems == []
    return pay_file(layouts[name], rows, WHOLE, "CNY")


def test_the_payroll_csv_sums_to_the_fen(tmp_path):
    file = made("payroll-csv", tmp_path)
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [each["应发合计"] for each in rows] == ["3704.40", "36.00", "-1.50"]
    assert (file.rows, file.total) == (3, Money(373_890))


def test_the_payroll_workbook_has_numbers_and_a_total(tmp_path):
    file = made("payroll-sheet", tmp_path)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.content)).get_sheet_by_index(0).to_python()
    assert rows[1][-1] == 3704.4
    assert rows[-1][:3] == ["合计", 3, 3738.9]


def test_a_payroll_workbook_is_dated_by_its_day_of_pay_and_not_by_the_clock(tmp_path):
    with zipfile.ZipFile(io.BytesIO(made("payroll-sheet", tmp_path).content)) as book:
        core = book.read("docProps/core.xml").decode()
    assert re.findall(r"<dcterms:\w+[^>]*>([^<]*)<", core) == ["2026-11-05T00:00:00Z"] * 2


def test_a_bank_pays_nobody_less_than_nothing(tmp_path):
    file = made("bank-delimited", tmp_path)
    lines = file.content.decode("gb18030").splitlines()
    assert lines[0] == "H|20261105|2|3740.40|B1"
    assert lines[1] == "D|1|6222000000000001|凯特|工行|3704.40"
    assert lines[-1] == "T|2|3740.40"


def test_fixed_places_are_counted_in_bytes_of_the_encoding(tmp_path):
    lines = made("bank-fixed", tmp_path).content.split(b"\r\n")
    assert lines[0] == b"1" + b"20261105" + b"00000002" + b"000000000374040"
    assert lines[1] == b"2" + b"00000001" + b"6222000000000001".ljust(32) + "凯特".encode("gb18030").ljust(60) + (
        b"000000000370440"
    )


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t"])
def test_a_name_that_is_a_formula_is_text(tmp_path, begin):
    file = made("payroll-csv", tmp_path, [row("x", f"{begin}HYPERLINK(1)", 100)])
    (found,) = csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")))
    assert found["姓名"].startswith(f"'{begin}")


def test_what_does_not_fit_or_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(ConflictRefusal, match="pay_cell_too_long"):
        made("bank-fixed", tmp_path, [row("x", "很" * 31, 100)])
    (tmp_path / "payroll").mkdir()
    (tmp_path / "payroll" / "old.yaml").write_text(
        "layout: old\ntitle: {zh: x}\nencoding: gb2312\ncolumns:\n  - {field: name}\n", "utf-8"
    )
    with pytest.raises(ConflictRefusal, match="pay_cell_encoding"):
        made("old", tmp_path, [row("x", "喆", 100)])


def test_a_layout_of_the_company_takes_the_place_of_the_shipped_one(tmp_path):
    (tmp_path / "payroll").mkdir()
    (tmp_path / "payroll" / "own.yaml").write_text(
        'layout: payroll-csv\ntitle: {zh: 自家}\ndelimiter: ";"\ncolumns:\n'
        "  - {field: person, heading: 编号}\n  - {field: amount, heading: 分, format: fen}\n",
        "utf-8",
    )
    assert made("payroll-csv", tmp_path).content.decode("utf-8-sig").splitlines()[:2] == ["编号;分", "cat;370440"]


def test_everything_wrong_in_a_layout_is_told_with_its_line(tmp_path):
    (tmp_path / "payroll").mkdir()
    (tmp_path / "payroll" / "bad.yaml").write_text(
        "layout: bad\ntitle: {zh: x}\nfile: fixed\ncolumns:\n  - {field: wage}\n  - {field: amount, format: cents}\n",
        "utf-8",
    )
    layouts, problems = pay_layouts(tmp_path)
    assert "bad" not in layouts
    assert [(each.place.line, each.params["key"]) for each in problems] == [
        (5, "field"),
        (5, "width"),
        (6, "width"),
        (6, "format"),
    ]
