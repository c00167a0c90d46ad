"""The command line as a user types it, on the tiny company."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from merit.cli.main import app
from merit.kernel.refusals import Refusal
from tests.loaded_company import LATER_LOAD, company_with_september_sealed, load, loaded_company
from tests.tiny_company import write_tiny_company


@pytest.fixture
def in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERIT_LANG", "zh")


def merit(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def refused(result: Result) -> str:
    assert isinstance(result.exception, Refusal), result.output
    return result.exception.code


def test_a_company_without_faults_checks_clean(tmp_path: Path, in_chinese: None) -> None:
    result = merit("check", str(loaded_company(tmp_path)))
    assert (result.exit_code, result.output.strip()) == (0, "没有问题")


def test_every_problem_is_told_with_place_and_in_both_languages(tmp_path: Path, in_chinese: None) -> None:
    folder = loaded_company(tmp_path)
    people = folder / "people.csv"
    people.write_text(people.read_text("utf-8").replace("2026-01-01", "2026-02-30", 2), "utf-8")
    result = merit("check", str(folder))
    assert result.exit_code == 1
    assert "people.csv:2" in result.output
    assert "people.csv:3" in result.output
    assert "2026-02-30" in result.output


def test_query_gives_exact_values_by_person_and_month(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    result = merit("query", str(folder), "--kpi", "net_sales", "--by", "person,month", "--format", "csv")
    rows = {(row["period"], row["person"]): row["value"] for row in csv.DictReader(io.StringIO(result.output))}
    assert rows["2026-10", "ann"] == "3600"
    assert rows["2026-10", "bob"] == "2200"
    assert rows["2026-10", "unassigned"] == "3200"


def test_query_answers_in_json_too(tmp_path: Path) -> None:
    result = merit(
        "query",
        str(loaded_company(tmp_path)),
        "--kpi",
        "aov",
        "--from",
        "2026-10",
        "--to",
        "2026-10",
        "--format",
        "json",
    )
    assert json.loads(result.output)[0]["value"] == "1100"


def queried(folder: Path, *arguments: str) -> list[dict[str, str]]:
    result = merit("query", str(folder), *arguments, "--format", "csv")
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.output)))


def test_a_running_month_is_compared_with_as_many_days_of_the_one_before(tmp_path: Path) -> None:
    rows = queried(loaded_company(tmp_path), "--kpi", "net_sales", "--by", "month", "--against", "previous")
    october = next(row for row in rows if row["period"] == "2026-10")
    # the data end on 29 October; A04 of 30 September (2,000) has no counterpart yet
    shown = [october[name] for name in ("against", "now", "then", "growth")]
    assert shown == ["2026-09-01..2026-09-29", "9000", "8000", "0.125"]


def test_364_days_earlier_a_thursday_meets_a_thursday(tmp_path: Path) -> None:
    """Of last year there are one order on Thursday 2025-10-02 and two on Wednesday 2025-10-01."""
    folder = loaded_company(tmp_path)
    days = (("W1", "2025-10-01"), ("W2", "2025-10-02"), ("W3", "2025-10-01"))
    lines = [f"s1,{name},b1,east,{day}T12:00:00,{day}T12:00:00" + "," * 3 + ",paid,100" + "," * 8 for name, day in days]
    with (folder / "facts" / "orders.csv").open("a", encoding="utf-8") as orders:
        orders.writelines(f"{line}\n" for line in lines)
    load(folder, LATER_LOAD)
    asked = ("--kpi", "orders_paid", "--from", "2026-10-01", "--to", "2026-10-01", "--against")
    (by_weekday,) = queried(folder, *asked, "same_weekday")
    (by_date,) = queried(folder, *asked, "a_year_earlier")
    assert (by_weekday["against"], by_weekday["then"]) == ("2025-10-02", "1")
    assert (by_date["against"], by_date["then"]) == ("2025-10-01", "2")


def test_a_benchmark_stands_beside_the_value_with_its_source_and_the_gap(tmp_path: Path) -> None:
    """11,000 over ten orders are 1,100 each, a tenth above the report's 1,000; September has no benchmark."""
    asked = ("--kpi", "aov", "--by", "month", "--benchmark")
    september, october = queried(loaded_company(tmp_path), *asked)
    names = ("benchmark", "benchmark_segment", "benchmark_source", "benchmark_as_of", "benchmark_gap")
    assert [october[name] for name in names] == ["1000", "all", "invented industry report", "2026-11-01", "0.1"]
    assert [september[name] for name in names] == [""] * 5


