"""Year-end bonus: months of pay or an amount, coefficients, leavers as stated; and a share of the profit."""

from datetime import date
from fractions import Fraction

import pytest

from merit.kernel.explain import replays, steps
from merit.kernel.period import Period
from merit.rewards.pay_people import pay_people
from merit.rewards.payment.paid_before import PaidBefore
from merit.rewards.plan.plan_file import read_reward
from merit.sources.documents import documents_of
from tests.rewards.small_company import DailyFigures, SmallCompany, card, organisation, plans, problems_of, spell

YEAR = Period.parse("2026")
MONTHS = "reward: y\nkind: year_end\nfor: {team: east}\nmonths: 2\nof: bonus_base\n"
STATED = "reward: y\nkind: year_end\nfor: {team: east}\nbase: 20000\n"
LEFT = date(2026, 7, 2)
"""130 of the 261 weekdays of 2026 are before it."""


def paid(text: str, *people, cards=(), figures=None, period: Period = YEAR):
    company = SmallCompany(organisation(*people), plans(text))
    lines, problems = pay_people(company, figures or DailyFigures(), cards, period, PaidBefore())
    assert all(replays(step) for line in lines for step in steps(line.amount))
    return {line.person: str(line.amount.value) for line in lines}, [problem.code for problem in problems]


def test_months_of_the_base_for_a_whole_year() -> None:
    assert paid(MONTHS, spell("an"))[0] == {"an": "6000.00"}


def test_coefficients_multiply_and_ask_for_a_scorecard() -> None:
    text = MONTHS + "coefficients: {A: 1.2, B: 1}\n"
    assert paid(text, spell("an"), cards=[card("an", grade="A", month="2026")])[0] == {"an": "7200.00"}
    assert paid(text, spell("an")) == ({}, ["rewards.no_scorecard"])


def test_a_stated_amount_is_of_the_whole_year() -> None:
    assert paid(STATED, spell("an"))[0] == {"an": "20000.00"}


@pytest.mark.parametrize(
    ("leavers", "amount", "codes"),
    [
        ("", "9961.69", []),
        ("leavers: pro_rata\n", "9961.69", []),
        ("leavers: full\n", "20000.00", []),
        ("leavers: none\n", "0.00", ["rewards.leaver_forfeits"]),
    ],
)
def test_what_leavers_get_is_stated(leavers: str, amount: str, codes: list[str]) -> None:
    # 20,000 × 130 ÷ 261 = 9,961.685…
    company = SmallCompany(organisation(spell("an", end=LEFT)), declared(STATED + leavers))
    lines, problems = pay_people(company, DailyFigures(), (), YEAR, PaidBefore())
    assert [str(line.amount.value) for line in lines] == [amount]
    assert [problem.code for problem in problems] == codes


def declared(text: str):
    (document,), _ = documents_of(text, "rewards/test.yaml")
    return (read_reward(document)[0],)


def test_a_plan_that_gives_leavers_nothing_is_warned_of() -> None:
    assert [problem.code for problem in problems_of(STATED + "leavers: none\n")] == ["rewards.leavers_get_nothing"]


def test_who_joined_in_mid_year_and_stayed_is_paid_for_those_days_whatever_leavers_get() -> None:
    # 131 of 261 weekdays.
    for leavers in ("", "leavers: full\n"):
        assert paid(STATED + leavers, spell("an", start=LEFT))[0] == {"an": "10038.31"}


def test_it_is_paid_for_years_only() -> None:
    assert paid(STATED, spell("an"), period=Period.parse("2026-12"))[0] == {}
    codes = [problem.code for problem in problems_of(STATED + "cycle: month\n")]
    assert codes == ["documents.not_a_choice"]


def test_months_of_a_wage_that_nobody_wrote_down_are_no_bonus() -> None:
    assert paid(MONTHS.replace("of: bonus_base\n", ""), spell("an")) == ({}, ["rewards.no_wage"])


def test_a_profit_share_is_a_share_of_what_the_profit_is_above_the_hurdle_and_never_below_zero() -> None:
    text = """
reward: p
kind: profit_share
for: {team: east}
cycle: quarter
profit: {kpi: gross_profit, share: 0.05, above: 100000}
share_by: [bonus_base]
"""
    quarter = Period.parse("2026-Q4")
    people = [spell("an"), spell("bo", base=Fraction(1000))]

    def shared(profit: int) -> dict[str, str]:
        figures = DailyFigures(fixed={("gross_profit", "company"): Fraction(profit)})
        return paid(text, *people, figures=figures, period=quarter)[0]

    assert shared(180_000) == {"an": "3000.00", "bo": "1000.00"}
    assert shared(90_000) == {"an": "0.00", "bo": "0.00"}
    assert shared(-50_000) == {"an": "0.00", "bo": "0.00"}
