"""An export inside a .zip is read as if it lay there by itself; any other archive is refused with what to do."""

import io
import random
import zipfile

import openpyxl
import pytest

from merit.sources import zipped_files
from tests.sources.fact_files import ORDERS, read, write
from tests.sources.platform_company import EXPORTS

ROWS = ORDERS + "s1,A1,张三,2026-10-21 09:30,2026-10-21 09:31,paid,100.50,8\n"
TAOBAO = (EXPORTS / "taobao_orders.csv").read_bytes()
BY_HEADER = "sources:\n  - {files: raw/*, shop: s1}\n"


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return held.getvalue()


def workbook() -> bytes:
    book, held = openpyxl.Workbook(), io.BytesIO()
    for line in ROWS.splitlines():
        book.active.append(line.split(","))
    book.save(held)
    return held.getvalue()


def locked(data: bytes) -> bytes:
    """The same archive with the mark of a password on its parts."""
    marked = bytearray(data)
    for start, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(start)
        while place >= 0:
            marked[place + at] |= 1
            place = data.find(start, place + 1)
    return bytes(marked)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_table_in_an_archive_is_read(tmp_path, method):
    write(tmp_path, "facts/orders.zip", zipped({"导出/orders.csv": ROWS.encode()}, method))
    result = read(tmp_path)
    assert result.column("order_id") == ["A1"]
    assert result.column("source_file") == ["facts/orders.zip"]
    assert result.column("source_line") == [2]


def test_a_workbook_in_an_archive_is_read(tmp_path):
    write(tmp_path, "facts/orders.zip", zipped({"orders.xlsx": workbook()}))
    assert read(tmp_path).column("paid_amount") == [1_005_000]


def test_an_export_in_an_archive_is_known_by_its_header_beside_what_a_mac_adds(tmp_path):
    write(tmp_path, "sources.yaml", BY_HEADER)
    parts = {"__MACOSX/._ExportOrderList.csv": b"x", ".DS_Store": b"x", "ExportOrderList.csv": TAOBAO}
    write(tmp_path, "raw/ExportOrderList.zip", zipped(parts))
    assert read(tmp_path).column("order_id") == ["2149000000000000001", "2149000000000000002"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (locked(zipped({"a.csv": TAOBAO})), "sources.zip_encrypted"),
        (zipped({"a.csv": TAOBAO, "b.csv": TAOBAO}), "sources.zip_of_several"),
        (zipped({"a.pdf": b"%PDF"}), "sources.zip_without_export"),
        (zipped({"inner.zip": zipped({"a.csv": TAOBAO})}), "sources.zip_without_export"),
        (zipped({"a.csv": TAOBAO})[:-30], "sources.zip_unreadable"),
        (b"", "sources.zip_unreadable"),
    ],
)
@pytest.mark.parametrize("profile", ["", "profile: taobao_orders, "])
def test_any_other_archive_is_refused_with_what_to_do(tmp_path, content, code, profile):
    write(tmp_path, "sources.yaml", f"sources:\n  - {{files: raw/*, {profile}shop: s1}}\n")
    write(tmp_path, "raw/a.zip", content)
    result = read(tmp_path)
    assert result.codes == [code]
    assert result.problems[0].place.file == "raw/a.zip"
    assert result.tables == {}


def test_names_written_by_a_chinese_windows_are_readable(tmp_path):
    ours = zipped({"AAAA.csv": TAOBAO, "BBBB.csv": TAOBAO})
    theirs = ours.replace(b"AAAA", "订单".encode("gb18030")).replace(b"BBBB", "退款".encode("gb18030"))
    write(tmp_path, "facts/orders.zip", theirs)
    assert read(tmp_path).problems[0].params == {"count": 2, "names": "订单.csv、退款.csv"}


def test_an_archive_that_unpacks_beyond_the_limit_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(zipped_files, "MOST_UNPACKED_ZIP", 1 << 20)
    write(tmp_path, "facts/orders.zip", zipped({"orders.csv": ROWS.encode() + b"\n" * (8 << 20)}))
    assert read(tmp_path).codes == ["sources.unpacks_too_large"]


def test_nothing_of_an_archive_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(zipped_files.tempfile, "tempdir", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()
    write(tmp_path, "c/facts/orders.zip", zipped({"orders.csv": ROWS.encode()}))
    assert read(tmp_path / "c").column("order_id") == ["A1"]
    assert list((tmp_path / "t").iterdir()) == []


def test_a_damaged_archive_gives_all_rows_or_none_and_says_so(tmp_path):
    whole, chance = zipped({"orders.csv": ROWS.encode()}), random.Random(7)  # noqa: S311 - the same damage every time
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] ^= chance.randint(1, 255)
        write(tmp_path, "facts/orders.zip", bytes(damaged[: chance.choice([len(whole), chance.randrange(len(whole))])]))
        result = read(tmp_path)
        assert result.column("order_id") == ["A1"] if result.tables else result.codes
