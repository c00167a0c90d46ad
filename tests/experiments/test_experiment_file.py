"""Every mistake in an experiment's file is told with its line and what to change."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from merit.experiments.experiment import AssignedBy, MetricRole, ReadingRule
from merit.experiments.experiment_file import read_experiment_file
from merit.sources.company_folder import read_company
from merit.sources.company_folder.definitions import read_catalogue
from merit.sources.company_folder.experiments import read_experiments
from merit.sources.documents import documents_of
from merit.wording.sentences import LANGUAGES, problem_sentence
from tests.experiments.shop_with_experiments import PAGE, TOTALS
from tests.tiny_company import write_tiny_company

CATALOGUE = read_catalogue(Path("nowhere"))[0]


def read(text: str):
    (document,), broken = documents_of(text, "experiments/page.yaml")
    assert broken == []
    return read_experiment_file(document, CATALOGUE)


def test_a_file_is_read_with_the_usual_where_nothing_is_said() -> None:
    one, problems = read(PAGE)
    assert problems == []
    assert (one.alpha, one.power, one.rule) == (Fraction(1, 20), Fraction(4, 5), ReadingRule.ALWAYS)
    assert (one.control, one.assigned_by, str(one.last_day)) == ("old", AssignedBy.FILE, "2026-10-28")
    assert one.primary.metric == "bought"
    assert [each.role for each in one.metrics[1:]] == [MetricRole.SECONDARY, MetricRole.GUARDRAIL]
    assert one.was_declared_before(one.segments[0])
    assert not one.was_declared_before(one.segments[1])
    assert not one.was_declared_before(replace(one.segments[0], since=None))


def test_totals_need_no_kpi() -> None:
    one, problems = read(TOTALS)
    assert (problems, one.metrics[0].kpi) == ([], "")


def test_a_kpi_of_which_less_is_better_needs_no_word_for_it() -> None:
    one, _ = read(PAGE.replace("kpi: pages_per_session", "kpi: bounce_rate"))
    assert one.metrics[2].lower_is_better


MISTAKES = {
    "shares that do not add up": ("share: 50%, title: {zh: 新页", "share: 40%, title: {zh: 新页", "experiments.shares_not_whole", 10),  # noqa: E501
    "an arm twice": ("arm: new,", "arm: old,", "experiments.arm_twice", 10),
    "a share that is none": ("{arm: old, share: 50%", "{arm: old, share: 150%", "experiments.not_a_part", 11),
    "no such KPI": ("kpi: cvr_session,", "kpi: cvr_sesion,", "experiments.unknown_kpi", 14),
    "a ratio used as a sum": ("kind: mean, kpi: pageviews", "kind: mean, kpi: cvr_session", "experiments.kpi_of_another_kind", 16),  # noqa: E501
    "a KPI whose rows name no visitor": ("kpi: pageviews", "kpi: paid_sales", "experiments.kpi_without_unit", 16),
    "no metric that decides": ("role: primary", "role: secondary", "experiments.one_primary", 13),
    "a guardrail without its margin": (", margin: 50%", "", "documents.key_missing", 17),
    "the end before the start": ("end: 2026-10-28", "end: 2026-09-28", "experiments.ends_before_it_begins", 9),
    "a control that is no arm": ("covariate_days", "control: older\ncovariate_days", "documents.not_a_choice", 18),
    "a hash without salt": ("covariate_days", "assignment: hash\ncovariate_days", "experiments.hash_without_salt", 18),
    "a segment without its column": ("of: visits.device", "of: device", "experiments.not_a_column", 20),
    "a misspelt key": ("covariate_days", "covariat_days", "documents.misspelt_key", 18),
    "a metric twice": ("metric: pages,", "metric: bought,", "experiments.metric_twice", 13),
    "an effect of nothing": ("minimum_effect: 2%", "minimum_effect: 0", "documents.not_above_zero", 14),
    "alpha of one": ("covariate_days", "alpha: 1\ncovariate_days", "experiments.not_a_part", 18),
}  # fmt: skip


@pytest.mark.parametrize(("there", "instead", "code", "line"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_line(there: str, instead: str, code: str, line: int) -> None:
    assert there in PAGE
    _, problems = read(PAGE.replace(there, instead, 1))
    assert (code, line) in [(each.code, each.place.line) for each in problems]
    for each in problems:
        for language in LANGUAGES:
            assert "{" not in problem_sentence(each, language).replace("{hash", "")


def test_one_arm_is_no_experiment() -> None:
    text = PAGE.replace("  - {arm: new, share: 50%, title: {zh: 新页, en: new page}}\n", "")
    assert "experiments.too_few_arms" in [each.code for each in read(text)[1]]


@pytest.mark.parametrize("key", ["covariate_days: 28", "segments:\n  - {segment: a, of: visits.device}"])
def test_totals_tell_nothing_of_single_units(key: str) -> None:
    assert "experiments.totals_tell_no_units" in [each.code for each in read(TOTALS + key + "\n")[1]]


def test_totals_take_no_kpi() -> None:
    text = TOTALS.replace("kind: binary,", "kind: binary, kpi: clicks,")
    assert [each.code for each in read(text)[1]] == ["experiments.totals_tell_no_units"]


@pytest.mark.parametrize(
    ("there", "instead", "code"),
    [
        ("owner: ann", "owner: nobody", "experiments.unknown_person"),
        ("[leader]", "[leader, nobody]", "experiments.unknown_person"),
        ("shops: [s1]", "shops: [s9]", "experiments.unknown_shop"),
        ("visits.device", "visits.colour", "experiments.segment_not_found"),
        ("visits.device", "stock.warehouse", "experiments.segment_not_found"),
    ],
)
def test_names_that_lead_nowhere_are_told(tmp_path: Path, there: str, instead: str, code: str) -> None:
    write_tiny_company(tmp_path / "c")
    (tmp_path / "c/experiments").mkdir()
    (tmp_path / "c/experiments/page.yaml").write_text(PAGE.replace(there, instead), "utf-8")
    company, _ = read_company(tmp_path / "c")
    assert code in [each.code for each in read_experiments(tmp_path / "c", company)[1]]


def test_the_same_experiment_twice_is_told_and_the_first_stands(tmp_path: Path) -> None:
    write_tiny_company(tmp_path / "c")
    (tmp_path / "c/experiments").mkdir()
    for name in ("a", "b"):
        (tmp_path / f"c/experiments/{name}.yaml").write_text(PAGE, "utf-8")
    company, problems = read_company(tmp_path / "c")
    found, wrong = read_experiments(tmp_path / "c", company)
    assert problems == []
    assert [(each.code, each.place.file) for each in wrong] == [("experiments.twice", "experiments/b.yaml")]
    assert [each.source.file for each in found] == ["experiments/a.yaml"]
