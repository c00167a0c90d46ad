"""How grades are spread over a group: now, when they were submitted, and against a reference that nobody is forced to.

排在末位不等于不胜任: a place in a group is no finding about ability, and no dismissal rests on it (guiding case 18 of
the Supreme People's Court). What a quota would do is shown as a suggestion and is never carried out by itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from merit.kernel.explain import Explained, given
from merit.scores.grades.distribution import distribute

Quota = tuple[tuple[str, Fraction], ...]
"""Shares of grades, the best first; they total 1."""


@dataclass(frozen=True, slots=True)
class GradeCount:
    """People with one grade; `low` to `high` is what the reference share of the group comes to, None without one."""

    grade: str
    now: int
    submitted: int
    low: int | None
    high: int | None

    @property
    def outside(self) -> bool:
        """True when the number of now lies outside of the reference."""
        return self.low is not None and self.high is not None and not self.low <= self.now <= self.high


def spread(
    best_first: Sequence[str], now: Iterable[str], submitted: Iterable[str], quota: Quota = ()
) -> list[GradeCount]:
    """One count per grade, the best first. A share that is no whole number of people leaves room for both sides."""
    present, before, shares = list(now), list(submitted), dict(quota)
    return [
        GradeCount(
            grade,
            present.count(grade),
            before.count(grade),
            floor(shares[grade] * len(present)) if grade in shares else None,
            ceil(shares[grade] * len(present)) if grade in shares else None,
        )
        for grade in best_first
    ]


def by_quota(totals: Mapping[str, Fraction], quota: Quota, minimum: int) -> dict[str, str]:
    """The grade that a forced distribution would give each person; nothing for a group smaller than `minimum`."""
    if not quota or not totals or len(totals) < minimum:
        return {}
    read = {person: Explained(total, given(value=total).step) for person, total in totals.items()}
    return {person: grade.value for person, grade in distribute(read, quota).items()}
