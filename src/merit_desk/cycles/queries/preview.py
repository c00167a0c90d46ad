"""Whom a cycle would be for, before it is made: how many, who, who is left out and why, and findings of law."""

from dataclasses import dataclass

from merit.company import Company
from merit.kernel.period import Period
from merit.kernel.problems import Problem
from merit.reviews.stages import CycleKind
from merit_desk.cycles.forms.terms import ProbationTerms
from merit_desk.cycles.models import Cycle
from merit_desk.cycles.queries.ground import enrolments_of
from merit_desk.cycles.queries.probation import findings_about, probation_days
from merit_desk.results.queries.names import node_name
from merit_desk.shell.sentences import say

_NAMED = 24


@dataclass(frozen=True, slots=True)
class Preview:
    """`out` pairs a name with the sentence of why; `days` (of a probation) are pairs of a name and its own days."""

    count: int
    names: tuple[str, ...]
    more: int
    out: tuple[tuple[str, str], ...]
    without_plan: int
    days: tuple[tuple[str, Period], ...]
    findings: tuple[Problem, ...]


def preview_of(
    company: Company, kind: CycleKind, period: Period, population: dict[str, list[str]], terms: ProbationTerms
) -> Preview:
    """For a cycle that is not there yet."""
    cycle = Cycle(kind=kind, period=str(period), population=population, options={"probation": terms.stored()})
    found = enrolments_of(company, cycle)
    taking_part = [each for each in found if each.why_out is None]
    out = [(_name(company, each.person), say(f"cycles.out.{each.why_out}")) for each in found if each.why_out]
    names = tuple(_name(company, each.person) for each in taking_part[:_NAMED])
    days: list[tuple[str, Period]] = []
    findings: list[Problem] = []
    if kind is CycleKind.PROBATION:
        for each in found:
            own = probation_days(company.organisation, each.person, period, terms)
            if own:
                days.append((_name(company, each.person), own))
                findings += findings_about(company, each.person, own, terms)
    without_plan = sum(1 for each in taking_part if not each.stretches[-1].plan)
    more = max(len(taking_part) - _NAMED, 0)
    return Preview(len(taking_part), names, more, tuple(out), without_plan, tuple(days), tuple(findings))


def _name(company: Company, person: str) -> str:
    return node_name(company, "person", person)
