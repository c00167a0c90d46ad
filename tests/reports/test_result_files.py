import io
import re
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from merit.kernel.explain import given
from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.kernel.problems import Place, Problem, Severity
from merit.kernel.refusals import ConflictRefusal
from merit.reports.result_files import harmless, result_files, write_folder
from merit.reports.workbook import workbook
from merit.rewards.payment.pay_line import PayLine
from merit.run import PeriodResult

OCTOBER = Period.parse("2026-10")


def a_result() -> PeriodResult:
    line = PayLine("p1", OCTOBER, "=cmd()", 1, "bonus", given(value=Money(370_440)), base=Fraction(1, 3))
    finding = Problem("closing.not_sealed", Place("people.csv", 3), {"period": "2026-09"}, Severity.WARNING)
    return PeriodResult(OCTOBER, (), (line,), (finding,))


def test_the_same_result_gives_the_same_bytes() -> None:
    assert result_files(a_result()) == result_files(a_result())


def test_a_cell_that_a_spreadsheet_would_run_is_defused() -> None:
    assert harmless(("=1+1", "+1", "@x", "-1+2", "-14.30", "甲")) == ("'=1+1", "'+1", "'@x", "'-1+2", "-14.30", "甲")
    assert b"'=cmd()" in result_files(a_result())["payouts.csv"]


def test_pay_is_written_in_full_and_its_base_exactly() -> None:
    (_, row) = result_files(a_result())["payouts.csv"].decode().splitlines()
    assert row == "2026-10,p1,'=cmd(),1,bonus,3704.40,CNY,given,,1/3"


def test_findings_stand_in_both_languages() -> None:
    text = result_files(a_result())["problems.csv"].decode()
    assert "还没有封存" in text
    assert "is not sealed yet" in text


def test_the_workbook_is_dated_by_the_end_of_its_period_and_not_by_the_clock() -> None:
    """October ends as 1 November begins; no part of the file knows when it was written."""
    with zipfile.ZipFile(io.BytesIO(workbook(a_result()))) as book:
        core = book.read("docProps/core.xml").decode()
        assert {each.date_time for each in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    dated = re.findall(r"<dcterms:(created|modified)[^>]*>([^<]*)<", core)
    assert dated == [("created", "2026-11-01T00:00:00Z"), ("modified", "2026-11-01T00:00:00Z")]


def test_the_workbook_opens_and_holds_numbers_as_numbers() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook(a_result())))
    assert book.sheet_names == ["应发 Payouts", "总分 Totals", "得分 Scores", "指标 KPIs", "发现 Findings"]
    row = book.get_sheet_by_index(0).to_python()[1]
    assert row[5] == 3704.4
    assert row[2] == "=cmd()", "text, not a formula"


def test_a_failed_write_leaves_the_old_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "2026-10"
    write_folder(place, {"payouts.csv": b"old"})

    def full_disk(_path: Path, _content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(ConflictRefusal, match="No space"):
        write_folder(place, {"payouts.csv": b"new"})
    assert (place / "payouts.csv").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["2026-10"]
