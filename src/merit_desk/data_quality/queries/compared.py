"""Own figures beside the platforms', per KPI and shop, over a period and day by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from merit.catalogue.kpi import Unit
from merit.engines.figures import CompanyFigures
from merit.engines.reconciliation import DayGap
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.names import kpi_title, kpi_unit, node_name
from merit_desk.results.queries.open_company import at_work, declared_company

NOW = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One KPI of one shop over the reported days of a period, in the KPI's unit; `days` are in order."""

    kpi: str
    shop: str
    title: str
    shop_name: str
    unit: Unit
    days: tuple[DayGap, ...]
    tolerance: Fraction
    day_tolerance: Fraction | None
    is_unreconciled: bool

    @property
    def ours(self) -> Fraction:
        """What Merit counts on those days."""
        return sum((day.ours for day in self.days), Fraction(0))

    @property
    def theirs(self) -> Fraction:
        """What the platform reports for them."""
        return sum((day.reported.value for day in self.days), Fraction(0))

    @property
    def gap(self) -> Fraction:
        """What Merit counts more; negative when less."""
        return self.ours - self.theirs

    @property
    def share(self) -> Fraction | None:
        """The gap as a part of the platform's figure; None when that is zero."""
        return self.gap / abs(self.theirs) if self.theirs else None

    @property
    def beyond(self) -> int:
        """Days whose own gap is beyond what is tolerated, whether released or not."""
        return sum(self.stands_out(day) for day in self.days)

    @property
    def released(self) -> int:
        """Days that somebody let pass."""
        return sum(day.release is not None for day in self.days)

    def stands_out(self, day: DayGap) -> bool:
        """Beyond the tolerance of a single day; that of the days together where none is declared."""
        return day.is_beyond(self.day_tolerance if self.day_tolerance is not None else self.tolerance)


def asked_period(text: str) -> Period:
    """The period that an address names. Raises NotFoundRefusal for what is none."""
    try:
        return Period.parse(text)
    except (ValueError, OverflowError):
        raise NotFoundRefusal("refusal.no_such_page") from None


def months_reported() -> list[str]:
    """The months on whose days platforms report something, newest first."""
    days = {each.day for each in declared_company().platform_figures}
    return sorted({str(Period.containing(day, Grain.MONTH)) for day in days}, reverse=True)


def compared(viewer: Viewer, period: Period) -> list[Compared]:
    """Everything reported in the period; what does not score first, then by the size of the gap."""
    require_sight(viewer)
    with at_work(NOW) as workspace:
        found = list(_all(workspace.figures, period))
    return sorted(found, key=lambda each: (not each.is_unreconciled, -abs(each.share or 0), each.kpi, each.shop))


def compared_one(viewer: Viewer, kpi: str, shop: str, period: Period) -> Compared:
    """One KPI of one shop. Raises NotFoundRefusal when the platform reports nothing of it in the period."""
    require_sight(viewer)
    with at_work(NOW) as workspace:
        figures = workspace.figures
        if not isinstance(figures, CompanyFigures) or (kpi, shop) not in figures.reconciliation.reported(period):
            raise NotFoundRefusal("data_quality.not_reported")
        return _one(figures, kpi, shop, period)


def require_sight(viewer: Viewer) -> None:
    """Raises NotFoundRefusal for whoever may not see both the sources and every KPI."""
    viewer.require(Can.SEE_SOURCES)
    viewer.require(Can.SEE_KPIS)


def _all(figures: object, period: Period) -> Iterator[Compared]:
    if isinstance(figures, CompanyFigures):
        for kpi, shop in figures.reconciliation.reported(period):
            yield _one(figures, kpi, shop, period)


def _one(figures: CompanyFigures, kpi: str, shop: str, period: Period) -> Compared:
    company, reconciliation = figures.company, figures.reconciliation
    _ask_together(figures, kpi, shop, period)
    return Compared(
        kpi=kpi,
        shop=shop,
        title=kpi_title(company, kpi),
        shop_name=node_name(company, "shop", shop),
        unit=kpi_unit(company, kpi),
        days=tuple(reconciliation.days(kpi, shop, period, figures.plain_sum)),
        tolerance=reconciliation.tolerance(kpi),
        day_tolerance=company.profile.reconciliation.day_tolerance,
        is_unreconciled=reconciliation.is_too_far(kpi, shop, period, figures.plain_sum),
    )


def _ask_together(figures: CompanyFigures, kpi: str, shop: str, period: Period) -> None:
    """One question for all days, where figures come from queries."""
    days = [Period.containing(day, Grain.DAY) for day in reported_days(figures, kpi, shop, period)]
    figures.plain_sum(kpi, Node(NodeKind.SHOP, shop), days)


def reported_days(figures: CompanyFigures, kpi: str, shop: str, period: Period) -> list[date]:
    """The days of the period that the platform reports, in order."""
    listed = figures.company.platform_figures
    return sorted(each.day for each in listed if (each.kpi, each.shop) == (kpi, shop) and each.day in period)
