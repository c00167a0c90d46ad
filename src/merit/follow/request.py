"""协作请求: one department asks another and sees what becomes of it, as a table of moves."""

from enum import StrEnum

from merit.kernel.moves import Machine, Party, by


class RequestState(StrEnum):
    """Whom the request waits for: the one asked (ASKED, ACCEPTED), or the asker (ANSWERED, DECLINED, DONE)."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    """It will be done, but is not yet."""
    ANSWERED = "answered"
    DECLINED = "declined"
    DONE = "done"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class RequestMove(StrEnum):
    """What is done with it."""

    ANSWER = "answer"
    ACCEPT = "accept"
    DECLINE = "decline"
    FINISH = "finish"
    HAND_ON = "hand_on"
    """To somebody else who can answer."""
    CLOSE = "close"
    ASK_AGAIN = "ask_again"
    WITHDRAW = "withdraw"


class RequestKind(StrEnum):
    """What one department asks another for."""

    RUNS_OUT = "runs_out"
    """Goods that are about to be sold out."""
    INFORMATION = "information"
    WORK = "work"
    """Accepted, it becomes a task that the asker checks."""
    PROBLEM = "problem"
    OTHER = "other"


_S, _M = RequestState, RequestMove
_TOLD = (_S.ANSWERED, _S.DECLINED, _S.DONE)

REQUEST: Machine[RequestState, RequestMove] = Machine(
    "request",
    _S.ASKED,
    {
        (_S.ASKED, _M.ANSWER): by(_S.ANSWERED, Party.RECEIVER),
        (_S.ASKED, _M.ACCEPT): by(_S.ACCEPTED, Party.RECEIVER),
        (_S.ASKED, _M.DECLINE): by(_S.DECLINED, Party.RECEIVER),
        (_S.ASKED, _M.HAND_ON): by(_S.ASKED, Party.RECEIVER, Party.MANAGER),
        (_S.ASKED, _M.WITHDRAW): by(_S.WITHDRAWN, Party.AUTHOR),
        (_S.ACCEPTED, _M.FINISH): by(_S.DONE, Party.RECEIVER),
        (_S.ACCEPTED, _M.DECLINE): by(_S.DECLINED, Party.RECEIVER),
        (_S.ACCEPTED, _M.HAND_ON): by(_S.ASKED, Party.RECEIVER, Party.MANAGER),
        (_S.ACCEPTED, _M.WITHDRAW): by(_S.WITHDRAWN, Party.AUTHOR),
        **{(each, _M.CLOSE): by(_S.CLOSED, Party.AUTHOR) for each in _TOLD},
        **{(each, _M.ASK_AGAIN): by(_S.ASKED, Party.AUTHOR) for each in _TOLD},
    },
)
"""AUTHOR asks, RECEIVER answers, MANAGER is anybody above the receiver: a request never dies with one person."""

WITH_RECEIVER = frozenset({_S.ASKED, _S.ACCEPTED})
"""States in which the one asked has to act."""
WITH_AUTHOR = frozenset(_TOLD)
"""States in which the asker has to act."""
