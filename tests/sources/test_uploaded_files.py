"""Files that people hand in: names that try to climb, bombs, other things than tables, and what a preview shows."""

import gzip
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.facts.tables import TABLES
from merit.sources import packed_files
from merit.sources.feeds import single_feed
from merit.sources.files import read_raw
from merit.sources.preview import preview_file
from merit.sources.profile import canonical_profile
from merit.sources.raw_rows import Layout
from merit.sources.rejected import MASK
from merit.sources.trial import try_feed
from merit.sources.uploaded_files import LONGEST_NAME, safe_name, upload_problems
from tests.sources.fact_files import ORDERS, company, read, write
from tests.sources.test_load_facts import BAD, GOOD

MB = 1 << 20


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("..\\..\\company.csv", "company.csv"),
        ("/abs/订单 11月.xlsx", "订单 11月.xlsx"),
        ("..", "file_"),
        (".hidden.csv", "hidden.csv"),
        ("~$open.xlsx", "open.xlsx"),
        ("a\x00b\nc.csv", "a_b_c.csv".replace("_", "")),
        ("con.csv", "file_con.csv"),
        ('a<b>:"|?*.csv', "a_b_.csv"),
        ("\u202etxt.csv", "txt.csv"),
    ],
)
def test_a_name_keeps_its_words_and_loses_its_path(given_name, kept):
    assert safe_name(given_name) == kept


@given(st.text(max_size=400))
def test_no_name_leaves_its_folder(name):
    kept = safe_name(name)
    assert kept
    assert Path(kept).name == kept
    assert kept not in (".", "..")
    assert len(kept.encode()) <= LONGEST_NAME or "." in kept


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def bomb(path: Path, size: int) -> Path:
    """A workbook whose sheet unpacks to `size` bytes of blanks."""
    workbook(path, [["shop", "order_id"]])
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet9.xml", "w") as out,
    ):
        for _ in range(size // MB):
            out.write(b" " * MB)
    return path


def codes(path: Path, most: int = 50 * MB) -> list[str]:
    return [problem.code for problem in upload_problems(path, path.name, most)]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(packed_files, "MOST_UNPACKED", 20 * MB)
    path = bomb(tmp_path / "bomb.xlsx", 64 * MB)
    assert path.stat().st_size < MB
    assert codes(path) == ["sources.unpacks_too_large"]
    assert [part.code for part in read_raw(path, "bomb.xlsx", Layout())] == ["sources.unpacks_too_large"]
    assert preview_file(path).header == ()


def test_a_bomb_that_lies_about_its_size_is_refused_as_well(tmp_path, monkeypatch):
    monkeypatch.setattr(packed_files, "MOST_UNPACKED", 20 * MB)
    path = bomb(tmp_path / "bomb.xlsx", 64 * MB)
    size = (64 * MB).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (1000).to_bytes(4, "little")))
    assert codes(path) == ["sources.unpacks_too_large"]


def test_an_honest_workbook_is_taken(tmp_path):
    assert codes(workbook(tmp_path / "a.xlsx", [["shop", "order_id"], ["s1", "A1"]])) == []


def test_compressed_text_that_never_ends_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(packed_files, "MOST_UNPACKED_TEXT", 4 * MB)
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" * 2 * MB))
    assert codes(path) == ["sources.unpacks_too_large"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"%PDF-1.7", "sources.kind_of_file"),
        ("a.csv", b"%PDF-1.7 ...", "sources.upload_other_kind"),
        ("a.csv", b"MZ\x90\x00", "sources.upload_other_kind"),
        ("a.csv", b"a,b\n\x00\x01\x02", "sources.upload_other_kind"),
        ("a.xls", b"\xef\xbb\xbf <html><table>", "sources.upload_html"),
        ("a.zip", b"PK\x03\x04", "sources.upload_zip"),
        ("a.csv", b"", "sources.file_empty"),
        ("a.csv", "a,b\n1,2\n".encode("utf-16"), "sources.utf16"),
        ("a.exe", b"MZ", "sources.kind_of_file"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    assert codes(path) == [code]


def test_an_archive_called_a_workbook_is_refused(tmp_path):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("a.csv", "a,b\n")
    path = tmp_path / "a.xlsx"
    path.write_bytes(held.getvalue())
    assert codes(path) == ["sources.upload_zip"]


def test_a_file_above_the_limit_is_refused_with_both_sizes(tmp_path):
    path = write(tmp_path, "a.csv", b"a,b\n" * MB)
    (problem,) = upload_problems(path, "a.csv", 2 * MB)
    assert problem.params == {"size": "4.0 MB", "most": "2 MB"}


def test_a_preview_tells_encoding_delimiter_header_and_rows_and_hides_people(tmp_path):
    text = "千牛订单报表\n导出时间,2026-11-01\n订单编号;收货人姓名;实付\n1;张三;5\n2;;6\n".replace(",", ";")
    shown = preview_file(write(tmp_path, "a.csv", text, "gb18030"))
    assert (shown.kind, shown.encoding, shown.delimiter, shown.header_at) == ("text", "gb18030", ";", 3)
    assert shown.header == ("订单编号", "收货人姓名", "实付")
    assert shown.rows == (("1", MASK, "5"), ("2", "", "6"))
    assert shown.samples("实付") == ("5", "6")


def test_a_preview_of_a_workbook_shows_the_widest_sheet_unless_another_is_asked_for(tmp_path):
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["只有一句话"])
    sheet = book.create_sheet("订单")
    for row in (["订单号", "金额"], ["1", 5.5]):
        sheet.append(row)
    book.save(path)
    assert (preview_file(path).sheet, preview_file(path).rows) == ("订单", (("1", "5.5"),))
    assert preview_file(path, "说明").header == ("只有一句话",)


def test_a_trial_counts_what_would_be_taken_and_keeps_nothing(tmp_path):
    path = write(tmp_path, "facts/orders.csv", ORDERS + GOOD + BAD)
    trial = try_feed(company(), tmp_path, single_feed(canonical_profile(TABLES["orders"]), {}, path, "orders.csv"))
    assert (trial.read, trial.taken, trial.rejected, trial.refused) == (2, {"orders": 1}, 1, False)
    assert not (tmp_path / ".merit" / "facts").exists()


def test_a_broad_pattern_does_not_take_uploaded_files(tmp_path):
    write(tmp_path, "raw/uploads/2026-11-01/a.csv", ORDERS + GOOD)
    write(tmp_path, "raw/b/b.csv", ORDERS + GOOD.replace("A1", "A7"))
    write(tmp_path, "sources.yaml", "sources:\n  - {files: raw/*, table: orders}\n")
    assert read(tmp_path).column("order_id") == ["A7"]
    write(tmp_path, "sources.yaml", "sources:\n  - {files: raw/uploads/*/*.csv, table: orders, every: week}\n")
    assert read(tmp_path).column("order_id") == ["A1"]
