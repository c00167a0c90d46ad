"""赔偿扣款: a loss is paid back out of wages by at most a share of the month's wage, and the minimum wage remains.

What a month may not take is carried forward: deducted + carried = owed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from merit.guards.laws import LOSS_COMPENSATION, cited
from merit.guards.month_pay import LOSS_LINE, MonthPay
from merit.kernel.exact import plain
from merit.kernel.explain import DefinitionRef, Explained, rule
from merit.kernel.money import Money
from merit.kernel.problems import Place, Problem, Severity
from merit.rewards.payment.pay_line import PayLine


@dataclass(frozen=True, slots=True)
class LossClaim:
    """What a person still owes for a loss; `contract` names the clause that agrees the compensation, empty: none."""

    person: str
    contract: str
    version: int
    owed: Money
    working: Explained[Money] | None = None
    """How `owed` came about, where it is what is left of more."""


@dataclass(frozen=True, slots=True)
class LossDeduction:
    """What one month takes of a claim, and what is carried forward."""

    claim: LossClaim
    deducted: Explained[Money]
    carried: Explained[Money]


@rule("guards.loss_limit")
def loss_limit(*, gross: Money, share: Fraction) -> Money:
    """The most that a month may take: the share of its wage, a broken fen left out."""
    return Money(max(0, gross.fen * share.numerator // share.denominator), gross.currency)


@rule("guards.above_minimum")
def above_minimum(*, counted: Money, minimum_wage: Money) -> Money:
    """What lies above the minimum wage and may be taken; never less than nothing."""
    return Money(max(0, counted.fen - minimum_wage.fen), counted.currency)


@rule("guards.loss_deduction")
def loss_deduction(*, owed: Money, limit: Money, room: Money, taken: Money, agreed: bool) -> Money:
    """The claim, as far as limit and room, less what earlier claims took, allow; nothing without an agreed clause."""
    allowed = min(limit.fen, room.fen) - taken.fen
    return Money(max(0, min(owed.fen, allowed)) if agreed else 0, owed.currency)


@rule("guards.loss_left")
def loss_carried(*, owed: Money, deducted: Money) -> Money:
    """What is left of the claim for later months."""
    return owed - deducted


@rule("guards.taken_from_pay")
def taken_from_pay(*, deducted: Money) -> Money:
    """The deduction as a negative pay line."""
    return -deducted


def deduct_losses(
    claims: Sequence[LossClaim], pay: MonthPay, minimum: Explained[Money], share: Fraction
) -> list[LossDeduction]:
    """What the month takes of each of the person's claims, in their order; together within limit and room."""
    limit = loss_limit(gross=pay.gross, share=share).citing(LOSS_COMPENSATION.ref)
    room = above_minimum(counted=pay.counted, minimum_wage=minimum)
    deductions: list[LossDeduction] = []
    taken = Money(0, pay.gross.value.currency)
    for claim in claims:
        agreed = bool(claim.contract)
        owed = claim.working or claim.owed
        deducted = loss_deduction(owed=owed, limit=limit, room=room, taken=taken, agreed=agreed)
        carried = loss_carried(owed=owed, deducted=deducted)
        deductions.append(LossDeduction(claim, deducted.citing(LOSS_COMPENSATION.ref), carried))
        taken = taken + deducted.value
    return deductions


def loss_line(deduction: LossDeduction, pay: MonthPay) -> PayLine:
    """The deduction as a line of the statement; its reward is the clause of the contract."""
    claim = deduction.claim
    clause = DefinitionRef("guard", claim.contract, claim.version)
    amount = taken_from_pay(deducted=deduction.deducted).citing(LOSS_COMPENSATION.ref, clause)
    return PayLine(claim.person, pay.month, claim.contract, claim.version, LOSS_LINE, amount)


def carried_notes(deductions: Iterable[LossDeduction], pay: MonthPay) -> list[Problem]:
    """What was carried forward and why; a claim without a clause in the contract takes nothing."""
    notes: list[Problem] = []
    for each in deductions:
        if not each.claim.contract:
            notes.append(_not_agreed(pay.person, each.claim.owed, pay.place))
        elif each.carried.value.fen:
            params = cited(
                "guards.loss_carried",
                person=pay.person,
                owed=str(each.claim.owed),
                deducted=str(each.deducted.value),
                carried=str(each.carried.value),
            )
            notes.append(Problem("guards.loss_carried", pay.place, params, Severity.NOTE))
    return notes


def loss_findings(
    lines: Iterable[PayLine], pay: MonthPay, minimum: Explained[Money] | None, share: Fraction
) -> list[Problem]:
    """What is wrong with the loss compensations that stand in a person's statement of the month."""
    own = [line for line in lines if (line.person, line.period, line.line) == (pay.person, pay.month, LOSS_LINE)]
    taken = Money(-sum(line.amount.value.fen for line in own), pay.gross.value.currency)
    problems = [_not_agreed(pay.person, -line.amount.value, pay.place) for line in own if not line.reward.strip()]
    limit = loss_limit(gross=pay.gross, share=share).value
    if taken.fen > limit.fen:
        percent = plain(share * 100)
        params = cited("guards.loss_over_limit", person=pay.person, taken=str(taken), limit=str(limit), percent=percent)
        problems.append(Problem("guards.loss_over_limit", pay.place, params))
    if minimum is not None and taken.fen > above_minimum(counted=pay.counted, minimum_wage=minimum).value.fen:
        left = str(pay.counted.value - taken)
        params = cited("guards.loss_below_minimum", person=pay.person, left=left, minimum=str(minimum.value))
        problems.append(Problem("guards.loss_below_minimum", pay.place, params))
    return problems


def _not_agreed(person: str, owed: Money, place: Place) -> Problem:
    params = cited("guards.loss_without_contract", person=person, owed=str(owed))
    return Problem("guards.loss_without_contract", place, params)