def test_a_rate_of_counts_comes_with_its_interval_and_money_without(tmp_path: Path) -> None:
    asked = ("--kpi", "refund_rate_orders,net_sales", "--by", "month", "--interval", "--against", "previous")
    found = {(row["kpi"], row["period"]): row for row in queried(loaded_company(tmp_path), *asked)}
    rate, money = found["refund_rate_orders", "2026-10"], found["net_sales", "2026-10"]
    assert (rate["value"], rate["low"], rate["high"]) == ("0.2", "0.0567", "0.5098")  # Wilson, 2 of 10
    assert float(rate["difference_low"]) < 0 < float(rate["difference_high"])  # 2 of 10 against 1 of 7 says nothing
    assert [money[name] for name in ("low", "high", "difference_low", "difference_high")] == ["", "", "", ""]


def test_the_eve_of_the_spring_festival_lies_on_last_year_s_eve(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    rows = [f"s1,{name},b1,east,{day}T12:00:00,{day}T12:00:00" + "," * 3 + ",paid,100" + "," * 8 for name, day in EVES]
    with (folder / "facts" / "orders.csv").open("a", encoding="utf-8") as orders:
        orders.writelines(f"{row}\n" for row in rows)
    load(folder, LATER_LOAD)
    asked = ("--kpi", "orders_paid", "--from", "2026-02-16", "--to", "2026-02-16", "--against", "spring_festival")
    (row,) = queried(folder, *asked)
    assert (row["against"], row["now"], row["then"], row["growth"]) == ("2025-01-28", "2", "1", "1")


EVES = (("E1", "2025-01-28"), ("E2", "2026-02-16"), ("E3", "2026-02-16"), ("E4", "2025-02-16"))
"""春节 is on 29 January 2025 and on 17 February 2026; the same date a year before lies in another season."""


def test_customers_says_what_a_cohort_cost_and_that_few_customers_foretell_nothing(tmp_path: Path) -> None:
    result = merit("customers", str(loaded_company(tmp_path)), "--period", "2026-09")
    assert result.exit_code == 0, result.output
    rows = dict(line.split()[:2] for line in result.output.splitlines() if len(line.split()) == 2)
    assert rows["customers"] == "4"  # b1, b2, b5 and b6
    assert (rows["cac_blended"], rows["payback_days"]) == ("0.00", "0")  # nothing was spent to win them


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--kpi", "zzzzzzzz"), "metrics.unknown_kpi"),
        (("--kpi", "nett_sales"), "metrics.unknown_kpi_near"),
        (("--kpi", "aov", "--where", "shop=nope"), "metrics.no_such_node"),
        (("--kpi", "aov", "--from", "october"), "cli.not_a_period"),
        (("--kpi", "aov", "--where", "shop"), "cli.not_a_condition"),
        (("--kpi", "aov", "--as-of", "yesterday"), "cli.not_a_moment"),
        (("--kpi", "aov", "--by", "day,month"), "cli.one_grain_only"),
        (("--kpi", "aov", "--from", "2026-10", "--to", "2026-09"), "cli.from_after_to"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_with_its_reason(
    tmp_path: Path, arguments: tuple[str, ...], code: str
) -> None:
    assert refused(merit("query", str(loaded_company(tmp_path)), *arguments)) == code


def test_run_then_explain_goes_down_to_file_and_line(tmp_path: Path, in_chinese: None) -> None:
    folder = company_with_september_sealed(tmp_path)
    ran = merit("run", str(folder), "--period", "2026-10")
    assert ran.exit_code == 0, ran.output
    assert "3704.40" in ran.output
    explained = merit("explain", str(folder), "--period", "2026-10", "--person", "cat", "--line", "bonus", "--rows")
    assert "3704.40 CNY" in explained.output
    assert "KPI reply_3min" in explained.output
    assert "facts/conversations.csv:4" in explained.output
    assert refused(merit("explain", str(folder), "--period", "2026-10", "--person", "nobody")) == "cli.nobody_there"


def test_explaining_before_running_says_what_to_do_first(tmp_path: Path) -> None:
    folder = str(loaded_company(tmp_path))
    assert refused(merit("explain", folder, "--period", "2026-10", "--person", "cat")) == "cli.no_results"


def test_a_folder_without_a_company_is_refused(tmp_path: Path) -> None:
    assert refused(merit("check", str(tmp_path))) == "cli.no_company_here"


def test_a_draft_commission_is_tried_on_history(tmp_path: Path, in_chinese: None) -> None:
    folder = loaded_company(tmp_path)
    draft = tmp_path / "draft.yaml"
    written = "".join(path.read_text("utf-8") for path in (folder / "rewards").iterdir())
    commission = next(rules for rules in written.split("---") if "sales-commission" in rules)
    draft.write_text(commission.replace("[0, 0.01]", "[0, 0.02]"), "utf-8")
    result = merit("simulate", str(folder), "--plan", str(draft), "--from", "2026-09", "--to", "2026-09")
    assert result.exit_code == 0, result.output
    rows = {line.split()[0]: line.split()[1:4] for line in result.output.splitlines() if line[:3] in ("ann", "bob")}
    assert rows == {"ann": ["36.00", "72.00", "36.00"], "bob": ["64.00", "128.00", "64.00"]}


def test_a_mistyped_draft_is_named_and_not_a_traceback(tmp_path: Path) -> None:
    folder = str(loaded_company(tmp_path))
    tried = merit("simulate", folder, "--plan", "no.yaml", "--from", "2026-10", "--to", "2026-10")
    assert refused(tried) == "cli.no_such_file"


def test_a_sealed_period_is_only_recomputed_elsewhere(tmp_path: Path, in_chinese: None) -> None:
    folder = company_with_september_sealed(tmp_path)
    assert refused(merit("run", str(folder), "--period", "2026-09")) == "closing.sealed_is_not_run"
    elsewhere = merit("run", str(folder), "--period", "2026-09", "--out", str(tmp_path / "again"))
    assert elsewhere.exit_code == 0, elsewhere.output
    again, sealed = tmp_path / "again" / "payouts.csv", folder / "sealed" / "2026-09" / "results" / "payouts.csv"
    assert again.read_bytes() == sealed.read_bytes()


def test_before_the_first_load_the_reader_is_told_to_load(tmp_path: Path, in_chinese: None) -> None:
    write_tiny_company(tmp_path / "new")
    asked = merit("query", str(tmp_path / "new"), "--kpi", "paid_sales")
    assert "merit load" in asked.output


def test_a_company_leaves_as_a_zip_and_comes_back_equal(tmp_path: Path, in_chinese: None) -> None:
    write_tiny_company(tmp_path / "here")
    archive = tmp_path / "acme.zip"
    assert merit("export", str(tmp_path / "here"), str(archive)).exit_code == 0
    assert merit("import", str(tmp_path / "there"), str(archive)).exit_code == 0
    assert merit("export", str(tmp_path / "there"), str(tmp_path / "again.zip")).exit_code == 0
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()
    assert refused(merit("import", str(tmp_path / "here"), str(archive))) == "company.folder_not_empty"


def test_an_archive_with_a_path_out_of_the_folder_is_told_and_not_imported(tmp_path: Path, in_chinese: None) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as written:
        written.writestr("../people.csv", "x")
    result = merit("import", str(tmp_path / "there"), str(tmp_path / "x.zip"))
    assert result.exit_code == 1
    assert "../people.csv" in result.output
