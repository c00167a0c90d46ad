"""Own figures beside the platforms', per KPI and shop, over a period and day by day."""

from dataclasses import dataclass

from merit.catalogue.kpi import Unit
from merit.company import Company
from merit.engines.compared_figures import ComparedFigure, compared_figure, compared_figures
from merit.engines.figures import CompanyFigures
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.names import kpi_title, kpi_unit, node_name
from merit_desk.results.queries.open_company import at_work, declared_company

NOW = ""


@dataclass(frozen=True, slots=True)
class Compared(ComparedFigure):
    """The same, with the names and the unit in which it is shown."""

    title: str
    shop_name: str
    unit: Unit


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
        found = [_named(workspace.company, each) for each in compared_figures(workspace.figures, period)]
    return sorted(found, key=lambda each: (not each.is_unreconciled, -abs(each.share or 0), each.kpi, each.shop))


def compared_one(viewer: Viewer, kpi: str, shop: str, period: Period) -> Compared:
    """One KPI of one shop. Raises NotFoundRefusal when the platform reports nothing of it in the period."""
    require_sight(viewer)
    with at_work(NOW) as workspace:
        figures = workspace.figures
        if not isinstance(figures, CompanyFigures) or (kpi, shop) not in figures.reconciliation.reported(period):
            raise NotFoundRefusal("data_quality.not_reported")
        return _named(figures.company, compared_figure(figures, kpi, shop, period))


def require_sight(viewer: Viewer) -> None:
    """Raises NotFoundRefusal for whoever may not see both the sources and every KPI."""
    viewer.require(Can.SEE_SOURCES)
    viewer.require(Can.SEE_KPIS)


def _named(company: Company, found: ComparedFigure) -> Compared:
    return Compared(
        kpi=found.kpi,
        shop=found.shop,
        days=found.days,
        tolerance=found.tolerance,
        day_tolerance=found.day_tolerance,
        is_unreconciled=found.is_unreconciled,
        title=kpi_title(company, found.kpi),
        shop_name=node_name(company, "shop", found.shop),
        unit=kpi_unit(company, found.kpi),
    )
