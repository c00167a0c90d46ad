"""Feedback that was asked for, and praise that may hang on the wall, as tables of moves."""

from enum import StrEnum

from merit.kernel.moves import Machine, Party, by


class AskState(StrEnum):
    """Where a question to somebody stands; nobody has to answer, and saying no needs no reason."""

    ASKED = "asked"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class AskMove(StrEnum):
    """What the two sides do with it."""

    ANSWER = "answer"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


class ConsentState(StrEnum):
    """Whether praise meant for everybody may be seen by everybody: only while the praised person says so."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


class ConsentMove(StrEnum):
    """What the praised person does."""

    AGREE = "agree"
    REFUSE = "refuse"


ASKING: Machine[AskState, AskMove] = Machine(
    "asking",
    AskState.ASKED,
    {
        (AskState.ASKED, AskMove.ANSWER): by(AskState.ANSWERED, Party.RECEIVER),
        (AskState.ASKED, AskMove.DECLINE): by(AskState.DECLINED, Party.RECEIVER),
        (AskState.ASKED, AskMove.WITHDRAW): by(AskState.WITHDRAWN, Party.AUTHOR),
    },
)

CONSENT: Machine[ConsentState, ConsentMove] = Machine(
    "consent",
    ConsentState.ASKED,
    {
        (ConsentState.ASKED, ConsentMove.AGREE): by(ConsentState.GIVEN, Party.SUBJECT),
        (ConsentState.ASKED, ConsentMove.REFUSE): by(ConsentState.REFUSED, Party.SUBJECT),
        (ConsentState.GIVEN, ConsentMove.REFUSE): by(ConsentState.REFUSED, Party.SUBJECT),
        (ConsentState.REFUSED, ConsentMove.AGREE): by(ConsentState.GIVEN, Party.SUBJECT),
    },
)
"""Consent can be taken back at any time: the praise leaves the wall and stays with the person."""
