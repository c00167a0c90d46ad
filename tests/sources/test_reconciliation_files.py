"""The tolerances of company.yaml and the rows of reconciliation_releases.csv are read, or told what is wrong."""

from fractions import Fraction

import pytest

from merit.company import ReconciliationRules
from merit.sources.company_folder import read_company
from tests.tiny_company import FILES, write_tiny_company

HEAD = "kpi,shop,from,to,reason,released_by,released_at\n"
ROW = "paid_sales,s1,2026-10-02,2026-10-03,The platform sent its bill again,leader,2026-11-03T10:00:00+08:00\n"


def read(folder, section="", releases=""):
    write_tiny_company(folder)
    (folder / "company.yaml").write_text(FILES["company.yaml"] + section, "utf-8")
    if releases:
        (folder / "reconciliation_releases.csv").write_text(HEAD + releases, "utf-8")
    return read_company(folder)


def test_without_a_section_one_per_cent_of_the_days_together_is_tolerated(tmp_path):
    company, _ = read(tmp_path)
    assert company.profile.reconciliation == ReconciliationRules(Fraction(1, 100), None, ())


def test_tolerances_are_read_as_parts(tmp_path):
    section = "reconciliation: {tolerance: 2%, day_tolerance: 0.05, kpis: {paid_sales: 0.5%}}\n"
    company, _ = read(tmp_path, section)
    expected = ReconciliationRules(Fraction(2, 100), Fraction(5, 100), (("paid_sales", Fraction(5, 1000)),))
    assert company.profile.reconciliation == expected


@pytest.mark.parametrize(
    "written", ["tolerance: viel", "tolerance: 120%", "tolerance: true", "day_tolerance: -1", "kpis: 3"]
)
def test_a_tolerance_that_is_no_part_is_told(tmp_path, written):
    _, problems = read(tmp_path, f"reconciliation: {{{written}}}\n")
    assert "company.not_a_tolerance" in {each.code for each in problems}


def test_a_release_spans_its_first_to_its_last_day(tmp_path):
    company, _ = read(tmp_path, releases=ROW)
    release = company.reconciliation_releases[0]
    assert (str(release.days.start), str(release.days.last)) == ("2026-10-02", "2026-10-03")
    assert (release.kpi, release.shop, release.released_by) == ("paid_sales", "s1", "leader")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("2026-10-03", "2026-10-01", "company.release_ends_early"),
        ("2026-10-03", "", "company.cell_empty"),
        ("s1", "s9", "company.unknown_shop"),
        ("paid_sales", "paid_slaes", "company.unknown_kpi"),
        ("The platform sent its bill again", "", "company.cell_empty"),
        ("2026-11-03T10:00:00+08:00", "yesterday", "company.not_a_time"),
    ],
)
def test_a_release_that_cannot_be_meant_is_told(tmp_path, old, new, code):
    _, problems = read(tmp_path, releases=ROW.replace(old, new))
    assert [each.code for each in problems if each.place.file == "reconciliation_releases.csv"] == [code]
