"""What a decision about a grade does to pay: before the seal it is sealed with it, afterwards it is an adjustment.

cat in October: 97.00, A; bonus 3,000 × 1.2 × 1.05 × 0.98 = 3,704.40. Calibrated to B (1.0): 3,087.00. Corrected to S
(1.5) after the seal: 4,630.50, that is 926.10 more than the sealed 3,704.40, or 1,543.50 more than 3,087.00.
"""

import json
from pathlib import Path

import pytest

from merit.cli.explain_tree import references
from merit.closing.compute import computed_period
from merit.closing.seal import seal_period
from merit.closing.sealed_period import sealed_folder
from merit.closing.verify import verify_period
from merit.kernel.explain import DecisionRef, LineRef, as_data, steps
from merit.kernel.period import Period
from merit.run import broken_steps
from merit.workspace import open_workspace
from tests.loaded_company import LATER_LOAD, OCTOBER, load, loaded_company

NOVEMBER, DECEMBER = Period.parse("2026-11"), Period.parse("2026-12")
HEADER = "period,person,stage,before,grade,reason,decided_by,decided_at\n"


def decide(folder: Path, stage: str, before: str, grade: str, at: str = "2026-11-12T10:12:00+08:00") -> None:
    file = folder / "grade_decisions.csv"
    old = file.read_text("utf-8") if file.exists() else HEADER
    file.write_text(f"{old}2026-10,cat,{stage},{before},{grade},34 ratings only,leader,{at}\n", "utf-8")


def bonus_of_cat(folder: Path):
    result = computed_period(open_workspace(folder), OCTOBER)
    assert broken_steps(result) == []
    return next(line.amount for line in result.pay_lines if (line.person, line.line) == ("cat", "bonus"))


def adjustments(folder: Path, period: Period) -> list[tuple[str, str, str]]:
    lines = computed_period(open_workspace(folder), period).pay_lines
    return [(line.person, str(line.concerns), str(line.amount.value)) for line in lines if line.line == "adjustment"]


def every_byte(folder: Path) -> dict[str, bytes]:
    place = sealed_folder(folder, OCTOBER)
    return {str(path.relative_to(place)): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}


def test_a_calibration_changes_grade_coefficient_and_bonus(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    assert str(bonus_of_cat(folder).value) == "3704.40"
    decide(folder, "calibration", "A", "B")
    assert str(bonus_of_cat(folder).value) == "3087.00"


def test_the_way_from_the_bonus_to_the_grade_shows_who_decided_when_and_why(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    decide(folder, "calibration", "A", "B")
    amount = bonus_of_cat(folder)
    assert [step.code for step in steps(amount) if "grade" in step.code] == [
        "rewards.grade_coefficient",
        "scores.calibrated_grade",
        "scores.grade",
    ]
    decision = [ref for ref in references(json.loads(json.dumps(as_data(amount)))) if ref["ref"] == "decision"]
    assert decision == [
        {"ref": "decision", "by": "leader", "at": "2026-11-12T10:12:00+08:00", "reason": "34 ratings only"}
    ]


def test_a_calibrated_result_is_sealed_with_its_decision_and_verifies(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    decide(folder, "calibration", "A", "B")
    seal_period(open_workspace(folder), OCTOBER)
    assert "definitions/grade_decisions.csv" in every_byte(folder)
    assert verify_period(folder, OCTOBER).holds
    assert adjustments(folder, NOVEMBER) == []


@pytest.mark.parametrize("stage", ["appeal", "correction"])
def test_a_decision_after_the_seal_is_an_adjustment_that_names_the_sealed_period(tmp_path: Path, stage: str) -> None:
    folder = loaded_company(tmp_path)
    seal_period(open_workspace(folder), OCTOBER)
    sealed = every_byte(folder)
    decide(folder, stage, "A", "S")
    assert adjustments(folder, NOVEMBER) == [("cat", "2026-10", "926.10")]
    assert every_byte(folder) == sealed
    assert verify_period(folder, OCTOBER).holds


def test_the_adjustment_names_the_decision(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    seal_period(open_workspace(folder), OCTOBER)
    decide(folder, "correction", "A", "S")
    result = computed_period(open_workspace(folder), NOVEMBER)
    line = next(line for line in result.pay_lines if line.line == "adjustment")
    assert DecisionRef("leader", "2026-11-12T10:12:00+08:00", "34 ratings only") in line.amount.about
    assert LineRef("grade_decisions.csv", 2) in line.amount.about
    assert broken_steps(result) == []


def test_a_correction_goes_on_from_a_calibration_in_the_seal(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    decide(folder, "calibration", "A", "B")
    seal_period(open_workspace(folder), OCTOBER)
    decide(folder, "correction", "B", "S", "2026-12-20T10:00:00+08:00")
    assert adjustments(folder, NOVEMBER) == [("cat", "2026-10", "1543.50")]


def test_an_adjustment_is_paid_once(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    seal_period(open_workspace(folder), OCTOBER)
    decide(folder, "correction", "A", "S")
    _quiet_november(folder)
    seal_period(open_workspace(folder), NOVEMBER)
    assert verify_period(folder, NOVEMBER).holds
    assert adjustments(folder, DECEMBER) == []


def _quiet_november(folder: Path) -> None:
    """Nobody is judged in November, so that it can be sealed without facts."""
    for plan in (folder / "plans").glob("*.yaml"):
        plan.write_text(plan.read_text("utf-8").replace("missing: block", "missing: neutral"), "utf-8")


def test_a_calibration_after_the_seal_changes_nothing(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    seal_period(open_workspace(folder), OCTOBER)
    decide(folder, "calibration", "A", "S")
    assert adjustments(folder, NOVEMBER) == []


def test_a_second_scoring_after_a_late_refund_leaves_the_seal_alone_and_adjusts(tmp_path: Path) -> None:
    """cat's department coefficient reads net sales: 5,800, 1.05. A15 (2,000, ann 60 %) comes back: 4,600, 0.9.

    3,000 × 1.2 × 0.9 × 0.98 = 3,175.20, 529.20 less than was sealed. ann's 1 % of 1,200 is clawed back: 12.00.
    """
    folder = loaded_company(tmp_path)
    rewards = folder / "rewards" / "rewards.yaml"
    text = rewards.read_text("utf-8")
    rewards.write_text(text.replace("{kpi: paid_sales, of: department", "{kpi: net_sales, of: department"), "utf-8")
    seal_period(open_workspace(folder), OCTOBER)
    sealed = every_byte(folder)
    with (folder / "facts" / "refunds.csv").open("a", encoding="utf-8") as more:
        for number in (1, 2):
            more.write(
                f"s1,R9{number},A15,{number},b2,east,1000.00,,return,size,2026-10-29T09:00,2026-10-30T09:00,success,person\n"
            )
    load(folder, LATER_LOAD)
    again = computed_period(open_workspace(folder), NOVEMBER)
    late = {(line.person, line.line, str(line.concerns)): str(line.amount.value) for line in again.pay_lines}
    assert late["cat", "adjustment", "2026-10"] == "-529.20"
    assert late["ann", "clawback", "2026-10"] == "-12.00"
    assert every_byte(folder) == sealed
    assert verify_period(folder, OCTOBER).holds
