"""What each may see follows from the organisation of each day, the grants and the release."""

from datetime import date

import pytest

from merit.kernel.period import Period
from merit_desk.accounts.access import ABILITIES, Can, Role
from merit_desk.accounts.models import Grant
from merit_desk.accounts.queries.sight import may_see_node, people_in_sight, sight_of, visible_files
from merit_desk.accounts.queries.subtree import below, below_in
from merit_desk.accounts.viewer import viewer_for
from merit_desk.results.models import Release
from merit_desk.results.queries.open_company import declared_company
from tests.desk.conftest import account_for, role_account, viewer_as

OCTOBER = Period.parse("2026-10")


def seen_in(circle):
    return {person for person in ("owner", "leader", "ann", "bob", "cat") if person in circle}


def test_a_manager_sees_those_below_directly_and_through_others(company_folder):
    organisation = declared_company().organisation
    assert below(organisation, "leader", date(2026, 10, 1)) == {"ann", "bob", "cat"}
    assert below(organisation, "owner", date(2026, 10, 1)) == {"leader", "ann", "bob", "cat"}
    assert below(organisation, "cat", date(2026, 10, 1)) == frozenset()


def test_who_left_is_seen_for_the_period_they_were_there_and_not_for_later_ones(company_folder):
    organisation = declared_company().organisation
    assert "bob" in below_in(organisation, "leader", OCTOBER)
    assert "bob" not in below_in(organisation, "leader", Period.parse("2026-11"))


def test_a_manager_who_came_in_mid_period_sees_it_and_one_who_went_before_does_not(own_folder):
    people = (own_folder / "people.csv").read_text("utf-8")
    moved = people.replace(
        "cat,凯特,cs_agent,north,,2026-01-01,,", "cat,凯特,cs_agent,north,ann,2026-01-01,2026-09-30,"
    )
    moved += "cat,凯特,cs_agent,north,bob,2026-10-01,,regular,3000,7000\n"
    (own_folder / "people.csv").write_text(moved, "utf-8")
    organisation = declared_company().organisation
    assert "cat" in below_in(organisation, "ann", Period.parse("2026-09"))
    assert "cat" not in below_in(organisation, "ann", OCTOBER)
    assert "cat" in below_in(organisation, "bob", OCTOBER)


@pytest.mark.parametrize(
    ("role", "scores", "pay"),
    [
        ("owner", "owner leader ann bob cat", "owner leader ann bob cat"),
        ("hr", "owner leader ann bob cat", "owner leader ann bob cat"),
        ("manager", "ann bob cat", "ann bob cat"),
        ("employee", "", ""),
        ("steward", "", ""),
        ("finance", "owner leader ann bob cat", "owner leader ann bob cat"),
        ("auditor", "owner leader ann bob cat", "owner leader ann bob cat"),
        ("stranger", "", ""),
    ],
)
def test_scores_and_pay_before_release(company_folder, role, scores, pay):
    sight = sight_of(viewer_as(role), "2026-10")
    assert seen_in(sight.scores) == set(scores.split())
    assert seen_in(sight.pay) == set(pay.split())


def test_after_release_everybody_sees_their_own_and_nobody_more(company_folder):
    before = {role: seen_in(sight_of(viewer_as(role), "2026-10").pay) for role in ("manager", "employee", "stranger")}
    Release.objects.create(period="2026-10", by=role_account("hr"))
    after = {role: seen_in(sight_of(viewer_as(role), "2026-10").pay) for role in before}
    gained = {role: after[role] - before[role] for role in before}
    assert gained == {"manager": {"leader"}, "employee": {"cat"}, "stranger": set()}


def test_even_hr_does_not_see_their_own_result_before_release(company_folder):
    viewer = viewer_for(account_for("personnel", person="ann", role=Role.HR))
    assert seen_in(sight_of(viewer, "2026-10").scores) == {"owner", "leader", "bob", "cat"}
    Release.objects.create(period="2026-10", by=role_account("hr"))
    assert "ann" in sight_of(viewer, "2026-10").scores


def test_a_grant_for_a_team_reaches_no_further(company_folder):
    viewer = viewer_for(account_for("north-auditor", role=Role.AUDITOR, team="north"))
    assert seen_in(sight_of(viewer, "2026-10").pay) == {"ann", "cat"}  # ann was in north until the 11th
    assert seen_in(sight_of(viewer, "2026-11").pay) == {"cat"}
    assert may_see_node(viewer, "paid_sales", "team", "north", "2026-10")
    assert not may_see_node(viewer, "paid_sales", "team", "south", "2026-10")
    assert not may_see_node(viewer, "paid_sales", "company", "company", "2026-10")


def test_a_grant_counts_from_its_first_day_to_its_last(company_folder):
    account = account_for("temporary")
    today = viewer_for(account).today
    Grant.objects.create(account=account, role=Role.FINANCE, start=date(2026, 1, 1), end=date(2026, 1, 31))
    assert today > date(2026, 1, 31)
    assert not viewer_for(account).can(Can.SEE_PAY)


def test_an_employee_sees_the_kpis_of_their_own_plan_for_company_and_team_but_all_of_their_own(company_folder):
    cat = viewer_as("employee")
    assert may_see_node(cat, "reply_3min", "company", "company", "2026-10")
    assert not may_see_node(cat, "gross_margin", "company", "company", "2026-10")
    assert may_see_node(cat, "csat", "team", "north", "2026-10")
    assert not may_see_node(cat, "csat", "team", "south", "2026-10")
    assert may_see_node(cat, "tasks_on_time", "person", "cat", "2026-10")
    assert not may_see_node(cat, "tasks_on_time", "person", "ann", "2026-10")


def test_a_shop_is_seen_by_whom_it_is_credited_to_and_by_those_above(company_folder):
    def sees(account, shop):
        return may_see_node(viewer_for(account), "paid_sales", "shop", shop, "2026-10")

    ann, cat, leader = account_for("ann", "ann"), role_account("employee"), role_account("manager")
    assert (sees(ann, "s1"), sees(ann, "s2"), sees(cat, "s1"), sees(leader, "s2")) == (True, False, False, True)


def test_what_may_not_be_seen_is_not_counted_either(company_folder):
    files = visible_files(viewer_as("manager"), "2026-10")
    assert set(files.totals) == {"ann", "bob", "cat"}
    assert len(files.totals) == 3
    assert "owner" not in files.pay
    assert files.findings == ()
    assert {key[1] for key in files.workings} == {"ann", "bob", "cat"}


def test_the_directory_is_for_those_whose_work_it_is(company_folder):
    assert seen_in(people_in_sight(viewer_as("steward"), "2026-10")) == {"owner", "leader", "ann", "bob", "cat"}
    assert seen_in(people_in_sight(viewer_as("employee"), "2026-10")) == {"cat"}


def test_finance_sees_no_review_text_and_the_steward_no_pay():
    assert Can.SEE_REVIEW_TEXT not in ABILITIES[Role.FINANCE]
    assert not {Can.SEE_PAY, Can.SEE_RESULTS} & ABILITIES[Role.STEWARD]


def test_an_auditor_can_only_read():
    assert all(ability.value.startswith("see_") for ability in ABILITIES[Role.AUDITOR])
