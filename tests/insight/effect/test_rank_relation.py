"""Whether two things go together."""

import pytest

from merit.insight.effect.rank_relation import Relation, interval_of, rank_relation

IQ = (106, 100, 86, 101, 99, 103, 97, 113, 112, 110)
HOURS = (7, 27, 2, 50, 28, 29, 20, 12, 6, 17)


def test_a_worked_example_comes_out():
    """Ten pairs with Σd² = 194: r = 1 − 6 · 194 ÷ (10 · 99) = −29/165."""
    found = rank_relation(IQ, HOURS)
    assert found.rank == pytest.approx(-29 / 165)
    assert found.low < found.rank < found.high
    assert found.word is Relation.NOT_PROVEN


def test_the_interval_is_that_of_bonett_and_wright():
    """r = 0.5 of 28 pairs: z = 0.549306, error √(1.125 ÷ 25) = 0.212132, so tanh(0.549306 ∓ 0.415771)."""
    assert interval_of(0.5, 28) == pytest.approx((0.132747, 0.746535), abs=1e-5)


def test_many_looks_widen_the_interval():
    """Ten looks: each at 99.5 %, that is 2.807034 errors instead of 1.959964."""
    assert interval_of(0.5, 28, looks=10) == pytest.approx((-0.046123, 0.816013), abs=1e-5)


def test_the_same_order_is_a_strong_relation_and_the_reverse_an_opposite_one():
    up = list(range(12))
    assert rank_relation(up, [each**3 for each in up]).word is Relation.STRONG
    assert rank_relation(up, up[::-1]).word is Relation.OPPOSITE


def test_few_pairs_and_pairs_without_a_difference_are_not_judged():
    assert rank_relation([1, 2, 3], [1, 2, 3]).word is Relation.TOO_FEW
    assert rank_relation([1] * 9, list(range(9))).word is Relation.NO_DIFFERENCE
