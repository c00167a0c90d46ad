"""Probation cycles: own days from the joining date, law checked where one acts, told before the probation ends."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from merit.kernel.period import Period
from merit.reviews.stages import CycleKind, Stage, usual_days, usual_deadlines
from merit_desk.cycles.actions.deadlines import pass_deadlines
from merit_desk.cycles.actions.enrol import enrol
from merit_desk.cycles.actions.make import NewCycle, make_cycle
from merit_desk.cycles.forms.terms import ProbationTerms
from merit_desk.cycles.queries.preview import preview_of
from merit_desk.cycles.queries.stages import deadlines_of
from merit_desk.cycles.queries.waiting import waiting_here
from merit_desk.results.queries.open_company import declared_company
from tests.desk.conftest import client_for, role_account, viewer_as

YEAR = Period.parse("2026")


@pytest.fixture
def dan(own_folder):
    """Dan joins south on 14 September on probation; six months of probation are written, pay is 5,000."""
    file = Path(own_folder) / "people.csv"
    text = file.read_text("utf-8")
    rows = "dan,丹尼,sales,south,,2026-09-14,,probation,2000,5000\n"
    file.write_text(text + rows, "utf-8")
    return own_folder


def probation(terms):
    calendar = declared_company().calendar
    dates = usual_deadlines(YEAR, calendar, usual_days(CycleKind.PROBATION))
    asked = NewCycle("转正", CycleKind.PROBATION, YEAR, dates, options={"probation": terms.stored()})
    cycle = make_cycle(viewer_as("hr"), asked)
    enrol(None, cycle)
    return cycle


def test_only_who_is_on_probation_takes_part_from_the_joining_date(dan):
    one = probation(ProbationTerms(months=3)).participants.get()
    assert (one.person, one.start, one.end) == ("dan", date(2026, 9, 14), date(2026, 12, 13))
    assert one.managers[0]["person"] == "leader"
    assert one.plan == "sales"


def test_a_newcomer_without_the_status_takes_part_where_that_is_wished(dan):
    file = Path(dan) / "people.csv"
    file.write_text(file.read_text("utf-8").replace("probation", "regular"), "utf-8")
    assert not probation(ProbationTerms()).participants.exists()
    found = probation(ProbationTerms(joined_within=6)).participants.values_list("person", flat=True)
    assert "dan" in found


def test_deadlines_count_from_each_persons_own_days_and_end_before_the_probation(dan):
    cycle = probation(ProbationTerms(months=3))
    one = cycle.participants.get()
    dates = deadlines_of(cycle).of(one)
    assert dates[Stage.CONFIRM] < one.end
    pass_deadlines(one.start)
    one.refresh_from_db()
    assert one.state == "under_way"
    pass_deadlines(date.fromordinal(dates[Stage.FOLLOW].toordinal() + 1))
    one.refresh_from_db()
    assert one.state == "self_review"


def codes(terms):
    found = preview_of(declared_company(), CycleKind.PROBATION, YEAR, {}, terms)
    return {each.code for each in found.findings}


def test_length_and_pay_are_checked_in_the_form(dan):
    # Six months are too long for a contract of two years (at most two); 5,000 is less than 80 % of the post's 8,000.
    assert codes(ProbationTerms(months=6, contract_months=24)) == {
        "guards.probation_too_long",
        "guards.probation_pay_low",
    }
    assert codes(ProbationTerms(months=2, contract_months=24)) == {"guards.probation_pay_low"}


def test_findings_stand_on_the_review_for_those_who_may_know_them(dan):
    one = probation(ProbationTerms(months=6, contract_months=24)).participants.get()
    address = f"/cycles/reviews/{one.pk}/"
    hr = client_for(role_account("hr")).get(address).content.decode()
    assert "最晚到" in hr
    assert "低于最低应发" in hr
    manager = client_for(role_account("manager")).get(address).content.decode()
    assert "最晚到" in manager
    assert "低于最低应发" not in manager  # a wage


def test_those_in_charge_are_told_before_the_probation_ends(dan):
    probation(ProbationTerms(months=3))

    def told(day):
        viewer = replace(viewer_as("manager"), today=day)
        return [each for each in waiting_here(viewer) if each.icon == "user-question"]

    assert told(date(2026, 11, 1)) == []
    (soon,) = told(date(2026, 12, 1))
    assert (soon.due, soon.tone) == (date(2026, 12, 13), "watch")
    (now,) = told(date(2026, 12, 10))
    assert now.tone == "bad"


def test_one_probation_is_judged_in_one_cycle(dan):
    probation(ProbationTerms())
    assert not probation(ProbationTerms()).participants.exists()
