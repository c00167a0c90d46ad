"""Grades and the forced distribution of a plan as the document writes them."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise

from merit.kernel.exact import plain
from merit.kernel.problems import Problem
from merit.kernel.section import Section, number_in, total_of
from merit.scores.plan.score_plan import Distribution, Group


def read_grades(whole: Section) -> tuple[tuple[str, Fraction], ...]:
    """Grades from the best down; the last one from 0."""
    grades: list[tuple[str, Fraction]] = []
    for number, row in enumerate(whole.rows("grades")):
        match row:
            case [name, edge] if (lowest := number_in(edge)) is not None:
                grades.append((str(name), lowest))
            case _:
                whole.add(Problem("scores.not_a_grade", whole.place("grades", number), {"row": str(row)}))
                return ()
    falling = all(upper > lower for (_, upper), (_, lower) in pairwise(grades))
    if grades and (not falling or grades[-1][1] != 0):
        whole.add(Problem("scores.grades_not_descending", whole.place("grades")))
    for name, times in Counter(name for name, _ in grades).items():
        if times > 1:
            whole.add(Problem("scores.grade_twice", whole.place("grades"), {"grade": name}))
    return tuple(grades)


def read_distribution(whole: Section, grades: tuple[tuple[str, Fraction], ...]) -> Distribution | None:
    """Quotas that total 1, in the order of the grades, else as written."""
    if not whole.has("distribution"):
        return None
    section = whole.inner("distribution")
    section.known_keys("group", "minimum", "quota")
    section.needed("quota")
    shares = _shares(section.inner("quota"), [grade for grade, _ in grades])
    quota = [(grade, share) for grade, share in shares if share is not None]
    return Distribution(section.choice("group", Group, Group.POST), section.whole("minimum", 1), tuple(quota))


def _shares(quotas: Section, best_first: list[str]) -> list[tuple[str, Fraction | None]]:
    shares = [(str(grade), quotas.share(grade)) for grade in quotas.data]
    total = total_of(share for _, share in shares)
    if shares and total != 1:
        quotas.add(Problem("scores.quota_total", quotas.place(), {"total": plain(total)}))
    if not best_first:
        return shares
    for grade, _ in shares:
        if grade not in best_first:
            quotas.add(Problem("scores.unknown_grade", quotas.place(grade), {"grade": grade}))
    return sorted((each for each in shares if each[0] in best_first), key=lambda each: best_first.index(each[0]))
