"""Pools: the parts equal the pool, whatever the order."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from merit.kernel.explain import replays, steps
from merit.kernel.period import Period
from merit.metrics.figures import ValueStatus
from merit.rewards.pay_people import pay_people
from merit.rewards.payment.paid_before import PaidBefore
from merit.scores.scorecard import ScoreStatus
from tests.rewards.small_company import DailyFigures, SmallCompany, amounts, card, organisation, paid, plans, spell

OCTOBER = Period.parse("2026-10")
POOL = "reward: pool\nkind: pool\nfor: {team: east}\namount: 10000.00\n"
BY_RESULT = POOL + "share_by: [bonus_base, coefficient, score]\ncoefficients: {A: 1.2, B: 1, D: 0}\n"


def pay(text, people, *cards, figures=None, period=OCTOBER):
    company = SmallCompany(organisation(*people), plans(text))
    return pay_people(company, figures or DailyFigures(), cards, period, PaidBefore())


def test_ten_thousand_over_three_equal_members() -> None:
    lines, _ = pay(POOL, [spell("chen"), spell("an"), spell("bo")])
    assert [(line.person, str(line.amount.value)) for line in lines] == [
        ("an", "3333.34"),
        ("bo", "3333.33"),
        ("chen", "3333.33"),
    ]


def test_the_weight_is_base_times_coefficient_times_score() -> None:
    # 3,000 × 1.2 × 100 = 360,000 and 2,000 × 1 × 70 = 140,000: 72 % and 28 %.
    people = [spell("an"), spell("bo", base=Fraction(2000))]
    lines, _ = pay(BY_RESULT, people, card("an", 100, "A"), card("bo", 70))
    assert amounts(lines, "an") == {"pool": "7200.00"}
    assert amounts(lines, "bo") == {"pool": "2800.00"}


def test_without_coefficients_of_its_own_the_pool_takes_those_of_the_bonus() -> None:
    bonus = "---\nreward: b\nkind: bonus\nfor: {team: east}\ncoefficients: {A: 3, B: 1}\n"
    text = POOL + "share_by: [coefficient]\n"
    lines, _ = pay(text + bonus, [spell("an"), spell("bo")], card("an", grade="A"), card("bo"))
    assert amounts([line for line in lines if line.reward == "pool"], "an") == {"pool": "7500.00"}
    assert pay(text, [spell("an")], card("an"))[1][0].code == "rewards.no_coefficient_for"


def test_the_pool_waits_while_a_members_score_is_open() -> None:
    people = [spell("an"), spell("bo")]
    lines, problems = pay(BY_RESULT, people, card("an"), card("bo", status=ScoreStatus.BLOCKED))
    assert lines == []
    assert {problem.code for problem in problems} == {"rewards.score_blocked", "rewards.pool_waits"}


def test_who_joined_the_team_in_mid_month_shares_by_the_days_in_it() -> None:
    # 11 of October's 22 weekdays in the team: a third against two thirds.
    moved = [spell("bo", team="west", end=date(2026, 10, 16)), spell("bo", start=date(2026, 10, 16))]
    lines, _ = pay(POOL + "share_by: [on_duty]\n", [spell("an"), *moved], card("an"), card("bo"))
    assert amounts(lines, "bo") == {"pool": "3333.33"}


def test_the_pool_waits_for_a_members_figure_that_is_not_yet_to_be_relied_on() -> None:
    figures = DailyFigures(fixed={("sales", "an"): Fraction(1)}, doubted={"sales": ValueStatus.UNRECONCILED})
    lines, problems = pay(POOL + "share_by: [{kpi: sales}]\n", [spell("an")], figures=figures)
    assert (lines, {problem.code for problem in problems}) == ([], {"rewards.figure_missing", "rewards.pool_waits"})


def test_somebody_on_leave_all_month_leaves_the_pool_to_the_others() -> None:
    people = [spell("an"), spell("bo")]
    lines, problems = pay(BY_RESULT, people, card("an"), card("bo", status=ScoreStatus.NOT_SCORED))
    assert problems == []
    assert (amounts(lines, "an"), amounts(lines, "bo")) == ({"pool": "10000.00"}, {"pool": "0.00"})


def test_weights_that_are_all_zero_are_a_problem_not_a_crash() -> None:
    lines, problems = pay(BY_RESULT, [spell("an")], card("an", grade="D"))
    assert (lines, [problem.code for problem in problems]) == ([], ["rewards.pool_without_weight"])


def test_a_profit_share_fills_the_pool_from_a_kpi_and_never_below_zero() -> None:
    text = POOL.replace("10000.00", "{kpi: gross_profit, of: company, share: 0.01}")
    made = DailyFigures(fixed={("gross_profit", "company"): Fraction(123_456)})
    lost = DailyFigures(fixed={("gross_profit", "company"): Fraction(-5)})
    assert amounts(pay(text, [spell("an")], figures=made)[0]) == {"pool": "1234.56"}
    assert amounts(pay(text, [spell("an")], figures=lost)[0]) == {"pool": "0.00"}


def test_a_contest_pays_in_the_month_in_which_it_ends_by_what_happened_on_its_dates() -> None:
    from datetime import date

    text = POOL + "from: 2026-10-20\nto: 2026-11-11\nshare_by: [{kpi: paid_sales}]\n"
    figures = DailyFigures(
        {
            ("paid_sales", "an"): [(date(2026, 10, 19), Fraction(99)), (date(2026, 10, 20), Fraction(3))],
            ("paid_sales", "bo"): [(date(2026, 11, 11), Fraction(1)), (date(2026, 11, 12), Fraction(99))],
        }
    )
    people = [spell("an"), spell("bo")]
    assert pay(text, people, figures=figures) == ([], [])
    lines, _ = pay(text, people, figures=figures, period=Period.parse("2026-11"))
    assert (amounts(lines, "an"), amounts(lines, "bo")) == ({"pool": "7500.00"}, {"pool": "2500.00"})


def test_a_members_statement_does_not_show_the_scores_of_the_others() -> None:
    people = [spell("an"), spell("bo", base=Fraction(1234))]
    lines, _ = pay(BY_RESULT, people, card("an", 77, "A"), card("bo", "63.21"))
    assert "6321, 100" not in repr(lines[0].amount)
    assert all(replays(step) for line in lines for step in steps(line.amount))


@given(st.dictionaries(st.text("abcde", min_size=1, max_size=4), st.integers(0, 500), min_size=1, max_size=8),
       st.integers(0, 10**9), st.randoms())  # fmt: skip
def test_the_parts_equal_the_pool_and_do_not_depend_on_the_order(scores, fen, chance) -> None:
    if not any(scores.values()):
        return
    text = POOL.replace("10000.00", f"{fen // 100}.{fen % 100:02d}") + "share_by: [score]\n"
    people = [spell(name) for name in scores]
    cards = [card(name, total) for name, total in scores.items()]
    lines, _ = pay(text, people, *cards)
    assert paid(lines) == fen
    chance.shuffle(people)
    chance.shuffle(cards)
    assert pay(text, people, *cards)[0] == lines
