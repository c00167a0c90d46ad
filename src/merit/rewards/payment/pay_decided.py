"""Lines that people decided: paid as they stand, beside what the reward comes to by itself."""

from collections.abc import Iterable
from fractions import Fraction

from merit.kernel.explain import Input, rule
from merit.kernel.money import Money
from merit.rewards.pay_run import PayRun, version_for
from merit.rewards.payment.pay_decision import PayDecision
from merit.rewards.payment.pay_line import PayLine
from merit.rewards.plan.reward_plan import RewardPlan


@rule("rewards.manual")
def manual(*, amount: Fraction, currency: str, clause: str = "", dispute: str = "") -> Money:  # noqa: ARG001
    """The amount that was decided; by which clause, and on which dispute, where there is one."""
    return Money.of(amount, currency)


def decided_lines(run: PayRun, decisions: Iterable[PayDecision]) -> list[PayLine]:
    """One line per decision of the run's period, in the order of their rows, whoever is still in the reward."""
    return [_line(run, each) for each in decisions if each.period == run.period]


def _line(run: PayRun, decision: PayDecision) -> PayLine:
    plan = _plan(run, decision.reward)
    named = {"clause": decision.rule, "dispute": decision.dispute}
    inputs: dict[str, Input] = {name: text for name, text in named.items() if text}
    amount = manual(amount=decision.amount, currency=run.company.profile.currency, **inputs)
    cited = amount.citing(decision.ref, decision.source, plan.ref)
    return PayLine(
        decision.person, run.period, plan.reward, plan.version, "manual", cited, concerns=decision.concerns
    )  # fmt: skip


def _plan(run: PayRun, reward: str) -> RewardPlan:
    """The version in force; of a reward that is not paid in this period, the last one."""
    versions = [plan for plan in run.company.rewards if plan.reward == reward]
    return version_for(versions, run.period) or max(versions, key=lambda each: each.version)
