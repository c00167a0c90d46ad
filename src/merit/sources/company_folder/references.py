"""Whether what one file names is declared by another: KPIs, people, teams, shops and posts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass

from merit.company import Company
from merit.guards.records import GuardRecords
from merit.kernel.explain import LineRef
from merit.kernel.node import COMPANY_ID, NodeKind
from merit.kernel.problems import Place, Problem, Severity
from merit.people.organisation import TeamKind
from merit.people.posts import Part
from merit.rewards.plan.reward_plan import RewardPlan
from merit.scores.indicators.ratings import PSEUDONYM_MARK
from merit.scores.plan.score_plan import Indicator, IndicatorKind, ScorePlan


@dataclass(frozen=True, slots=True)
class Named:
    """A name that a file uses, and where."""

    id: str
    file: str
    line: int
    field: str

    @property
    def place(self) -> Place:
        """Where the name stands."""
        return Place(self.file, self.line, self.field)


def check_references(company: Company, kpis: frozenset[str]) -> list[Problem]:
    """Every name without a declaration; `kpis` are the ids that are declared, whether they could be read or not."""
    people = company.organisation.spells_of.keys()
    shops = {shop.shop for shop in company.shops}
    no_kpis = [at for at in _kpis(company) if at.id not in kpis]
    strangers = [at for at in _people(company) if at.id not in people]
    no_shops = [at for at in _shops(company) if at.id not in shops]
    return [
        *(Problem("company.unknown_kpi", at.place, {"kpi": at.id}) for at in no_kpis),
        *(Problem("company.unknown_person", at.place, {"person": at.id}) for at in strangers),
        *(Problem("company.unknown_shop", at.place, {"shop": at.id}) for at in no_shops),
        *_unknown_nodes(company),
        *_unknown_audiences(company),
        *_unknown_posts(company),
        *_unknown_grades(company),
        *_unknown_rewards(company),
    ]


def _at(source: LineRef, field: str, name: str) -> Named:
    return Named(name, source.file, source.line, field)


def _kpis(company: Company) -> Iterator[Named]:
    rows = [(target.kpi, target.source) for target in company.targets]
    rows += [(benchmark.kpi, benchmark.source) for benchmark in company.benchmarks]
    rows += [(value.kpi, value.source) for value in company.manual_values]
    rows += [(figure.kpi, figure.source) for figure in company.platform_figures]
    rows += [(release.kpi, release.source) for release in company.reconciliation_releases]
    for kpi, source in rows:
        yield _at(source, "kpi", kpi)
    definitions: Iterable[ScorePlan | RewardPlan] = (*company.plans, *company.rewards)
    for definition in definitions:
        yield from kpis_named(definition, definition.source)


def kpis_named(thing: object, source: LineRef) -> Iterator[Named]:
    """Every KPI that a plan or a reward names, however deep, with the nearest line known."""
    if isinstance(thing, tuple):
        for each in thing:
            yield from kpis_named(each, source)
    if not is_dataclass(thing):
        return
    own = getattr(thing, "source", source)
    if isinstance(thing, Indicator) and thing.kind in (IndicatorKind.MEASURED, IndicatorKind.TASK):
        yield _at(own, "kpi", thing.subject)
    for field in fields(thing):
        value = getattr(thing, field.name)
        if field.name == "kpi" and value:
            yield _at(own, "kpi", str(value))
        else:
            yield from kpis_named(value, own)


def _people(company: Company) -> Iterator[Named]:
    for rating in company.ratings:
        yield _at(rating.source, "subject", rating.subject)
        if not rating.rater.startswith(PSEUDONYM_MARK):
            yield _at(rating.source, "rater", rating.rater)
    for event in company.events:
        yield _at(event.source, "person", event.person)
    for value in company.manual_values:
        yield _at(value.source, "entered_by", value.entered_by)
        if value.confirmed_by:
            yield _at(value.source, "confirmed_by", value.confirmed_by)
    for decision in company.grade_decisions:
        yield _at(decision.source, "person", decision.person)
    for paid in company.pay_decisions:
        yield _at(paid.source, "person", paid.person)
    yield from _people_of_guards(company.guard_records)


def _people_of_guards(records: GuardRecords) -> Iterator[Named]:
    rows = [(each.person, each.source) for each in records.notices]
    rows += [(each.person, each.source) for each in records.losses]
    rows += [(each.person, each.source) for each in records.overrides]
    rows += [(each.contract.person, each.source) for each in records.contracts]
    rows += [(each.payroll.person, each.source) for each in records.payroll]
    for person, source in rows:
        if person:
            yield _at(source, "person", person)


def _shops(company: Company) -> Iterator[Named]:
    for figure in company.platform_figures:
        yield _at(figure.source, "shop", figure.shop)
    for release in company.reconciliation_releases:
        yield _at(release.source, "shop", release.shop)
    for bearer in company.refund_bearers:
        yield _at(bearer.source, "shop", bearer.shop)
    for share in company.credits:
        if share.kind == "shop":
            yield _at(share.source, "subject", share.subject)


def _unknown_nodes(company: Company) -> Iterator[Problem]:
    known = _declared_nodes(company)
    rows = [(target.node_kind, target.node, target.source) for target in company.targets]
    rows += [(str(value.node.kind), value.node.id, value.source) for value in company.manual_values]
    rows += [(NodeKind.TEAM, budget.team, budget.source) for budget in company.pay_budgets if budget.team]
    for kind, node, source in rows:
        if kind in known and node not in known[kind]:
            params: dict[str, str | int] = {"kind": kind, "node": node}
            yield Problem("company.unknown_node", _at(source, "node", node).place, params)


def _declared_nodes(company: Company) -> dict[str, set[str]]:
    """Ids by kind of node; channels are declared nowhere, so any is right."""
    teams = company.organisation.teams
    departments = {team.team for team in teams if team.kind is TeamKind.DEPARTMENT}
    return {
        NodeKind.COMPANY: {COMPANY_ID},
        NodeKind.DEPARTMENT: departments,
        NodeKind.TEAM: {team.team for team in teams},
        NodeKind.PERSON: set(company.organisation.spells_of),
        NodeKind.SHOP: {shop.shop for shop in company.shops},
    }


def _unknown_audiences(company: Company) -> Iterator[Problem]:
    posts = {spell.post for spell in company.organisation.spells}
    definitions: Iterable[ScorePlan | RewardPlan] = (*company.plans, *company.rewards)
    for definition in definitions:
        place, audience = Place(definition.source.file, definition.source.line, "for"), definition.audience
        for team in _absent(audience.teams, company.organisation.rows_of.__contains__):
            yield Problem("company.unknown_node", place, {"kind": "team", "node": team})
        for person in _absent(audience.people, company.organisation.spells_of.__contains__):
            yield Problem("company.unknown_person", place, {"person": person})
        for post in _absent(audience.posts, posts.__contains__):
            yield Problem("company.nobody_in_post", place, {"post": post}, Severity.WARNING)


def _unknown_posts(company: Company) -> Iterator[Problem]:
    known = {post.post for post in company.posts} | {spell.post for spell in company.organisation.spells}
    for matter in company.matters:
        for part in Part:
            place = Place(matter.source.file, matter.source.line, part)
            for post in _absent(matter.posts(part), known.__contains__):
                yield Problem("company.unknown_post", place, {"post": post}, Severity.WARNING)


def _unknown_rewards(company: Company) -> Iterator[Problem]:
    known = {plan.reward for plan in company.rewards}
    for decision in company.pay_decisions:
        if decision.reward not in known:
            at = _at(decision.source, "reward", decision.reward)
            yield Problem("company.unknown_reward", at.place, {"reward": at.id})


def _unknown_grades(company: Company) -> Iterator[Problem]:
    """Grades that no plan gives; whether the person's own plan has them is looked at when scoring."""
    quotas = [plan.distribution.quota for plan in company.plans if plan.distribution]
    known = {name for grades in (*(plan.grades for plan in company.plans), *quotas) for name, _ in grades}
    for decision in company.grade_decisions:
        for field, grade in (("before", decision.before), ("grade", decision.grade)):
            if grade not in known:
                params: dict[str, str | int] = {"grade": grade, "known": ", ".join(sorted(known))}
                yield Problem("company.unknown_grade", _at(decision.source, field, grade).place, params)


def _absent(names: Iterable[str], known: Callable[[object], bool]) -> list[str]:
    return [name for name in names if not known(name)]
