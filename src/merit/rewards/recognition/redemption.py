"""积分兑换: from asking for a gift to holding it, as a table of moves. What ends otherwise gives the points back."""

from enum import StrEnum

from merit.kernel.moves import Machine, Party, by


class RedemptionState(StrEnum):
    """The points are gone from the first moment; they come back in REFUNDED states."""

    ASKED = "asked"
    APPROVED = "approved"
    HANDED_OUT = "handed_out"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class RedemptionMove(StrEnum):
    """What is done with it; a gift that was handed out is not taken back."""

    APPROVE = "approve"
    HAND_OUT = "hand_out"
    DECLINE = "decline"
    CANCEL = "cancel"


_S, _M = RedemptionState, RedemptionMove

REDEMPTION: Machine[RedemptionState, RedemptionMove] = Machine(
    "redemption",
    _S.ASKED,
    {
        (_S.ASKED, _M.APPROVE): by(_S.APPROVED, Party.HR),
        (_S.ASKED, _M.DECLINE): by(_S.DECLINED, Party.HR),
        (_S.APPROVED, _M.HAND_OUT): by(_S.HANDED_OUT, Party.HR),
        (_S.ASKED, _M.CANCEL): by(_S.CANCELLED, Party.SUBJECT),
        (_S.APPROVED, _M.CANCEL): by(_S.CANCELLED, Party.SUBJECT, Party.HR),
    },
)
"""SUBJECT asked for it; HR looks after the catalogue and never acts on their own."""

REFUNDED = frozenset({_S.DECLINED, _S.CANCELLED})
"""States in which points and stock were given back."""
