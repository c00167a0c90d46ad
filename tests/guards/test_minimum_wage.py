"""The monthly floor: what counts, for which days, and what is missing."""

from hypothesis import given
from hypothesis import strategies as st

from merit.guards.law_tables import LawTables
from merit.guards.minimum_wage import minimum_of, minimum_wage_findings, shortfall_of
from merit.kernel.explain import replays, steps
from merit.kernel.period import Period
from merit.people.organisation import SpellStatus
from tests.guards.people_and_pay import (
    OCTOBER,
    REGION,
    TABLES,
    minimum,
    minimum_wage,
    october,
    pay_line,
    spell,
    unpaid,
    yuan,
)


def short(pay, tables=TABLES) -> str:
    return str(shortfall_of(pay, minimum(pay, tables)).value)


def test_wage_and_commission_together_reach_the_minimum() -> None:
    pay = october(pay_line("900.00"), wage="1100")
    assert str(pay.counted.value) == "2000.00"
    assert short(pay) == "0.00"
    assert minimum_wage_findings(pay, minimum(pay), REGION) == []


def test_a_fen_below_the_minimum_is_a_finding_with_the_shortfall_and_its_law() -> None:
    pay = october(pay_line("899.99"), wage="1100")
    (finding,) = minimum_wage_findings(pay, minimum(pay), REGION)
    assert finding.code == "guards.below_minimum_wage"
    assert (finding.params["short"], finding.params["minimum"]) == ("0.01", "2000.00")
    assert (finding.params["law"], finding.params["article"]) == ("最低工资规定", "12")
    assert (finding.place.file, finding.place.line) == ("people.csv", 2)


def test_overtime_and_special_allowances_do_not_count() -> None:
    pay = october(wage="1900", overtime=300, allowances=150)
    assert str(pay.gross.value) == "2350.00"
    assert str(pay.counted.value) == "1900.00"
    assert short(pay) == "100.00"


def test_a_negative_line_lowers_what_counts() -> None:
    assert short(october(pay_line("500"), pay_line("-800", "clawback"), wage="2100")) == "200.00"


def test_lines_of_the_same_name_all_count() -> None:
    pay = october(pay_line("100"), pay_line("200"), pay_line("300"), wage="1000")
    assert str(pay.gross.value) == "1600.00"


def test_a_loss_compensation_is_no_part_of_the_wage() -> None:
    assert str(october(pay_line("-400", "loss_compensation"), wage="2100").gross.value) == "2100.00"


def test_a_line_of_another_period_or_person_is_no_part_of_the_month() -> None:
    other = pay_line("500", person="qian")
    quarter = pay_line("500", period=Period.parse("2026-Q4"))
    assert str(october(other, quarter, wage="2100").gross.value) == "2100.00"


def test_a_joiner_has_wage_and_minimum_by_the_days_employed() -> None:
    # From 22 October: 10 of 31 days. 2,000 × 10 ÷ 31 = 645.161… → 645.17 (never rounded down); 1,860 × 10 ÷ 31 = 600.
    pay = october(spells=(spell(wage="1860", start="2026-10-22"),))
    assert str(pay.counted.value) == "600.00"
    assert str(minimum(pay).value) == "645.17"
    assert short(pay) == "45.17"


def test_a_leaver_has_the_minimum_up_to_the_last_day() -> None:
    pay = october(spells=(spell(wage="3100", end="2026-10-11"),))
    assert str(pay.counted.value) == "1000.00"
    assert len(pay.days) == 10


def test_a_raise_within_the_month_counts_by_its_days() -> None:
    # 3,100 for 10 days and 6,200 for 21 days: 1,000 + 4,200.
    pay = october(spells=(spell(wage="3100", end="2026-10-11"), spell(wage="6200", start="2026-10-11")))
    assert str(pay.counted.value) == "5200.00"


def test_unpaid_leave_lowers_wage_and_minimum_alike() -> None:
    pay = october(wage="2000", leave=(unpaid("zhao", "2026-10-01", "2026-10-21"),))
    assert len(pay.days) == 10
    assert short(pay) == "0.01", "645.16 of wage against 645.17"


def test_days_on_a_spell_of_leave_are_not_guarded() -> None:
    assert october(spells=(spell(status=SpellStatus.LEAVE),)) is None


def test_without_a_wage_there_is_nothing_to_guard() -> None:
    assert october(wage=None) is None


def test_a_new_minimum_counts_from_its_day() -> None:
    # 2,000 for 15 days and 2,310 from the 16th for 16 days: (30,000 + 36,960) ÷ 31 = 2,160.
    tables = LawTables((minimum_wage(2000), minimum_wage(2310, "2026-10-16")))
    pay = october()
    assert str(minimum(pay, tables).value) == "2160.00"


def test_a_region_is_found_by_its_name_too_and_another_is_not() -> None:
    pay = october()
    assert minimum_of(TABLES, "Sampleton", pay.days, OCTOBER) is not None
    assert minimum_of(TABLES, "CN-98", pay.days, OCTOBER) is None


def test_every_step_recomputes() -> None:
    pay = october(pay_line("12.34"), wage="1860", overtime=7)
    assert all(replays(step) for step in steps(shortfall_of(pay, minimum(pay))))


amounts = st.integers(-500_000, 500_000).map(lambda fen: yuan(0).__class__(fen).units)


@given(wage=st.integers(0, 900_000), added=st.lists(amounts, max_size=4), joined=st.integers(1, 31))
def test_with_the_shortfall_made_up_nobody_is_paid_less_than_the_minimum(wage, added, joined) -> None:
    spells = (spell(wage=f"{wage / 100:.2f}", start=f"2026-10-{joined:02d}"),)
    pay = october(*(pay_line(amount) for amount in added), spells=spells)
    least = minimum(pay)
    missing = shortfall_of(pay, least).value
    assert pay.counted.value + missing >= least.value
    assert bool(missing.fen) == bool(minimum_wage_findings(pay, least, REGION))
    assert not missing.fen or pay.counted.value + missing == least.value
