"""What becomes of an indicator with nothing, or too little, to judge."""

from fractions import Fraction

import pytest

from merit.metrics.figures import ValueStatus
from merit.scores.score_people import score_people
from merit.scores.scorecard import IndicatorStatus, ScoreStatus
from tests.scores.fake_company import OCTOBER, company
from tests.scores.fake_figures import FakeFigures

BODY = """
indicators:
  - {kpi: sales, weight: 60, target: 100, curve: {proportional: {}}}
  - {kpi: csat, weight: 30, target: 1, curve: {proportional: {}}, min_n: 30, POLICY}
  - {kpi: margin, weight: 10, target: 1, curve: {proportional: {}}}
"""


def scored(policy, made):
    cards, problems = score_people(company(BODY.replace("POLICY", policy)), made, OCTOBER)
    return cards[0], [problem.code for problem in problems]


def figures():
    return FakeFigures({"csat"}).put("sales", "ann", 80).put("margin", "ann", 1)


@pytest.mark.parametrize("found", [{}, {"status": ValueStatus.EMPTY, "n": 0}, {"status": ValueStatus.IMMATURE}])
@pytest.mark.parametrize(
    ("policy", "status", "total"),
    [
        ("missing: reweight", IndicatorStatus.REWEIGHTED, "82.86"),  # (60 × 80 + 10 × 100) ÷ 70 = 82.857…
        ("missing: zero", IndicatorStatus.ZERO, "58"),
        ("missing: neutral", IndicatorStatus.NEUTRAL, "88"),
        ("missing: block", IndicatorStatus.BLOCKED, None),
        ("insufficient: zero", IndicatorStatus.BLOCKED, None),
    ],
)
def test_a_missing_actual_follows_the_policy_that_the_plan_states(found, policy, status, total):
    made = figures().put("csat", "ann", None, **found) if found else figures()
    card, codes = scored(policy, made)
    assert card.indicators[1].status is status
    assert (card.total.value if card.total else None) == (Fraction(total) if total else None)
    assert codes == ([] if total else ["scores.blocked"])


@pytest.mark.parametrize(
    ("policy", "status"),
    [
        ("insufficient: reweight", IndicatorStatus.REWEIGHTED),
        ("insufficient: zero, missing: reweight", IndicatorStatus.ZERO),
        ("insufficient: neutral", IndicatorStatus.NEUTRAL),
        ("missing: reweight", IndicatorStatus.BLOCKED),
    ],
)
def test_too_small_a_sample_follows_its_own_policy_and_shows_the_actual(policy, status):
    card, _ = scored(policy, figures().put("csat", "ann", "0.9", n=29))
    assert (card.indicators[1].status, card.indicators[1].actual) == (status, Fraction("0.9"))


def test_the_minimum_sample_of_the_dictionary_changes_no_score():
    card, _ = scored("missing: block", figures().put("csat", "ann", 1, n=30, status=ValueStatus.INSUFFICIENT))
    assert (card.indicators[1].status, card.total.value) == (IndicatorStatus.SCORED, 88)


def test_a_value_that_is_not_reconciled_blocks_whatever_the_policy():
    card, codes = scored("missing: reweight", figures().put("csat", "ann", 1, status=ValueStatus.UNRECONCILED))
    assert card.status is ScoreStatus.BLOCKED
    assert codes == ["scores.blocked", "scores.unreconciled"]


def test_weights_after_reweighting_are_in_proportion_and_total_100():
    card, _ = scored("missing: reweight", figures())
    assert [line.weight for line in card.indicators] == [Fraction(600, 7), 0, Fraction(100, 7)]
    assert card.indicators[1].points is None


def test_nothing_left_to_judge_is_not_scored_rather_than_zero():
    body = "\nindicators:\n  - {kpi: csat, weight: 100, target: 1, curve: {proportional: {}}, missing: reweight}\n"
    cards, problems = score_people(company(body), FakeFigures({"csat"}), OCTOBER)
    assert (cards[0].status, cards[0].total, problems) == (ScoreStatus.NOT_SCORED, None, [])
