"""Pool lines: one pool, everybody's weight, parts that equal the pool."""

from datetime import timedelta
from fractions import Fraction

from merit.kernel.explain import Explained
from merit.kernel.money import Money
from merit.kernel.node import COMPANY, Node, NodeKind, person_node
from merit.kernel.period import Period
from merit.kernel.problems import Problem, Severity
from merit.metrics.figures import ValueStatus
from merit.rewards.bonus.pay_bonus import base_of, individual_coefficient, on_duty_share, payout_share, usable_card
from merit.rewards.bonus.pool import nothing_to_weigh, pool_of_kpi, pool_share, pool_weight, stated_amount
from merit.rewards.pay_run import PayRun, own_parts, receivers, version_for
from merit.rewards.payment.pay_line import PayLine
from merit.rewards.plan.reward_plan import BonusTerms, PoolShare, PoolTerms, RewardPlan
from merit.rewards.readings import Reader
from merit.scores.scorecard import Scorecard, ScoreStatus
from merit.scores.scoring import UNUSABLE, usable

BY_SCORE = frozenset({"coefficient", "score", "on_duty"})


def pay_pool(run: PayRun, plan: RewardPlan, terms: PoolTerms) -> tuple[list[PayLine], list[Problem]]:
    """Split the pool among its members. While one member's score is open nobody is paid, for the parts depend on it."""
    if terms.last is not None and terms.last not in run.period:
        return [], []
    pool = _pool(run, plan, terms)
    if isinstance(pool, Problem):
        return [], [pool]
    weighed = {person: _weight(run, plan, terms, person) for person in receivers(run, plan)}
    problems = [each for each in weighed.values() if isinstance(each, Problem)]
    weights = {person: each for person, each in weighed.items() if isinstance(each, Explained)}
    if problems:
        waits = Problem("rewards.pool_waits", plan.place, {"reward": plan.reward}, Severity.WARNING)
        return [], [*problems, waits]
    if not any(weight.value for weight in weights.values()):
        return [], [Problem("rewards.pool_without_weight", plan.place, {"reward": plan.reward})]
    return [_line(run, plan, pool, weights, person) for person in weights], []


def _line(
    run: PayRun, plan: RewardPlan, pool: Explained[Money], weights: dict[str, Explained[Fraction]], person: str
) -> PayLine:
    # The others' weights stand as bare numbers: a member may check the division, not read a colleague's score.
    shown = {each: weight if each == person else weight.value for each, weight in weights.items()}
    paid = pool_share(person=person, pool=pool, weights=shown)
    return PayLine(person, run.period, plan.reward, plan.version, "pool", paid.citing(plan.ref))


def _pool(run: PayRun, plan: RewardPlan, terms: PoolTerms) -> Explained[Money] | Problem:
    currency = run.company.profile.currency
    if terms.amount is not None:
        return stated_amount(amount=terms.amount, currency=currency).citing(plan.ref)
    known = pool_source(run, plan, terms)
    if known is None:
        params: dict[str, str | int] = {"reward": plan.reward, "kpi": terms.kpi}
        return Problem("rewards.pool_without_value", plan.place, params, Severity.WARNING)
    if terms.above:
        return pool_of_kpi(value=known, share=terms.share, currency=currency, above=terms.above)
    return pool_of_kpi(value=known, share=terms.share, currency=currency)


def pool_source(run: PayRun, plan: RewardPlan, terms: PoolTerms) -> Explained[Fraction] | None:
    """The KPI that fills the pool; None without a value."""
    return usable(run.figures.value(terms.kpi, _node(plan, terms), _days(run, terms)))


def _node(plan: RewardPlan, terms: PoolTerms) -> Node:
    if terms.of in (NodeKind.TEAM, NodeKind.DEPARTMENT) and plan.audience.teams:
        return Node(terms.of, plan.audience.teams[0])
    return COMPANY


def _days(run: PayRun, terms: PoolTerms) -> Period:
    if terms.first is None or terms.last is None:
        return run.period
    return Period(terms.first, terms.last + timedelta(days=1))


def _weight(run: PayRun, plan: RewardPlan, terms: PoolTerms, person: str) -> Explained[Fraction] | Problem:
    card: Scorecard | None = None
    if any(each.factor in BY_SCORE for each in terms.share_by):
        found = usable_card(run, plan, person)
        if isinstance(found, Problem):
            on_leave = run.cards.get(person)
            resting = on_leave is not None and on_leave.status is ScoreStatus.NOT_SCORED
            return nothing_to_weigh() if resting else found
        card = found
    factors: list[Explained[Fraction]] = []
    for share in terms.share_by:
        factor = _scored(run, plan, terms, share, card) if card is not None and share.factor in BY_SCORE else None
        factor = factor or measured_factor(run, plan, terms, share, person)
        if isinstance(factor, Problem):
            return factor
        factors.append(factor)
    known = run.cards.get(person)
    return pool_weight(factors=tuple(factors), payout=payout_share(known, plan.reward) if known else Fraction(1))


def _scored(
    run: PayRun, plan: RewardPlan, terms: PoolTerms, share: PoolShare, card: Scorecard
) -> Explained[Fraction] | Problem:
    if share.factor == "coefficient":
        stated = coefficients_of(run, plan, terms, card.person)
        if stated is None:
            params: dict[str, str | int] = {"reward": plan.reward, "person": card.person}
            return Problem("rewards.no_coefficient_for", plan.place, params, Severity.WARNING)
        return individual_coefficient(plan, card, stated[1].grades, stated[1].scores)
    if share.factor == "on_duty" or card.total is None:
        return on_duty_share(run, plan, card)
    return card.total


def coefficients_of(
    run: PayRun, plan: RewardPlan, terms: PoolTerms, person: str
) -> tuple[RewardPlan, PoolTerms | BonusTerms] | None:
    """Whose individual coefficients weigh the member: the pool's own, else those of the person's first bonus."""
    return (plan, terms) if terms.grades or terms.scores else _bonus(run, person)


def _bonus(run: PayRun, person: str) -> tuple[RewardPlan, BonusTerms] | None:
    rewards = run.company.rewards
    bonuses = sorted({plan.reward for plan in rewards if isinstance(plan.terms, BonusTerms)})
    versions = (version_for([plan for plan in rewards if plan.reward == name], run.period) for name in bonuses)
    for plan in versions:
        if plan is not None and isinstance(plan.terms, BonusTerms) and own_parts(run, plan, person, run.period):
            return plan, plan.terms
    return None


def measured_factor(
    run: PayRun, plan: RewardPlan, terms: PoolTerms, share: PoolShare, person: str
) -> Explained[Fraction] | Problem:
    """A factor of the weight that no scorecard gives: the bonus base or a KPI of the member."""
    if share.factor == "bonus_base":
        return base_of(run, plan, person, None)
    value = run.figures.value(share.kpi, person_node(person), _days(run, terms))
    if value.status in UNUSABLE and value.status is not ValueStatus.EMPTY:
        return Reader(run, plan, person, run.period).no_value(share.kpi)
    return usable(value) or nothing_to_weigh()
