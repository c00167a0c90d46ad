"""往期调整: a closed period is recomputed; what was paid stays, the difference is paid in the open period.

What is computed, what is lifted to a floor or minimum, and a leader's part are compared each by itself, because refunds
take back the first and the last of them and never a lift.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from merit.kernel.explain import DefinitionRef
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit.rewards.commission.commission_case import paid_earlier, span_to_date, sum_of_lines
from merit.rewards.payment.draw import adjustment
from merit.rewards.payment.paid_before import PaidBefore, PaidLine
from merit.rewards.payment.pay_line import PayLine
from merit.rewards.plan.reward_plan import CommissionTerms, RewardPlan

PARTS: Mapping[str, frozenset[str]] = {
    "adjustment": frozenset({"bonus", "pool", "contest", "year_end", "commission", "veto"}),
    "lift_adjustment": frozenset({"floor", "line_minimum"}),
    "override_adjustment": frozenset({"override"}),
}
"""The line of an adjustment, and the lines of the closed period that it adjusts."""

WITH_BASE = frozenset({"commission", "override", "adjustment", "override_adjustment"})


def prior_period_adjustments(
    recomputed: Sequence[PayLine],
    before: PaidBefore,
    closed: Period,
    period: Period,
    plans: Sequence[RewardPlan],
) -> list[PayLine]:
    """One line per person, reward and part that differs from what was paid for `closed` so far, or whose base does.

    Earlier adjustments of the same period count as paid. A cumulative commission whose span is still open, or on whose
    total a later sealed period has paid, needs none: the next payment is the new total less what was
    paid; lifts and overrides beside it pay by the period and do. Refunds, draws and withheld shares are not compared.
    Raises ConflictRefusal when `closed` does not lie before `period`, or when `recomputed` holds another period.
    """
    if closed.end > period.start or any(line.period != closed for line in recomputed):
        raise ConflictRefusal("rewards.not_an_earlier_period", closed=str(closed), period=str(period))
    paid = [line for line in before.lines if line.period.end <= period.start]
    later = {line.period for line in paid if line.line == "commission" and line.period.start >= closed.end}
    mending = {plan.reward for plan in plans if any(_mends_itself(plan, closed, each) for each in (period, *later))}
    lines = [
        line
        for part in PARTS
        for line in _differences(part, recomputed, [each for each in paid if _is_for(each, closed)], (closed, period))
        if part != "adjustment" or line.reward not in mending
    ]
    lines.sort(key=lambda line: (line.person, line.reward))
    return [line for line in lines if line.amount.value.fen or line.base]


def _differences(
    part: str, recomputed: Sequence[PayLine], paid: Sequence[PaidLine], periods: tuple[Period, Period]
) -> list[PayLine]:
    now = [line for line in recomputed if line.line in PARTS[part]]
    then = [line for line in paid if line.line in PARTS[part] or line.line == part]
    keys = {(line.person, line.reward) for line in now} | {(line.person, line.reward) for line in then}
    return [_difference(part, now, then, (key, periods)) for key in sorted(keys)]


def _difference(
    part: str,
    recomputed: Sequence[PayLine],
    paid: Sequence[PaidLine],
    of: tuple[tuple[str, str], tuple[Period, Period]],
) -> PayLine:
    key, periods = of
    now = [line for line in recomputed if (line.person, line.reward) == key]
    then = [line for line in paid if (line.person, line.reward) == key]
    currency = (now[0].amount.value if now else then[0].amount).currency
    version = max([line.reward_version for line in now] or [line.reward_version for line in then])
    amount = adjustment(
        recomputed=sum_of_lines(now, currency),
        paid=paid_earlier(lines=tuple((line.period, line.amount) for line in then), currency=currency),
    )
    cited = amount.citing(DefinitionRef("reward", key[1], version))
    base = _base(now) - _base(then)
    return PayLine(key[0], periods[1], key[1], version, part, cited, concerns=periods[0], base=base or None)


def _base(lines: Sequence[PayLine | PaidLine]) -> Fraction:
    """What a later clawback divides by: sales that arrived late count in the rate of their period."""
    counted = [line.base for line in lines if line.line in WITH_BASE]
    return sum((base for base in counted if base is not None), Fraction(0))


def _is_for(line: PaidLine, closed: Period) -> bool:
    return line.concerns == closed if line.line in PARTS else line.period == closed


def _mends_itself(plan: RewardPlan, closed: Period, period: Period) -> bool:
    if not isinstance(plan.terms, CommissionTerms) or plan.terms.base.cumulative is None:
        return False
    return closed.start in span_to_date(plan.terms.base.cumulative, period)
