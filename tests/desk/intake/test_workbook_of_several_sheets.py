"""A workbook of 千牛 with orders, articles and parcels on three sheets: one upload brings in all of them."""

import csv
import io

import openpyxl
import pytest
import yaml

from merit.store.fact_store import FactStore
from merit_desk.intake.queries.rejected import returned_files
from tests.desk.intake.conftest import read_as, sent, work
from tests.sources.platform_company import EXPORTS

SHEETS = {"订单报表": "taobao_orders", "销售明细": "taobao_items", "发货报表": "taobao_shipments"}


def workbook(**broken: str) -> bytes:
    """The three exports as sheets; of a broken one the first cell of its last row is what is said."""
    book, held = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for title, export in SHEETS.items():
        sheet = book.create_sheet(title)
        rows = list(csv.reader(io.StringIO((EXPORTS / f"{export}.csv").read_text("utf-8"))))
        if title in broken:
            rows[-1][0] = broken[title]
        for row in rows:
            sheet.append([cell.strip('="') for cell in row])
    book.save(held)
    return held.getvalue()


def rows(folder, *tables):
    snapshot = FactStore(folder / ".merit" / "facts").snapshot()
    return [snapshot.rows(table) for table in tables]


TABLES = ("orders", "order_lines", "shipments")


@pytest.fixture
def before(own_folder):
    return rows(own_folder, *TABLES)


def test_all_known_sheets_are_offered_tried_and_loaded_together(steward, own_folder, before):
    upload = sent(steward, workbook(), "千牛.xlsx")
    page = steward.get(f"/intake/files/{upload.pk}/?shop=s1").content.decode()
    assert "所有认出来的工作表：订单报表、销售明细、发货报表" in page
    assert read_as(steward, upload, "*").status_code == 302
    work()
    expected = [2, 2, 1]  # of the two parcels one has not left yet
    assert [new - old for new, old in zip(rows(own_folder, *TABLES), before, strict=True)] == expected
    entry = list(yaml.safe_load_all((own_folder / "sources.yaml").read_text("utf-8")))[-1]["sources"][0]
    assert entry == {"files": "raw/uploads/*/sheets-s1/*", "shop": "s1", "every": "day"}


def test_a_rejected_row_of_any_sheet_is_shown_after_the_load(steward, own_folder):
    upload = sent(steward, workbook(销售明细="5.11E+18"), "千牛.xlsx")
    read_as(steward, upload, "*")
    job = work()
    assert job.outcome["rejected"] == 1
    (file,) = returned_files()
    assert file.file.endswith("#销售明细")
    assert "#销售明细" in steward.get(f"/intake/loads/{job.pk}/").content.decode()


def test_one_sheet_alone_can_still_be_chosen(steward, own_folder, before):
    upload = sent(steward, workbook(), "千牛.xlsx")
    assert read_as(steward, upload, "taobao_items").status_code == 302
    work()
    assert [new > old for new, old in zip(rows(own_folder, *TABLES), before, strict=True)] == [False, True, False]
