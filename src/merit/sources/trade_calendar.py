"""The days on which a company's trade goes otherwise than usual: those of China where it keeps its holidays."""

from collections.abc import Iterable
from datetime import date

from merit.company import Company
from merit.forecast.trade_calendar import TradeCalendar
from merit.sources.festivals import festival_days


def trade_calendar(company: Company, years: Iterable[int]) -> TradeCalendar:
    """Festivals of those years; none for a company whose calendar is not the Chinese one."""
    if company.profile.holidays != "CN":
        return TradeCalendar(company.calendar)
    listed = sorted(set(years))
    festivals = {str(festival): days for festival, days in festival_days(listed).items()}
    return TradeCalendar(company.calendar, festivals | {"double_twelve": [date(year, 12, 12) for year in listed]})
