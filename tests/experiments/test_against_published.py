"""Our own arithmetic agrees to five decimals with implementations and worked examples that others have published."""

import json
from dataclasses import replace
from fractions import Fraction
from math import exp
from pathlib import Path
from random import Random

import pytest
from scipy.special import betaln
from statsmodels.stats import proportion

from merit.experiments.always_valid import Tuning
from merit.experiments.arm_numbers import ArmNumbers, Estimate, Totals, estimate
from merit.experiments.belief import beliefs
from merit.experiments.cuped import adjusted, slope_of
from merit.experiments.effect import effect_of
from merit.experiments.experiment import MetricKind, Prior, ReadingRule
from merit.experiments.sample_size import Baseline, needed_units
from merit.experiments.split_check import check_split
from tests.experiments.cases import PAID, an_experiment

GROWTHBOOK = json.loads((Path(__file__).parent / "gbstats.json").read_text("utf-8"))
"""Figures of gbstats 0.8.0, GrowthBook's published package (MIT), for sums drawn at random; see `source` inside."""
FIVE = 5e-6


def cases(*kinds: str) -> list:
    return [each for each in GROWTHBOOK["cases"] if each["kind"] in kinds]


def numbers(arm: str, given: dict, kind: MetricKind) -> ArmNumbers:
    sums = [given.get(name, 0) for name in ("n", "y", "yy", "x", "xx", "xy")]
    return Totals(*sums).numbers(arm, kind)


def with_before(arm: str, given: dict) -> ArmNumbers:
    both = numbers(arm, given, MetricKind.RATIO)
    return ArmNumbers(
        *(arm, both.units, both.mean, both.variance),
        before_mean=both.base_mean,
        before_variance=both.base_variance,
        before_covariance=both.base_covariance,
    )


def compared(case: dict, control: Estimate, treated: Estimate, kind: MetricKind):
    return effect_of(kind, control, treated, Tuning(case["alpha"], case["tuned"]), plain=False)


def agrees(case: dict, found) -> None:
    assert found.difference == pytest.approx(case["difference"], abs=FIVE)
    assert (found.once.low, found.once.high) == pytest.approx(tuple(case["once"]), abs=FIVE)
    assert found.p == pytest.approx(case["p"], abs=FIVE)
    assert (found.always.low, found.always.high) == pytest.approx(tuple(case["always"]), abs=FIVE)
    assert found.always_p == pytest.approx(case["always_p"], abs=FIVE)


@pytest.mark.parametrize("case", cases("mean", "binary", "ratio"), ids=lambda case: case["kind"])
def test_intervals_and_p_values_of_means_rates_and_ratios_are_those_of_growthbook(case: dict) -> None:
    kind = MetricKind(case["kind"])
    control, treated = (estimate(kind, numbers(arm, case[arm], kind)) for arm in ("control", "treated"))
    agrees(case, compared(case, control, treated, kind))


@pytest.mark.parametrize("case", cases("cuped"), ids=lambda case: str(case["control"]["n"]))
def test_means_with_the_noise_of_before_taken_out_are_those_of_growthbook(case: dict) -> None:
    arms = [with_before(arm, case[arm]) for arm in ("control", "treated")]
    plain = [estimate(MetricKind.MEAN, each) for each in arms]
    assert slope_of(plain, arms) == pytest.approx(case["theta"], abs=FIVE)
    found = adjusted(plain, arms)
    agrees(case, compared(case, *found.estimates, MetricKind.MEAN))
    assert 0 < found.saved < 1


@pytest.mark.parametrize("case", cases("binary"), ids=lambda case: str(case["control"]["n"]))
def test_a_rate_as_counted_has_the_interval_and_the_p_value_of_statsmodels(case: dict) -> None:
    kind = MetricKind.BINARY
    control, treated = (estimate(kind, numbers(arm, case[arm], kind)) for arm in ("control", "treated"))
    found = effect_of(kind, control, treated, Tuning(case["alpha"]))
    counts = (case["treated"]["y"], case["treated"]["n"], case["control"]["y"], case["control"]["n"])
    published = proportion.confint_proportions_2indep(*counts, method="newcomb", compare="diff", alpha=case["alpha"])
    assert (found.once.low, found.once.high) == pytest.approx(published, abs=FIVE)
    score = proportion.test_proportions_2indep(*counts, method="score", correction=False)
    assert found.p == pytest.approx(score.pvalue, abs=FIVE)


