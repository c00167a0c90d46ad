"""Rated indicators: means of relations, days in charge, and what stays hidden."""

from fractions import Fraction

import pytest

from merit.kernel.explain import as_data, replays, steps
from merit.scores.score_people import score_people
from merit.scores.scorecard import IndicatorStatus, ScoreStatus
from tests.people.organisations import spell
from tests.scores.fake_company import OCTOBER, company, organisation, rating
from tests.scores.fake_figures import FakeFigures

BODY = """
indicators:
  - {rated: teamwork, weight: 100, scale: [1, 5], raters: {manager: 50, peer: 30, report: 20}EXTRA}
"""
MANAGED = organisation(spell("ann", "north", managers=("boss",)))


def scored(*ratings, extra="", people=MANAGED):
    firm = company(BODY.replace("EXTRA", extra), ratings=tuple(ratings), organisation=people)
    cards, problems = score_people(firm, FakeFigures(), OCTOBER)
    assert all(replays(step) for card in cards if card.total for step in steps(card.total))
    return cards[0], [problem.code for problem in problems]


def peers(*scores, relation="peer"):
    return [rating(f"{relation}{number}", relation, score, line=number) for number, score in enumerate(scores, 10)]


def test_a_rating_is_where_the_mean_stands_on_the_scale():
    card, codes = scored(rating("boss", "manager", 4), *peers(5, 4, 3), *peers(1, 2, 3, relation="report"))
    assert card.indicators[0].actual == Fraction("3.6")  # 0.5 × 4 + 0.3 × 4 + 0.2 × 2
    assert card.total.value == 65  # 100 × (3.6 − 1) ÷ 4
    assert codes == []


def test_a_relation_with_too_few_answers_gives_its_weight_to_the_rest():
    card, _ = scored(rating("boss", "manager", 4), *peers(1, 1), *peers(2, 2, 2, relation="report"))
    assert card.indicators[0].actual == Fraction(50 * 4 + 20 * 2, 70)


def test_cannot_judge_is_no_answer_and_not_zero():
    card, _ = scored(rating("boss", "manager", 4), *peers(3, 3, 3, None))
    assert card.indicators[0].actual == Fraction(50 * 4 + 30 * 3, 80)
    card, _ = scored(rating("boss", "manager", 4), *peers(3, 3, None))
    assert card.indicators[0].actual == 4


def test_three_answers_of_one_rater_are_one_answer():
    thrice = [rating("peer1", "peer", score, line=line) for line, score in ((10, 1), (11, 2), (12, 3))]
    card, _ = scored(rating("boss", "manager", 4), *thrice)
    assert card.indicators[0].actual == 4


def test_relations_with_too_few_answers_are_merged_when_the_plan_says_so():
    card, _ = scored(
        rating("boss", "manager", 4), *peers(1, 2), *peers(3, relation="report"), extra=", below_floor: merge"
    )
    assert card.indicators[0].actual == 3  # (50 × 4 + 50 × 2) ÷ 100: the three together weigh 30 + 20
    card, _ = scored(
        rating("boss", "manager", 4), *peers(1), *peers(3, relation="report"), extra=", below_floor: merge"
    )
    assert card.indicators[0].actual == 4


def test_what_is_hidden_cannot_be_found_by_difference():
    """Whatever two hidden peers answer, everything that leaves scoring is the same to the byte."""
    seen = set()
    for first, second in ((1, 1), (5, 5), (1, 5), (None, 3)):
        card, codes = scored(rating("boss", "manager", 4), *peers(first, second), *peers(2, 3, 4, relation="report"))
        seen.add(str((as_data(card.total), card.indicators, codes)))
    assert len(seen) == 1


@pytest.mark.parametrize("extra", ["", ", below_floor: merge"])
def test_the_working_stops_at_the_relations_mean(extra):
    card, _ = scored(rating("boss", "manager", 4), *peers(5, 4, 3), extra=extra)
    text = str(as_data(card.total))
    assert "ratings.csv" not in text
    assert "peer1" not in text
    same, _ = scored(rating("boss", "manager", 4), *peers(4, 4, 4), extra=extra)
    assert str(as_data(same.total)) == text


def test_two_managers_weigh_by_their_days_in_charge():
    people = organisation(
        spell("ann", "north", end="2026-10-11", managers=("old",)),
        spell("ann", "north", "2026-10-11", managers=("new",)),
    )
    card, _ = scored(rating("old", "manager", 1), rating("new", "manager", 4), people=people)
    assert card.indicators[0].actual == Fraction(10 * 1 + 21 * 4, 31)


def test_a_manager_who_was_never_in_charge_has_no_say():
    card, _ = scored(rating("boss", "manager", 4), rating("other", "manager", 1))
    assert card.indicators[0].actual == 4
    card, _ = scored(rating("other", "manager", 1), *peers(3, 3, 3))
    assert card.indicators[0].actual == 3


def test_self_and_manager_have_no_floor():
    card, _ = scored(rating("ann", "self", 5))
    assert card.status is ScoreStatus.BLOCKED  # self has no weight in this plan
    body = "\nindicators:\n  - {rated: teamwork, weight: 100, scale: [0, 10], raters: {self: 100}}\n"
    cards, _ = score_people(company(body, ratings=(rating("ann", "self", 5),)), FakeFigures(), OCTOBER)
    assert cards[0].total.value == 50


def test_a_trimmed_mean_leaves_out_the_ends():
    card, _ = scored(*peers(1, 3, 3, 4, 5), extra=", trim: 0.2")
    assert card.indicators[0].actual == Fraction(10, 3)


def test_a_rating_outside_the_scale_is_a_problem_and_no_answer():
    card, codes = scored(rating("boss", "manager", 6), *peers(3, 3, 3))
    assert (card.indicators[0].actual, codes) == (3, ["scores.rating_outside_scale"])


def test_no_answer_at_all_follows_the_missing_policy():
    card, codes = scored(extra=", missing: neutral")
    assert (card.indicators[0].status, card.total.value, codes) == (IndicatorStatus.NEUTRAL, 100, [])


def test_answers_for_another_period_or_person_do_not_count():
    card, _ = scored(rating("boss", "manager", 4), rating("boss", "manager", 1, period="2026-09"))
    assert card.indicators[0].actual == 4
