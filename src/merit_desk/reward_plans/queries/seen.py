"""Which rewards and versions somebody may read: all with SEE_DEFINITIONS, else those of their people."""

from collections.abc import Iterable
from datetime import date

from merit.company import Company
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import NotFoundRefusal
from merit.people.spells import SpellPart, spells_in
from merit.rewards.plan.reward_plan import RewardPlan
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.subtree import below_in
from merit_desk.accounts.viewer import Viewer


def versions_seen(viewer: Viewer, company: Company) -> list[RewardPlan]:
    """Every version that the viewer may read, in the order of the company's files.

    Without SEE_DEFINITIONS: those that were, are or will be for the viewer or somebody below them on some day of last
    year, this year or after.
    """
    if viewer.can(Can.SEE_DEFINITIONS):
        return list(company.rewards)
    if not viewer.person:
        return []
    month = Period.containing(viewer.today, Grain.MONTH)
    people = {viewer.person} | below_in(company.organisation, viewer.person, month)
    year = Period.containing(viewer.today, Grain.YEAR)
    parts = list(_parts(company, people, Period(year.previous().start, date(year.end.year + 1, 1, 1))))
    return [plan for plan in company.rewards if _is_for(company, plan, parts)]


def require_version(viewer: Viewer, company: Company, reward: str, number: int | None = None) -> list[RewardPlan]:
    """The versions of the reward that the viewer may read. Raises NotFoundRefusal for none, or not that number."""
    found = [each for each in versions_seen(viewer, company) if each.reward == reward]
    if not found or (number is not None and all(each.version != number for each in found)):
        raise NotFoundRefusal("reward_plans.no_such", reward=reward)
    return found


def is_for(company: Company, plan: RewardPlan, person: str, day: date) -> bool:
    """Whether the version is for the person on that day, or on its first day where that is still to come."""
    at = max(day, plan.valid_from or day)
    if plan.valid_to is not None and at > plan.valid_to:
        return False
    parts = spells_in(company.organisation, person, Period(at, date.fromordinal(at.toordinal() + 1)))
    return any(plan.audience.holds(part, company.organisation) for part in parts)


def people_on(company: Company, plan: RewardPlan, day: date) -> list[str]:
    """Everybody for whom the version is on that day (or on its first), by id."""
    at = max(day, plan.valid_from or day)
    if is_over(plan, at):
        return []
    present = on_duty(company, at)
    return [person for person in sorted(present) if plan.audience.holds(present[person], company.organisation)]


_present: dict[date, tuple[Company, dict[str, SpellPart]]] = {}


def on_duty(company: Company, day: date) -> dict[str, SpellPart]:
    """Everybody with a spell on that day, with that day of it; made once of a company and a day."""
    kept = _present.get(day)
    if kept is None or kept[0] is not company:
        whole = Period(day, date.fromordinal(day.toordinal() + 1))
        parts = {person: spells_in(company.organisation, person, whole) for person in company.organisation.spells_of}
        if len(_present) > 16:
            _present.clear()
        kept = _present[day] = (company, {person: found[0] for person, found in parts.items() if found})
    return kept[1]


def version_on(versions: Iterable[RewardPlan], day: date) -> RewardPlan | None:
    """Of one reward: the version in force on the day, None before the first."""
    begun = [each for each in versions if (each.valid_from or date.min) <= day]
    return max(begun, key=lambda each: (each.valid_from or date.min, each.version), default=None)


def is_over(plan: RewardPlan, day: date) -> bool:
    """Whether its last day has passed."""
    return plan.valid_to is not None and plan.valid_to < day


def _parts(company: Company, people: Iterable[str], span: Period) -> Iterable[SpellPart]:
    for person in people:
        yield from spells_in(company.organisation, person, span)


def _is_for(company: Company, plan: RewardPlan, parts: Iterable[SpellPart]) -> bool:
    days = (plan.valid_from or date.min, plan.valid_to or date.max)
    inside = (part for part in parts if part.period.end > days[0] and part.period.start <= days[1])
    return any(plan.audience.holds(part, company.organisation) for part in inside)
