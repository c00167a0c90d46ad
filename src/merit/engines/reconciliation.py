"""Own figures against the platform's, per KPI, shop and day; beyond the tolerance a value does not score."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from merit.catalogue.kpi import Catalogue
from merit.company import Company, PlatformFigure, ReconciliationRelease, ReconciliationRules
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Grain, Period
from merit.metrics.components import parts_of

SumOf = Callable[[str, Node, list[Period]], Fraction]
"""The sum of a KPI's values for a node over those periods."""


@dataclass(frozen=True, slots=True)
class DayGap:
    """One KPI of one shop on one day, in the KPI's unit. `release` is what let a gap pass, None where nothing did."""

    reported: PlatformFigure
    ours: Fraction
    release: ReconciliationRelease | None

    @property
    def gap(self) -> Fraction:
        """What Merit counts more than the platform; negative when it counts less."""
        return self.ours - self.reported.value

    def is_beyond(self, tolerance: Fraction | None) -> bool:
        """Whether the gap is more than that part of the platform's figure; never without a tolerance."""
        return tolerance is not None and abs(self.gap) > tolerance * abs(self.reported.value)


class Reconciliation:
    """Compares a KPI's values for shops with what their platforms report."""

    def __init__(self, company: Company) -> None:
        self._catalogue: Catalogue = company.catalogue
        self._rules: ReconciliationRules = company.profile.reconciliation
        self._figures: dict[str, list[PlatformFigure]] = {}
        self._releases = company.reconciliation_releases
        self._judged: dict[tuple[str, str, Period], bool] = {}
        for figure in company.platform_figures:
            self._figures.setdefault(figure.kpi, []).append(figure)

    def is_unreconciled(self, kpi: str, node: Node, period: Period, sum_of: SumOf) -> bool:
        """For a shop its own gap decides, for every other node that of any shop."""
        if not self._figures:
            return False
        return any(self._gap(each, node, period, sum_of) for each in self._made_of(kpi, frozenset()))

    def reported(self, period: Period) -> list[tuple[str, str]]:
        """The KPIs and shops that platforms report on days of the period."""
        rows = (each for listed in self._figures.values() for each in listed)
        return sorted({(each.kpi, each.shop) for each in rows if each.day in period})

    def days(self, kpi: str, shop: str, period: Period, sum_of: SumOf) -> list[DayGap]:
        """Every reported day of the period, in order of the days."""
        listed = sorted(self._listed(kpi, shop, period), key=lambda each: each.day)
        return [DayGap(each, self._ours([each], sum_of), self._release(kpi, shop, each.day)) for each in listed]

    def is_too_far(self, kpi: str, shop: str, period: Period, sum_of: SumOf) -> bool:
        """Whether what is not released differs too much: the days together, or one of them alone."""
        if (kpi, shop, period) not in self._judged:
            listed = self._listed(kpi, shop, period)
            held = [each for each in listed if self._release(kpi, shop, each.day) is None]
            self._judged[kpi, shop, period] = self._beyond(kpi, held, sum_of)
        return self._judged[kpi, shop, period]

    def tolerance(self, kpi: str) -> Fraction:
        """The tolerated part of the platform's figure, for the days of a period together."""
        return dict(self._rules.kpis).get(kpi, self._rules.tolerance)

    def _beyond(self, kpi: str, held: list[PlatformFigure], sum_of: SumOf) -> bool:
        theirs = sum((each.value for each in held), Fraction(0))
        if abs(self._ours(held, sum_of) - theirs) > self.tolerance(kpi) * abs(theirs):
            return True
        if self._rules.day_tolerance is None:
            return False
        each_day = (DayGap(each, self._ours([each], sum_of), None) for each in held)
        return any(day.is_beyond(self._rules.day_tolerance) for day in each_day)

    def _made_of(self, kpi: str, above: frozenset[str]) -> set[str]:
        inner = (part for part in parts_of(self._catalogue[kpi]) if part not in above)
        return {kpi}.union(*(self._made_of(part, above | {kpi}) for part in inner))

    def _gap(self, kpi: str, node: Node, period: Period, sum_of: SumOf) -> bool:
        shops = sorted({each.shop for each in self._figures.get(kpi, ()) if each.day in period})
        if node.kind is NodeKind.SHOP:
            shops = [shop for shop in shops if shop == node.id]
        return any(self.is_too_far(kpi, shop, period, sum_of) for shop in shops)

    def _listed(self, kpi: str, shop: str, period: Period) -> list[PlatformFigure]:
        return [each for each in self._figures.get(kpi, ()) if each.shop == shop and each.day in period]

    def _ours(self, listed: Iterable[PlatformFigure], sum_of: SumOf) -> Fraction:
        figures = list(listed)
        if not figures:
            return Fraction(0)
        days = [Period.containing(each.day, Grain.DAY) for each in figures]
        return sum_of(figures[0].kpi, Node(NodeKind.SHOP, figures[0].shop), days)

    def _release(self, kpi: str, shop: str, day: date) -> ReconciliationRelease | None:
        """The last word on the day."""
        about = [each for each in self._releases if (each.kpi, each.shop) == (kpi, shop) and day in each.days]
        return max(about, key=lambda each: (each.released_at, each.source.line), default=None)
