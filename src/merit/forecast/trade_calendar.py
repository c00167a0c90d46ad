"""Which days the trade does not treat alike: festivals by their distance, public holidays, make-up days, promotions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from merit.kernel.calendar import WorkCalendar
from merit.kernel.period import Period

REACH: Mapping[str, tuple[int, int]] = {
    "spring_festival": (-14, 15),
    "midyear": (-18, 4),
    "double_eleven": (-22, 5),
    "double_twelve": (-3, 3),
}
"""First and last day, counted from the festival, on which it moves sales: from the opening of the presale, or from the
day on which couriers and buyers leave for home, to the days after."""

ORDINARY = ""
PLAIN_WEEKS = WorkCalendar()


@dataclass(frozen=True, slots=True)
class TradeCalendar:
    """`festivals` gives the day of each festival of `REACH` in every year; `promotions` the company's own, by name."""

    work: WorkCalendar = PLAIN_WEEKS
    festivals: Mapping[str, Iterable[date]] = field(default_factory=dict)
    promotions: Mapping[str, Iterable[Period]] = field(default_factory=dict)

    def kinds(self, days: Iterable[date]) -> list[str]:
        """Of each day what makes it special ("double_eleven-1": the day before), `ORDINARY` for most.

        An own promotion goes before a festival, a festival before a holiday.
        """
        named = self._named()
        return [named.get(day) or self._official(day) for day in days]

    def _named(self) -> dict[date, str]:
        found: dict[date, str] = {}
        for festival, (first, last) in REACH.items():
            for day in self.festivals.get(festival, ()):
                found |= {day + timedelta(days=away): f"{festival}{away:+d}" for away in range(first, last + 1)}
        for name, runs in sorted(self.promotions.items()):
            found |= {day: f"promotion {name}" for run in runs for day in run.days()}
        return found

    def _official(self, day: date) -> str:
        if day in self.work.made_up:
            return "made_up"
        return "holiday" if day in self.work.holidays and day.weekday() < 5 else ORDINARY
