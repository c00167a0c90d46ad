"""The five questions, each failing for its own reason and saying what to change."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from merit.catalogue.kpi import Direction
from merit.kernel.exact import plain
from merit.kernel.period import Period
from merit.targets.goal_life import GoalLevel
from merit.targets.smart import Smart, SmartSubject, Verdict, needed_growth, periods_reached, smart_findings

TODAY = date(2026, 10, 15)
GOOD = SmartSubject(
    title="抖店净销售额",
    wording="",
    level=GoalLevel.TEAM,
    has_kpi=True,
    has_measure=False,
    target=Fraction(110),
    direction=Direction.UP,
    period=Period.parse("2026-Q4"),
    serves="四季度净销售额",
    history=tuple(map(Fraction, (90, 100, 110, 120, 95, 105))),
)


def answers(subject):
    return {each.question: each for each in smart_findings(subject, TODAY, plain)}


def test_a_good_goal_passes_all_five():
    found = answers(GOOD)
    assert {each.verdict for each in found.values()} == {Verdict.GOOD}
    assert list(found) == list(Smart)
    assert found[Smart.ATTAINABLE].params == {"hits": 2, "count": 6}


@pytest.mark.parametrize(
    ("change", "question", "verdict", "code"),
    [
        ({"title": "好", "has_kpi": False}, Smart.SPECIFIC, Verdict.BAD, "targets.smart_title_too_short"),
        ({"title": "努力做好服务", "target": None}, Smart.SPECIFIC, Verdict.BAD, "targets.smart_vague"),
        ({"title": "Improve the service", "target": None}, Smart.SPECIFIC, Verdict.BAD, "targets.smart_vague"),
        ({"has_kpi": False, "has_measure": True}, Smart.SPECIFIC, Verdict.WATCH, "targets.smart_no_wording"),
        ({"target": None}, Smart.MEASURABLE, Verdict.BAD, "targets.smart_no_target"),
        ({"has_kpi": False}, Smart.MEASURABLE, Verdict.BAD, "targets.smart_not_measured"),
        (
            {"has_kpi": False, "has_measure": True},
            Smart.MEASURABLE,
            Verdict.WATCH,
            "targets.smart_measured_by_hand",
        ),
        ({"target": Fraction(200)}, Smart.ATTAINABLE, Verdict.BAD, "targets.smart_never"),
        ({"target": Fraction(90)}, Smart.ATTAINABLE, Verdict.WATCH, "targets.smart_always"),
        ({"history": (Fraction(1),)}, Smart.ATTAINABLE, Verdict.WATCH, "targets.smart_little_history"),
        ({"direction": Direction.NONE}, Smart.ATTAINABLE, Verdict.WATCH, "targets.smart_no_history_of_it"),
        ({"probability": Fraction(19, 100)}, Smart.ATTAINABLE, Verdict.BAD, "targets.smart_unlikely"),
        ({"probability": Fraction(20, 100)}, Smart.ATTAINABLE, Verdict.WATCH, "targets.smart_stretch"),
        ({"probability": Fraction(50, 100)}, Smart.ATTAINABLE, Verdict.GOOD, "targets.smart_likely"),
        ({"probability": Fraction(95, 100)}, Smart.ATTAINABLE, Verdict.WATCH, "targets.smart_sure"),
        ({"serves": ""}, Smart.RELEVANT, Verdict.BAD, "targets.smart_serves_nothing"),
        ({"serves": "", "level": GoalLevel.COMPANY}, Smart.RELEVANT, Verdict.GOOD, "targets.smart_top"),
        ({"period": None}, Smart.TIME_BOUND, Verdict.BAD, "targets.smart_no_period"),
        ({"period": Period.parse("2026-09")}, Smart.TIME_BOUND, Verdict.WATCH, "targets.smart_over"),
    ],
)
def test_each_failure_is_told_by_its_own_sentence(change, question, verdict, code):
    found = answers(replace(GOOD, **change))[question]
    assert (found.verdict, found.code) == (verdict, code)


def test_out_of_reach_names_the_best_and_the_growth_asked_for():
    found = answers(replace(GOOD, target=Fraction(126)))[Smart.ATTAINABLE]
    # best 120; 126 is 20 % above the latest, 105
    assert found.params == {"hits": 0, "count": 6, "best": "120", "growth": "20.0%"}


def test_lower_is_better_turns_the_comparison():
    history = tuple(map(Fraction, ("0.10", "0.08", "0.09")))
    assert periods_reached(history, Fraction("0.09"), Direction.DOWN) == 2
    assert needed_growth(Fraction("0.10"), Fraction("0.08"), Direction.DOWN) == Fraction(1, 5)
    assert needed_growth(Fraction(0), Fraction(1), Direction.UP) is None


def test_a_steep_target_asks_by_what_means():
    found = answers(replace(GOOD, history=tuple(map(Fraction, (140, 90, 100))), target=Fraction(130)))
    assert found[Smart.ATTAINABLE].code == "targets.smart_steep"
