"""What a KPI's value takes from outside the facts: entered values, benchmarks, and the platforms' own figures."""

from fractions import Fraction

from merit.company import Company
from merit.kernel.node import Node
from merit.kernel.period import Period
from merit.targets.target import TargetBasis


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
