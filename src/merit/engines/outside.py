"""What a KPI's value takes from outside the facts: entered values, benchmarks, and the platforms' own figures."""

from collections.abc import Callable
from fractions import Fraction

from merit.catalogue.kpi import Catalogue
from merit.company import Company, PlatformFigure
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Grain, Period
from merit.metrics.components import parts_of
from merit.targets.target import TargetBasis

TOLERANCE = Fraction(1, 100)
"""A gap of more than this part of the platform's figure leaves a value unreconciled."""

SumOf = Callable[[str, Node, list[Period]], Fraction]
"""The sum of a KPI's values for a node over those periods."""


def entered_value(company: Company, kpi: str, node: Node, period: Period) -> Fraction | None:
    """The last value in the file that somebody else than its enterer has confirmed."""
    confirmed = [
        each.value
        for each in company.manual_values
        if (each.kpi, each.node, each.period) == (kpi, node, period)
        and each.confirmed_by
        and each.confirmed_by != each.entered_by
    ]
    return confirmed[-1] if confirmed else None


def target_value(company: Company, kpi: str, node: Node, period: Period) -> Fraction | None:
    """The last absolute target in the file for that very node and period, whatever day it is said to begin on."""
    fitting = [
        each.target
        for each in company.targets
        if (each.kpi, each.node_kind, each.node, each.period) == (kpi, str(node.kind), node.id, period)
        and each.basis is TargetBasis.ABSOLUTE
    ]
    return fitting[-1] if fitting else None


def benchmark_value(company: Company, name: str, node: Node, period: Period) -> Fraction | None:
    """The node's own segment goes before the only or the unnamed one; the same period before one that contains it."""
    fitting = [
        each
        for each in company.benchmarks
        if each.kpi == name and each.period.start <= period.start and period.end <= each.period.end
    ]
    segments = {each.segment for each in fitting}
    wanted = next((segment for segment in (node.id, "") if segment in segments), None)
    if wanted is None and len(segments) == 1:
        wanted = next(iter(segments))
    chosen = [each for each in fitting if each.segment == wanted]
    return min(chosen, key=lambda each: (each.period.length, -each.source.line)).value if chosen else None


class Reconciliation:
    """Compares a KPI's values for shops with what their platforms report."""

    def __init__(
        self, figures: tuple[PlatformFigure, ...], catalogue: Catalogue, tolerance: Fraction = TOLERANCE
    ) -> None:
        self._catalogue = catalogue
        self._tolerance = tolerance
        self._figures: dict[str, list[PlatformFigure]] = {}
        self._judged: dict[tuple[str, str, Period], bool] = {}
        for figure in figures:
            self._figures.setdefault(figure.kpi, []).append(figure)

    def is_unreconciled(self, kpi: str, node: Node, period: Period, sum_of: SumOf) -> bool:
        """For a shop its own gap decides, for every other node that of any shop."""
        if not self._figures:
            return False
        return any(self._gap(each, node, period, sum_of) for each in self._made_of(kpi, frozenset()))

    def _made_of(self, kpi: str, above: frozenset[str]) -> set[str]:
        inner = (part for part in parts_of(self._catalogue[kpi]) if part not in above)
        return {kpi}.union(*(self._made_of(part, above | {kpi}) for part in inner))

    def _gap(self, kpi: str, node: Node, period: Period, sum_of: SumOf) -> bool:
        shops = sorted({each.shop for each in self._figures.get(kpi, ()) if each.day in period})
        if node.kind is NodeKind.SHOP:
            shops = [shop for shop in shops if shop == node.id]
        return any(self._too_far(kpi, shop, period, sum_of) for shop in shops)

    def _too_far(self, kpi: str, shop: str, period: Period, sum_of: SumOf) -> bool:
        if (kpi, shop, period) not in self._judged:
            listed = [each for each in self._figures[kpi] if each.shop == shop and each.day in period]
            theirs = sum((each.value for each in listed), Fraction(0))
            days = [Period.containing(each.day, Grain.DAY) for each in listed]
            ours = sum_of(kpi, Node(NodeKind.SHOP, shop), days)
            self._judged[kpi, shop, period] = abs(ours - theirs) > self._tolerance * abs(theirs)
        return self._judged[kpi, shop, period]
