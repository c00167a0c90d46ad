"""往期调整: a closed period is recomputed; what was paid stays, the difference is paid in the open period."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

from merit.kernel.explain import DefinitionRef
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit.rewards.commission.commission_case import paid_earlier, span_to_date, sum_of_lines
from merit.rewards.payment.draw import adjustment
from merit.rewards.payment.paid_before import PaidBefore, PaidLine
from merit.rewards.payment.pay_line import PayLine
from merit.rewards.plan.reward_plan import CommissionTerms, RewardPlan

Line = TypeVar("Line", PayLine, PaidLine)

BY_PERIOD = frozenset({"floor", "line_minimum", "override", "adjustment"})
"""Lines of a cumulative commission that no later payment of the span makes good."""


def prior_period_adjustments(
    recomputed: Sequence[PayLine],
    before: PaidBefore,
    closed: Period,
    period: Period,
    plans: Sequence[RewardPlan],
) -> list[PayLine]:
    """One line per person and reward whose recomputed statement differs from what was paid for `closed` so far.

    Earlier adjustments of the same period count as paid. A cumulative commission whose span is still open needs none:
    its next payment is the new total less what was paid; floors and overrides beside it pay by the period and do.
    Raises ConflictRefusal when `closed` does not lie before `period`, or when `recomputed` holds another period.
    """
    if closed.end > period.start or any(line.period != closed for line in recomputed):
        raise ConflictRefusal("rewards.not_an_earlier_period", closed=str(closed), period=str(period))
    paid = [line for line in before.lines if _is_for(line, closed) and line.period.end <= period.start]
    mending = {plan.reward for plan in plans if _mends_itself(plan, closed, period)}
    now, then = _unmended(recomputed, mending), _unmended(paid, mending)
    keys = {(line.person, line.reward) for line in now} | {(line.person, line.reward) for line in then}
    lines = [_difference(now, then, key, (closed, period)) for key in sorted(keys)]
    return [line for line in lines if line.amount.value.fen]


def _unmended(lines: Sequence[Line], mending: set[str]) -> list[Line]:
    return [line for line in lines if line.reward not in mending or line.line in BY_PERIOD]


def _difference(
    recomputed: Sequence[PayLine], paid: Sequence[PaidLine], key: tuple[str, str], periods: tuple[Period, Period]
) -> PayLine:
    now = [line for line in recomputed if (line.person, line.reward) == key]
    then = [line for line in paid if (line.person, line.reward) == key]
    currency = (now[0].amount.value if now else then[0].amount).currency
    version = max([line.reward_version for line in now] or [line.reward_version for line in then])
    amount = adjustment(
        recomputed=sum_of_lines(now, currency),
        paid=paid_earlier(lines=tuple((line.period, line.amount) for line in then), currency=currency),
    )
    cited = amount.citing(DefinitionRef("reward", key[1], version))
    base = _commission_base(now) - _commission_base(then)
    return PayLine(key[0], periods[1], key[1], version, "adjustment", cited, concerns=periods[0], base=base or None)


def _commission_base(lines: Sequence[PayLine | PaidLine]) -> Fraction:
    """What a later clawback divides by: sales that arrived late count in the rate of their period."""
    counted = [line.base for line in lines if line.line in ("commission", "adjustment")]
    return sum((base for base in counted if base is not None), Fraction(0))


def _is_for(line: PaidLine, closed: Period) -> bool:
    return line.period == closed if line.line != "adjustment" else line.concerns == closed


def _mends_itself(plan: RewardPlan, closed: Period, period: Period) -> bool:
    if not isinstance(plan.terms, CommissionTerms) or plan.terms.base.cumulative is None:
        return False
    return closed.start in span_to_date(plan.terms.base.cumulative, period)
