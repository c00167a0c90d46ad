"""Losses become pay lines: a fifth of the month's wage at most, the minimum wage remains, the rest is carried."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given as trying
from hypothesis import strategies as st

from merit.guards.loss_lines import LossRun, loss_lines, loss_notes
from merit.guards.month_pay import LOSS_LINE, Payroll
from merit.guards.records import GuardRecords, LossRecord, PayrollRecord
from merit.kernel.explain import LineRef, replays, steps
from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.rewards.payment.paid_before import paid_line
from tests.guards.people_and_pay import OCTOBER, REGION, TABLES, organisation, pay_line, spell, yuan

NOVEMBER = Period.parse("2026-11")


def loss(amount, clause="Contract 9", person="zhao", since=OCTOBER, name="L1") -> LossRecord:
    decided = datetime(2026, 10, 2, tzinfo=UTC)
    at = LineRef("losses.csv", 2)
    return LossRecord(name, person, yuan(amount), clause, 1, None, since, "broken lens", "boss", decided, at)


def run(*losses, lines=(), wage="5000", period=OCTOBER, paid=(), payroll=()) -> LossRun:
    records = GuardRecords(losses=losses, payroll=payroll)
    people = organisation(spell(wage=wage))
    return LossRun(people, records, TABLES, REGION, "CNY", period, tuple(lines), tuple(paid))


def amounts(given: LossRun) -> list[str]:
    return [str(line.amount.value) for line in loss_lines(given)]


def test_a_month_takes_a_fifth_of_its_wage_and_carries_the_rest() -> None:
    # A fifth of 5,000 is 1,000; 800 stay owed.
    assert amounts(run(loss(1800))) == ["-1000.00"]
    (note,) = loss_notes(run(loss(1800)))
    assert (note.code, note.params["carried"]) == ("guards.loss_carried", "800.00")


def test_the_next_month_takes_what_is_left_and_then_nothing() -> None:
    october = loss_lines(run(loss(1800)))
    paid = [paid_line(line) for line in october]
    november = loss_lines(run(loss(1800), period=NOVEMBER, paid=paid))
    assert [str(line.amount.value) for line in november] == ["-800.00"]
    paid += [paid_line(line) for line in november]
    assert loss_lines(run(loss(1800), period=Period.parse("2026-12"), paid=paid)) == []


def test_the_minimum_wage_of_2000_remains() -> None:
    assert amounts(run(loss(400), wage="2300")) == ["-300.00"]


def test_commission_and_bonus_count_in_the_month_s_wage() -> None:
    # 5,000 + 1,000 = 6,000, of which a fifth is 1,200.
    assert amounts(run(loss(1800), lines=[pay_line(1000)])) == ["-1200.00"]


def test_payroll_s_own_wage_goes_before_the_contract_wage() -> None:
    added = PayrollRecord(OCTOBER, Payroll("zhao", yuan(4000)), LineRef("payroll.csv", 2))
    assert amounts(run(loss(1800), payroll=(added,))) == ["-800.00"]


def test_without_an_agreed_clause_nothing_is_taken_and_that_is_an_error() -> None:
    assert amounts(run(loss(100, clause=""))) == []
    (note,) = loss_notes(run(loss(100, clause="")))
    assert note.code == "guards.loss_without_contract"


def test_where_the_wage_is_not_known_nothing_is_taken() -> None:
    assert amounts(run(loss(100), wage=None)) == []
    assert [each.code for each in loss_notes(run(loss(100), wage=None))] == ["guards.loss_not_taken"]


def test_nothing_is_taken_before_the_month_that_was_decided() -> None:
    assert amounts(run(loss(100, since=NOVEMBER))) == []


def test_losses_under_one_clause_are_one_line() -> None:
    assert amounts(run(loss(100), loss(250, name="L2"))) == ["-350.00"]


def test_the_working_names_the_row_the_decision_and_the_law_and_replays() -> None:
    (line,) = loss_lines(run(loss(1800)))
    assert line.line == LOSS_LINE
    assert all(replays(step) for step in steps(line.amount))
    assert any(isinstance(ref, LineRef) and ref.file == "losses.csv" for ref in line.amount.about)


MONTHS = [OCTOBER, NOVEMBER, Period.parse("2026-12"), Period.parse("2027-01")]
FEN = st.integers(1, 900_000)


@trying(st.lists(FEN, min_size=1, max_size=4), st.integers(200_000, 2_000_000), st.integers(0, 400_000))
def test_no_month_goes_below_its_limits_and_taken_and_owed_make_the_losses(losses, wage, earned) -> None:
    owed = tuple(replace(loss(1, name=f"L{number}"), amount=Money(fen)) for number, fen in enumerate(losses))
    monthly, paid = str(Money(wage)), []
    for month in MONTHS:
        line = replace(pay_line(str(Money(earned))), period=month)
        due = run(*owed, wage=monthly, lines=[line], paid=paid, period=month)
        left = sum(losses) + sum(each.amount.fen for each in paid)
        taken = -sum(each.amount.value.fen for each in loss_lines(due))
        assert taken == min(left, (wage + earned) // 5, wage + earned - 200_000)
        carried = [each.params["carried"] for each in loss_notes(due)]
        assert carried == ([str(Money(left - taken))] if left > taken else [])
        paid += [paid_line(each) for each in loss_lines(due)]
