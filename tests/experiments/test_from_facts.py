"""From the files of a company to the verdict: units, what they gave, and when."""

import csv
import io
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from merit.cli.main import app
from merit.engines.experiment_facts import evidence_in
from merit.engines.experiment_history import baseline_in
from merit.experiments.assignment import arm_of
from merit.experiments.reading import read_experiment
from merit.kernel.refusals import Refusal
from merit.sources.company_folder.experiments import read_experiments
from merit.workspace import Workspace, open_workspace
from tests.experiments.shop_with_experiments import PAGE, write_experiments
from tests.loaded_company import LATER_LOAD, load, loaded_company

LAST = date(2026, 10, 28)


@cache
def shop() -> Path:
    folder = loaded_company(Path(tempfile.mkdtemp(prefix="merit-experiments-")))
    write_experiments(folder)
    load(folder, LATER_LOAD)
    return folder


@cache
def opened() -> Workspace:
    return open_workspace(shop())


def declared(name: str):
    found, problems = read_experiments(shop(), opened().company)
    assert problems == []
    return next(each for each in found if each.experiment == name)


@cache
def found(name: str, through: date = LAST):
    return evidence_in(opened().engine, opened().company.catalogue, declared(name), through)


def merit(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["experiment", str(shop()), *arguments])


def test_units_are_counted_in_the_arm_in_which_they_came_first() -> None:
    evidence = found("page")
    assert evidence.units == {"old": 400, "new": 400}
    assert evidence.twice == 1
    assert evidence.unknown_arms == {"third": 1}


def test_a_binary_metric_counts_units_whose_kpi_is_above_zero() -> None:
    assert [each.mean for each in found("page").metrics["bought"]] == [0.1, 0.25]


def test_a_mean_counts_nothing_from_before_the_unit_came_in_but_knows_it_as_the_covariate() -> None:
    for each in found("page").metrics["pages"]:
        # two or four pages
        assert (each.mean, each.variance) == pytest.approx((3, 400 / 399))
        # every other one saw two pages in September: mean 1, variance 400 ÷ 399
        assert (each.before_mean, each.before_variance) == pytest.approx((1, 400 / 399))


def test_a_ratio_divides_what_all_units_gave() -> None:
    for each in found("page").metrics["pages_a_visit"]:
        assert (each.mean, each.base_mean) == (3, 1)


def test_only_what_had_come_by_that_day_counts_and_every_day_is_kept() -> None:
    evidence = found("page", date(2026, 10, 3))
    assert evidence.units == {"old": 120, "new": 120}
    assert [(each.day.day, each.units["new"]) for each in evidence.days] == [(1, 40), (2, 80), (3, 120)]
    assert evidence.days[-1].primary[1].mean == evidence.metrics["bought"][1].mean


def test_segments_carry_whether_they_were_named_before_the_start() -> None:
    parts = {(each.segment, each.value): each for each in found("page").segments}
    assert set(parts) == {("device", "phone"), ("device", "desktop"), ("channel", "search")}
    assert parts["device", "desktop"].declared
    assert not parts["channel", "search"].declared
    assert [each.units for each in parts["device", "desktop"].primary] == [80, 80]


def test_totals_by_day_and_arm_give_the_same_kind_of_evidence() -> None:
    evidence = found("ad-text")
    # six days of 5,000 with 150 and 200 clicks
    assert evidence.units == {"long": 30_000, "short": 30_000}
    assert [each.mean for each in evidence.metrics["clicked"]] == pytest.approx([0.03, 0.04])
    assert len(evidence.days) == 6
    assert read_experiment(declared("ad-text"), evidence).primary.effects[0].always.above_zero


def test_an_order_is_dealt_by_the_hash_of_its_id_without_any_assignments() -> None:
    text = PAGE.replace("unit: visitor", "unit: order").replace("metrics:", "assignment: {hash: autumn}\nmetrics:")
    text = text[: text.index("metrics:")] + "metrics:\n  - {metric: sold, role: primary, kind: mean, kpi: paid_sales, minimum_effect: 1}\n"  # fmt: skip # noqa: E501
    file = shop() / "experiments" / "orders.yaml"
    file.write_text(text.replace("experiment: page", "experiment: orders").replace("shops: [s1]", ""), "utf-8")
    try:
        one = declared("orders")
        evidence = evidence_in(opened().engine, opened().company.catalogue, one, LAST)
    finally:
        file.unlink()
    ids = {row["order_id"] for row in csv.DictReader((shop() / "facts/orders.csv").open(encoding="utf-8"))}
    dealt = [arm_of(one.arms, "autumn", each) for each in ids]
    assert sum(evidence.units.values()) > 0
    assert all(evidence.units[arm] <= dealt.count(arm) for arm in ("old", "new"))
    total = sum(each.mean * each.units for each in evidence.metrics["sold"])
    assert 0 < total <= 11_000


def test_the_history_of_the_days_before_gives_the_rate_and_the_traffic() -> None:
    # September 3 to 30, four weeks: 400 visitors on the 20th, none bought
    baseline = baseline_in(opened().engine, opened().company.catalogue, declared("page"))
    assert (baseline.value, baseline.units_per_day) == pytest.approx((0, 400 / 28))


def test_the_command_lists_what_is_declared() -> None:
    told = merit()
    assert told.exit_code == 0
    assert "page" in told.output
    assert "2026-10-01 – 2026-10-28" in told.output


def test_the_command_says_what_to_do_before_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERIT_LANG", "zh")
    told = merit("page").output
    assert told.startswith("采用“新页”。")
    assert "支付转化率" in told
    assert "护栏：没有变差" in told
    assert told.index("采用") < told.index("分流检查") < told.index("随时有效区间")


def test_the_command_plans_from_what_the_file_expects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERIT_LANG", "en")
    file = shop() / "experiments" / "page.yaml"
    file.write_text(PAGE.replace("2%", "0.05") + "expected: {value: 0.2, units_per_day: 500}\n", "utf-8")
    try:
        told = merit("page", "--plan").output
    finally:
        file.write_text(PAGE, "utf-8")
    # R's power.prop.test for .20 and .25: 1,094 each; 2,188 at 500 a day are five days, in whole weeks seven
    line = next(each for each in told.splitlines() if each.startswith("once at the end"))
    assert line.split()[4:8] == ["1,094", "1,094", "2,188", "7"]


def test_ids_are_dealt_into_rows_that_can_be_loaded(tmp_path: Path) -> None:
    file = shop() / "experiments" / "page.yaml"
    file.write_text(PAGE + "assignment: {hash: autumn}\n", "utf-8")
    ids = tmp_path / "ids.csv"
    ids.write_text("visitor\nv1\nv2\n", "utf-8")
    try:
        told = merit("page", "--assign", str(ids), "--at", "2026-10-02T08:00:00").output
        one = declared("page")
        without = merit("page", "--assign", str(ids))
    finally:
        file.write_text(PAGE, "utf-8")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert [(row["customer"], row["unit"], row["arm"]) for row in rows] == [
        (each, "", arm_of(one.arms, "autumn", each)) for each in ("v1", "v2")
    ]
    assert without.exception.code == "experiments.no_moment"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("pages",), "experiments.unknown"),
        (("page", "--on", "2026-09-30"), "experiments.not_begun"),
        (("page", "--assign", "ids.csv"), "experiments.not_hashed"),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_to_do(arguments: tuple[str, ...], code: str) -> None:
    refusal = merit(*arguments).exception
    assert isinstance(refusal, Refusal)
    assert refusal.code == code
