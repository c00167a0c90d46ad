"""Looking every day deceives nobody: of experiments without any effect, hardly more than alpha ever look proved."""

import numpy as np
import pytest

from merit.experiments.always_valid import Tuning, half_width
from merit.experiments.arm_numbers import Estimate
from merit.experiments.effect import effect_of, enough
from merit.experiments.experiment import MetricKind

LOOKS = 40
EACH_DAY = 250
"""Units of each arm between two looks: 20,000 units in all."""
ALPHA = 0.05


def ever_proved(kind: MetricKind, runs: int, seed: int) -> tuple[float, float]:
    """The part of experiments without an effect that were proved on some look: always-valid, and by a fixed test."""
    random = np.random.default_rng(seed)
    tuning = Tuning(ALPHA, 2 * LOOKS * EACH_DAY)
    deceived = fixed = 0
    for _ in range(runs):
        sums = _draws(random, kind)
        found = [_looked(kind, sums, look, tuning) for look in range(1, LOOKS + 1)]
        deceived += any(each[0] for each in found)
        fixed += any(each[1] for each in found)
    return deceived / runs, fixed / runs


def _draws(random: np.random.Generator, kind: MetricKind) -> np.ndarray:
    """Cumulated units, sum and sum of squares by look and arm; amounts are skewed as orders are."""
    shape = (2, LOOKS, EACH_DAY)
    values = (random.random(shape) < 0.1) if kind is MetricKind.BINARY else random.lognormal(4, 1, shape)
    values = values.astype(float)
    return np.stack([values.sum(axis=2).cumsum(axis=1), (values**2).sum(axis=2).cumsum(axis=1)])


def _looked(kind: MetricKind, sums: np.ndarray, look: int, tuning: Tuning) -> tuple[bool, bool]:
    units = look * EACH_DAY
    arms = []
    for arm in range(2):
        mean = sums[0, arm, look - 1] / units
        variance = mean * (1 - mean) if kind is MetricKind.BINARY else sums[1, arm, look - 1] / units - mean**2
        arms.append(Estimate(str(arm), units, mean, variance))
    if not all(enough(kind, each) for each in arms):
        return False, False
    error = float(np.hypot(arms[0].error, arms[1].error))
    difference = abs(arms[1].value - arms[0].value)
    return difference > half_width(error, 2 * units, tuning), difference > 1.959964 * error


@pytest.mark.parametrize("kind", [MetricKind.BINARY, MetricKind.MEAN])
def test_a_reader_who_looks_every_day_is_deceived_in_at_most_one_of_twenty(kind: MetricKind) -> None:
    always, fixed = ever_proved(kind, 400, 7)
    assert always <= ALPHA
    assert fixed > 4 * ALPHA, "looking often with the fixed interval would deceive, so the test can tell"


@pytest.mark.long
@pytest.mark.parametrize("kind", [MetricKind.BINARY, MetricKind.MEAN])
def test_over_ten_thousand_experiments_too(kind: MetricKind) -> None:
    always, _ = ever_proved(kind, 10_000, 11)
    assert always <= ALPHA


def test_the_shortcut_of_this_simulation_is_what_the_reading_works_out() -> None:
    control, treated = Estimate("a", 900, 0.1, 0.09), Estimate("b", 1100, 0.12, 0.1056)
    found = effect_of(MetricKind.BINARY, control, treated, Tuning(ALPHA, 5000))
    half = half_width(float(np.hypot(control.error, treated.error)), 2000, Tuning(ALPHA, 5000))
    assert (found.always.low, found.always.high) == pytest.approx((0.02 - half, 0.02 + half))
