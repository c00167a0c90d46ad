"""The list of plans, and one plan on one page."""

from dataclasses import dataclass
from datetime import date

from merit.company import Company
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import NotFoundRefusal
from merit.people.organisation import SpellStatus
from merit.people.spells import people_in, spells_in
from merit.scores.plan.score_plan import ScorePlan
from merit.scores.segments import plan_for
from merit_desk.accounts.queries.sight import people_in_sight
from merit_desk.accounts.viewer import Viewer
from merit_desk.catalogue.queries.sight import plans_seen
from merit_desk.plans.queries.drawing import CurveChart, curve_chart
from merit_desk.plans.queries.words import IndicatorLine, audience_words, indicator_line, modifier_words
from merit_desk.results.queries.names import titled


@dataclass(frozen=True, slots=True)
class OnPlan:
    """A person whom the plan falls to this month."""

    person: str
    name: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan of the list, in the version in force."""

    plan: str
    title: str
    version: int
    whom: str
    cycle: str
    valid_from: date
    indicators: tuple[IndicatorLine, ...]
    people: int
    coming: int
    """The number of a version that is yet to come, 0 where there is none."""


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """One version of a plan with everything to be read about it."""

    plan: ScorePlan
    title: str
    whom: str
    indicators: tuple[tuple[IndicatorLine, CurveChart | None], ...]
    modifiers: tuple[str, ...]
    grades: tuple[tuple[str, str, str], ...]
    """Grade, from, to (empty for the best)."""
    people: tuple[OnPlan, ...]


def plan_lines(viewer: Viewer, company: Company, words: str = "") -> list[PlanLine]:
    """The plans that the viewer may read, by title."""
    seen, month = plans_seen(viewer, company), Period.containing(viewer.today, Grain.MONTH)
    counts = _people_by_plan(company, month)
    sight = people_in_sight(viewer, str(month))
    found = []
    for name in dict.fromkeys(plan.plan for plan in company.plans if plan.plan in seen):
        plan = plan_in_force(company, name, viewer.today)
        people = sum(person in sight for person in counts.get(name, ()))
        line = _line(company, plan, people, viewer.today)
        if all(word in _searched(line) for word in words.lower().split()):
            found.append(line)
    return found


def _searched(line: PlanLine) -> str:
    return " ".join((line.plan, line.title, line.whom, *(each.title for each in line.indicators))).lower()


def _line(company: Company, plan: ScorePlan, people: int, today: date) -> PlanLine:
    later = [each.version for each in company.plans if each.plan == plan.plan and each.valid_from > today]
    return PlanLine(
        plan=plan.plan,
        title=titled(plan.title, plan.plan),
        version=plan.version,
        whom=audience_words(company, plan),
        cycle=plan.cycle.value,
        valid_from=plan.valid_from,
        indicators=tuple(indicator_line(company, each) for each in plan.indicators),
        people=people,
        coming=next((version for version in later if version != plan.version), 0),
    )


def plan_in_force(company: Company, plan: str, day: date) -> ScorePlan:
    """The version that counts on the day, else the first to come. Raises NotFoundRefusal for an unknown plan."""
    versions = sorted(
        (each for each in company.plans if each.plan == plan), key=lambda each: (each.valid_from, each.version)
    )
    if not versions:
        raise NotFoundRefusal("plans.no_such_plan", plan=plan)
    return next((each for each in reversed(versions) if each.valid_from <= day), versions[0])


def require_plan(viewer: Viewer, company: Company, plan: str) -> None:
    """Raises NotFoundRefusal for a plan that there is not, or of which the viewer may not know."""
    if plan not in plans_seen(viewer, company):
        raise NotFoundRefusal("plans.no_such_plan", plan=plan)


def plan_sheet(viewer: Viewer, company: Company, plan: ScorePlan) -> PlanSheet:
    """The version as given; the people are those of this month whom the viewer may see."""
    month = Period.containing(viewer.today, Grain.MONTH)
    sight = people_in_sight(viewer, str(month))
    people = [person for person in people_on(company, plan.plan, month) if person in sight]
    edges = ["", *(f"{float(lowest):g}" for _, lowest in plan.grades)]
    return PlanSheet(
        plan=plan,
        title=titled(plan.title, plan.plan),
        whom=audience_words(company, plan),
        indicators=tuple((indicator_line(company, each), curve_chart(company, each)) for each in plan.indicators),
        modifiers=tuple(modifier_words(company, each) for each in plan.modifiers),
        grades=tuple((grade, edges[at + 1], edges[at]) for at, (grade, _) in enumerate(plan.grades)),
        people=tuple(OnPlan(person, _name(company, person)) for person in people),
    )


def people_on(company: Company, plan: str, period: Period) -> list[str]:
    """Everybody whom the plan falls to on any day of the period, by id."""
    return _people_by_plan(company, period).get(plan, [])


def _people_by_plan(company: Company, period: Period) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    cycles = {plan.cycle for plan in company.plans}
    for cycle in cycles:
        whole = Period.containing(period.start, cycle)
        for person in people_in(company.organisation, period):
            for part in spells_in(company.organisation, person, period):
                plan, _ = plan_for(company.plans, part, whole, company.organisation)
                if plan is not None and part.spell.status is not SpellStatus.LEAVE:
                    on = found.setdefault(plan.plan, [])
                    if person not in on:
                        on.append(person)
    return found


def _name(company: Company, person: str) -> str:
    return company.organisation.spells_of[person][-1].name
