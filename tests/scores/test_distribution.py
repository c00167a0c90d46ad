"""Forced distribution: head-count by largest remainder, ties to the better grade, and who stays out of it."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merit.kernel.explain import Explained, replays, steps
from merit.kernel.explain import given as read
from merit.scores.grades.distribution import distribute, seats
from merit.scores.score_people import score_people
from tests.people.organisations import leave, spell
from tests.scores.fake_company import OCTOBER, company, event, organisation
from tests.scores.fake_figures import FakeFigures

QUOTA = (
    ("S", Fraction("0.1")),
    ("A", Fraction("0.2")),
    ("B", Fraction("0.5")),
    ("C", Fraction("0.15")),
    ("D", Fraction("0.05")),
)


def graded(*totals):
    people = {
        f"p{number:02d}": Explained(Fraction(total), read(value=Fraction(total)).step)
        for number, total in enumerate(totals)
    }
    return "".join(grade.value for grade in distribute(people, QUOTA).values())


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (20, [2, 4, 10, 3, 1]),
        (10, [1, 2, 5, 2, 0]),  # 1.5 and 0.5 leave one seat: the remainders tie, the better grade takes it
        (3, [0, 1, 2, 0, 0]),  # 0.3, 0.6, 1.5, 0.45, 0.15: one whole seat, then the remainders 0.6 and 0.5
        (1, [0, 0, 1, 0, 0]),
    ],
)
def test_seats_follow_the_largest_remainder(people, expected):
    assert [number for _, number in seats(people, QUOTA)] == expected


def test_grades_go_by_rank_within_the_group():
    assert graded(100, 99, 98, 97, 96, 95, 94, 93, 92, 91) == "SAABBBBBCC"


def test_equal_totals_at_a_cut_all_take_the_better_grade():
    assert graded(100, 100, 98, 97, 96, 95, 94, 93, 92, 91) == "SSABBBBBCC"
    assert graded(100, 99, 98, 98, 96, 95, 94, 93, 93, 91) == "SAAABBBBBC"
    assert graded(*[70] * 10) == "SSSSSSSSSS"


@settings(deadline=None)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=30))
def test_a_better_total_never_has_the_worse_grade(totals):
    order = "SABCD"
    ranked = sorted(zip(totals, graded(*totals), strict=True))
    assert all(order.index(low[1]) >= order.index(high[1]) for low, high in pairwise(ranked))


@settings(deadline=None)
@given(st.integers(1, 500))
def test_the_seats_are_the_head_count_exactly(people):
    assert sum(number for _, number in seats(people, QUOTA)) == people


BODY = """
indicators:
  - {kpi: sales, weight: 100, target: 100, curve: {proportional: {}}}
grades: [[S, 110], [A, 95], [B, 80], [C, 60], [D, 0]]
distribution: {group: post, minimum: 4, quota: {S: 0, A: 0.25, B: 0.5, C: 0, D: 0.25}}
"""


def grades(totals, body=BODY, posts=(), away=(), events=()):
    spells = [spell(person, "north", post=dict(posts).get(person, "clerk")) for person in totals]
    made = FakeFigures()
    for person, total in totals.items():
        made.put("sales", person, total)
    people = organisation(*spells, leave=[leave(person, "2026-10-12", "2026-10-12", kind) for person, kind in away])
    cards, problems = score_people(company(body, organisation=people, events=events), made, OCTOBER)
    assert all(replays(step) for card in cards if card.grade for step in steps(card.grade))
    found = "".join(card.grade.value if card.grade else "-" for card in cards)
    return found, [problem.code for problem in problems]


def test_a_group_of_the_minimum_size_is_distributed_and_a_smaller_one_is_not():
    assert grades({"a": 90, "b": 91, "c": 92, "d": 93})[0] == "DBBA"
    assert grades({"a": 90, "b": 91, "c": 92})[0] == "BBB"


def test_protected_leave_stays_out_of_the_distribution_and_of_its_head_count():
    four = {"a": 60, "b": 91, "c": 92, "d": 93}
    assert grades(four | {"e": 94}, away=[("a", "maternity")])[0][1:] == "DBBA"
    assert grades(four, away=[("a", "sick")])[0][1:] == "BBB"  # three are too few to rank
    assert grades(four | {"e": 94}, away=[("a", "annual")])[0] != grades(four | {"e": 94}, away=[("a", "sick")])[0]


def test_only_one_post_is_ranked_together():
    four = {"a": 90, "b": 91, "c": 92, "d": 93}
    assert grades(four, posts=[("d", "chief")])[0] == "BBB"  # the chief has no plan; three clerks are too few


def test_without_bands_a_person_outside_the_distribution_has_no_grade_and_that_is_said():
    body = BODY.replace("grades: [[S, 110], [A, 95], [B, 80], [C, 60], [D, 0]]\n", "")
    found, codes = grades({"a": 90, "b": 91}, body)
    assert (found, set(codes)) == ("--", {"scores.no_grade"})


def test_a_veto_gives_its_grade_also_to_a_person_outside_the_distribution():
    body = BODY.replace("grades: [[S, 110], [A, 95], [B, 80], [C, 60], [D, 0]]\n", "")
    body += "modifiers:\n  - {veto: {event: red_line, grade: D}}\n"
    assert grades({"a": 90, "b": 91}, body, events=(event("red_line", "a", 9),))[0] == "D-"


def test_a_veto_still_holds_after_the_distribution():
    body = BODY + "modifiers:\n  - {veto: {event: red_line, grade: C}}\n"
    found, _ = grades(
        {"a": 90, "b": 91, "c": 92, "d": 93}, body, events=(event("red_line", "d", 9), event("red_line", "a", 9))
    )
    assert found == "DBBC"  # forced down, never up
