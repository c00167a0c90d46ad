"""`merit reconcile`: the shop sold 1,000 on 8 October and 500 on the 9th in it, by the rows of the tiny company."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from merit.cli.main import app
from tests.loaded_company import loaded_company

HEAD = "day,shop,kpi,value\n"
RELEASED = (
    "kpi,shop,from,to,reason,released_by,released_at\n"
    "paid_sales,s1,2026-10-08,2026-10-08,The platform mended its bill,cat,2026-11-02T09:00:00+08:00\n"
)


@pytest.fixture
def company(tmp_path: Path) -> Path:
    return loaded_company(tmp_path)


def reconcile(folder: Path, *more: str) -> Result:
    return CliRunner().invoke(app, ["reconcile", str(folder), *more], env={"MERIT_LANG": "en", "COLUMNS": "200"})


def reported(folder: Path, *rows: str) -> None:
    (folder / "platform_figures.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8")


def test_figures_that_agree_end_well(company: Path) -> None:
    reported(company, "2026-10-08,s1,paid_sales,1000")
    found = reconcile(company)
    assert (found.exit_code, "agrees" in found.output) == (0, True)


def test_a_gap_beyond_the_tolerance_is_told_with_its_day_and_ends_badly(company: Path) -> None:
    reported(company, "2026-10-08,s1,paid_sales,800")
    found = reconcile(company)
    assert found.exit_code == 1
    whole, day = (line.split() for line in found.output.splitlines() if "200" in line)
    assert whole[:7] == ["paid_sales", "s1", "2026-10", "1000", "800", "200", "25.00%"]
    assert (day[0], " ".join(day[-3:])) == ("2026-10-08", "does not score")


def test_a_gap_that_was_let_pass_ends_well_and_says_why(company: Path) -> None:
    reported(company, "2026-10-08,s1,paid_sales,800")
    (company / "reconciliation_releases.csv").write_text(RELEASED, "utf-8")
    found = reconcile(company)
    assert found.exit_code == 0
    assert "The platform mended its bill" in found.output


def test_programs_read_every_day_with_every_digit(company: Path) -> None:
    reported(company, "2026-10-08,s1,paid_sales,800.1234", "2026-09-03,s1,paid_sales,0")
    found = reconcile(company, "--json", "--period", "2026-10")
    (one,) = json.loads(found.stdout)
    assert (one["kpi"], one["shop"], one["theirs"], one["gap"], one["state"]) == (
        "paid_sales", "s1", "800.1234", "199.8766", "held",
    )  # fmt: skip
    assert [(day["day"], day["state"]) for day in one["days"]] == [("2026-10-08", "held")]


def test_every_month_that_is_reported_is_looked_at_unless_one_is_asked_for(company: Path) -> None:
    reported(company, "2026-10-08,s1,paid_sales,800", "2026-09-03,s1,paid_sales,1")
    both = json.loads(reconcile(company, "--json").stdout)
    assert [one["period"] for one in both] == ["2026-09", "2026-10"]


def test_a_company_without_reports_is_told_so(company: Path) -> None:
    (company / "platform_figures.csv").unlink(missing_ok=True)
    found = reconcile(company)
    assert (found.exit_code, "platform_figures.csv" in found.output) == (0, True)
