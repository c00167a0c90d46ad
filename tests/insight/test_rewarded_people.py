"""Wages and posts over October 2026, by hand: 31 days."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from merit.catalogue.kpi import Catalogue
from merit.company import Company, Profile
from merit.insight.proportion import Rewarded
from merit.insight.rewarded_people import rewarded_people, wage_over
from merit.insight.simulation import PersonOutcome
from merit.kernel.calendar import WorkCalendar
from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.people.organisation import Organisation
from tests.rewards.small_company import TEAMS, spell

OCTOBER = [Period.parse("2026-10")]
EARLY = replace(spell("lin", post="clerk", end=date(2026, 10, 11)), wage=Fraction(6200))
LATE = replace(spell("lin", post="lead", start=date(2026, 10, 11)), wage=Fraction(9300))


def test_a_raise_in_mid_month_counts_from_its_day() -> None:
    """10 of 31 days at 6,200 and 21 at 9,300: 2,000 + 6,300 = 8,300."""
    assert wage_over(Organisation((EARLY, LATE), TEAMS), "lin", OCTOBER) == 8300


def test_without_a_stated_wage_none_is_made_up() -> None:
    assert wage_over(Organisation((spell("lin"),), TEAMS), "lin", OCTOBER) is None


def test_people_are_compared_within_the_post_that_they_have_last() -> None:
    people = Organisation((EARLY, LATE), TEAMS)
    company = Company(Profile("店", "CNY", "UTC"), WorkCalendar(), people, (), (), Catalogue({}), (), (), ())
    outcomes = [
        PersonOutcome("lin", Money(100), Money(25_000), Fraction(80), Fraction(90)),
        PersonOutcome("gone", Money(100), Money(200), Fraction(80), Fraction(90)),
        PersonOutcome("lin", Money(100), Money(200), Fraction(80), None),
    ]
    expected = Rewarded("lin", "lead", Fraction(90), Fraction(250), Fraction(8300))
    assert rewarded_people(company, outcomes, OCTOBER) == [expected]
    before = rewarded_people(company, outcomes[:1], OCTOBER, draft=False)
    assert (before[0].result, before[0].reward) == (80, 1)
