"""The demo company's pay can go through: who bears a negative line has signed its plan before the month ended."""

from datetime import date
from pathlib import Path

from merit.company import Company
from merit.demo.people import TRANSFERRED, make_staff
from merit.guards.notice import acknowledged_on
from merit.guards.records import notices_of
from merit.sources.company_folder import read_company
from merit.sources.feeds import feeds_of
from tests.demo.reading import SMALL

LEFT_TO_THE_DESK = {"ops-bonus", "content-bonus", "campaign-pool"}


def company_of(folder: Path) -> Company:
    company, _ = read_company(folder)
    assert company is not None
    return company


def test_plans_were_made_known_before_they_began_but_for_three_that_the_desk_still_has_to(demo: Path) -> None:
    company = company_of(demo)
    notices = {each.name: each for each in notices_of(company.guard_records.notices)}
    assert {plan.reward for plan in company.rewards} - set(notices) == LEFT_TO_THE_DESK
    assert all(each.given_on < date(2024, 1, 1) for each in notices.values())


def test_everybody_with_commission_and_those_who_lead_them_signed_by_the_end_of_september(demo: Path) -> None:
    company, staff = company_of(demo), make_staff(SMALL)
    notices = notices_of(company.guard_records.notices)
    for post in ("operator", "operations_lead", "operations_manager"):
        for member in staff.holding(post):
            signed = acknowledged_on(notices, "operator-commission", 1, member.person)
            assert signed is not None
            assert signed <= date(2026, 9, 30)


def test_who_changes_to_operations_signs_on_the_day_of_the_change(demo: Path) -> None:
    notices = notices_of(company_of(demo).guard_records.notices)
    moved = make_staff(SMALL).at(TRANSFERRED).person
    assert acknowledged_on(notices, "operator-commission", 1, moved) == date(2026, 10, 12)


def test_every_source_says_how_often_it_comes_but_the_register_of_accounts_which_does_not_grow_old(demo: Path) -> None:
    feeds, problems = feeds_of(demo)
    assert problems == []
    assert {feed.every for feed in feeds} == {"month", "week", ""}
    assert [feed.names for feed in feeds if not feed.every] == [("facts/staff_accounts.csv",)]
