"""Goals by whoever answers for them, with their weights and the mistakes of the set."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from merit.company import Company
from merit.kernel.exact import exact, plain
from merit_desk.goals.queries.checks import Check, set_checks
from merit_desk.goals.queries.tree import Row
from merit_desk.goals.queries.words import person_words


@dataclass(frozen=True, slots=True)
class PersonGoals:
    """One person's; `weights` is empty where none is stated."""

    person: str
    name: str
    rows: list[Row]
    weights: str
    checks: list[Check]


def by_person(company: Company, rows: Sequence[Row]) -> list[PersonGoals]:
    """Those for whom nobody answers first, then in the order of the tree."""
    found: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: bool(row.goal.person)):
        found.setdefault(row.goal.person, []).append(row)
    return [_of(company, person, mine) for person, mine in found.items()]


def _of(company: Company, person: str, rows: list[Row]) -> PersonGoals:
    own = [row.goal for row in rows if row.goal.level == "person"]
    weights = [exact(each.weight) for each in own if each.weight]
    total = plain(sum(weights, Fraction(0))) if weights else ""
    checks = set_checks(company, own) if person and len({each.period for each in own}) == 1 else []
    return PersonGoals(person, person_words(company, person), rows, total, checks)
