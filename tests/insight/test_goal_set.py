"""The known mistakes of a set of goals."""

from fractions import Fraction

import pytest

from merit.catalogue.read import read_kpis
from merit.insight.goal_set import GoalOfSet, set_findings
from tests.metrics.hand_made import shipped_documents

CATALOGUE, _ = read_kpis(shipped_documents())


def codes(*goals):
    return [each.code.removeprefix("insight.") for each in set_findings(goals, CATALOGUE)]


def goal(kpi="", weight=None):
    return GoalOfSet(kpi or "拜访客户", kpi, None if weight is None else Fraction(weight))


def test_sales_with_margin_in_balance_and_weights_of_100_percent_are_fine():
    assert codes(goal("paid_sales", 60), goal("gross_margin", 40)) == []


@pytest.mark.parametrize(
    ("goals", "expected"),
    [
        ((), []),
        ((goal("gross_margin"),), ["goal_alone"]),
        ([goal("gross_margin")] * 6, ["goals_too_many"]),
        ((goal("paid_sales"), goal()), ["goal_volume_alone"]),
        ((goal("paid_sales", 60), goal("gross_margin", 35)), ["goal_weights"]),
        ((goal("paid_sales", 100), goal("gross_margin")), ["goal_weights"]),
        ((goal("paid_sales", 80), goal("gross_margin", 20)), ["goal_too_heavy"]),
    ],
)
def test_each_mistake_is_found(goals, expected):
    assert codes(*goals) == expected


def test_the_balance_that_is_missing_is_named():
    (found,) = set_findings([goal("paid_sales"), goal()], CATALOGUE)
    assert found.params == {"goal": "paid_sales", "pair": "gross_margin"}
