"""The tiny company's scorecards, from its folder as it stands: every total as its page works it out by hand."""

from fractions import Fraction

import pytest

from merit.kernel.explain import replays, steps
from merit.scores.score_people import score_people
from merit.sources.company_folder import read_company
from tests.scores.fake_company import OCTOBER
from tests.scores.fake_figures import FakeFigures
from tests.tiny_company import write_tiny_company


@pytest.fixture(scope="module")
def october(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    write_tiny_company(folder)
    company, problems = read_company(folder)
    assert company is not None, problems
    figures = (
        FakeFigures()
        .put("paid_sales", "ann", 1800, period="2026-10-01..2026-10-11")
        .put("paid_sales", "ann", 2400, period="2026-10-12..2026-10-31")
        .put("paid_sales", "bob", 3600, period="2026-10-01..2026-10-13")
        .put("paid_sales", "bob", 3600, period="2026-10-01..2026-10-14")
        .put("paid_sales", "trade", 7800)
        .put("paid_sales", "company", 11000)
        .put("reply_3min", "cat", "0.9")
        .put("csat", "cat", "0.8", n=5)
    )
    cards, problems = score_people(company, figures, OCTOBER)
    assert problems == []
    return {card.person: card for card in cards}


@pytest.mark.parametrize(
    ("person", "total", "grade"),
    [
        ("ann", "86.67", "B"),
        ("bob", "120", "S"),
        ("cat", "97", "A"),
        ("leader", "97", "A"),
        ("owner", "110", "S"),
    ],
)
def test_everybody_has_the_total_and_grade_worked_by_hand(october, person, total, grade):
    card = october[person]
    assert (card.total.value, card.grade.value) == (Fraction(total), grade)
    assert all(replays(step) for step in (*steps(card.total), *steps(card.grade)))


def test_the_targets_of_the_transfer_and_the_leaver_shrink_to_their_days(october):
    assert [line.target for line in october["ann"].indicators] == [600, 3000]
    assert [line.target for line in october["bob"].indicators] == [3000]
    assert october["bob"].on_duty.value == Fraction(1, 3)
