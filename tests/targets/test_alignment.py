"""The tree of goals, with the figures of the mock: 3,600 of the company, 1,520, 690, 960 and 400 of its shops."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.kernel.period import Period
from merit.targets.alignment import (
    Adding,
    AlignedGoal,
    children_of,
    closes_a_circle,
    contribution,
    goals_by_id,
    in_tree_order,
    parts_sum,
    serves_nothing,
    turns_the_levels,
)
from merit.targets.goal_life import GoalLevel

Q4 = Period.parse("2026-Q4")


def goal(number, parent=None, target="100", level=GoalLevel.TEAM, measure="net_sales", **more):
    told = {"period": Q4, "adds_up": True, **more}
    value = None if target is None else Fraction(target)
    return AlignedGoal(number, parent, level, measure, target=value, **told)


COMPANY = goal(1, None, "3600", GoalLevel.COMPANY)
SHOPS = [goal(2, 1, "1520"), goal(3, 1, "690"), goal(4, 1, "960"), goal(5, 1, "400")]


def test_parts_that_are_short_say_by_how_much():
    found = parts_sum(COMPANY, SHOPS)
    assert (found.adding, found.total, found.difference) == (Adding.SHORT, 3570, -30)


def test_parts_may_equal_the_whole_or_exceed_it():
    assert parts_sum(COMPANY, [*SHOPS, goal(6, 1, "30")]).adding is Adding.EQUAL
    over = parts_sum(COMPANY, [*SHOPS, goal(6, 1, "40.5")])
    assert (over.adding, over.difference) == (Adding.OVER, Fraction(21, 2))


def test_shops_and_departments_are_two_cuts_of_the_same_whole():
    shops = [goal(2, 1, "1600", cut="business"), goal(3, 1, "2000", cut="business")]
    departments = [goal(4, 1, "3500", cut="organisation")]
    found = parts_sum(COMPANY, [*shops, *departments])
    assert (found.adding, found.total, found.difference) == (Adding.SHORT, 3500, -100)
    assert parts_sum(COMPANY, shops).adding is Adding.EQUAL


def test_a_ratio_does_not_add_up():
    margin = goal(1, None, "0.34", GoalLevel.COMPANY, "gross_margin", adds_up=False)
    parts = [goal(2, 1, "0.3", measure="gross_margin", adds_up=False)]
    assert parts_sum(margin, parts) == parts_sum(margin, parts[:1])
    assert parts_sum(margin, parts).adding is Adding.DOES_NOT_ADD
    assert parts_sum(margin, parts).total is None


@pytest.mark.parametrize(
    "other",
    [
        goal(2, 1, "10", measure="orders_paid"),
        goal(2, 1, "10", period=Period.parse("2026-10")),
        goal(2, 1, "10", is_driver=True),
        goal(2, 1, None, measure=""),
    ],
)
def test_another_measure_another_period_and_a_driver_are_no_parts(other):
    assert parts_sum(COMPANY, [other]).adding is Adding.NO_PARTS
    assert contribution(other, COMPANY) is None


def test_a_part_without_a_number_leaves_the_sum_open():
    assert parts_sum(COMPANY, [*SHOPS, goal(6, 1, None)]).adding is Adding.DOES_NOT_ADD


def test_the_contribution_is_the_share_of_the_parents_target():
    assert contribution(SHOPS[2], COMPANY) == Fraction(960, 3600)  # 26.7 %
    assert contribution(COMPANY, None) is None


def test_below_the_company_a_goal_without_one_above_serves_nothing():
    goals = goals_by_id([COMPANY, *SHOPS, goal(9), goal(10, 77)])
    assert [each.goal for each in goals.values() if serves_nothing(each, goals)] == [9, 10]


def test_a_goal_cannot_serve_itself_nor_what_serves_it():
    goals = goals_by_id([COMPANY, *SHOPS, goal(6, 4), goal(7, 6)])
    assert closes_a_circle(goals, 4, 7)
    assert closes_a_circle(goals, 4, 4)
    assert not closes_a_circle(goals, 7, 2)
    assert not closes_a_circle(goals, 4, None)


def test_a_circle_that_is_there_already_ends():
    goals = goals_by_id([goal(1, 2), goal(2, 1)])
    assert not closes_a_circle(goals, 5, 1)


def test_the_tree_lists_each_goal_before_what_serves_it():
    goals = goals_by_id([goal(7, 4), COMPANY, *SHOPS, goal(9)])
    assert [(each.goal, depth) for each, depth in in_tree_order(goals)] == [
        (1, 0),
        (2, 1),
        (3, 1),
        (4, 1),
        (7, 2),
        (5, 1),
        (9, 0),
    ]
    assert [each.goal for each in children_of(goals)[None]] == [1, 9]


def test_a_higher_goal_does_not_serve_a_lower_one():
    assert turns_the_levels(GoalLevel.DEPARTMENT, GoalLevel.PERSON)
    assert not turns_the_levels(GoalLevel.PERSON, GoalLevel.PERSON)
    assert not turns_the_levels(GoalLevel.TEAM, GoalLevel.COMPANY)


@given(st.lists(st.decimals(0, 10**6, places=2), min_size=1, max_size=8))
def test_the_difference_is_exactly_the_sum_less_the_target(parts):
    children = [goal(at + 2, 1, str(value)) for at, value in enumerate(parts)]
    found = parts_sum(COMPANY, children)
    assert found.difference == sum(map(Fraction, parts)) - 3600
