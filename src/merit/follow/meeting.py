"""A review meeting (复盘) from its preparation to the record that was sent out, as a table of moves."""

from enum import StrEnum

from merit.kernel.moves import Machine, Party, by


class MeetingState(StrEnum):
    """A record that was sent out is not written to any more, but for its action items."""

    PREPARED = "prepared"
    RUNNING = "running"
    SENT = "sent"
    CALLED_OFF = "called_off"


class MeetingMove(StrEnum):
    """What is done with it; the chair is its AUTHOR."""

    OPEN = "open"
    SEND = "send"
    REOPEN = "reopen"
    CALL_OFF = "call_off"


MEETING: Machine[MeetingState, MeetingMove] = Machine(
    "meeting",
    MeetingState.PREPARED,
    {
        (MeetingState.PREPARED, MeetingMove.OPEN): by(MeetingState.RUNNING, Party.AUTHOR, Party.RECEIVER),
        (MeetingState.PREPARED, MeetingMove.CALL_OFF): by(MeetingState.CALLED_OFF, Party.AUTHOR),
        (MeetingState.RUNNING, MeetingMove.SEND): by(MeetingState.SENT, Party.AUTHOR),
        (MeetingState.RUNNING, MeetingMove.CALL_OFF): by(MeetingState.CALLED_OFF, Party.AUTHOR),
        (MeetingState.SENT, MeetingMove.REOPEN): by(MeetingState.RUNNING, Party.AUTHOR),
    },
)
