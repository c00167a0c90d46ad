"""Whether the base of a commission fits the catalogue's KPI of that name."""

from collections.abc import Callable, Iterable, Sequence

from merit.catalogue.expression import Call, Expression, Name, Operation
from merit.catalogue.kpi import Catalogue, Formula, Measured, RatioOf
from merit.kernel.problems import Problem, Severity, in_order
from merit.rewards.plan.reward_plan import CommissionTerms, RefundRule, RewardPlan

GROSS = frozenset({"paid_sales", "signed_sales"})
"""Bases that are settled not to subtract refunds."""


def reward_problems(plans: Sequence[RewardPlan], catalogue: Catalogue) -> list[Problem]:
    """What only shows beside the catalogue: whether the base already subtracts refunds, and by which date it counts."""
    return in_order(problem for plan in plans for problem in _base_problems(plan, catalogue))


def refund_notes(plans: Sequence[RewardPlan]) -> list[Problem]:
    """Commissions that pay for refunded sales as well: the base is gross and no refund is taken back."""
    return [
        Problem("rewards.refunds_ignored", plan.place, {"kpi": plan.terms.base.kpi}, Severity.NOTE)
        for plan in plans
        if isinstance(plan.terms, CommissionTerms)
        and plan.terms.refunds is RefundRule.IGNORE
        and plan.terms.base.kpi in GROSS
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
