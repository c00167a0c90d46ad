"""Decisions of people about grades: their order, their working, and what is said when figures have moved."""

from datetime import datetime, timedelta

from merit.kernel.explain import DecisionRef, LineRef, replays, steps
from merit.kernel.period import Period
from merit.kernel.problems import Severity
from merit.scores.grades.decisions import DecisionStage, GradeDecision
from merit.scores.score_people import score_people
from tests.scores.fake_company import OCTOBER, company, event
from tests.scores.fake_figures import FakeFigures

PLAN = """
indicators:
  - {kpi: sales, weight: 100, target: 1000, curve: {proportional: {cap: 120}}, missing: block}
grades: [[S, 110], [A, 95], [B, 80], [C, 60], [D, 0]]
"""
VETO = (
    PLAN
    + """
modifiers:
  - {veto: {event: red_line, grade: D}}
"""
)


def decision(before, grade, stage="calibration", *, line=2, person="ann", hour=10, period="2026-10"):
    at = datetime.fromisoformat("2026-11-12T00:00:00+08:00") + timedelta(hours=hour)
    return GradeDecision(
        Period.parse(period), person, DecisionStage(stage), before, grade, "a fact", "leader", at,
        LineRef("grade_decisions.csv", line),
    )  # fmt: skip


def graded(*decisions, plan=PLAN, sales=1000, **given):
    """ann's grade; 1,000 of 1,000 is 100 points, an A."""
    declared = company(plan, grade_decisions=decisions, **given)
    cards, problems = score_people(declared, FakeFigures().put("sales", "ann", sales), OCTOBER)
    return cards[0].grade, problems


def test_without_a_decision_the_bands_give_the_grade():
    assert graded()[0].value == "A"


def test_a_calibration_replaces_the_grade_and_says_who_when_and_why():
    grade, problems = graded(decision("A", "B"))
    assert (grade.value, problems) == ("B", [])
    assert DecisionRef("leader", "2026-11-12T10:00:00+08:00", "a fact") in grade.about
    assert LineRef("grade_decisions.csv", 2) in grade.about
    assert [step.code for step in steps(grade)][:2] == ["scores.calibrated_grade", "scores.grade"]
    assert all(replays(step) for step in steps(grade))


def test_of_several_calibrations_the_latest_counts_whatever_the_order_of_the_rows():
    grade, problems = graded(decision("B", "S", hour=12, line=2), decision("A", "B", hour=9, line=3))
    assert (grade.value, problems) == ("S", [])
    assert [step.code for step in steps(grade)][:3] == ["scores.calibrated_grade"] * 2 + ["scores.grade"]


def test_a_calibration_does_not_lift_what_a_veto_forces():
    grade, _ = graded(decision("A", "S"), plan=VETO, events=(event("red_line", "ann", 9),))
    assert grade.value == "D"


def test_an_appeal_lifts_what_a_veto_forced():
    grade, problems = graded(decision("D", "B", "appeal"), plan=VETO, events=(event("red_line", "ann", 9),))
    assert (grade.value, problems) == ("B", [])


def test_an_appeal_goes_before_a_calibration_that_was_written_later():
    assert graded(decision("A", "B", hour=20), decision("B", "A", "appeal", hour=10))[0].value == "A"


def test_a_correction_goes_on_from_an_appeal():
    grade, problems = graded(decision("A", "B", "appeal", hour=1), decision("B", "C", "correction", hour=2))
    assert (grade.value, problems) == ("C", [])


def test_a_decision_stands_when_the_figures_move_and_somebody_is_told():
    grade, problems = graded(decision("A", "S"), sales=850)
    assert grade.value == "S"
    assert [(each.code, each.severity) for each in problems] == [("scores.decided_on_another_grade", Severity.WARNING)]
    assert problems[0].params == {"person": "ann", "seen": "A", "now": "B", "grade": "S"}


def test_a_decision_of_another_period_or_person_changes_nothing():
    assert graded(decision("A", "C", period="2026-09"))[0].value == "A"


def test_a_grade_that_the_plan_does_not_have_is_an_error_and_is_not_given():
    grade, problems = graded(decision("A", "AAA"))
    assert grade.value == "A"
    assert [(each.code, each.severity) for each in problems] == [("scores.unknown_grade", Severity.ERROR)]


def test_a_decision_about_somebody_without_a_score_is_told():
    _, problems = graded(decision("A", "B", person="ghost"))
    assert [each.code for each in problems] == ["scores.decided_without_score"]
