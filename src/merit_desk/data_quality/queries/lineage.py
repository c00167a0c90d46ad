"""Lineage of a KPI: the files and tables below it, the plans, rewards and people above it; only what may be seen.

Everything is read from declarations, kept counts and the results of one period; no fact is looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from merit.catalogue.made_of import made_of, tables_needed
from merit.company import Company
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit.rewards.plan.reward_plan import RewardPlan
from merit.scores.plan.score_plan import ScorePlan
from merit.sources.company_folder.references import kpis_named
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.catalogue.queries.data_at_hand import TableAtHand, facts_now, tables_at_hand
from merit_desk.catalogue.queries.sight import kpis_seen, plans_seen, require_kpi, sees_all
from merit_desk.catalogue.queries.uses import Use, UseLine, use_lines, uses_of
from merit_desk.intake.queries.sources import Source, sources
from merit_desk.results.queries.names import standing
from merit_desk.results.queries.period_files import PeriodFiles, periods_run


@dataclass(frozen=True, slots=True)
class Reached:
    """A person whose score or pay the KPI reaches; `payable` is all they are paid, None where it may not be seen."""

    person: str
    name: str
    team: str
    payable: Decimal | None


@dataclass(frozen=True, slots=True)
class Lineage:
    """One KPI with what it comes from and what comes of it; `period` is empty before the first run."""

    kpi: str
    sources: tuple[Source, ...]
    tables: tuple[TableAtHand, ...]
    parts: tuple[str, ...]
    """Listed KPIs that it is made of, however deep, the nearest first."""
    wholes: tuple[str, ...]
    """Listed KPIs that are made of it, however high."""
    plans: tuple[tuple[Use, UseLine], ...]
    rewards: tuple[tuple[Use, UseLine], ...]
    period: str
    people: tuple[Reached, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """Where a walk begins that is no KPI: a table, a plan, a reward or a person."""

    kind: str
    id: str


def lineage(viewer: Viewer, company: Company, kpi: str, period: str = "") -> Lineage:
    """Raises NotFoundRefusal for a KPI of which the viewer may not know, and for a period that was not run."""
    require_kpi(viewer, company, kpi)
    seen = kpis_seen(viewer, company)
    listed = [each.id for each in company.catalogue.kpis.values() if each.id in seen and not each.hidden]
    wholes = [each for each in listed if each != kpi and kpi in made_of(company.catalogue, each)]
    parts = [each for each in made_of(company.catalogue, kpi)[1:] if each in set(listed)]
    tables = tables_at_hand(company, kpi, facts_now())
    uses = _used(viewer, company, (kpi, *wholes))
    plans = tuple(each for each in uses if each[0].kind == "plan")
    rewards = tuple(each for each in uses if each[0].kind == "reward")
    asked, people = _people(viewer, company, [use.id for use, _ in plans], [use.id for use, _ in rewards], period)
    return Lineage(
        kpi=kpi,
        sources=tuple(_sources(viewer, {each.table for each in tables})),
        tables=tuple(tables),
        parts=tuple(parts),
        wholes=tuple(wholes),
        plans=plans,
        rewards=rewards,
        period=asked,
        people=people,
    )


def kpis_from(viewer: Viewer, company: Company, start: Start, period: str = "") -> list[str]:
    """The listed KPIs through which a walk from there leads. Raises NotFoundRefusal for what may not be seen."""
    seen, catalogue = kpis_seen(viewer, company), company.catalogue
    match start.kind:
        case "table":
            found = {each for each in seen if start.id in tables_needed(catalogue, each)}
        case "plan" | "reward":
            found = _named(viewer, company, start)
        case _:
            found = _behind(viewer, company, start.id, period)
    if not found & seen:
        raise NotFoundRefusal("refusal.no_such_page")
    return [each.id for each in catalogue.kpis.values() if each.id in found & seen and not each.hidden]


def kpis_to_choose(viewer: Viewer, company: Company) -> list[str]:
    """The listed KPIs of which the viewer may know, in catalogue order. Raises NotFoundRefusal when there is none."""
    seen = kpis_seen(viewer, company)
    found = [each.id for each in company.catalogue.kpis.values() if each.id in seen and not each.hidden]
    if not found:
        raise NotFoundRefusal("refusal.no_such_page")
    return found


def most_used(viewer: Viewer, company: Company) -> str:
    """The KPI that most plans and rewards use: a walk has to begin somewhere."""
    found = kpis_to_choose(viewer, company)
    return max(found, key=lambda kpi: sum(use.kind in ("plan", "reward") for use in uses_of(company, kpi)))


def _sources(viewer: Viewer, tables: set[str]) -> list[Source]:
    if not viewer.can(Can.SEE_SOURCES):
        return []
    return [each for each in sources()[0] if tables.intersection(each.tables)]


def _used(viewer: Viewer, company: Company, kpis: Iterable[str]) -> list[tuple[Use, UseLine]]:
    """Plans and rewards that use any of the KPIs, each once."""
    uses = dict.fromkeys(use for kpi in kpis for use in uses_of(company, kpi) if use.kind in ("plan", "reward"))
    plans, all_else = plans_seen(viewer, company), sees_all(viewer)
    lines = ((use, use_lines(company, (use,), plans, all_else)) for use in uses)
    return [(use, line) for use, shown in lines for line in shown]


def _people(
    viewer: Viewer, company: Company, plans: list[str], rewards: list[str], period: str
) -> tuple[str, tuple[Reached, ...]]:
    """Who is scored by one of the plans or paid by one of the rewards, in the period asked for or the latest."""
    asked = period or next(iter(periods_run()), "")
    if not asked:
        return "", ()
    files = visible_files(viewer, asked)
    found = {person: None for person, total in files.totals.items() if total.plan in plans}
    found |= {person: None for person, rows in files.pay.items() if any(row.reward in rewards for row in rows)}
    return asked, tuple(_reached(company, files, person) for person in found)


def _reached(company: Company, files: PeriodFiles, person: str) -> Reached:
    who = standing(company, person, Period.parse(files.period))
    return Reached(person, who.name, who.team, files.payable(person) if person in files.pay else None)


def _named(viewer: Viewer, company: Company, start: Start) -> set[str]:
    """What a plan or a reward names, in any of its versions."""
    definitions: list[ScorePlan | RewardPlan] = []
    if start.kind == "plan" and start.id in plans_seen(viewer, company):
        definitions += [plan for plan in company.plans if plan.plan == start.id]
    if start.kind == "reward" and sees_all(viewer):
        definitions += [reward for reward in company.rewards if reward.reward == start.id]
    return {at.id for each in definitions for at in kpis_named(each, each.source)}


def _behind(viewer: Viewer, company: Company, person: str, period: str) -> set[str]:
    """What a person's score and pay of the period rest on, as far as both may be seen."""
    asked = period or next(iter(periods_run()), "")
    files = visible_files(viewer, asked)
    found: set[str] = set()
    if person in files.totals:
        found |= _named(viewer, company, Start("plan", files.totals[person].plan))
    for row in files.pay.get(person, ()):
        found |= _named(viewer, company, Start("reward", row.reward))
    return found
