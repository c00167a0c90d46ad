"""Who takes part in a cycle, over which stretches and under whom; October 2026 has 18 working days, worked by hand."""

from dataclasses import replace
from datetime import date

import pytest

from merit.kernel.explain import LineRef
from merit.kernel.period import Period
from merit.people.organisation import Leave, Organisation, SpellStatus
from merit.reviews.enrolment import Ground, WhyOut, enrolments
from merit.reviews.population import Population
from merit.reviews.stages import (
    CycleKind,
    Stage,
    out_of_order,
    usual_days,
    usual_deadlines,
    working_days_between,
    working_days_from,
)
from merit.sources.company_folder import read_company
from tests.tiny_company import write_tiny_company

OCTOBER = Period.parse("2026-10")
NOWHERE = LineRef("x", 1)


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    write_tiny_company(folder)
    return read_company(folder)[0]


def enrolled(company, organisation=None, people=("ann",), period=OCTOBER):
    ground = Ground(period, organisation or company.organisation, company.calendar, company.plans)
    return {each.person: each for each in enrolments(people, ground)}


def with_leave(company, *rows):
    there = company.organisation
    leave = tuple(Leave(person, first, last, kind, NOWHERE) for person, first, last, kind in rows)
    return Organisation(there.spells, there.teams, leave)


def with_spells(company, change):
    there = company.organisation
    return Organisation(tuple(change(spell) for spell in there.spells), there.teams)


def test_a_transfer_on_the_twelfth_makes_two_stretches_under_one_plan(company):
    ann = enrolled(company)["ann"]
    assert [(each.team, each.days.start, each.days.last, each.on_duty, each.plan) for each in ann.stretches] == [
        ("north", date(2026, 10, 1), date(2026, 10, 11), 3, "sales"),
        ("south", date(2026, 10, 12), date(2026, 10, 31), 15, "sales"),
    ]
    assert [(each.person, each.days) for each in ann.managers] == [("leader", 18)]
    assert [(each.person, each.days) for each in ann.skip_managers] == [("owner", 18)]
    assert ann.why_out is None


def test_two_managers_are_weighed_by_the_working_days_in_charge(company):
    organisation = with_spells(
        company,
        lambda spell: replace(spell, managers=("cat",)) if spell.team == "north" and spell.person == "ann" else spell,
    )
    ann = enrolled(company, organisation)["ann"]
    assert [(each.person, each.days) for each in ann.managers] == [("leader", 15), ("cat", 3)]
    assert [(each.person, each.days) for each in ann.skip_managers] == [("owner", 15), ("leader", 3)]


def test_a_leaver_is_judged_up_to_the_last_day(company):
    bob = enrolled(company, people=("bob",))["bob"]
    assert bob.stretches[-1].days.last == date(2026, 10, 14)
    assert (bob.on_duty, bob.managers[0].days) == (6, 6)


def test_leave_cuts_a_stretch_and_counts_for_nobody(company):
    organisation = with_leave(company, ("cat", date(2026, 10, 19), date(2026, 10, 25), "maternity"))
    cat = enrolled(company, organisation, ("cat",))["cat"]
    assert [(each.leave, each.on_duty) for each in cat.stretches] == [("", 8), ("maternity", 0), ("", 5)]
    assert cat.managers[0].days == cat.on_duty == 13


@pytest.mark.parametrize(("kind", "why"), [("maternity", WhyOut.PROTECTED_LEAVE), ("annual", WhyOut.OFF_DUTY)])
def test_nobody_on_leave_all_period_is_judged(company, kind, why):
    organisation = with_leave(company, ("cat", date(2026, 9, 1), date(2026, 12, 31), kind))
    assert enrolled(company, organisation, ("cat",))["cat"].why_out is why


def test_a_spell_of_leave_without_a_row_is_taken_as_protected(company):
    organisation = with_spells(company, lambda spell: replace(spell, status=SpellStatus.LEAVE))
    assert enrolled(company, organisation, ("cat",))["cat"].why_out is WhyOut.PROTECTED_LEAVE


def test_whoever_has_no_manager_is_left_out_and_a_stranger_is_not_there(company):
    found = enrolled(company, people=("owner", "nobody"))
    assert {person: each.why_out for person, each in found.items()} == {"owner": WhyOut.NO_MANAGER}


def test_days_of_ones_own_are_judged_by_the_plan_of_the_month(company):
    period = Period.parse("2026-08-10..2026-11-09")
    assert {each.plan for each in enrolled(company, people=("cat",), period=period)["cat"].stretches} == {"service"}


def test_a_year_has_no_plan_where_plans_are_monthly(company):
    found = enrolled(company, people=("cat",), period=Period.parse("2026"))["cat"]
    assert {(each.plan, each.version) for each in found.stretches} == {("", None)}


@pytest.mark.parametrize(
    ("population", "found"),
    [
        (Population(), ["ann", "bob", "cat", "leader", "owner"]),
        (Population(teams=frozenset({"trade"})), ["ann", "bob", "cat", "leader"]),
        (Population(teams=frozenset({"north"})), ["ann", "cat"]),
        (Population(teams=frozenset({"north"}), posts=frozenset({"sales"})), ["ann"]),
        (Population(posts=frozenset({"cs_agent"}), people=frozenset({"bob"})), ["bob", "cat"]),
        (Population(people=frozenset({"bob"})), ["bob"]),
        (Population(without=frozenset({"owner", "bob"})), ["ann", "cat", "leader"]),
    ],
)
def test_a_population_is_posts_within_teams_with_people_added_and_taken_away(company, population, found):
    assert population.among(company.organisation, OCTOBER) == found


def test_the_count_of_working_days_leads_back_to_the_day(company):
    for days in (-5, 3, 25):
        day = working_days_from(OCTOBER.last, days, company.calendar)
        assert working_days_between(OCTOBER.last, day, company.calendar) == days


def test_a_probation_is_told_before_it_ends(company):
    own = Period.parse("2026-08-10..2026-11-09")
    days = usual_deadlines(own, company.calendar, usual_days(CycleKind.PROBATION))
    assert out_of_order(days) == []
    assert days[Stage.CONFIRM] < own.last


def test_a_stage_that_would_end_before_the_one_before_it_is_named(company):
    days = usual_deadlines(OCTOBER, company.calendar, usual_days(CycleKind.MONTH))
    days[Stage.SELF] = date(2026, 10, 1)
    assert out_of_order(days) == [(Stage.FOLLOW, Stage.SELF)]
