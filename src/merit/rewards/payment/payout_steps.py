"""发放: the steps of paying out a period, and those of one statement in it, as tables of moves.

Four eyes are kept by the desk: nobody takes two of the steps that approve.
"""

from enum import StrEnum

from merit.kernel.moves import Machine, Party, by


class PayoutState(StrEnum):
    """Who has to act next."""

    DRAFT = "draft"
    MANAGERS = "managers"
    HR = "hr"
    FINANCE = "finance"
    OWNER = "owner"
    APPROVED = "approved"
    FROZEN = "frozen"
    EXPORTED = "exported"
    PAID = "paid"
    RETURNED = "returned"


class PayoutMove(StrEnum):
    """What is done with the payout as a whole."""

    SEND = "send"
    """To the managers, each for their own line."""
    COLLECT = "collect"
    """Every statement is agreed to by its manager."""
    APPROVE = "approve"
    RETURN = "return"
    FALL_BACK = "fall_back"
    """The lines changed after somebody had approved them."""
    FREEZE = "freeze"
    EXPORT = "export"
    PAY = "pay"


_S, _M = PayoutState, PayoutMove
_PAYING = (Party.FINANCE, Party.OWNER)
_BOUND = (_S.MANAGERS, _S.HR, _S.FINANCE, _S.OWNER, _S.APPROVED)
"""States with approvals that hold for the lines as they were."""

PAYOUT: Machine[PayoutState, PayoutMove] = Machine(
    "payout",
    _S.DRAFT,
    {
        (_S.DRAFT, _M.SEND): by(_S.MANAGERS, Party.HR, Party.OWNER),
        (_S.RETURNED, _M.SEND): by(_S.MANAGERS, Party.HR, Party.OWNER),
        (_S.MANAGERS, _M.COLLECT): by(_S.HR, Party.CLOCK),
        (_S.HR, _M.APPROVE): by(_S.FINANCE, Party.HR),
        (_S.FINANCE, _M.APPROVE): by(_S.OWNER, Party.FINANCE),
        (_S.OWNER, _M.APPROVE): by(_S.APPROVED, Party.OWNER),
        (_S.HR, _M.RETURN): by(_S.RETURNED, Party.HR),
        (_S.FINANCE, _M.RETURN): by(_S.RETURNED, Party.FINANCE),
        (_S.OWNER, _M.RETURN): by(_S.RETURNED, Party.OWNER),
        (_S.APPROVED, _M.RETURN): by(_S.RETURNED, Party.FINANCE, Party.OWNER),
        **{(state, _M.FALL_BACK): by(_S.MANAGERS, Party.CLOCK) for state in _BOUND},
        (_S.APPROVED, _M.FREEZE): by(_S.FROZEN, *_PAYING),
        (_S.FROZEN, _M.EXPORT): by(_S.EXPORTED, *_PAYING),
        (_S.EXPORTED, _M.EXPORT): by(_S.EXPORTED, *_PAYING),
        (_S.PAID, _M.EXPORT): by(_S.PAID, *_PAYING),
        (_S.EXPORTED, _M.PAY): by(_S.PAID, *_PAYING),
    },
)
"""From FROZEN on no line changes any more: what is found later is paid in an open period."""


class SlipState(StrEnum):
    """What the manager says of one statement."""

    WAITING = "waiting"
    AGREED = "agreed"
    RETURNED = "returned"
    ABOVE = "above"
    """Nobody but the owner stands above the person: agreed to in the owner's own step."""


class SlipMove(StrEnum):
    """What is done with one statement."""

    AGREE = "agree"
    RETURN = "return"
    MEND = "mend"
    """HR has looked into the reason and asks again."""


SLIP: Machine[SlipState, SlipMove] = Machine(
    "payslip",
    SlipState.WAITING,
    {
        (SlipState.WAITING, SlipMove.AGREE): by(SlipState.AGREED, Party.MANAGER),
        (SlipState.WAITING, SlipMove.RETURN): by(SlipState.RETURNED, Party.MANAGER),
        (SlipState.AGREED, SlipMove.RETURN): by(SlipState.RETURNED, Party.MANAGER),
        (SlipState.RETURNED, SlipMove.AGREE): by(SlipState.AGREED, Party.MANAGER),
        (SlipState.RETURNED, SlipMove.MEND): by(SlipState.WAITING, Party.HR, Party.OWNER),
    },
)


class TransferState(StrEnum):
    """Whether the money of one statement has arrived."""

    OPEN = "open"
    PAID = "paid"
    FAILED = "failed"


class TransferMove(StrEnum):
    """What is noted about a transfer."""

    PAY = "pay"
    FAIL = "fail"
    """The bank sent it back."""


TRANSFER: Machine[TransferState, TransferMove] = Machine(
    "transfer",
    TransferState.OPEN,
    {
        (TransferState.OPEN, TransferMove.PAY): by(TransferState.PAID, *_PAYING),
        (TransferState.OPEN, TransferMove.FAIL): by(TransferState.FAILED, *_PAYING),
        (TransferState.PAID, TransferMove.FAIL): by(TransferState.FAILED, *_PAYING),
        (TransferState.FAILED, TransferMove.PAY): by(TransferState.PAID, *_PAYING),
    },
)
