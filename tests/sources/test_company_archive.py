"""A company folder leaves as one zip and comes back equal; an archive that plays tricks changes nothing."""

import io
import zipfile
from pathlib import Path

import pytest

from merit.kernel.refusals import ConflictRefusal
from merit.sources.company_folder.archive import export_folder, import_folder, kept_files
from tests.tiny_company import write_tiny_company

COMPANY = "name: 微店\ncurrency: CNY\ntime_zone: Asia/Shanghai\n"


def exported(folder: Path) -> bytes:
    target = io.BytesIO()
    export_folder(folder, target)
    return target.getvalue()


def archive_of(tmp_path: Path, files: dict[str, str | bytes]) -> Path:
    path = tmp_path / "upload.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name, content)
    return path


def codes(problems) -> set[str]:
    return {problem.code for problem in problems if problem.severity == "error"}


def test_an_exported_company_imported_elsewhere_is_equal_byte_for_byte(tmp_path: Path):
    here, there = tmp_path / "here", tmp_path / "there"
    write_tiny_company(here)
    (here / "raw").mkdir(exist_ok=True)
    (here / "raw" / "千牛导出.csv").write_bytes("订单编号\n1\n".encode("gb18030"))
    (tmp_path / "acme.zip").write_bytes(exported(here))
    there.mkdir()
    (there / ".merit").mkdir()
    assert codes(import_folder(tmp_path / "acme.zip", there)) == set()
    assert kept_files(there) == kept_files(here)
    assert all((there / name).read_bytes() == (here / name).read_bytes() for name in kept_files(here))
    assert exported(there) == exported(here)
    assert not list(there.glob(".import-*"))


def test_secrets_and_what_is_worked_out_stay_behind(tmp_path: Path):
    write_tiny_company(tmp_path)
    for name in (".merit/salt", "results/2026-10/kpis.csv", "rejected/x.csv", "plans/.draft.yaml", "a.exe", "~$x.xlsx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "sealed/2026-09/results").mkdir(parents=True)
    (tmp_path / "sealed/2026-09/results/kpis.csv").write_text("x")
    names = kept_files(tmp_path)
    assert "sealed/2026-09/results/kpis.csv" in names
    assert "people.csv" in names
    assert not [name for name in names if name.startswith((".merit", "results", "rejected", "a.exe", "~", "plans/."))]


def test_a_link_does_not_carry_files_from_outside(tmp_path: Path):
    (tmp_path / "secret.csv").write_text("x")
    folder = tmp_path / "acme"
    write_tiny_company(folder)
    (folder / "facts" / "linked.csv").symlink_to(tmp_path / "secret.csv")
    assert "facts/linked.csv" not in kept_files(folder)


@pytest.mark.parametrize(
    "name",
    [
        "../people.csv",
        "/etc/people.csv",
        "facts/../../x.csv",
        "C:\\x.csv",
        "facts\\..\\x.csv",
        "a//b.csv",
        "nul.csv",
        "x\n.csv",
    ],
)
def test_a_path_that_leaves_the_folder_is_refused_and_nothing_is_written(tmp_path: Path, name: str):
    target = tmp_path / "acme"
    problems = import_folder(archive_of(tmp_path, {"company.yaml": COMPANY, name: "x"}), target)
    assert "company.archive_path" in codes(problems)
    assert not target.exists() or not any(target.iterdir())
    assert {path.name for path in tmp_path.iterdir()} <= {"upload.zip", "acme"}


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path):
    path = archive_of(tmp_path, {"company.yaml": COMPANY, "facts/orders.csv": b"0" * (65 * 2**20)})
    assert codes(import_folder(path, tmp_path / "acme")) == {"company.archive_too_large"}


def test_an_archive_that_lies_about_its_size_is_refused_while_it_is_unpacked(tmp_path: Path):
    path = archive_of(tmp_path, {"company.yaml": COMPANY, "facts/orders.csv": b"0" * 100_000})
    told = path.read_bytes().replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(told)
    assert codes(import_folder(path, tmp_path / "acme")) & {
        "company.archive_larger_than_said",
        "company.not_an_archive",
    }
    assert not list((tmp_path / "acme").glob("*"))


def test_a_link_in_an_archive_is_refused(tmp_path: Path):
    path = archive_of(tmp_path, {"company.yaml": COMPANY})
    link = zipfile.ZipInfo("facts/orders.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as written:
        written.writestr(link, "/etc/passwd")
    assert codes(import_folder(path, tmp_path / "acme")) == {"company.archive_link"}


def test_two_files_of_one_name_are_refused_whatever_their_letters(tmp_path: Path):
    path = archive_of(tmp_path, {"company.yaml": COMPANY, "people.csv": "a", "People.csv": "b"})
    assert codes(import_folder(path, tmp_path / "acme")) == {"company.archive_twice"}


def test_what_is_no_archive_and_what_is_no_company_are_told_apart(tmp_path: Path):
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 but no more")
    assert codes(import_folder(tmp_path / "x.zip", tmp_path / "acme")) == {"company.not_an_archive"}
    path = archive_of(tmp_path, {"holiday.md": "x"})
    assert codes(import_folder(path, tmp_path / "acme")) == {"company.no_company_yaml"}


def test_a_folder_packed_with_its_own_name_and_a_name_in_gb18030_are_understood(tmp_path: Path):
    write_tiny_company(tmp_path / "acme")
    with zipfile.ZipFile(tmp_path / "upload.zip", "w") as written:
        for name in kept_files(tmp_path / "acme"):
            written.write(tmp_path / "acme" / name, f"我的公司/{name}")
        written.writestr("__MACOSX/._x", "")
    assert codes(import_folder(tmp_path / "upload.zip", tmp_path / "there")) == set()
    assert (tmp_path / "there" / "people.csv").is_file()


def test_a_company_with_errors_is_told_and_not_taken_over(tmp_path: Path):
    path = archive_of(tmp_path, {"company.yaml": COMPANY, "people.csv": "person,name\n"})
    assert "company.column_missing" in codes(import_folder(path, tmp_path / "acme"))
    assert not (tmp_path / "acme" / "company.yaml").exists()


def test_a_folder_in_use_is_never_written_over(tmp_path: Path):
    write_tiny_company(tmp_path / "acme")
    with pytest.raises(ConflictRefusal, match="folder_not_empty"):
        import_folder(archive_of(tmp_path, {"company.yaml": COMPANY}), tmp_path / "acme")
