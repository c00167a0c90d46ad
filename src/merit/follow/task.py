"""任务: from assigning to accepted work, as a table of moves.

Whoever has to do it never accepts it: of a task that somebody gives themselves, the line above them is the checker.
"""

from enum import StrEnum

from merit.kernel.moves import Machine, Party, by


class TaskState(StrEnum):
    """What a task is waiting for, or how it ended."""

    OPEN = "open"
    BLOCKED = "blocked"
    """Its owner cannot go on and has said why."""
    HANDED_IN = "handed_in"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


class TaskMove(StrEnum):
    """What is done with it. Returns are counted."""

    HAND_IN = "hand_in"
    TAKE_BACK = "take_back"
    BLOCK = "block"
    UNBLOCK = "unblock"
    CHANGE = "change"
    ACCEPT = "accept"
    RETURN = "return"
    CANCEL = "cancel"
    REOPEN = "reopen"


_S, _M = TaskState, TaskMove
_GIVER = (Party.AUTHOR, Party.MANAGER)
_TO_DO = (_S.OPEN, _S.BLOCKED, _S.RETURNED)

TASK: Machine[TaskState, TaskMove] = Machine(
    "task",
    _S.OPEN,
    {
        (_S.OPEN, _M.HAND_IN): by(_S.HANDED_IN, Party.RECEIVER),
        (_S.RETURNED, _M.HAND_IN): by(_S.HANDED_IN, Party.RECEIVER),
        (_S.OPEN, _M.BLOCK): by(_S.BLOCKED, Party.RECEIVER),
        (_S.RETURNED, _M.BLOCK): by(_S.BLOCKED, Party.RECEIVER),
        (_S.BLOCKED, _M.UNBLOCK): by(_S.OPEN, Party.RECEIVER, Party.MANAGER),
        (_S.HANDED_IN, _M.ACCEPT): by(_S.ACCEPTED, Party.MANAGER),
        (_S.HANDED_IN, _M.RETURN): by(_S.RETURNED, Party.MANAGER),
        (_S.HANDED_IN, _M.TAKE_BACK): by(_S.OPEN, Party.RECEIVER),
        **{(each, _M.CHANGE): by(each, *_GIVER) for each in _TO_DO},
        **{(each, _M.CANCEL): by(_S.CANCELLED, *_GIVER) for each in _TO_DO},
        (_S.HANDED_IN, _M.CANCEL): by(_S.CANCELLED, Party.MANAGER),
        (_S.CANCELLED, _M.REOPEN): by(_S.OPEN, *_GIVER),
    },
)
"""RECEIVER does it, AUTHOR gave it, MANAGER checks it: who gave it to somebody else, and everybody above them."""

TO_DO = frozenset(_TO_DO)
"""States in which the owner has it in hand."""
