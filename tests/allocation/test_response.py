"""Curves read from days whose curve was declared."""

from dataclasses import replace

import numpy as np
import pytest

from merit.allocation.response import Interval, Response, Unreadable, response_of
from tests.allocation.made_up import declared_days


def read(seed: int, elasticity: float = 0.6) -> Response:
    found = response_of(declared_days(seed, elasticity))
    assert isinstance(found, Response)
    return found


def holds(interval: Interval, value: float) -> bool:
    return interval.low <= value <= interval.high


@pytest.mark.parametrize("elasticity", [0.3, 0.8])
def test_the_declared_elasticity_lies_in_the_interval_about_eight_times_in_ten(elasticity: float) -> None:
    """Of 60 readings 48 are expected; 39 to 56 leave room for chance (beyond it once in 200)."""
    inside = sum(holds(read(seed, elasticity).elasticity_interval(), elasticity) for seed in range(60))
    assert 39 <= inside <= 56


@pytest.mark.long
def test_of_500_readings_eight_in_ten_intervals_hold_the_marginal_return_of_the_declared_curve() -> None:
    """The declared mean of a day like the last four weeks, over spend, times the elasticity."""
    inside = 0
    for seed in range(500):
        days, found = declared_days(seed), read(seed)
        noiseless = 60 * found.today**0.6 * np.exp(0.5 * 0.2**2 / (1 - 0.4**2))
        usual = np.array([1, 1, 1, 1, 1.1, 1.3, 1.3])[np.arange(182) % 7] * days.elsewhere / 20_000
        inside += holds(found.marginal_interval(found.today), 0.6 * noiseless * usual[-28:].mean() / found.today)
    assert 0.74 <= inside / 500 <= 0.86


def test_the_curve_is_read_between_the_spend_that_was_seen() -> None:
    found, days = read(1), declared_days(1)
    assert found.lowest == pytest.approx(np.percentile(days.spend, 5))
    assert found.highest == pytest.approx(np.percentile(days.spend, 95))
    assert found.today == pytest.approx(days.spend[-28:].mean())


def test_one_more_spent_brings_the_slope_of_the_curve() -> None:
    found = read(2)
    slope = (found.sales(found.today + 0.5) - found.sales(found.today - 0.5)) / 1.0
    assert found.marginal(found.today) == pytest.approx(slope, rel=1e-5)


def test_days_without_spend_are_left_out_and_money_may_be_of_any_size() -> None:
    days = declared_days(3)
    idle = days.spend.copy()
    idle[40:60] = 0
    found = response_of(replace(days, spend=idle))
    large = response_of(replace(days, spend=days.spend * 1e5, sales=days.sales * 1e5))
    assert isinstance(found, Response)
    assert isinstance(large, Response)
    assert found.days == 162
    assert large.elasticity == pytest.approx(read(3).elasticity, abs=1e-6)


@pytest.mark.parametrize(
    ("spend", "sales", "why"),
    [
        (np.full(182, 1000.0), np.full(182, 5.0), Unreadable.SAME_SPEND),
        (np.linspace(500, 900, 182), np.zeros(182), Unreadable.NO_SALES),
        (np.r_[np.zeros(130), np.linspace(500, 900, 52)], np.full(182, 5.0), Unreadable.FEW_DAYS),
        (np.r_[np.linspace(500, 900, 154), np.zeros(28)], np.full(182, 5.0), Unreadable.FEW_DAYS),
        (np.exp(np.linspace(6, 7, 182)), np.full(182, 5.0), Unreadable.NOT_APART),
    ],
    ids=["the same spend every day", "no sales", "too few days", "nothing lately", "spend that only grows"],
)
def test_where_nothing_can_be_read_the_reason_is_told(spend: np.ndarray, sales: np.ndarray, why: Unreadable) -> None:
    assert response_of(replace(declared_days(4), spend=spend, sales=sales)) is why


def test_spend_that_follows_the_other_sales_of_the_shop_is_told() -> None:
    days = declared_days(5)
    assert not read(5).follows_demand
    followed = response_of(replace(days, spend=days.spend * (days.elsewhere / 20_000) ** 3))
    assert isinstance(followed, Response)
    assert followed.follows_demand


def test_spend_that_changed_only_once_is_told() -> None:
    days = declared_days(6)
    once = np.where(np.arange(182) < 90, 400.0, 2600.0) * np.exp(np.random.default_rng(6).normal(0, 0.1, 182))
    found = response_of(replace(days, spend=once))
    assert isinstance(found, Response)
    assert found.one_step
    assert not read(6).one_step
