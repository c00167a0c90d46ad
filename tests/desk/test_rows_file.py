"""All rows behind a number come as CSV: each with its file and line, counted or not, and none as a formula."""

import csv
import io

import pytest

from merit_desk.explain.queries.all_rows import harmless
from tests.desk.pages import links

SALES = "/periods/2026-10/why/kpi/2026-10/paid_sales/company/company/"


def rows(response):
    whole = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(whole)))


def test_the_file_has_every_row_of_the_number_counted_or_not(reader):
    response = reader.get(f"{SALES}rows.csv")
    found = rows(response)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].endswith("paid_sales-company-2026-10.csv")
    assert sum(row["计入"] == "计入" for row in found) == 13
    assert sum(row["计入"] == "不计入" for row in found) >= 1  # the test order B15
    assert {row["文件"] for row in found} == {"facts/order_lines.csv"}
    assert all(int(row["行"]) > 1 for row in found)


def test_a_shared_row_names_its_share(reader):
    address = "/periods/2026-10/why/kpi/2026-10/paid_sales/person/ann/rows.csv"
    assert {row["归属"] for row in rows(reader.get(address))} == {"60%"}


def test_the_drawer_links_to_files_that_answer(reader):
    ratio = reader.get("/periods/2026-10/why/kpi/2026-10/reply_3min/person/cat/")
    files = [link for link in links(ratio) if link.endswith("rows.csv")]
    assert len(files) == 2  # its two parts
    assert all(rows(reader.get(link)) for link in files)


@pytest.mark.parametrize("wrong", ["nothing/company/company", "paid_sales/planet/earth"])
def test_rows_of_nothing_are_404(reader, wrong):
    assert reader.get(f"/periods/2026-10/why/kpi/2026-10/{wrong}/rows.csv").status_code == 404


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+86 10", "'+86 10"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("-14.3", "-14.3"),
        ("P-1", "P-1"),
        ("", ""),
    ],
)
def test_no_cell_is_run_as_a_formula_and_a_negative_number_stays_one(cell, written):
    assert harmless(cell) == written
