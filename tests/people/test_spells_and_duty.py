"""Who was where when, and how many working days they were on duty."""

from datetime import timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from merit.kernel.calendar import WorkCalendar
from merit.kernel.period import Period
from merit.people.checks import check_organisation
from merit.people.duty import duty
from merit.people.organisation import SpellStatus
from merit.people.spells import people_in, spell_on, spells_in
from tests.people.organisations import day, leave, organisation, spell

OCTOBER = Period.parse("2026-10")
HOLIDAYS = frozenset(day(f"2026-10-0{number}") for number in range(1, 8))
OFFICIAL = WorkCalendar(HOLIDAYS, frozenset({day("2026-10-10")}))
"""October 2026: the 1st to the 7th off, Saturday the 10th made up: 3 working days before the 12th, 15 from then on."""


def test_a_transfer_on_the_twelfth_is_two_parts_that_meet():
    people = organisation(spell("ann", "north", end="2026-10-12"), spell("ann", "south", start="2026-10-12"))
    parts = spells_in(people, "ann", OCTOBER)
    assert [(part.spell.team, str(part.period)) for part in parts] == [
        ("north", "2026-10-01..2026-10-11"),
        ("south", "2026-10-12..2026-10-31"),
    ]
    assert spell_on(people, "ann", day("2026-10-11")).team == "north"
    assert spell_on(people, "ann", day("2026-10-12")).team == "south"


def test_a_part_that_fills_the_period_keeps_the_periods_name():
    [part] = spells_in(organisation(spell("ann", "north")), "ann", OCTOBER)
    assert str(part.period) == "2026-10"


def test_somebody_who_left_before_is_not_there():
    people = organisation(spell("ann", "north", end="2026-10-01"), spell("bob", "north"))
    assert spells_in(people, "ann", OCTOBER) == []
    assert people_in(people, OCTOBER) == ["bob"]


def test_duty_counts_make_up_days_and_not_holidays():
    found = duty(organisation(spell("ann", "north")), OFFICIAL, "ann", OCTOBER)
    assert (found.working_days, found.on_duty, found.share) == (18, 18, 1)


def test_a_leaver_is_on_duty_up_to_the_last_day():
    found = duty(organisation(spell("ann", "north", end="2026-10-15")), OFFICIAL, "ann", OCTOBER)
    assert (found.on_duty, found.off_spell, found.share) == (6, 12, Fraction(1, 3))


def test_sick_leave_is_protected_and_annual_leave_is_not():
    rows = [leave("ann", "2026-10-08", "2026-10-09", "sick"), leave("ann", "2026-10-09", "2026-10-13", "annual")]
    found = duty(organisation(spell("ann", "north"), leave=rows), OFFICIAL, "ann", OCTOBER)
    assert (found.protected_leave, found.other_leave, found.on_duty) == (2, 3, 13)


def test_a_spell_of_leave_without_a_kind_is_protected():
    people = organisation(spell("ann", "north", status=SpellStatus.LEAVE))
    found = duty(people, OFFICIAL, "ann", OCTOBER)
    assert (found.protected_leave, found.on_duty) == (18, 0)


def test_a_spell_of_leave_takes_its_kind_from_the_leave_table():
    rows = [leave("ann", "2026-10-01", "2026-10-31", "unpaid")]
    people = organisation(spell("ann", "north", status=SpellStatus.LEAVE), leave=rows)
    assert duty(people, OFFICIAL, "ann", OCTOBER).other_leave == 18


def test_a_period_without_working_days_has_no_share():
    golden_week = Period.parse("2026-10-01..2026-10-07")
    assert duty(organisation(spell("ann", "north")), OFFICIAL, "ann", golden_week).share == 0


days_of_year = st.integers(0, 364).map(lambda offset: day("2026-01-01") + timedelta(days=offset))
spans = st.tuples(days_of_year, days_of_year).map(sorted)
careers = st.lists(days_of_year, min_size=2, max_size=6, unique=True).map(sorted)


@given(careers, st.lists(st.tuples(spans, st.sampled_from(["sick", "annual"])), max_size=4), spans)
def test_working_days_are_on_duty_or_on_leave_or_off_spell(turns, leaves, asked):
    spells = [spell("ann", "north", str(first), str(past)) for first, past in pairwise(turns)]
    rows = [leave("ann", str(first), str(last), kind) for (first, last), kind in leaves]
    period = Period(asked[0], asked[1] + timedelta(days=1))
    found = duty(organisation(*spells, leave=rows), OFFICIAL, "ann", period)
    employed = [each for each in period.days() if turns[0] <= each < turns[-1] and OFFICIAL.is_working(each)]
    assert found.on_duty + found.protected_leave + found.other_leave == len(employed)
    assert found.off_spell == found.working_days - len(employed)
    assert min(found.on_duty, found.off_spell) >= 0


@given(st.lists(st.tuples(spans, st.sampled_from(["north", "south"])), min_size=1, max_size=4))
def test_unless_a_problem_says_so_a_person_is_in_at_most_one_team_on_any_day(stays):
    spells = [
        spell("ann", where, str(first), str(last + timedelta(days=1)), line=line)
        for line, ((first, last), where) in enumerate(stays, start=2)
    ]
    people = organisation(*spells)
    year = Period.parse("2026")
    doubled = any(sum(each.start <= on < each.end for each in spells) > 1 for on in year.days())
    codes = {problem.code for problem in check_organisation(people)}
    assert ("people.two_spells_on_one_day" in codes) == doubled
