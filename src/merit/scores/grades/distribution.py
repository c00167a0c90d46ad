"""Forced distribution: grades by rank within a group, as the quotas say. It moves a coefficient, never a dismissal."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import accumulate

from merit.kernel.explain import Explained, rule
from merit.kernel.money import share_out


def seats(people: int, quota: tuple[tuple[str, Fraction], ...]) -> tuple[tuple[str, int], ...]:
    """Head-count of each grade, from the best, by largest remainder; ties of remainders go to the better grade."""
    order = {f"{number:06d}": grade for number, (grade, _) in enumerate(quota)}
    parts = share_out(people, dict(zip(order, (share for _, share in quota), strict=True)))
    return tuple((grade, parts[number]) for number, grade in order.items())


@rule("scores.distributed_grade")
def distributed_grade(*, total: Fraction, better: int, seats: tuple[tuple[str, int], ...]) -> str:  # noqa: ARG001
    """The grade of a total than which so many are higher. Equal totals share the better grade at a cut."""
    ends = accumulate(number for _, number in seats)
    taken = [grade for (grade, _), end in zip(seats, ends, strict=True) if better < end]
    return taken[0]


def distribute(
    totals: Mapping[str, Explained[Fraction]], quota: tuple[tuple[str, Fraction], ...]
) -> dict[str, Explained[str]]:
    """The grade of each person of a group by rounded total. The group is not empty."""
    places = seats(len(totals), quota)
    return {
        person: distributed_grade(
            total=total, better=sum(1 for other in totals.values() if other.value > total.value), seats=places
        )
        for person, total in totals.items()
    }
