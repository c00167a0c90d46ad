"""Pay everybody for one period: the last stage before a statement. Pure: the same inputs give the same lines."""

from collections.abc import Sequence

from merit.kernel.period import Period
from merit.kernel.problems import Problem, in_order
from merit.metrics.figures import Figures
from merit.rewards.bonus.pay_bonus import pay_bonus
from merit.rewards.bonus.pay_contest import pay_contest
from merit.rewards.bonus.pay_pool import pay_pool
from merit.rewards.bonus.pay_year_end import pay_year_end
from merit.rewards.commission.commission_case import Case, Statement
from merit.rewards.commission.pay_commission import pay_own_commission
from merit.rewards.commission.pay_override import Led, led, pay_override
from merit.rewards.commission.pay_refunds import pay_refunds
from merit.rewards.pay_run import CompanyLike, PayRun, is_active, receivers, version_for
from merit.rewards.payment.paid_before import PaidBefore, ledger
from merit.rewards.payment.pay_decided import decided_lines
from merit.rewards.payment.pay_line import PayLine
from merit.rewards.payment.settle import settle
from merit.rewards.plan.contest_terms import ContestTerms
from merit.rewards.plan.reward_plan import BonusTerms, CommissionTerms, PoolTerms, RewardPlan
from merit.rewards.plan.year_end_terms import YearEndTerms
from merit.scores.scorecard import Scorecard

__all__ = ["PaidBefore", "pay_people"]

NOBODY = Led({}, {})


def pay_people(
    company: CompanyLike, figures: Figures, scorecards: Sequence[Scorecard], period: Period, paid_before: PaidBefore
) -> tuple[list[PayLine], list[Problem]]:
    """Every line of every statement, by person and reward, in the order in which a statement shows them.

    What cannot be paid gives no line but a Problem that says why.
    """
    cards = {card.person: card for card in scorecards}
    run = PayRun(company, figures, period, cards, ledger(paid_before, period))
    lines: list[PayLine] = []
    problems: list[Problem] = []
    for reward in sorted({plan.reward for plan in company.rewards}):
        plan = version_for([each for each in company.rewards if each.reward == reward], period)
        if plan is not None:
            statement = _pay_reward(run, plan)
            lines += statement.lines
            problems += statement.problems
    lines += decided_lines(run, company.pay_decisions)
    lines.sort(key=lambda line: (line.person, line.reward))
    return lines, in_order(problems)


def _pay_reward(run: PayRun, plan: RewardPlan) -> Statement:
    active = is_active(plan, run.period)
    match plan.terms:
        case BonusTerms() as terms:
            return _pay_bonuses(run, plan, terms) if active else Statement()
        case PoolTerms() as terms:
            return Statement(*pay_pool(run, plan, terms)) if active else Statement()
        case ContestTerms() as terms:
            return Statement(*pay_contest(run, plan, terms)) if active else Statement()
        case YearEndTerms() as terms:
            return _pay_year_ends(run, plan, terms) if active else Statement()
        case CommissionTerms() as terms:
            return _pay_commissions(run, plan, terms)


def _pay_bonuses(run: PayRun, plan: RewardPlan, terms: BonusTerms) -> Statement:
    statement = Statement()
    for person in receivers(run, plan):
        paid = pay_bonus(run, plan, terms, person)
        if isinstance(paid, PayLine):
            statement.lines.append(paid)
        else:
            statement.problems += paid
    return statement


def _pay_year_ends(run: PayRun, plan: RewardPlan, terms: YearEndTerms) -> Statement:
    statement = Statement()
    for person in receivers(run, plan):
        line, problems = pay_year_end(run, plan, terms, person)
        statement.lines += [line] if line is not None else []
        statement.problems += problems
    return statement


def _pay_commissions(run: PayRun, plan: RewardPlan, terms: CommissionTerms) -> Statement:
    """Receivers, their leaders, and everybody with something left over from an earlier period."""
    statement = Statement()
    receiving = set(receivers(run, plan))
    teams = led(run, plan, terms) if terms.override_rate is not None else NOBODY
    remembered = {person for person, reward in run.ledger.lines if reward == plan.reward}
    for person in sorted(receiving | teams.bases.keys() | remembered):
        case, own = Case(run, plan, terms, person), Statement()
        if person in receiving:
            pay_own_commission(case, own)
        pay_override(case, own, teams)
        pay_refunds(case, own)
        settle(case, own, receives=person in receiving)
        statement.lines += own.lines
        statement.problems += own.problems
    return statement
