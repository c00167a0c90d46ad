"""What the plan check looks at: each plan in use, for whom it is, and where its findings point."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from merit.company import Company
from merit.kernel.explain import LineRef
from merit.kernel.node import Node
from merit.kernel.period import Period
from merit.kernel.problems import Place, Problem, Severity
from merit.metrics.figures import KpiValue
from merit.people.organisation import Spell, SpellStatus
from merit.people.spells import people_in, spells_in
from merit.scores.figure_node import node_around
from merit.scores.plan.score_plan import Indicator, IndicatorKind, ScorePlan
from merit.scores.segments import plan_for

READS_KPI = frozenset({IndicatorKind.MEASURED, IndicatorKind.TASK})
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class PlanInUse:
    """A plan with its cycle at the time of the check and the spells of those it is for; none: it is for nobody."""

    plan: ScorePlan
    cycle: Period
    spells: tuple[Spell, ...]

    def node_of(self, indicator: Indicator, spell: Spell, company: Company) -> Node:
        """Whose figure the indicator reads for that person."""
        return node_around(indicator.of, spell, max(self.cycle.start, spell.start), company.organisation)

    @property
    def kpi_indicators(self) -> list[Indicator]:
        """Those whose actual is a KPI."""
        return [each for each in self.plan.indicators if each.kind in READS_KPI]


@dataclass(frozen=True, slots=True)
class Track:
    """The values of one indicator by person and period, of periods in which the person held the post throughout."""

    indicator: Indicator
    values: dict[tuple[str, Period], KpiValue]

    def of(self, person: str) -> list[KpiValue]:
        """One person's, the oldest first, usable or not."""
        return [value for (who, _), value in self.values.items() if who == person]

    def since(self, periods: Sequence[Period]) -> list[KpiValue]:
        """Everybody's in those periods."""
        return [value for (_, period), value in self.values.items() if period in periods]


def plans_in_use(company: Company, period: Period) -> list[PlanInUse]:
    """The version of each plan in force, with the people it falls to by the same rules as in scoring."""
    found: dict[tuple[str, int], PlanInUse] = {}
    for plan in _in_force(company, period):
        cycle = Period.containing(period.start, plan.cycle)
        spells = tuple(spell for spell, its in _assigned(company, cycle) if its.ref == plan.ref)
        found[plan.plan, plan.version] = PlanInUse(plan, cycle, spells)
    return list(found.values())


def without_plan(company: Company, period: Period) -> list[Spell]:
    """The spells at work in the period for which no plan of any cycle is in force."""
    cycles = {Period.containing(period.start, plan.cycle) for plan in company.plans}
    served = {spell.person for cycle in cycles for spell, _ in _assigned(company, cycle)}
    return [
        part.spell
        for person in people_in(company.organisation, period)
        if person not in served
        for part in spells_in(company.organisation, person, period)[:1]
        if part.spell.status is not SpellStatus.LEAVE
    ]


def _in_force(company: Company, period: Period) -> list[ScorePlan]:
    begun = [plan for plan in company.plans if plan.valid_from < period.end]
    names = dict.fromkeys(plan.plan for plan in begun)
    return [
        max((plan for plan in begun if plan.plan == name), key=lambda plan: (plan.valid_from, plan.version))
        for name in names
    ]


def _assigned(company: Company, cycle: Period) -> Iterator[tuple[Spell, ScorePlan]]:
    """Each person once under each plan."""
    seen: set[tuple[str, str, int]] = set()
    for person in people_in(company.organisation, cycle):
        for part in spells_in(company.organisation, person, cycle):
            plan, _ = plan_for(company.plans, part, cycle, company.organisation)
            if plan is not None and (person, plan.plan, plan.version) not in seen:
                seen.add((person, plan.plan, plan.version))
                yield part.spell, plan


def earlier(period: Period, count: int) -> list[Period]:
    """The periods just before, the oldest first."""
    found: list[Period] = []
    for _ in range(count):
        period = period.previous()
        found.append(period)
    return found[::-1]


def warning(code: str, source: LineRef, **params: str | int) -> Problem:
    """A finding that should be mended before the plan takes effect."""
    return Problem(code, Place(source.file, source.line), params, Severity.WARNING)


def note(code: str, source: LineRef, **params: str | int) -> Problem:
    """A finding worth a look."""
    return Problem(code, Place(source.file, source.line), params, Severity.NOTE)


def listed(names: list[str]) -> str:
    """The first few of them."""
    return ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
