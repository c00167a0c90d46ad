"""Forecasts that can be checked by hand."""

from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from merit.catalogue.kpi import Direction
from merit.forecast.history import Histories
from merit.forecast.kpi_forecast import KpiForecast, forecast_kpi
from merit.forecast.trade_calendar import TradeCalendar
from merit.kernel.node import COMPANY
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from tests.forecast.made_up import MONDAY, days_from, histories, one, shop

WEEK = [100, 90, 80, 90, 120, 160, 60]
CALENDAR = TradeCalendar()


def forecast(history: Histories, period: Period, calendar: TradeCalendar = CALENDAR) -> KpiForecast:
    """Without the library, whose import takes seconds."""
    return forecast_kpi(history, calendar, period, library=False)[history.rows[0].node]


def noisy(weeks: int, size: float = 100, seed: int = 1) -> list[int]:
    return [int(each) for each in np.random.default_rng(seed).gamma(10, size / 10, weeks * 7)]


def test_a_series_that_repeats_every_week_forecasts_itself() -> None:
    history = one(WEEK * 30)
    found = forecast(history, days_from(history, 0, 7))
    assert found.daily == pytest.approx(WEEK, rel=0.001)
    assert found.distribution.quantile(0.5) == pytest.approx(sum(WEEK), rel=0.001)
    assert found.distribution.quantile(0.9) == pytest.approx(sum(WEEK), rel=0.01)


def test_a_closed_weekday_stays_closed() -> None:
    history = one([100, 90, 80, 90, 120, 0, 60] * 30)
    assert forecast(history, days_from(history, 5, 1)).distribution.quantile(0.9) == pytest.approx(0, abs=0.01)


def test_attainment_falls_as_the_target_rises() -> None:
    history = one(noisy(40))
    found = forecast(history, days_from(history, 0, 28))
    chances = [found.probability(Fraction(target)) for target in range(1500, 4200, 100)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 950
    assert chances[-1] < 50


def test_a_cost_is_reached_by_staying_below() -> None:
    history = one(noisy(40))
    found = forecast(history, days_from(history, 0, 28))
    middle = Fraction(round(found.distribution.quantile(0.5)))
    assert found.probability(middle - 400, Direction.DOWN) < 300
    assert found.probability(middle + 400, Direction.DOWN) > 700
    both = found.probability(middle) + found.probability(middle, Direction.DOWN)
    assert both == pytest.approx(1000, abs=1)


def test_nothing_is_said_to_be_certain_or_impossible() -> None:
    history = one(WEEK * 30)
    found = forecast(history, days_from(history, 0, 7))
    assert (found.probability(Fraction(1)), found.probability(Fraction(10**9))) == (999, 1)


def test_the_same_history_gives_the_same_figures_to_the_last_digit() -> None:
    history = one(noisy(40))
    period = days_from(history, 0, 28)
    assert forecast(history, period) == forecast(history, period)


def test_what_is_in_counts_and_only_the_days_left_are_unsure() -> None:
    """Of four weeks three have passed; the rest is one week of some 700."""
    history = one(noisy(40))
    period = days_from(history, -21, 28)
    found = forecast(history, period)
    assert found.already == sum(history.rows[0].part[-21:])
    assert len(found.daily) == 7
    early = forecast(history.until(date.fromordinal(history.span.last.toordinal() - 21)), period)
    assert spread(found) < spread(early)


def spread(found: KpiForecast) -> float:
    return found.distribution.quantile(0.9) - found.distribution.quantile(0.1)


def test_a_period_that_has_passed_is_known() -> None:
    history = one(noisy(40))
    found = forecast(history, days_from(history, -28, 28))
    assert found.distribution.quantile(0.9) == float(found.already)
    assert (found.probability(found.already), found.probability(found.already + 1)) == (999, 1)


def test_a_festival_that_sold_double_a_year_ago_is_expected_again() -> None:
    calendar = TradeCalendar(festivals={"double_twelve": [date(2026, 12, 12), date(2027, 12, 12)]})
    values = WEEK * 100
    for day in range(9, 15):
        at = (date(2026, 12, day) - MONDAY).days
        values[at] *= 2
    history = one(values[: (date(2027, 11, 30) - MONDAY).days])
    festival = Period(date(2027, 12, 9), date(2027, 12, 15))
    plain = WEEK[3] + WEEK[4] + WEEK[5] + WEEK[6] + WEEK[0] + WEEK[1]
    assert forecast(history, festival, calendar).distribution.quantile(0.5) == pytest.approx(2 * plain, rel=0.1)
    assert forecast(history, festival).distribution.quantile(0.5) == pytest.approx(plain, rel=0.1)


def test_special_days_that_no_history_shows_are_told() -> None:
    calendar = TradeCalendar(festivals={"midyear": [date(2026, 6, 18)]})
    history = one(WEEK * 20)
    assert "midyear+0" in forecast(history, Period(date(2026, 6, 1), date(2026, 7, 1)), calendar).unseen


def test_a_ratio_is_forecast_through_its_parts() -> None:
    """One in five each day, however many there are: the ratio is all but certain, though its parts are not."""
    whole = noisy(40)
    history = histories({COMPANY: [5 * each for each in whole]}, {COMPANY: [25 * each for each in whole]})
    found = forecast(history, days_from(history, -7, 28))
    assert found.already == Fraction(1, 5)
    assert found.distribution.quantile(0.5) == pytest.approx(0.2, rel=0.01)
    assert spread(found) < 0.01


def test_a_newcomer_borrows_from_its_peers_and_says_so() -> None:
    """Three shops of 800 a week; the new one sold 10 a day in its first three days."""
    peers = {shop(name): noisy(40, 114, seed) for seed, name in enumerate("abc")}
    history = histories({shop("new"): [0] * 277 + [10, 10, 10]} | peers)
    found = forecast(history, days_from(history, 0, 7))
    assert found.borrowed_from == (shop("a"), shop("b"), shop("c"))
    assert found.days_of_history == 3
    assert 300 < found.distribution.quantile(0.5) < 800
    settled = forecast_kpi(history, CALENDAR, days_from(history, 0, 7), library=False)[shop("a")]
    assert settled.borrowed_from == ()
    relative = [spread(each) / each.distribution.quantile(0.5) for each in (found, settled)]
    assert relative[0] > relative[1], "it is less sure than they are"


def test_too_little_history_and_too_far_ahead_are_refused() -> None:
    with pytest.raises(ConflictRefusal, match="too_little_history"):
        forecast(one([1] * 20), days_from(one([1] * 20), 0, 7))
    with pytest.raises(ConflictRefusal, match="too_far"):
        forecast(one(WEEK * 10), days_from(one(WEEK * 10), 400, 7))


def test_the_librarys_models_read_the_same_week() -> None:
    """A series that repeats is a level to them too: what is joined stays what it is."""
    history = one(WEEK * 30)
    found = forecast_kpi(history, CALENDAR, days_from(history, 0, 7))[COMPANY]
    assert found.distribution.quantile(0.5) == pytest.approx(sum(WEEK), rel=0.001)
