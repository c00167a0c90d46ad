"""异议: a person questions one line of a released statement; one side answers, somebody else decides.

Nobody decides about themselves, nor on what they have answered. What was decided stays decided.
"""

from dataclasses import dataclass
from enum import StrEnum

from merit.kernel.money import Money
from merit.kernel.moves import Machine, Party, by
from merit.kernel.refusals import ConflictRefusal
from merit.reviews.appeal import Verdict


class DisputeState(StrEnum):
    """What the dispute is waiting for, or how it ended."""

    OPEN = "open"
    """Somebody has to answer."""
    ANSWERED = "answered"
    """Somebody else has to decide."""
    MENDING = "mending"
    """Decided; the data that the line rests on are being mended."""
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class DisputeMove(StrEnum):
    """What is done with it."""

    ANSWER = "answer"
    OVERDUE = "overdue"
    """Nobody answered in time: it is decided without an answer."""
    WITHDRAW = "withdraw"
    DECIDE = "decide"
    ORDER_MENDING = "order_mending"
    MEND = "mend"


class Remedy(StrEnum):
    """What follows from a decision."""

    NOTHING = "nothing"
    PAY = "pay"
    """An amount in the next open period."""
    MEND = "mend"
    """The data are mended; the period, or an adjustment, follows from them."""
    APPEAL = "appeal"
    """The grade behind the line is what is wrong: the person appeals against the result."""


_S, _M = DisputeState, DisputeMove

DISPUTE: Machine[DisputeState, DisputeMove] = Machine(
    "dispute",
    _S.OPEN,
    {
        (_S.OPEN, _M.ANSWER): by(_S.ANSWERED, Party.RECEIVER, Party.MANAGER),
        (_S.OPEN, _M.OVERDUE): by(_S.ANSWERED, Party.CLOCK),
        (_S.OPEN, _M.WITHDRAW): by(_S.WITHDRAWN, Party.SUBJECT),
        (_S.ANSWERED, _M.WITHDRAW): by(_S.WITHDRAWN, Party.SUBJECT),
        (_S.ANSWERED, _M.DECIDE): by(_S.DECIDED, Party.JUDGE),
        (_S.ANSWERED, _M.ORDER_MENDING): by(_S.MENDING, Party.JUDGE),
        (_S.MENDING, _M.MEND): by(_S.DECIDED, Party.HR),
    },
)
"""RECEIVER prepares pay and MANAGER leads the person: either answers. HR is whoever looks after the data."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """How a dispute is decided: `amount` is what the person is paid on top, above nothing, and only as a remedy PAY."""

    verdict: Verdict
    remedy: Remedy
    grounds: str
    amount: Money | None = None


def require_sense(ruling: Ruling) -> None:
    """Raises ConflictRefusal for a ruling that contradicts itself: a dispute never takes anything from the person."""
    if not ruling.grounds.strip():
        raise ConflictRefusal("rewards.dispute_no_grounds")
    if (ruling.verdict is Verdict.REJECTED) != (ruling.remedy is Remedy.NOTHING):
        raise ConflictRefusal("rewards.dispute_verdict_and_remedy")
    if (ruling.remedy is Remedy.PAY) != (ruling.amount is not None):
        raise ConflictRefusal("rewards.dispute_amount_and_remedy")
    if ruling.amount is not None and ruling.amount.fen <= 0:
        raise ConflictRefusal("rewards.dispute_amount_not_above_zero")


def dispute_parties(capacities: frozenset[Party], own: bool, answered: bool) -> frozenset[Party]:
    """In which of their capacities somebody acts: on their own dispute as SUBJECT alone; who answered never judges."""
    if own:
        return frozenset({Party.SUBJECT})
    return capacities - {Party.JUDGE, Party.SUBJECT} if answered else capacities - {Party.SUBJECT}
