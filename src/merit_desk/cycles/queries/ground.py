"""What a cycle means to the core: its period, its population, and the ground on which people are enrolled."""

from datetime import date
from typing import Any

from merit.company import Company
from merit.kernel.period import Period
from merit.reviews.enrolment import Enrolment, Ground, enrolments
from merit.reviews.population import Population
from merit.reviews.stages import CycleKind
from merit_desk.cycles.forms.terms import ProbationTerms, terms_of
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.cycles.queries.probation import probation_days


def population_in(stored: dict[str, Any]) -> Population:
    """The population as a cycle keeps it."""
    lists = (frozenset(stored.get(name, ())) for name in ("posts", "teams", "people", "without"))
    return Population(*lists)


def people_of(
    company: Company, kind: CycleKind, period: Period, population: Population, terms: ProbationTerms
) -> list[str]:
    """Everybody the cycle is for, by id; of a probation cycle those whose probation begins or runs in the period."""
    people = population.among(company.organisation, period)
    if kind is not CycleKind.PROBATION:
        return people
    return [person for person in people if probation_days(company.organisation, person, period, terms)]


def enrolments_of(company: Company, cycle: Cycle, people: list[str] | None = None) -> list[Enrolment]:
    """How everybody the cycle is for takes part, as the organisation stands now."""
    kind, period = CycleKind(cycle.kind), Period.parse(cycle.period)
    terms = terms_of(cycle.options)
    if people is None:
        people = people_of(company, kind, period, population_in(cycle.population), terms)
    if kind is not CycleKind.PROBATION:
        return list(enrolments(people, _ground(company, period)))
    found: list[Enrolment] = []
    elsewhere = _judged_elsewhere(cycle)
    for person in people:
        own = probation_days(company.organisation, person, period, terms)
        if own and (person, own.start) not in elsewhere:
            found += enrolments([person], _ground(company, own))
    return found


def _ground(company: Company, period: Period) -> Ground:
    return Ground(period, company.organisation, company.calendar, company.plans)


def _judged_elsewhere(cycle: Cycle) -> set[tuple[str, date]]:
    """Probations that another cycle looks after, as when one goes on over the turn of the year."""
    others = Participant.objects.filter(cycle__kind=CycleKind.PROBATION).exclude(cycle_id=cycle.pk or 0)
    return set(others.values_list("person", "start"))
