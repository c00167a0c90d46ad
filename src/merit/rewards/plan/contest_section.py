"""The contest part of a reward document."""

from fractions import Fraction
from itertools import pairwise

from merit.kernel.problems import Problem
from merit.kernel.section import Section
from merit.rewards.plan.contest_terms import Best, ContestTerms

KEYS = ("by", "prizes", "best", "from", "to")


def read_contest(fields: Section, common: tuple[str, ...]) -> ContestTerms:
    """The terms; a part that is wrong is left out after its Problem is noted."""
    fields.known_keys(*common, *KEYS)
    fields.needed("by", "prizes")
    by, best = fields.part("by"), fields.choice("best", Best, Best.HIGHEST) if fields.has("best") else None
    minimum: Fraction | None = None
    if by is not None:
        by.known_keys("kpi", "at_least", "at_most")
        by.needed("kpi")
        if by.has("at_least") or by.has("at_most"):
            limit = by.one_of("at_least", "at_most") or "at_least"
            minimum = by.number(limit)
            best = best or (Best.LOWEST if limit == "at_most" else None)
    first, last = fields.day("from"), fields.day("to")
    if (first is None) != (last is None):
        fields.needed("from", "to")
    if first and last and last < first:
        params: dict[str, str | int] = {"start": str(first), "end": str(last)}
        fields.add(Problem("rewards.ends_before_it_begins", fields.place("to"), params))
    return ContestTerms(by.text("kpi") if by else "", _prizes(fields), minimum, best, first, last)


def _prizes(fields: Section) -> tuple[Fraction, ...]:
    """One per place, whole fen, never rising: who comes in later is not paid more."""
    stated = [fields.as_number(each, ("prizes", place), 0) for place, each in enumerate(fields.rows("prizes"))]
    prizes = tuple(each for each in stated if each is not None)
    for place, prize in enumerate(prizes):
        if (prize * 100).denominator != 1:
            fields.add(Problem("rewards.prize_not_fen", fields.place("prizes", place), {"value": str(float(prize))}))
    if any(later > earlier for earlier, later in pairwise(prizes)):
        fields.add(Problem("rewards.prizes_rise", fields.place("prizes")))
    if not any(prizes):
        fields.add(Problem("rewards.all_zero", fields.place("prizes"), {"key": "prizes"}))
    return prizes
