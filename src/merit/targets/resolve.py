"""The target of one indicator on one segment of a period, with its working."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from merit.kernel.explain import Explained
from merit.kernel.node import Node
from merit.kernel.period import Period
from merit.targets.in_force import InForce, targets_in_force
from merit.targets.prorate import DayWeights, part_share, prorated
from merit.targets.target import Target


@dataclass(frozen=True, slots=True)
class Stretch:
    """How a target is cut to a segment: the whole period's day weights, and the share of duty of any part of it."""

    whole: Period
    segment: Period
    weights: DayWeights
    accumulates: bool
    """True: the target shrinks with the segment. False: it stays, and targets in turn are averaged over its days."""
    on_duty: Callable[[Period], Fraction]


TargetRows = dict[tuple[str, str, str, Period], list[Target]]


def rows_by_node(targets: Iterable[Target]) -> TargetRows:
    """targets.csv by KPI, kind of node, node and period."""
    found: TargetRows = {}
    for target in targets:
        found.setdefault((target.kpi, target.node_kind, target.node, target.period), []).append(target)
    return found


def resolve_target(
    sources: Sequence[Sequence[Target]],
    stretch: Stretch,
    full: Callable[[Target], Explained[Fraction] | None],
) -> Explained[Fraction] | None:
    """The target in force on each day, shared out; None when no row is there or one of them has no value.

    `sources` in the order of their right: the person's rows, the plan's own target, the node's rows.
    """
    in_force = targets_in_force(sources, stretch.segment)
    values = [(each, full(each.target)) for each in in_force]
    known = [(each, value) for each, value in values if value is not None]
    if not known or len(known) < len(values):
        return None
    shares = [_share(each, stretch) for each, _ in known]
    if len(known) == 1 and shares[0].value == 1:
        return known[0][1]
    parts = [{"target": value, "share": share} for (_, value), share in zip(known, shares, strict=True)]
    return prorated(parts=tuple(parts))


def _share(each: InForce, stretch: Stretch) -> Explained[Fraction]:
    if stretch.accumulates:
        return part_share(stretch.weights, each.days, stretch.whole, stretch.on_duty(each.days))
    weighs = any(stretch.weights[day] for day in stretch.segment.days())
    weights = stretch.weights if weighs else dict.fromkeys(stretch.segment.days(), Fraction(1))
    return part_share(weights, each.days, stretch.segment, Fraction(1))


def node_rows(rows: TargetRows, kpi: str, node: Node, period: Period) -> list[Target]:
    """The rows of targets.csv for exactly that node and period; other periods are never summed."""
    return rows.get((kpi, str(node.kind), node.id, period), [])
