"""Whom one may nominate, and who is suggested."""

from dataclasses import replace

import pytest

from merit.reviews.raters import RaterCircle, Unfit, suggested, unfit
from merit.scores.indicators.ratings import Relation

CIRCLE = RaterCircle(
    person="ann",
    in_charge=frozenset({"boss", "chief"}),
    reports=frozenset({"r1", "r2"}),
    here=frozenset({"ann", "boss", "chief", "r1", "r2", *(f"p{number}" for number in range(12))}),
    chosen={"p0": Relation.PEER},
)


@pytest.mark.parametrize(
    ("rater", "relation", "why"),
    [
        ("p1", Relation.PEER, None),
        ("p1", Relation.CROSS, None),
        ("r1", Relation.REPORT, None),
        ("ann", Relation.PEER, Unfit.SAME),
        ("gone", Relation.PEER, Unfit.GONE),
        ("p0", Relation.PEER, Unfit.TWICE),
        ("p0", Relation.CROSS, Unfit.TWICE),
        ("boss", Relation.PEER, Unfit.IN_CHARGE),
        ("chief", Relation.CROSS, Unfit.IN_CHARGE),
        ("r1", Relation.PEER, Unfit.NO_REPORT),
        ("p1", Relation.REPORT, Unfit.NO_REPORT),
        ("boss", Relation.MANAGER, Unfit.RELATION),
        ("ann", Relation.SELF, Unfit.RELATION),
        ("chief", Relation.SKIP, Unfit.RELATION),
    ],
)
def test_who_can_be_nominated(rater, relation, why):
    assert unfit(rater, relation, CIRCLE) is why


def test_eight_peers_are_enough():
    full = replace(CIRCLE, chosen={f"p{number}": Relation.PEER for number in range(8)})
    assert unfit("p9", Relation.PEER, full) is Unfit.FULL
    assert unfit("p9", Relation.CROSS, full) is None


def test_those_who_shared_most_work_are_suggested_first_and_only_as_many_as_are_missing():
    near = {"p3": 1, "p4": 5, "boss": 9, "p0": 7, "p5": 1, "p6": 0}
    assert suggested(Relation.PEER, near, CIRCLE) == ["p4", "p3", "p5"]


def test_reports_are_suggested_from_those_below_whoever_else_is_near():
    assert suggested(Relation.REPORT, {"p3": 4}, CIRCLE) == ["r1", "r2"]
