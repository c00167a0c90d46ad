"""How much is bought on which day and when: growth, weekdays, festivals, and the Spring Festival dip."""

from datetime import date, timedelta

import numpy as np

from merit.demo.setting import DAY, Floats, Ints, Setting, world

_WEEKDAYS = np.array([1.02, 0.98, 0.97, 0.97, 0.98, 1.05, 1.12])
_HOURS = np.array(
    [
        2.2,
        1.2,
        0.7,
        0.5,
        0.4,
        0.5,
        1.2,
        2.2,
        3.4,
        4.8,
        5.6,
        5.4,
        5.2,
        5.0,
        5.0,
        5.0,
        4.9,
        4.6,
        4.9,
        6.2,
        7.6,
        8.0,
        6.6,
        4.2,
    ]
)
_SPRING_FESTIVAL = {range(-12, -5): 0.75, range(-5, 0): 0.42, range(5): 0.28, range(5, 9): 0.5, range(9, 15): 0.8}


def day_weights(setting: Setting, growth: float, subject: str) -> Floats:
    """The relative demand of every day; `growth` is per year."""
    chance = setting.chance(f"demand {subject}")
    index = np.arange(setting.days)
    weekdays = (setting.first_day.weekday() + index) % 7
    weights: Floats = (1 + growth) ** (index / 365.0) * _WEEKDAYS[weekdays]
    weights *= np.array([_season(setting.first_day + timedelta(days=int(day))) for day in index])
    return weights * np.exp(chance.normal(0, 0.07, setting.days))


def _season(day: date) -> float:
    factor = 1.0
    for festival in world()["festivals"]:
        start = date(day.year, festival["month"], festival["day"])
        if start <= day < start + timedelta(days=festival["days"]):
            factor *= festival["factor"]
    for new_year in world()["lunar_new_years"]:
        offset = (day - new_year).days
        for span, dip in _SPRING_FESTIVAL.items():
            if offset in span:
                factor *= dip
    return factor


def draw_days(setting: Setting, weights: Floats, count: int, subject: str) -> Ints:
    """`count` days, in order, drawn by weight."""
    chosen = setting.chance(f"days {subject}").choice(setting.days, count, p=weights / weights.sum())
    return np.sort(chosen).astype(np.int64)


def times_of_day(setting: Setting, count: int, subject: str) -> Ints:
    """Seconds after midnight, more in the evening."""
    chance = setting.chance(f"times {subject}")
    hours = chance.choice(24, count, p=_HOURS / _HOURS.sum())
    return (hours * 3600 + chance.integers(0, 3600, count)).astype(np.int64)


def day_of(setting: Setting, moments: Ints) -> Ints:
    """The number of the day, 0 for the first."""
    return (moments - setting.start) // DAY
