"""周报: a person's week in their own words beside the figures, sent to the manager who answers, as a table of moves."""

from enum import StrEnum

from merit.kernel.moves import Machine, Party, by


class CheckInState(StrEnum):
    """DRAFT is its author's alone."""

    DRAFT = "draft"
    SENT = "sent"
    ANSWERED = "answered"


class CheckInMove(StrEnum):
    """What the two sides do."""

    SAVE = "save"
    SEND = "send"
    TAKE_BACK = "take_back"
    ANSWER = "answer"


class Confidence(StrEnum):
    """How sure somebody is to reach a goal."""

    SURE = "sure"
    AT_RISK = "at_risk"
    OUT_OF_REACH = "out_of_reach"


_S, _M = CheckInState, CheckInMove

CHECK_IN: Machine[CheckInState, CheckInMove] = Machine(
    "checkin",
    _S.DRAFT,
    {
        (_S.DRAFT, _M.SAVE): by(_S.DRAFT, Party.SUBJECT),
        (_S.DRAFT, _M.SEND): by(_S.SENT, Party.SUBJECT),
        (_S.SENT, _M.TAKE_BACK): by(_S.DRAFT, Party.SUBJECT),
        (_S.SENT, _M.ANSWER): by(_S.ANSWERED, Party.MANAGER, Party.SKIP_MANAGER),
        (_S.ANSWERED, _M.ANSWER): by(_S.ANSWERED, Party.MANAGER, Party.SKIP_MANAGER),
    },
)
"""What was answered is not taken back; a second answer is added, never put in place of the first."""
