"""Everything that platforms report in a period beside what Merit counts: per KPI and shop, together and day by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from merit.engines.figures import CompanyFigures
from merit.engines.reconciliation import DayGap
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Grain, Period
from merit.metrics.figures import Figures


class GapState(StrEnum):
    """What a day's gap, or that of the days together, comes to: only HELD keeps a KPI out of scores and pay."""

    AGREES = "agrees"
    RELEASED = "released"
    BEYOND = "beyond"
    """The day alone is further off than is tolerated, where only the days together are judged."""
    HELD = "held"


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """One KPI of one shop over the reported days of a period, in the KPI's unit; `days` are in order."""

    kpi: str
    shop: str
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

    @property
    def state(self) -> GapState:
        """Of the days together."""
        if self.is_unreconciled:
            return GapState.HELD
        return GapState.RELEASED if self.released else GapState.AGREES

    def stands_out(self, day: DayGap) -> bool:
        """Beyond the tolerance of a single day; that of the days together where none is declared."""
        return day.is_beyond(self.day_tolerance if self.day_tolerance is not None else self.tolerance)

    def state_of(self, day: DayGap) -> GapState:
        """Of one day."""
        if day.release is not None:
            return GapState.RELEASED
        if not self.stands_out(day):
            return GapState.AGREES
        return GapState.BEYOND if self.day_tolerance is None and not self.is_unreconciled else GapState.HELD


def compared_figures(figures: Figures, period: Period) -> Iterator[ComparedFigure]:
    """Every KPI and shop that a platform reports on days of the period; nothing for figures without a company."""
    if isinstance(figures, CompanyFigures):
        for kpi, shop in figures.reconciliation.reported(period):
            yield compared_figure(figures, kpi, shop, period)


def compared_figure(figures: CompanyFigures, kpi: str, shop: str, period: Period) -> ComparedFigure:
    """One KPI of one shop; without days where the platform reports nothing of it in the period."""
    reconciliation, day_tolerance = figures.reconciliation, figures.company.profile.reconciliation.day_tolerance
    _ask_together(figures, kpi, shop, period)
    return ComparedFigure(
        kpi=kpi,
        shop=shop,
        days=tuple(reconciliation.days(kpi, shop, period, figures.plain_sum)),
        tolerance=reconciliation.tolerance(kpi),
        day_tolerance=day_tolerance,
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
