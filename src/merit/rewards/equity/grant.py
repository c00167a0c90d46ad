"""期权授予: from a draft to an agreement that both sides stand by, and to its end, as a table of moves."""

from enum import StrEnum

from merit.kernel.moves import Machine, Party, by


class GrantState(StrEnum):
    """Where a grant stands. Units count as granted from AGREED; what was offered alone binds nobody."""

    DRAFT = "draft"
    OFFERED = "offered"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LEFT = "left"
    """The holder has left; the leaver rule says what is kept."""


class GrantMove(StrEnum):
    """What is done with it; terms change in a draft only."""

    CHANGE = "change"
    OFFER = "offer"
    AGREE = "agree"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    LEAVE = "leave"


_S, _M = GrantState, GrantMove

GRANT: Machine[GrantState, GrantMove] = Machine(
    "option_grant",
    _S.DRAFT,
    {
        (_S.DRAFT, _M.CHANGE): by(_S.DRAFT, Party.HR),
        (_S.DRAFT, _M.OFFER): by(_S.OFFERED, Party.HR),
        (_S.DRAFT, _M.WITHDRAW): by(_S.WITHDRAWN, Party.HR),
        (_S.OFFERED, _M.AGREE): by(_S.AGREED, Party.SUBJECT),
        (_S.OFFERED, _M.DECLINE): by(_S.DECLINED, Party.SUBJECT),
        (_S.OFFERED, _M.WITHDRAW): by(_S.WITHDRAWN, Party.HR),
        (_S.AGREED, _M.LEAVE): by(_S.LEFT, Party.HR),
    },
)
"""SUBJECT is the holder; HR stands for the company (HR or owner), never for their own grant."""

SHOWN_TO_HOLDER = frozenset({_S.OFFERED, _S.AGREED, _S.DECLINED, _S.LEFT})
"""A draft, and one that was withdrawn, are the company's own."""
