"""Flags of proportion, each worked out by hand beside its threshold."""

from fractions import Fraction

from merit.insight.effect.rank_relation import Relation
from merit.insight.proportion import (
    CostAndYield,
    Limits,
    Rewarded,
    disproportions,
    paid_alike,
    reward_follows_contribution,
    too_narrow,
    too_small,
)
from merit.wording.sentences import problem_sentence


def one(person: str, result: str, reward: str, wage: str | None = "8000", audience: str = "sales") -> Rewarded:
    return Rewarded(
        person, audience, Fraction(result), Fraction(reward), None if wage is None else Fraction(wage)
    )  # fmt: skip


def test_two_rewards_within_five_percent_for_results_twenty_points_apart_are_flagged() -> None:
    """950 is exactly 5 % below 1,000; 110 − 90 is exactly 20 points."""
    (flag,) = paid_alike([one("ann", "110", "1000"), one("bob", "90", "950")])
    assert (flag.better.person, flag.worse.person, flag.points_apart) == ("ann", "bob", 20)
    assert paid_alike([one("ann", "110", "1000"), one("bob", "90", "949.99")]) == [], "rewards differ by more"
    assert paid_alike([one("ann", "109.99", "1000"), one("bob", "90", "950")]) == [], "results differ by less"


def test_the_worse_who_is_paid_a_little_more_is_flagged_too() -> None:
    (flag,) = paid_alike([one("ann", "110", "960"), one("bob", "80", "1000")])
    assert (flag.better.person, flag.points_apart) == ("ann", 30)


def test_people_of_different_audiences_are_not_compared() -> None:
    assert paid_alike([one("ann", "110", "1000"), one("bob", "60", "1000", audience="service")]) == []


def test_each_is_compared_with_the_widest_contrast_and_the_widest_comes_first() -> None:
    people = [one("a", "100", "1000"), one("b", "70", "1000"), one("c", "60", "990"), one("d", "120", "3000")]
    found = [(each.better.person, each.worse.person) for each in paid_alike(people)]
    assert found == [("a", "c"), ("a", "b")], "40 points, 30 points; d is paid three times as much"


def test_the_widest_contrast_is_found_as_by_comparing_everybody_with_everybody() -> None:
    people = [one(f"p{n:02d}", str(n * 37 % 120), str(1000 + n * 53 % 400)) for n in range(40)]
    pairs = [
        abs(first.result - second.result)
        for first in people
        for second in people
        if abs(first.reward - second.reward) <= max(first.reward, second.reward) * Fraction(5, 100)
    ]
    assert paid_alike(people)[0].points_apart == max(pairs)


def test_a_median_below_five_percent_of_the_wage_is_too_small() -> None:
    """Shares 1 %, 4 %, 10 %: the median 4 % is below 5 %; at 5 % it is not."""
    (flag,) = too_small([one("a", "90", "80"), one("b", "90", "320"), one("c", "90", "800"), one("d", "90", "0", None)])
    assert (flag.share, flag.people) == (Fraction(4, 100), 3)
    assert too_small([one("a", "90", "80"), one("b", "90", "400"), one("c", "90", "800")]) == []
    assert too_small([one("a", "90", "0"), one("b", "80", "0")]) == [], "nobody was promised anything"


def test_best_and_worst_fifth_must_be_paid_apart_by_five_percent_of_the_wage() -> None:
    """Ten people, 110 … 20 points; best two 1,000 and 900, worst two 700 and 500: 350 of 8,000 is 4.375 %."""
    rewards = ["1000", "900", "800", "800", "800", "800", "800", "800", "700", "500"]
    people = [one(f"p{n}", str(110 - 10 * n), reward) for n, reward in enumerate(rewards)]
    (flag,) = too_narrow(people)
    assert (flag.best, flag.worst, flag.share) == (950, 600, Fraction(350, 8000))
    assert too_narrow(people, Limits(narrow=Fraction(4, 100))) == []
    assert too_narrow(people[:4]) == [], "four people are too few"


def test_a_reward_that_adds_more_cost_than_contribution_is_flagged_by_the_difference() -> None:
    """30,000 more in rewards, 18,000 more contribution: 12,000 short."""
    flagged = CostAndYield("ops", Fraction(50_000), Fraction(20_000), Fraction(118_000), Fraction(100_000))
    assert (flagged.added_cost, flagged.added_contribution, flagged.net) == (30_000, 18_000, -12_000)
    assert flagged.problem is not None
    assert flagged.problem.params["short"] == "12000.00"
    worth_it = CostAndYield("ops", Fraction(50_000), Fraction(20_000), Fraction(130_000), Fraction(100_000))
    assert worth_it.problem is None, "exactly what it costs"
    cheaper = CostAndYield("ops", Fraction(10_000), Fraction(20_000), Fraction(90_000), Fraction(100_000))
    assert cheaper.problem is None, "it costs less, so it does not cost more than it brings"


def test_rank_correlation_of_reward_with_contribution() -> None:
    """Rewards in the order of contribution: 1; in the reverse order: −1; fewer than eight people: nothing is said."""
    people = [Rewarded(f"p{n}", "sales", Fraction(90), Fraction(100 * n), None, Fraction(n * n)) for n in range(1, 11)]
    found = reward_follows_contribution(people)
    assert (round(found.rank or 0, 9), found.word) == (1, Relation.STRONG)
    turned = [Rewarded(each.person, "sales", Fraction(90), -each.reward, None, each.contribution) for each in people]
    assert reward_follows_contribution(turned).word is Relation.OPPOSITE
    assert reward_follows_contribution(people[:7]).word is Relation.TOO_FEW


def test_every_flag_is_said_in_both_languages_with_its_figures() -> None:
    people = [one("ann", "110", "300"), one("bob", "80", "300"), *(one(f"p{n}", "90", "300") for n in range(4))]
    costs = [CostAndYield("ops", Fraction(5), Fraction(0), Fraction(1), Fraction(0))]
    found = disproportions(people, costs)
    assert {each.code for each in found} == {
        "insight.paid_alike",
        "insight.reward_too_small",
        "insight.reward_too_narrow",
        "insight.costs_more_than_it_brings",
    }
    assert "30" in problem_sentence(found[0], "zh")
    assert "3.8%" in problem_sentence(next(each for each in found if each.code == "insight.reward_too_small"), "en")
