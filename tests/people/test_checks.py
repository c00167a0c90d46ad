"""Wrong people, teams and credits: each kind of mistake is named with its line."""

from merit.kernel.problems import Severity
from merit.people.checks import check_leave, check_organisation
from merit.people.credit_checks import check_credits
from tests.people.organisations import TREE, leave, organisation, share, spell, team

STAFF = (spell("owner", "all", line=2), spell("leader", "sales", line=3), spell("chief", "south", line=4))


def found(*spells, teams=TREE):
    return [
        (problem.code, problem.place.line, problem.place.field)
        for problem in check_organisation(organisation(*STAFF, *spells, teams=teams))
    ]


def test_an_orderly_company_has_no_findings():
    assert found(spell("ann", "north", end="2026-10-12"), spell("ann", "south", start="2026-10-12")) == []


def test_a_person_in_two_teams_on_one_day_is_found():
    both = (spell("ann", "north", end="2026-10-13", line=8), spell("ann", "south", start="2026-10-12", line=9))
    assert found(*both) == [("people.two_spells_on_one_day", 9, "from")]


def test_a_spell_that_ends_before_it_begins_is_found():
    backwards = spell("ann", "north", start="2026-10-12", end="2026-10-11", line=8)
    assert found(backwards) == [("people.spell_ends_before_it_begins", 8, "to")]


def test_an_unknown_team_is_found():
    assert found(spell("ann", "nowhere", line=8)) == [("people.unknown_team", 8, "team")]


def test_a_team_that_is_closed_before_the_spell_ends_is_found():
    teams = (*TREE, team("west", parent="sales", end="2026-07-01", line=6))
    assert found(spell("ann", "west", line=8), teams=teams) == [("people.team_not_there", 8, "team")]


def test_unknown_managers_and_leaders_are_found():
    teams = (*TREE, team("west", parent="sales", leader="ghost", line=6))
    assert found(spell("ann", "north", managers=("ghost", "ann"), line=8), teams=teams) == [
        ("people.unknown_manager", 8, "manager"),
        ("people.own_manager", 8, "manager"),
        ("people.unknown_leader", 6, "leader"),
    ]


def test_a_reserved_id_is_no_person():
    assert found(spell("unassigned", "north", line=8)) == [("people.reserved_id", 8, "person")]


def test_leave_of_somebody_unknown_is_a_warning():
    people = organisation(*STAFF, leave=[leave("ghost", "2026-10-01", "2026-10-02", "sick")])
    [problem] = check_leave(people)
    assert (problem.code, problem.severity) == ("people.leave_of_unknown_person", Severity.WARNING)


def test_a_cycle_in_the_tree_is_found_once():
    teams = (*TREE, team("a", parent="b", line=6), team("b", parent="c", line=7), team("c", parent="a", line=8))
    assert found(teams=teams) == [("people.cycle_of_teams", 6, "parent")]


def test_two_companies_are_found():
    assert found(teams=(*TREE, team("second", kind="company", line=6))) == [("people.two_roots", 6, "parent")]


def test_a_company_cannot_stand_under_a_team():
    teams = (*TREE, team("second", parent="all", kind="company", line=6))
    assert found(teams=teams) == [("people.company_under_a_team", 6, "kind")]


def test_an_unknown_parent_is_found():
    assert found(teams=(*TREE, team("west", parent="nowhere", line=6))) == [("people.unknown_parent", 6, "parent")]


def test_two_rows_of_one_team_on_one_day_are_found():
    assert found(teams=(*TREE, team("north", parent="all", line=6))) == [("people.team_twice", 6, "team")]


def of_credits(*shares):
    return [(problem.code, problem.place.line) for problem in check_credits(shares, {"ann", "bob"})]


def test_shares_that_total_exactly_the_whole_are_right():
    assert of_credits(share("ann", "0.6"), share("bob", "0.4", line=3)) == []


def test_shares_over_the_whole_name_the_first_day_and_the_total():
    shares = (share("ann", "0.6"), share("bob", "0.5", start="2026-10-12", line=3))
    [problem] = check_credits(shares, {"ann", "bob"})
    assert problem.code == "people.credited_more_than_whole"
    assert (problem.params["day"], problem.params["total"], problem.place.line) == ("2026-10-12", "110%", 3)


def test_shares_over_the_whole_without_dates_are_found():
    assert of_credits(share("ann", 1), share("bob", "0.5", line=3)) == [("people.credited_more_than_whole_always", 3)]


def test_shares_of_different_roles_are_counted_apart():
    assert of_credits(share("ann", 1, role="pre-sale"), share("bob", 1, role="after-sale")) == []


def test_shares_one_after_the_other_do_not_meet():
    assert of_credits(share("ann", 1, end="2026-10-12"), share("bob", 1, start="2026-10-12")) == []


def test_shares_must_be_above_zero_and_not_too_fine():
    assert of_credits(share("ann", 0), share("bob", "0.33333", line=3)) == [
        ("people.share_not_above_zero", 2),
        ("people.share_too_fine", 3),
    ]


def test_credit_to_a_stranger_and_of_an_unknown_kind_are_found():
    assert of_credits(share("ghost", "0.5"), share("ann", 1, kind="moon", line=3)) == [
        ("people.credit_to_unknown_person", 2),
        ("people.unknown_credit_kind", 3),
    ]


def test_a_credit_that_ends_before_it_begins_is_found():
    assert of_credits(share("ann", 1, start="2026-10-12", end="2026-10-11")) == [
        ("people.credit_ends_before_it_begins", 2)
    ]
