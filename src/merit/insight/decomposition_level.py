"""Why a ratio stands where it stands: each part against one level, a target or what is usual among the parts.

For what has always been so, as no comparison of two periods shows it.
"""

from fractions import Fraction

from merit.company import Company
from merit.insight.decomposition import Change, Decomposition, contributions_of, in_order, valued
from merit.insight.decomposition_arithmetic import NIL, REST, Contribution, RatioMovement
from merit.insight.decomposition_dimension import PartFigures, moved_parts
from merit.insight.decomposition_parts import DividedBy
from merit.insight.decomposition_sides import overlaps
from merit.kernel.refusals import ConflictRefusal


def why_at_level(
    company: Company, figures: PartFigures, change: Change, by: DividedBy, level: Fraction | None = None
) -> Decomposition:
    """Σ amount = the ratio in `change.period` − level, each part's weight × (its ratio − level); `before` is the level.

    Without a level it is the median of the parts' ratios, each part counting once. `change.versus` plays no part.
    Raises ConflictRefusal for a KPI that is no ratio, else as `why_by_dimension`.
    """
    sides, whole, parts = moved_parts(company, figures, change, by)
    if sides.whole is None:
        raise ConflictRefusal("insight.level_of_ratio_only", kpi=change.kpi)
    now = valued(change, whole.now, change.period)
    known = [each.now.value for each in parts.values() if each.now.value is not None]
    usual = _median(known) if level is None else level
    still = {name: RatioMovement(each.now, each.now) for name, each in parts.items()}
    listed = contributions_of(sides, RatioMovement(whole.now, whole.now), still)
    found = [_against(each, usual, parts.get(each.part), whole) for each in listed]
    twice = overlaps(company.catalogue, change.kpi)
    return Decomposition(change, by, usual, now, in_order(found), twice, is_level=True)


def _against(each: Contribution, level: Fraction, part: RatioMovement | None, whole: RatioMovement) -> Contribution:
    """The rest is what the parts leave of the whole."""
    weight = each.weight or NIL
    own = part.now.part / whole.now.whole if part else (each.now or NIL) * weight
    return Contribution(
        each.part,
        None if each.part == REST else level,
        each.now,
        own - weight * level,
        weight=weight,
        expected=each.expected,
    )


def _median(values: list[Fraction]) -> Fraction:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
