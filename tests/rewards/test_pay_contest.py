"""Contests: prizes by rank, ties share the places they take, the budget is never exceeded, everything replays."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.kernel.explain import Explained, replays, steps
from merit.kernel.explain import given as stated
from merit.kernel.period import Period
from merit.metrics.figures import ValueStatus
from merit.rewards.bonus.contest import contest_prize
from merit.rewards.pay_people import pay_people
from merit.rewards.payment.paid_before import PaidBefore
from tests.rewards.small_company import DailyFigures, SmallCompany, card, organisation, plans, problems_of, spell

NOVEMBER = Period.parse("2026-11")
RACE = """
reward: race
kind: contest
for: {team: east}
by: {kpi: paid_sales, at_least: 10000}
prizes: [3000, 2000, 1000]
from: 2026-11-01
to: 2026-11-11
"""


def race(sold: dict[str, int], text: str = RACE, *cards, period: Period = NOVEMBER, doubted: bool = False):
    figures = DailyFigures({("paid_sales", each): [(date(2026, 11, 5), Fraction(n))] for each, n in sold.items()})
    if doubted:
        figures.doubted["paid_sales"] = ValueStatus.UNRECONCILED
    company = SmallCompany(organisation(*map(spell, sold)), plans(text))
    lines, problems = pay_people(company, figures, cards, period, PaidBefore())
    assert all(replays(step) for line in lines for step in steps(line.amount))
    return {line.person: str(line.amount.value) for line in lines}, [problem.code for problem in problems]


def test_prizes_go_by_place() -> None:
    assert race({"an": 12_000, "bo": 50_000, "chen": 30_000, "dai": 11_000})[0] == {
        "an": "1000.00",
        "bo": "3000.00",
        "chen": "2000.00",
        "dai": "0.00",
    }


def test_who_does_not_reach_the_minimum_takes_no_place() -> None:
    assert race({"an": 9_999, "bo": 50_000})[0] == {"an": "0.00", "bo": "3000.00"}


def test_equal_figures_share_the_prizes_of_the_places_they_take() -> None:
    # Second and third together: 2,000 + 1,000 over two, 1,500 each.
    assert race({"an": 30_000, "bo": 50_000, "chen": 30_000})[0] == {
        "an": "1500.00",
        "bo": "3000.00",
        "chen": "1500.00",
    }


def test_three_first_places_share_everything_and_seven_share_by_largest_remainder() -> None:
    assert set(race(dict.fromkeys(["an", "bo", "chen"], 20_000))[0].values()) == {"2000.00"}
    seven = race(dict.fromkeys(["a", "b", "c", "d", "e", "f", "g"], 20_000))[0]
    assert list(seven.values()) == ["857.15", "857.15", *["857.14"] * 5]
    assert sum(Fraction(each) for each in seven.values()) == 6_000


def test_the_lowest_wins_where_the_limit_is_a_most() -> None:
    text = RACE.replace("at_least: 10000", "at_most: 20")
    assert race({"an": 3, "bo": 30, "chen": 12}, text)[0] == {"an": "3000.00", "bo": "0.00", "chen": "2000.00"}


def test_it_is_paid_in_the_period_of_its_last_day_and_only_in_months() -> None:
    assert race({"an": 12_000}, period=Period.parse("2026-10"))[0] == {}
    assert race({"an": 12_000}, period=Period.parse("2026-Q4"))[0] == {}


def test_while_one_figure_is_in_doubt_nobody_is_ranked() -> None:
    paid, codes = race({"an": 12_000}, doubted=True)
    assert (paid, set(codes)) == ({}, {"rewards.figure_missing", "rewards.contest_waits"})


def test_whom_a_veto_leaves_nothing_takes_no_place_and_half_leaves_half() -> None:
    def vetoed(share: str) -> Explained[Fraction]:
        return Explained(Fraction(share), stated(value=Fraction(share)).step)

    sold = {"an": 12_000, "bo": 50_000}
    out = card("bo", month="2026-11", vetoed={"race": vetoed("0")})
    assert race(sold, RACE, out)[0] == {"an": "3000.00"}
    half = card("bo", month="2026-11", vetoed={"race": vetoed("0.5")})
    assert race(sold, RACE, half)[0] == {"an": "2000.00", "bo": "1500.00"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("[3000, 2000, 1000]", "[1000, 2000]"), "rewards.prizes_rise"),
        (("[3000, 2000, 1000]", "[0, 0]"), "rewards.all_zero"),
        (("[3000, 2000, 1000]", "[0.005]"), "rewards.prize_not_fen"),
        (("to: 2026-11-11", "to: 2026-10-11"), "rewards.ends_before_it_begins"),
        (("to: 2026-11-11\n", ""), "documents.key_missing"),
    ],
)
def test_a_contest_that_cannot_be_held_says_why(change: tuple[str, str], code: str) -> None:
    assert code in [problem.code for problem in problems_of(RACE.replace(*change))]


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 5), min_size=1), st.lists(st.integers(0, 10**6)))
def test_prizes_never_exceed_the_budget_and_a_better_figure_never_wins_less(sold, prizes) -> None:
    falling = tuple(Fraction(each, 100) for each in sorted(prizes, reverse=True))
    standings = {name: Fraction(value) for name, value in sold.items()}
    paid = {
        name: contest_prize(
            person=name, standings=standings, prizes=falling, lowest_wins=False, currency="CNY"
        ).value.fen
        for name in sold
    }
    assert sum(paid.values()) == sum(int(each * 100) for each in falling[: len(sold)])
    assert all(paid[a] >= paid[b] for a in sold for b in sold if sold[a] > sold[b])
