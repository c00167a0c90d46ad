"""The tree of teams on a day, and who was in charge of whom."""

from merit.kernel.period import Period
from merit.people.tree import (
    company_team,
    department_of,
    leader_of,
    managers_in,
    managers_of,
    members,
    teams_above,
)
from tests.people.organisations import TREE, day, organisation, spell, team

OCTOBER = Period.parse("2026-10")
FIRST = day("2026-10-01")
PEOPLE = (spell("owner", "all"), spell("leader", "sales"), spell("chief", "south"), spell("ann", "south"))


def test_the_way_up_is_nearest_first_without_the_team_itself():
    above = teams_above(organisation(), "north", FIRST)
    assert [each.team for each in above] == ["sales", "all"]


def test_the_department_of_a_team_is_the_nearest_one_and_of_a_department_itself():
    assert department_of(organisation(), "north", FIRST).team == "sales"
    assert department_of(organisation(), "sales", FIRST).team == "sales"
    assert department_of(organisation(), "all", FIRST) is None


def test_the_company_is_the_root():
    assert company_team(organisation(), FIRST).team == "all"


def test_members_include_teams_below_unless_told_otherwise():
    people = organisation(*PEOPLE)
    assert members(people, "sales", FIRST) == ["ann", "chief", "leader"]
    assert members(people, "sales", FIRST, including_below=False) == ["leader"]


def test_a_team_that_moves_has_its_new_parent_from_that_day():
    moved = (
        *TREE[:2],
        team("west", parent="sales", end="2026-10-12"),
        team("west", parent="all", start="2026-10-12"),
    )
    people = organisation(teams=moved)
    assert [each.team for each in teams_above(people, "west", day("2026-10-11"))] == ["sales", "all"]
    assert [each.team for each in teams_above(people, "west", day("2026-10-12"))] == ["all"]


def test_a_cycle_ends_the_way_up():
    people = organisation(teams=(team("a", parent="b"), team("b", parent="a")))
    assert [each.team for each in teams_above(people, "a", FIRST)] == ["b"]


def test_two_managers_one_after_the_other_share_the_days():
    people = organisation(
        spell("ann", "south", end="2026-10-12", managers=("chief",)),
        spell("ann", "south", start="2026-10-12", managers=("leader",)),
    )
    assert managers_in(people, "ann", OCTOBER) == {"chief": 11, "leader": 20}


def test_two_managers_at_once_both_count_every_day():
    people = organisation(spell("ann", "south", managers=("chief", "leader")))
    assert managers_in(people, "ann", OCTOBER) == {"chief": 31, "leader": 31}


def test_without_a_named_manager_the_nearest_leader_above_is_in_charge():
    people = organisation(*PEOPLE, spell("bob", "north"))
    assert managers_of(people, "ann", FIRST) == ("chief",)
    assert managers_of(people, "bob", FIRST) == ("leader",)
    assert managers_of(people, "chief", FIRST) == ("leader",)
    assert managers_of(people, "owner", FIRST) == ()


def test_a_team_may_have_no_leader():
    assert leader_of(organisation(), "north", FIRST) is None
    assert leader_of(organisation(), "south", FIRST) == "chief"
