"""Companies, figures and calendars for tests of alerts: whole days made by hand."""

from datetime import date, timedelta
from fractions import Fraction

from merit.alerts.look import Ground, Looked, alerts_of
from merit.alerts.rule import AlertRule
from merit.catalogue.read import read_kpis
from merit.company import Company, Profile
from merit.forecast.trade_calendar import TradeCalendar
from merit.kernel.calendar import WorkCalendar
from merit.kernel.period import Period
from merit.metrics.figures import KpiValue, ValueStatus
from merit.people.organisation import Organisation
from merit.sources.company_folder.definitions import shipped_kpi_documents
from tests.scores.fake_figures import FakeFigures

KPIS, _ = read_kpis(shipped_kpi_documents())
FIRST = date(2026, 6, 1)
LAST = date(2026, 9, 30)
SPAN = Period(FIRST, LAST + timedelta(days=1))


class DayFigures(FakeFigures):
    """As FakeFigures, with a number of rows of its own for every day."""

    rows: int = 50

    def daily_value(self, kpi: str, node: str, amount, days: Period = SPAN) -> "DayFigures":
        """`amount` on each of the days, or what it makes of the day."""
        self.known.add(kpi)
        made = {day: Fraction(amount(day) if callable(amount) else amount) for day in days.days()}
        self.days.setdefault((kpi, node), {}).update(made)
        return self

    def without(self, kpi: str, node: str, *days: date) -> "DayFigures":
        for day in days:
            self.days[kpi, node].pop(day, None)
        return self

    def value(self, kpi, node, period, refined=None) -> KpiValue:
        self.known.add(kpi)
        found = super().value(kpi, node, period, refined)
        rows = found.n * self.rows if found.status is ValueStatus.OK else found.n
        return KpiValue(kpi, 1, node, period, found.value, None, None, rows, found.status, None)


def company(**declared) -> Company:
    return Company(
        profile=Profile("试", "CNY", "Asia/Shanghai"),
        calendar=WorkCalendar(),
        organisation=declared.pop("organisation", Organisation((), ())),
        shops=declared.pop("shops", ()),
        credits=declared.pop("credits", ()),
        catalogue=KPIS,
        plans=(),
        rewards=(),
        targets=declared.pop("targets", ()),
        **declared,
    )


def look(figures: DayFigures, *rules: AlertRule, today: date = LAST, of: Company | None = None) -> Looked:
    return alerts_of(Ground(of or company(), figures, TradeCalendar(), SPAN, today), rules)