def chance_of_beating(a: tuple[int, int], b: tuple[int, int]) -> float:
    """E. Miller, "Formulas for Bayesian A/B Testing" (evanmiller.org, 2015), equation 6, priors of 1 and 1."""
    (yes_a, no_a), (yes_b, no_b) = (a[0] + 1, a[1] - a[0] + 1), (b[0] + 1, b[1] - b[0] + 1)
    return sum(
        exp(betaln(yes_a + i, no_b + no_a) - betaln(1 + i, no_b) - betaln(yes_a, no_a)) / (no_b + i)
        for i in range(yes_b)
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_chance_to_be_best_is_the_closed_formula_of_evan_miller(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    units = [random.randint(20, 4000) for _ in range(2)]
    successes = [random.randint(1, each // 3) for each in units]
    a, b = zip(successes, units, strict=True)
    estimates = [Estimate(arm, n, yes / n, 0.1) for arm, (yes, n) in zip("ab", (a, b), strict=True)]
    found = beliefs(MetricKind.BINARY, estimates, Prior())
    assert found[1].best == pytest.approx(chance_of_beating(a, b), abs=FIVE)
    assert found[0].best + found[1].best == pytest.approx(1, abs=FIVE)


def test_the_expected_loss_of_two_equal_rates_is_half_their_expected_distance() -> None:
    # two beta(1, 1): E max = 2/3, so each loses 2/3 − 1/2 = 1/6
    found = beliefs(MetricKind.BINARY, [Estimate("a", 1, 0.0, 0.0), Estimate("b", 1, 1.0, 0.0)], Prior())
    # beta(1, 2) and beta(2, 1): E max = 1 − ∫ (2x − x²) x² dx = 1 − (1/2 − 1/5) = 0.7; means 1/3 and 2/3
    assert [each.loss for each in found] == pytest.approx([0.7 - 1 / 3, 0.7 - 2 / 3], abs=FIVE)
    # P(b > a) = ∫ 2x (2x − x²) dx = 4/3 − 1/2 = 5/6
    assert found[1].best == pytest.approx(5 / 6, abs=FIVE)


def test_of_a_metric_where_less_is_better_the_lower_arm_is_the_best() -> None:
    arms = [Estimate("a", 100, 10.0, 4.0), Estimate("b", 100, 9.0, 4.0)]
    up = beliefs(MetricKind.MEAN, arms, Prior())
    down = beliefs(MetricKind.MEAN, arms, Prior(), lower_is_better=True)
    assert [each.best for each in down] == pytest.approx([each.best for each in reversed(up)], abs=FIVE)
    # difference 1, standard error √0.08: Φ(3.5355) = 0.99980
    assert down[1].best == pytest.approx(0.99980, abs=FIVE)
    assert down[1].loss < down[0].loss


def once(**changes):
    return an_experiment(rule=ReadingRule.ONCE, **changes)


def test_units_for_a_rate_are_those_of_r_power_prop_test() -> None:
    # the help page of R shows 76.7 for power.prop.test(p1 = .50, p2 = .75, power = .90); .20 to .25 at .80 is 1,093.739
    wide = needed_units(once(power=Fraction(9, 10)), Baseline(0.5, 0.25, 100), 0.25)
    assert wide.units == (77, 77)
    narrow = needed_units(once(), Baseline(0.2, 0.16, 100), 0.05)
    assert narrow.units == (1094, 1094)


def test_units_for_a_mean_are_those_of_r_power_t_test() -> None:
    # R: power.t.test(power = .90, delta = 1) gives n = 22.02 (its help page)
    metric = replace(PAID, kind=MetricKind.MEAN)
    found = needed_units(once(power=Fraction(9, 10), metrics=(metric,)), Baseline(5.0, 1.0, 10), 1.0)
    assert found.units == (23, 23)
    # 46 units at 10 a day are 5 days, in whole weeks 7
    assert found.days == 7


def test_three_arms_need_more_units_each_than_two_because_there_are_two_comparisons() -> None:
    # R: power.prop.test(p1 = .2, p2 = .25, power = .8, sig.level = .025) gives n = 1,324.6
    thirds = tuple(replace(each, share=Fraction(1, 3)) for each in an_experiment(33, 33, 33).arms)
    found = needed_units(once(arms=thirds), Baseline(0.2, 0.16, 100), 0.05)
    assert found.units == (1325, 1325, 1325)


def test_looking_every_day_costs_about_twice_the_units() -> None:
    baseline = Baseline(0.2, 0.16, 100)
    both = [needed_units(an_experiment(rule=rule), baseline, 0.05).total for rule in ReadingRule]
    assert 1.8 < both[0] / both[1] < 2.1


def test_what_the_planned_days_can_show_is_the_effect_that_needs_exactly_these_units() -> None:
    # 28 days at 78.124 units are 2,187.5 units, 1,093.74 in each arm: R's figure for 20 % against 25 %
    found = needed_units(once(), Baseline(0.2, 0.16, 1093.739 * 2 / 28), 0.01)
    assert found.detectable == pytest.approx(0.05, abs=FIVE)


def test_a_split_of_821588_to_815482_is_broken_as_in_the_published_example() -> None:
    # R. Kohavi, D. Tang, Y. Xu, "Trustworthy Online Controlled Experiments" (2020), chapter 3: p = 1.8e-6
    found = check_split(an_experiment().arms, {"old": 821_588, "new": 815_482})
    assert found.p == pytest.approx(1.8e-6, abs=5e-8)
    assert found.broken
