"""From a rounded total to a grade, and what gates and vetoes make of it."""

from collections.abc import Sequence
from fractions import Fraction

from merit.kernel.explain import Explained, rule
from merit.scores.total.consequences import GradeLimit


@rule("scores.grade")
def grade_of(*, total: Fraction, grades: tuple[tuple[str, Fraction], ...]) -> str:
    """The best grade whose lower edge the total reaches; below all edges, the lowest grade."""
    return next((name for name, edge in grades if total >= edge), grades[-1][0])


@rule("scores.capped_grade")
def capped_grade(*, grade: str, cap: str, best_first: tuple[str, ...]) -> str:
    """The grade, but no better than the cap."""
    return max(grade, cap, key=best_first.index)


@rule("scores.vetoed_grade")
def vetoed_grade(*, grade: str, forced: str, best_first: tuple[str, ...]) -> str:
    """The grade that the veto forces; a grade that is worse already stays."""
    return max(grade, forced, key=best_first.index)


def limited_grade(grade: Explained[str], limits: Sequence[GradeLimit], best_first: tuple[str, ...]) -> Explained[str]:
    """The grade after gates, then after vetoes. A grade that this plan does not know limits nothing."""
    for limit in sorted(limits, key=lambda each: each.forced):
        if limit.grade not in best_first:
            continue
        if limit.forced:
            grade = vetoed_grade(grade=grade, forced=limit.grade, best_first=best_first)
        else:
            grade = capped_grade(grade=grade, cap=limit.grade, best_first=best_first)
        grade = grade.citing(*limit.sources)
    return grade
