"""Bonus: base × coefficients × on-duty share, rounded once."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.kernel.explain import DefinitionRef, KpiRef, Step, replays, steps
from merit.kernel.period import Period
from merit.metrics.figures import ValueStatus
from merit.people.organisation import TeamKind
from merit.rewards.pay_people import pay_people
from merit.rewards.payment.paid_before import PaidBefore
from merit.scores.scorecard import ScoreStatus
from tests.rewards.small_company import (
    TEAMS,
    DailyFigures,
    SmallCompany,
    amounts,
    card,
    figure,
    organisation,
    plans,
    spell,
    target,
    team,
)

OCTOBER = Period.parse("2026-10")
BONUS = """
reward: cs-bonus
kind: bonus
for: {post: cs_agent}
coefficients: {S: 1.5, A: 1.2, B: 1.0, C: 0.6, D: 0}
department_coefficient: {kpi: csat, of: department, bands: [[0, 0.9], [0.85, 1.0], [0.92, 1.05]]}
company_coefficient: {kpi: paid_sales, of: company, on: attainment, bands: [[0, 0.8], [0.9, 0.98], [1.0, 1.0]]}
"""
PLAIN = "reward: b\nkind: bonus\nfor: {post: cs_agent}\ncoefficients: {A: 1.2, B: 1.0, D: 0}\n"
FIGURES = DailyFigures(fixed={("csat", "selling"): Fraction("0.92"), ("paid_sales", "company"): Fraction(930_000)})
TARGETS = (target("paid_sales", "company", "2026-10", 1_000_000, "company"),)


def shop(text: str, *spells, targets=()):
    return SmallCompany(organisation(*(spells or (spell("an", "cs_agent"),))), plans(text), targets)


def pay(company, *cards, figures=None, period=OCTOBER):
    return pay_people(company, figures or DailyFigures(), cards, period, PaidBefore())


def test_three_thousand_times_three_coefficients_is_3704_40() -> None:
    lines, problems = pay(shop(BONUS, targets=TARGETS), card("an", grade="A"), figures=FIGURES)
    assert problems == []
    assert str(lines[0].amount.value) == "3704.40"
    assert (lines[0].line, lines[0].rule) == ("bonus", "rewards.bonus")


def test_the_working_leads_to_kpis_definition_and_spell_and_replays() -> None:
    lines, _ = pay(shop(BONUS, targets=TARGETS), card("an", grade="A"), figures=FIGURES)
    working = list(steps(lines[0].amount))
    assert all(replays(step) for step in working)
    assert DefinitionRef("reward", "cs-bonus", 1) in lines[0].amount.about
    cited = repr(lines[0].amount)
    assert repr(KpiRef("csat", 1, "department", "selling", "2026-10")) in cited
    assert "people.csv" in cited
    forged = Step(working[0].code, working[0].inputs, None)
    assert not replays(forged)


def test_a_missing_company_target_stops_the_bonus_and_says_why() -> None:
    lines, problems = pay(shop(BONUS), card("an", grade="A"), figures=FIGURES)
    assert lines == []
    assert [problem.code for problem in problems] == ["rewards.no_target"]


def test_a_department_without_a_value_stops_the_bonus_unless_the_plan_says_neutral() -> None:
    figures = DailyFigures(fixed={("paid_sales", "company"): Fraction(930_000)})
    lines, problems = pay(shop(BONUS, targets=TARGETS), card("an", grade="A"), figures=figures)
    assert (lines, [problem.code for problem in problems]) == ([], ["rewards.figure_missing"])
    neutral = BONUS.replace("of: department,", "of: department, missing: neutral,")
    lines, _ = pay(shop(neutral, targets=TARGETS), card("an", grade="A"), figures=figures)
    assert amounts(lines) == {"bonus": "3528.00"}


def test_who_stands_in_a_department_itself_has_the_departments_coefficient() -> None:
    of_team = BONUS.replace("of: department", "of: team")
    direct = shop(of_team, spell("an", "cs_agent", team="selling"), targets=TARGETS)
    assert amounts(pay(direct, card("an", grade="A"), figures=FIGURES)[0]) == {"bonus": "3704.40"}


def test_after_a_transfer_the_bonus_of_the_old_post_reads_the_old_team() -> None:
    # Half of October's 22 weekdays under the bonus: 3,000 × 1.2 × 1.05 × 0.98 ÷ 2.
    teams = (*TEAMS, team("depot", "shop", kind=TeamKind.DEPARTMENT))
    spells = [
        spell("an", "cs_agent", end=date(2026, 10, 16)),
        spell("an", "packer", team="depot", start=date(2026, 10, 16)),
    ]
    company = SmallCompany(organisation(*spells, teams=teams), plans(BONUS), TARGETS)
    lines, problems = pay(company, card("an", grade="A"), figures=FIGURES)
    assert (amounts(lines), problems) == ({"bonus": "1852.20"}, [])


@pytest.mark.parametrize(("kpi", "paid"), [("paid_sales", "1500.00"), ("reply_3min", "750.00")])
def test_a_newcomers_target_shrinks_for_sums_and_stays_for_rates(kpi, paid) -> None:
    # From the 16th, 11 of 22 weekdays. 50 of a sum's 100 is all that was asked, 50 of a rate's 100 is half.
    text = PLAIN + f"company_coefficient: {{kpi: {kpi}, of: person, on: attainment, bands: [[0, 0.5], [1, 1]]}}\n"
    newcomer = shop(
        text, spell("an", "cs_agent", start=date(2026, 10, 16)), targets=(target(kpi, "an", "2026-10", 100),)
    )
    figures = DailyFigures(fixed={(kpi, "an"): Fraction(50)})
    lines, _ = pay(newcomer, card("an", on_duty=Fraction(1, 2)), figures=figures)
    assert amounts(lines) == {"bonus": paid}


@pytest.mark.parametrize("status", [ValueStatus.UNRECONCILED, ValueStatus.IMMATURE])
def test_a_value_that_is_not_yet_to_be_relied_on_reaches_no_pay(status) -> None:
    figures = DailyFigures(fixed=FIGURES.fixed, doubted={"csat": status})
    lines, problems = pay(shop(BONUS, targets=TARGETS), card("an", grade="A"), figures=figures)
    assert (lines, [problem.code for problem in problems]) == ([], ["rewards.figure_missing"])


@pytest.mark.parametrize(
    ("status", "code"),
    [(ScoreStatus.BLOCKED, "rewards.score_blocked"), (ScoreStatus.NOT_SCORED, "rewards.not_scored")],
)
def test_an_open_score_pays_no_bonus_and_says_so(status, code) -> None:
    lines, problems = pay(shop(PLAIN), card("an", status=status))
    assert (lines, [problem.code for problem in problems]) == ([], [code])
    assert pay(shop(PLAIN))[1][0].code == "rewards.no_scorecard"


def test_a_limit_on_the_payout_is_respected() -> None:
    lines, _ = pay(shop(PLAIN), card("an", payout=figure(Fraction(1, 2))))
    assert amounts(lines) == {"bonus": "1500.00"}


def test_the_bonus_takes_the_share_of_days_on_duty() -> None:
    lines, _ = pay(shop(PLAIN), card("an", on_duty=Fraction(2, 3)))
    assert amounts(lines) == {"bonus": "2000.00"}


def test_a_transfer_pays_each_posts_bonus_for_its_own_days() -> None:
    # October 2026 has 22 weekdays; to the 15th there are 11. 3,000 × 11/22 and 5,000 × 11/22 × 1.2.
    text = PLAIN + "---\nreward: ops-bonus\nkind: bonus\nfor: {post: ops}\ncoefficients: {B: 1.2}\n"
    moved = (
        spell("an", "cs_agent", end=date(2026, 10, 16)),
        spell("an", "ops", start=date(2026, 10, 16), base=Fraction(5000)),
    )
    lines, _ = pay(shop(text, *moved), card("an"))
    assert [(line.reward, str(line.amount.value)) for line in lines] == [("b", "1500.00"), ("ops-bonus", "3000.00")]


def test_a_quarter_pays_three_monthly_bases() -> None:
    lines, _ = pay(shop(PLAIN), card("an", month="2026-Q4"), period=Period.parse("2026-Q4"))
    assert amounts(lines) == {"bonus": "9000.00"}


def test_a_reward_with_a_cycle_pays_only_in_such_periods() -> None:
    quarterly = shop(PLAIN + "cycle: quarter\n")
    assert pay(quarterly, card("an")) == ([], [])
    assert amounts(pay(quarterly, card("an"), period=Period.parse("2026-Q4"))[0]) == {"bonus": "9000.00"}


def test_a_grade_that_the_plan_does_not_know_is_a_finding() -> None:
    lines, problems = pay(shop(PLAIN), card("an", grade="S"))
    assert (lines, problems[0].code) == ([], "rewards.grade_without_coefficient")


def test_a_version_that_begins_within_the_period_waits_for_the_next() -> None:
    text = PLAIN + "---\n" + PLAIN.replace("B: 1.0", "B: 2.0") + "version: 2\nvalid_from: 2026-10-15\n"
    assert amounts(pay(shop(text), card("an"))[0]) == {"bonus": "3000.00"}
    assert amounts(pay(shop(text), card("an"), period=Period.parse("2026-11"))[0]) == {"bonus": "6000.00"}


@given(st.integers(0, 12_000), st.integers(0, 12_000), st.lists(st.integers(0, 300), min_size=3, max_size=3))
def test_a_better_score_never_pays_less_under_a_rising_table(one, other, results) -> None:
    low, high = sorted((Fraction(one, 100), Fraction(other, 100)))
    steps_up = [Fraction(each, 100) for each in sorted(results)]
    if not any(steps_up):
        return
    table = ", ".join(f"[{edge}, {float(result)}]" for edge, result in zip((0, 60, 100), steps_up, strict=True))
    company = shop(f"reward: b\nkind: bonus\nfor: {{post: cs_agent}}\ncoefficients: [{table}]\n")
    less, more = (pay(company, card("an", str(total)))[0][0].amount.value for total in (low, high))
    assert less <= more
