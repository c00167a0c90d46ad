"""Whether reward plans fit the company: KPIs, posts, teams and people that exist, one meaning for each version."""

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches

from merit.catalogue.expression import Call, Expression, Name, Operation
from merit.catalogue.kpi import Catalogue, Formula, Measured, RatioOf
from merit.kernel.problems import Problem, Severity, in_order
from merit.people.organisation import Organisation
from merit.rewards.plan import BonusTerms, CommissionTerms, PoolTerms, RefundRule, RewardPlan

GROSS = frozenset({"paid_sales", "signed_sales"})
"""Bases that are settled not to subtract refunds."""


def reward_problems(plans: Sequence[RewardPlan], catalogue: Catalogue, organisation: Organisation) -> list[Problem]:
    """Everything about the plans that only shows beside the rest of the company."""
    problems: list[Problem] = []
    seen: set[tuple[str, int]] = set()
    for plan in plans:
        if (plan.reward, plan.version) in seen:
            params: dict[str, str | int] = {"reward": plan.reward, "version": plan.version}
            problems.append(Problem("rewards.version_twice", plan.place, params))
        seen.add((plan.reward, plan.version))
        problems += _unknown_kpis(plan, catalogue)
        problems += _unknown_receivers(plan, organisation)
        problems += _base_problems(plan, catalogue)
    return in_order(problems)


def kpis_of(plan: RewardPlan) -> frozenset[str]:
    """Every KPI that the plan reads."""
    match plan.terms:
        case BonusTerms(department=department, company=company):
            return frozenset(table.kpi for table in (department, company) if table is not None)
        case PoolTerms(kpi=kpi, share_by=share_by):
            return frozenset(each for each in (kpi, *(share.kpi for share in share_by)) if each)
        case CommissionTerms() as terms:
            conditions = [gate.condition.kpi for gate in terms.gates] + [each.condition.kpi for each in terms.kickers]
            multiplier = [terms.multiplier.kpi] if terms.multiplier is not None else []
            return frozenset([terms.base.kpi, *conditions, *multiplier])


def _unknown_kpis(plan: RewardPlan, catalogue: Catalogue) -> list[Problem]:
    return [
        Problem(
            "rewards.unknown_kpi",
            plan.place,
            {"reward": plan.reward, "kpi": kpi, "nearest": _near(kpi, catalogue.kpis)},
        )
        for kpi in sorted(kpis_of(plan))
        if kpi not in catalogue
    ]


def _unknown_receivers(plan: RewardPlan, organisation: Organisation) -> list[Problem]:
    spells, audience = organisation.spells, plan.audience
    known: list[tuple[tuple[str, ...], set[str]]] = [
        (audience.posts, {spell.post for spell in spells}),
        (audience.teams, {team.team for team in organisation.teams}),
        (audience.people, {spell.person for spell in spells}),
    ]
    return [
        Problem(
            "rewards.unknown_receiver", plan.place, {"reward": plan.reward, "name": name, "nearest": _near(name, names)}
        )
        for named, names in known
        for name in named
        if name not in names
    ]


def _base_problems(plan: RewardPlan, catalogue: Catalogue) -> list[Problem]:
    if not isinstance(plan.terms, CommissionTerms) or plan.terms.base.kpi not in catalogue:
        return []
    base, problems = plan.terms.base, []
    if plan.terms.refunds is RefundRule.CLAWBACK and base.kpi not in GROSS and subtracts_refunds(catalogue, base.kpi):
        problems.append(Problem("rewards.clawback_on_net", plan.place, {"kpi": base.kpi}))
    body = catalogue[base.kpi].body
    if isinstance(body, Measured) and body.measure.at.endswith("_at") and body.measure.at != f"{base.date_basis}_at":
        params: dict[str, str | int] = {"reward": plan.reward, "kpi": base.kpi}
        params |= {"stated": str(base.date_basis), "measured": body.measure.at.removesuffix("_at")}
        problems.append(Problem("rewards.date_basis_differs", plan.place, params, Severity.WARNING))
    return problems


def subtracts_refunds(catalogue: Catalogue, kpi: str) -> bool:
    """True when refunds stand anywhere in what the KPI is made of."""
    return _mentions(catalogue, kpi, lambda relation: "refund" in relation, set())


def _mentions(catalogue: Catalogue, kpi: str, found: Callable[[str], bool], seen: set[str]) -> bool:
    if kpi in seen or kpi not in catalogue:
        return False
    seen.add(kpi)
    match catalogue[kpi].body:
        case Measured(measure=measure):
            return found(measure.relation)
        case RatioOf(part=part, whole=whole):
            return any(_mentions(catalogue, each, found, seen) for each in (part, whole))
        case Formula(expression=expression):
            return any(_mentions(catalogue, each, found, seen) for each in _names(expression))
        case _:
            return False


def _names(expression: Expression) -> Iterable[str]:
    match expression:
        case Name(id=name):
            yield name
        case Operation(operands=parts) | Call(arguments=parts):
            for part in parts:
                yield from _names(part)
        case _:
            return


def _near(name: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(name, sorted(known), 1)), "-")
