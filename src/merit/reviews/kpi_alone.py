"""What a person's KPIs alone would say: the points without ratings, and the grade that the plan's bands give them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class KpiPart:
    """An indicator with its points of 100, its weight in percent and the days on duty of its segment."""

    points: Fraction
    weight: Fraction
    days: int = 1


@dataclass(frozen=True, slots=True)
class KpiAlone:
    """`steps` says how many grades the person's grade lies above (below: negative) the one by KPIs alone."""

    points: Fraction
    grade: str
    steps: int


def kpi_points(parts: Iterable[KpiPart]) -> Fraction | None:
    """Mean of the points by weight and days; None without any weight."""
    listed = list(parts)
    whole = sum((each.weight * each.days for each in listed), Fraction(0))
    if not whole:
        return None
    return sum((each.points * each.weight * each.days for each in listed), Fraction(0)) / whole


def kpi_alone(points: Fraction, grade: str, bands: Sequence[tuple[str, Fraction]]) -> KpiAlone | None:
    """The comparison; `bands` as a plan writes them, the best first. None where the plan lacks bands or the grade."""
    names = [name for name, _ in bands]
    if grade not in names:
        return None
    alone = next((name for name, edge in bands if points >= edge), names[-1])
    return KpiAlone(points, alone, names.index(alone) - names.index(grade))
