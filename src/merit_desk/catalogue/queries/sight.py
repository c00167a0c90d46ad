"""Which KPIs somebody may read about: all with SEE_DEFINITIONS, else those in their own and their people's plans."""

from collections.abc import Iterable

from merit.catalogue.made_of import made_of
from merit.company import Company
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import NotFoundRefusal
from merit.people.spells import spells_in
from merit.scores.plan.score_plan import ScorePlan
from merit.sources.company_folder.references import kpis_named
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.subtree import below_in
from merit_desk.accounts.viewer import Viewer


def sees_all(viewer: Viewer) -> bool:
    """Whether every definition may be read."""
    return viewer.can(Can.SEE_DEFINITIONS)


def plans_seen(viewer: Viewer, company: Company) -> frozenset[str]:
    """Ids of the plans that the viewer may read."""
    if sees_all(viewer):
        return frozenset(plan.plan for plan in company.plans)
    year = Period.containing(viewer.today, Grain.YEAR)
    span = Period(year.previous().start, year.end)
    people = {viewer.person} | below_in(
        company.organisation, viewer.person, Period.containing(viewer.today, Grain.MONTH)
    )
    return frozenset(plan.plan for plan in company.plans if _is_for(plan, company, people - {""}, span))


def _is_for(plan: ScorePlan, company: Company, people: Iterable[str], span: Period) -> bool:
    parts = (part for person in people for part in spells_in(company.organisation, person, span))
    return any(plan.audience.holds(part, company.organisation) for part in parts)


def kpis_seen(viewer: Viewer, company: Company) -> frozenset[str]:
    """Ids of the KPIs that the viewer may read about, with all that those are made of."""
    if sees_all(viewer):
        return frozenset(company.catalogue.kpis)
    plans = plans_seen(viewer, company)
    named = {at.id for plan in company.plans if plan.plan in plans for at in kpis_named(plan, plan.source)}
    return frozenset(each for kpi in named for each in made_of(company.catalogue, kpi))


def require_kpi(viewer: Viewer, company: Company, kpi: str) -> None:
    """Raises NotFoundRefusal for a KPI that there is not, or of which the viewer may not know."""
    if kpi not in kpis_seen(viewer, company):
        raise NotFoundRefusal("metrics.unknown_kpi", kpi=kpi)
