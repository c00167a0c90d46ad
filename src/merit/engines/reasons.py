"""Why a figure moved or stands where it does, as asked by the command line, the desk and the API: one door to all ways.

Drivers, nodes, what rows are about, parts of a driver, a level instead of an earlier period; quantiles by the rows
beyond their earlier value.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from merit.company import Company
from merit.engines.outside import target_value
from merit.engines.part_figures import QueriedParts
from merit.engines.query_engine import QueryEngine
from merit.insight.decomposition import Change, Decomposition, why, why_by_drivers
from merit.insight.decomposition_dimension import divisions_of, searched, why_by_dimension
from merit.insight.decomposition_level import why_at_level
from merit.insight.decomposition_parts import DividedBy
from merit.insight.decomposition_quantile import is_quantile, share_above
from merit.insight.decomposition_search import Lead, leads
from merit.insight.decomposition_steps import driver_amount, within_driver
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal, Refusal
from merit.metrics.components import kpi_of
from merit.metrics.figures import Figures

USUAL, TARGET = "usual", "target"
_TREE = frozenset({DividedBy.DEPARTMENT, DividedBy.TEAM, DividedBy.PERSON})


@dataclass(frozen=True, slots=True)
class WhyAsked:
    """What is to be divided and how. `driver`: the parts of that driver's contribution.

    `level`: a ratio's parts are held against it instead of the earlier period: `usual` (the median part), `target` or
    a number; empty: against `change.versus`.
    """

    change: Change
    by: DividedBy
    driver: str = ""
    level: str = ""
    factors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """A decomposition; `company` knows the KPI divided, which for a quantile is one made for it: the share `above`."""

    company: Company
    found: Decomposition
    above: Fraction | None = None


class Reasons:
    """Reads one company as of one snapshot; what was asked before is not asked again."""

    def __init__(self, company: Company, engine: QueryEngine, figures: Figures) -> None:
        self._company, self._engine, self._figures = company, engine, figures
        self._parts = QueriedParts(company, engine)

    def divisions(self, change: Change) -> list[DividedBy]:
        """What the change can be divided by besides its drivers. Raises NotFoundRefusal for an unknown KPI."""
        if is_quantile(self._company.catalogue, change.kpi):
            company, moved, _ = share_above(self._company, self._figures, change)
            return divisions_of(company.catalogue, moved.kpi, moved.node, moved.within)
        return divisions_of(self._company.catalogue, change.kpi, change.node, change.within)

    def reason(self, asked: WhyAsked) -> Reason:
        """The decomposition asked. Raises NotFoundRefusal and ConflictRefusal as the ways of dividing do."""
        change = asked.change
        kpi_of(self._company.catalogue, change.kpi)
        if asked.by is DividedBy.DRIVERS:
            return Reason(self._company, self._by_drivers(change, asked.factors))
        if asked.driver:
            outer = self._by_drivers(change, asked.factors)
            driver_amount(outer, asked.driver)
            inner = self.reason(replace(asked, change=replace(change, kpi=asked.driver), driver=""))
            return Reason(inner.company, within_driver(outer, asked.driver, inner.found))
        if is_quantile(self._company.catalogue, change.kpi):
            company, moved, above = share_above(self._company, self._figures, change)
            parts = QueriedParts(company, self._engine)
            return Reason(company, why_by_dimension(company, parts, moved, asked.by), above)
        return Reason(self._company, self._divided(asked))

    def leads(self, change: Change, level: str = "") -> list[Lead]:
        """What stands out in all that the rows are about; ways without data are passed over."""
        found = []
        for by in searched(self.divisions(change)):
            try:
                found.append(self.reason(WhyAsked(change, by, level=level)).found)
            except Refusal:
                continue
        return leads(found)

    def _divided(self, asked: WhyAsked) -> Decomposition:
        change, by = asked.change, asked.by
        if asked.level:
            return why_at_level(self._company, self._parts, change, by, self._level(change, asked.level))
        if by in _TREE and not change.within:
            return why(self._company, self._figures, change, by)
        return why_by_dimension(self._company, self._parts, change, by)

    def _by_drivers(self, change: Change, factors: tuple[str, ...]) -> Decomposition:
        if change.within:
            raise ConflictRefusal("insight.drivers_of_nodes_only", kpi=change.kpi)
        return why_by_drivers(self._company, self._figures, change, factors)

    def _level(self, change: Change, level: str) -> Fraction | None:
        if level == USUAL:
            return None
        if level == TARGET:
            target = target_value(self._company, change.kpi, change.node, change.period)
            if target is None:
                raise NotFoundRefusal("insight.no_target_to_hold_against", kpi=change.kpi, period=str(change.period))
            return target
        try:
            return Fraction(level)
        except (ValueError, ZeroDivisionError):
            raise ConflictRefusal("insight.not_a_level", text=level) from None
