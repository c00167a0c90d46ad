"""Probation: how long by the contract's term, once, and for what pay."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.guards.months import ContractKind, months_after, whole_months
from merit.guards.probation import Contract, allowed_until, probation_findings, spell_findings
from merit.kernel.explain import replays, steps
from merit.people.organisation import SpellStatus
from tests.guards.people_and_pay import LIMITS, OCTOBER, day, organisation, spell, yuan

MINIMUM = yuan(2000)


def contract(start="2026-01-01", end="2027-01-01", until="2026-03-01", **more) -> Contract:
    given_more = {"kind": ContractKind.FIXED} | more
    return Contract("zhao", start=day(start), end=day(end) if end else None, probation_end=day(until), **given_more)


def codes(agreed: Contract, minimum=MINIMUM) -> list[str]:
    return [each.code for each in probation_findings(agreed, LIMITS, minimum)]


@pytest.mark.parametrize(
    ("end", "allowed"),
    [
        ("2026-04-01", "2026-02-01"),  # 3 months: 1
        ("2026-12-31", "2026-02-01"),  # a day short of a year: 1
        ("2027-01-01", "2026-03-01"),  # a year: 2
        ("2028-12-31", "2026-03-01"),  # a day short of three years: 2
        ("2029-01-01", "2026-07-01"),  # three years: 6
    ],
)
def test_the_longest_probation_follows_the_term_of_the_contract(end, allowed) -> None:
    until = allowed_until(contract(end=end), LIMITS)
    assert until.value == day(allowed)
    assert all(replays(step) for step in steps(until))
    assert codes(contract(end=end, until=allowed)) == []
    later = str(day(allowed) + timedelta(days=1))
    assert codes(contract(end=end, until=later)) == ["guards.probation_too_long"]


def test_a_contract_without_end_allows_six_months() -> None:
    forever = contract(end=None, kind=ContractKind.OPEN_ENDED, until="2026-07-01")
    assert codes(forever) == []
    assert codes(replace(forever, probation_end=day("2026-07-02"))) == ["guards.probation_too_long"]


def test_under_three_months_and_for_a_task_there_is_no_probation() -> None:
    assert codes(contract(end="2026-03-31", until="2026-01-15")) == ["guards.probation_not_allowed"]
    assert codes(contract(kind=ContractKind.TASK, until="2026-01-15")) == ["guards.probation_not_allowed"]


def test_a_contract_of_nothing_but_probation_is_a_finding() -> None:
    assert codes(contract(end="2026-02-01", until="2026-02-01")) == ["guards.probation_only"]


def test_probation_is_agreed_once() -> None:
    assert codes(contract(earlier_probations=1)) == ["guards.probation_twice"]


def test_a_finding_names_law_and_article() -> None:
    (finding,) = probation_findings(contract(until="2026-06-01"), LIMITS, MINIMUM)
    assert (finding.params["law"], finding.params["article"]) == ("劳动合同法", "19")
    assert (finding.params["until"], finding.params["allowed"]) == ("2026-06-01", "2026-03-01")


def test_without_probation_nothing_is_checked() -> None:
    assert codes(replace(contract(), probation_end=None, probation_wage=yuan(1))) == []


def pay(paid, wage="5000", lowest=None, minimum=MINIMUM) -> list[str]:
    grade = yuan(lowest) if lowest else None
    agreed = contract(wage=yuan(wage) if wage else None, probation_wage=yuan(paid), lowest_grade=grade)
    return codes(agreed, minimum)


def test_probation_pays_four_fifths_of_the_contract_wage_to_the_fen() -> None:
    assert pay("4000.00") == []
    assert pay("3999.99") == ["guards.probation_pay_low"]


def test_a_broken_fen_of_the_share_is_paid_whole() -> None:
    # 80 % of 5,000.03 is 4,000.024.
    assert pay("4000.03", wage="5000.03") == []
    assert pay("4000.02", wage="5000.03") == ["guards.probation_pay_low"]


def test_the_minimum_wage_counts_where_four_fifths_are_less() -> None:
    assert pay("1999.99", wage="2200") == ["guards.probation_pay_low"]
    assert pay("2000.00", wage="2200") == []


def test_between_the_two_measures_it_is_a_warning() -> None:
    # 80 % of the lowest grade 4,000 is 3,200, of the contract wage 5,000 it is 4,000.
    assert pay("3199.99", lowest="4000") == ["guards.probation_pay_low"]
    assert pay("3200.00", lowest="4000") == ["guards.probation_pay_one_measure"]
    assert pay("4000.00", lowest="4000") == []


def test_without_wage_and_grade_the_minimum_wage_still_holds() -> None:
    assert pay("1999", wage=None) == ["guards.probation_pay_low"]
    assert pay("1999", wage=None, minimum=None) == []


def test_a_month_without_that_day_ends_past_its_last() -> None:
    assert months_after(day("2026-08-31"), 6) == day("2027-03-01")
    assert months_after(day("2026-12-31"), 1) == day("2027-01-31")
    assert months_after(day("2026-11-30"), 1) == day("2026-12-30")
    assert months_after(day("2026-10-31"), 2) == day("2026-12-31")
    assert months_after(day("2027-11-30"), 3) == day("2028-03-01"), "2028 has 29 February, not 30"


@given(st.dates(day("2000-01-01"), day("2060-12-31")), st.integers(0, 60))
def test_so_many_months_on_are_so_many_whole_months(start, months) -> None:
    end = months_after(start, months)
    assert whole_months(start, end) >= months
    assert whole_months(start, end - timedelta(days=1)) < months or months == 0


def on_probation(start, end=None, **more):
    return spell(start=start, end=end, status=SpellStatus.PROBATION, **more)


def test_spells_of_probation_beyond_six_months_are_a_finding_without_a_contract() -> None:
    people = organisation(on_probation("2026-03-01", "2026-06-01"), on_probation("2026-06-01"))
    (finding,) = spell_findings(people, "zhao", OCTOBER, LIMITS)
    assert (finding.code, finding.params["allowed"]) == ("guards.probation_too_long", "2026-09-01")


def test_six_months_to_the_day_and_a_probation_that_has_ended_are_none() -> None:
    six = organisation(on_probation("2026-05-01", "2026-11-01"))
    ended = organisation(on_probation("2025-01-01", "2026-03-01"), spell(start="2026-03-01"))
    assert spell_findings(six, "zhao", OCTOBER, LIMITS) == []
    assert spell_findings(ended, "zhao", OCTOBER, LIMITS) == []
