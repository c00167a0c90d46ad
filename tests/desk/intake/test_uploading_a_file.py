"""Files that are handed in: kept once, under a safe name, and refused with the reason where they are no tables."""

import zipfile
from io import BytesIO

import openpyxl
import pytest

from merit.sources import packed_files
from merit_desk.audit.models import Entry
from merit_desk.intake.actions import uploads
from merit_desk.intake.models import Upload
from tests.desk.intake.conftest import send, sent, taobao


def test_a_file_is_kept_below_the_company_folder_and_the_trail_knows(steward, own_folder):
    upload = sent(steward, taobao({}))
    assert upload.path.startswith("raw/uploads/")
    assert (own_folder / upload.path).read_bytes() == taobao({})
    assert Entry.objects.get(action="intake.uploaded").subject == upload.path


def test_the_same_file_sent_twice_is_kept_once(steward, own_folder):
    assert sent(steward, taobao({})).pk == sent(steward, taobao({}), "other-name.csv").pk
    assert len(list((own_folder / "raw" / "uploads").rglob("*.csv"))) == 1
    assert list((own_folder / ".merit" / "incoming").iterdir()) == []


@pytest.mark.parametrize("name", ["../../company.csv", "..\\..\\people.csv", "/etc/cron.d/x.csv", "a\x00../b.csv"])
def test_a_name_that_climbs_stays_in_the_folder(steward, own_folder, name):
    upload = sent(steward, taobao({}), name)
    assert (own_folder / upload.path).resolve().is_relative_to(own_folder / "raw" / "uploads")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"MZ\x90\x00\x00", "不是表格"),
        ("a.exe", b"MZ\x90", "不认识这种文件"),
        ("a.xls", b"<html><table>", "网页"),
        ("a.csv", b"", "空的"),
        ("a.zip", b"PK\x03\x04", "重新下载"),
    ],
)
def test_what_is_no_table_is_refused_in_words_and_not_kept(steward, own_folder, name, content, words):
    answer = send(steward, content, name)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Upload.objects.exists()
    assert not (own_folder / "raw" / "uploads").exists()


def zipped(**parts: bytes) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("_csv", ".csv"), content)
    return held.getvalue()


def test_of_an_archive_the_export_in_it_is_kept_under_its_own_name_and_once(steward, own_folder):
    upload = sent(steward, zipped(订单_csv=taobao({})), "千牛导出.zip")
    assert upload.name == "订单.csv"
    assert (own_folder / upload.path).read_bytes() == taobao({})
    assert sent(steward, taobao({}), "订单.csv").pk == upload.pk
    assert list((own_folder / ".merit" / "incoming").iterdir()) == []


def test_an_archive_of_several_files_names_them_and_nothing_is_kept(steward, own_folder):
    answer = send(steward, zipped(one_csv=taobao({}), two_csv=taobao({})), "both.zip")
    assert "压缩包里有 2 个文件（one.csv、two.csv）" in answer.content.decode()
    assert not Upload.objects.exists()
    assert list((own_folder / ".merit" / "incoming").iterdir()) == []


def test_a_zip_bomb_is_refused(steward, monkeypatch):
    monkeypatch.setattr(packed_files, "MOST_UNPACKED", 4 << 20)
    held = BytesIO()
    openpyxl.Workbook().save(held)
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet9.xml", b" " * (32 << 20))
    answer = send(steward, held.getvalue(), "bomb.xlsx")
    assert "解压后超过" in answer.content.decode()
    assert not Upload.objects.exists()


def test_a_file_above_the_limit_is_refused_before_it_is_read(steward, monkeypatch):
    monkeypatch.setattr(uploads.keep_upload, "__defaults__", (1 << 10,))
    monkeypatch.setattr(uploads, "_received", None)
    assert "一次最多" in send(steward, b"a,b\n" * 1_000).content.decode()


def test_several_files_come_at_once_and_the_good_ones_are_kept(steward):
    from django.core.files.uploadedfile import SimpleUploadedFile

    files = [SimpleUploadedFile("a.csv", taobao({})), SimpleUploadedFile("b.pdf", b"%PDF")]
    answer = steward.post("/intake/upload/", {"files": files})
    assert answer.status_code == 422
    assert "b.pdf" in answer.content.decode()
    assert [upload.name for upload in Upload.objects.all()] == ["a.csv"]


def test_nothing_chosen_is_said(steward):
    assert "没有选文件" in steward.post("/intake/upload/", {}, follow=True).content.decode()


@pytest.mark.parametrize("role", ["manager", "employee", "finance", "hr", "auditor", "stranger"])
def test_who_may_not_load_data_cannot_upload(at, role):
    assert send(at(role), taobao({})).status_code == 404
    assert not Upload.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("hr", 200), ("auditor", 200), ("employee", 404), ("stranger", 404)])
def test_who_sees_the_sources_sees_the_list(at, role, status):
    assert at(role).get("/intake/").status_code == status
