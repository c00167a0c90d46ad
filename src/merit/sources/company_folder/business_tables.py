"""shops, targets, benchmarks, manual_values and platform_figures: rows to what the company declares."""

from datetime import timedelta
from fractions import Fraction

from merit.company import Benchmark, ManualValue, PlatformFigure, Profile, ReconciliationRelease, Shop
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.kernel.problems import Problem
from merit.sources.company_folder.review_tables import needed_moment
from merit.sources.company_folder.row import Row
from merit.sources.time_zones import is_time_zone
from merit.targets.target import Target, TargetBasis


def shop_of(row: Row, company_zone: str) -> Shop:
    """One row of shops; the company's time zone when it names none."""
    zone = row.text("time_zone") or company_zone
    if not is_time_zone(zone):
        row.problems.append(Problem("company.unknown_time_zone", row.place("time_zone"), {"value": zone}))
    return Shop(row.identifier("shop"), row.needed("name"), row.needed("platform"), zone)


def target_of(row: Row) -> Target:
    """One row of targets."""
    node = node_of(row)
    return Target(
        kpi=row.needed("kpi"),
        node_kind=node.kind,
        node=node.id,
        period=row.period("period"),
        target=row.needed_number("target"),
        basis=row.choice("basis", TargetBasis, TargetBasis.ABSOLUTE),
        start=row.day("from"),
        reason=row.text("reason"),
        source=row.source,
        difficulty=row.share("difficulty"),
    )


def node_of(row: Row) -> Node:
    """The node that node_kind and node name."""
    row.needed("node_kind")
    return Node(row.choice("node_kind", NodeKind, NodeKind.COMPANY), row.identifier("node"))


def benchmark_of(row: Row) -> Benchmark:
    """One row of benchmarks."""
    return Benchmark(
        kpi=row.needed("kpi"),
        segment=row.needed("segment"),
        period=row.period("period"),
        value=_in_unit(row),
        cited=row.needed("source"),
        as_of=row.day("as_of"),
        source=row.source,
    )


_UNITS = {
    **dict.fromkeys(("", "元", "单", "个", "件", "人", "分", "次"), Fraction(1)),
    **dict.fromkeys(("%", "％", "百分比"), Fraction(1, 100)),
    "‰": Fraction(1, 1000),
    **dict.fromkeys(("万", "万元", "万单", "万件", "万人"), Fraction(10_000)),
    **dict.fromkeys(("亿", "亿元"), Fraction(100_000_000)),
}
"""What one of a unit is in the KPI's own; a rate is a share, so that 5.2 % is 0.052."""


def _in_unit(row: Row) -> Fraction:
    """The value in the KPI's own unit, also where it is written as `5.2%` or its `unit` says 万元."""
    text, unit = row.needed("value"), row.text("unit")
    if not unit and text.endswith(("%", "％")):
        row.cells["value"], unit = text[:-1].strip(), "%"
    if unit not in _UNITS:
        known = " ".join(name for name in _UNITS if name)
        row.problems.append(Problem("company.benchmark_unit", row.place("unit"), {"unit": unit, "known": known}))
        return Fraction(0)
    return row.needed_number("value") * _UNITS[unit]


def manual_value_of(row: Row) -> ManualValue:
    """One row of manual_values."""
    value = ManualValue(
        kpi=row.needed("kpi"),
        node=node_of(row),
        period=row.period("period"),
        value=row.needed_number("value"),
        entered_by=row.needed("entered_by"),
        confirmed_by=row.text("confirmed_by"),
        evidence=row.text("evidence"),
        source=row.source,
    )
    if value.confirmed_by and value.confirmed_by == value.entered_by:
        row.problems.append(
            Problem("company.confirmed_by_the_same", row.place("confirmed_by"), {"person": value.entered_by})
        )
    return value


def platform_figure_of(row: Row) -> PlatformFigure:
    """One row of platform_figures."""
    return PlatformFigure(
        row.needed_day("day"), row.identifier("shop"), row.needed("kpi"), row.needed_number("value"), row.source
    )


def release_of(row: Row, profile: Profile) -> ReconciliationRelease:
    """One row of reconciliation_releases: from the first to the last of its days."""
    start, end = row.needed_day("from"), row.end_after("to") if row.needed("to") else None
    if end is not None and end <= start:
        row.problems.append(Problem("company.release_ends_early", row.place("to"), {"from": str(start)}))
        end = None
    return ReconciliationRelease(
        kpi=row.needed("kpi"),
        shop=row.identifier("shop"),
        days=Period(start, end or start + timedelta(days=1)),
        reason=row.needed("reason"),
        released_by=row.needed("released_by"),
        released_at=needed_moment(row, "released_at", profile),
        source=row.source,
    )
