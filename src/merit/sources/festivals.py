"""The days of the festivals on which the trade turns: 春节 by the lunar calendar, 618 and 双11 by the solar one."""

from collections.abc import Iterable
from datetime import date

from lunardate import LunarDate

from merit.insight.comparison import Comparison

FIRST_YEAR, LAST_YEAR = 1901, 2099
"""The years of the lunar calendar in the `lunardate` data that also have a year before them."""


def festival_days(years: Iterable[int]) -> dict[Comparison, tuple[date, ...]]:
    """The days of each festival in those years; of 春节 only where the lunar calendar is known."""
    listed = sorted(set(years))
    lunar = (year for year in listed if FIRST_YEAR <= year <= LAST_YEAR)
    return {
        Comparison.SPRING_FESTIVAL: tuple(LunarDate(year, 1, 1).to_solar_date() for year in lunar),
        Comparison.MIDYEAR: tuple(date(year, 6, 18) for year in listed),
        Comparison.DOUBLE_ELEVEN: tuple(date(year, 11, 11) for year in listed),
    }
