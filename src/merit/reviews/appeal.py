"""申诉: a person disputes a result; somebody outside the line decides. Nothing that was decided is decided again."""

from enum import StrEnum

from merit.kernel.moves import Machine, Party, by


class AppealState(StrEnum):
    """What the appeal is waiting for, or how it ended."""

    FILED = "filed"
    """A judge has to be named."""
    ASSIGNED = "assigned"
    MENDING = "mending"
    """Decided; the data it rests on are being mended."""
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class AppealMove(StrEnum):
    """What is done with it."""

    ASSIGN = "assign"
    STEP_ASIDE = "step_aside"
    """The judge says that somebody else should decide."""
    ASK = "ask"
    COMMENT = "comment"
    WITHDRAW = "withdraw"
    DECIDE = "decide"
    ORDER_MENDING = "order_mending"
    MEND = "mend"


class AppealMatter(StrEnum):
    """What the appeal is about."""

    INDICATOR = "indicator"
    FACT = "fact"
    RATING = "rating"
    GRADE = "grade"


class Verdict(StrEnum):
    """How the judge decides."""

    UPHELD = "upheld"
    """The person is right."""
    PARTLY = "partly"
    REJECTED = "rejected"


_S, _M = AppealState, AppealMove
_LEAD = (Party.HR, Party.OWNER)

APPEAL: Machine[AppealState, AppealMove] = Machine(
    "appeal",
    _S.FILED,
    {
        (_S.FILED, _M.ASSIGN): by(_S.ASSIGNED, *_LEAD),
        (_S.FILED, _M.WITHDRAW): by(_S.WITHDRAWN, Party.SUBJECT),
        (_S.ASSIGNED, _M.ASSIGN): by(_S.ASSIGNED, *_LEAD),
        (_S.ASSIGNED, _M.STEP_ASIDE): by(_S.FILED, Party.JUDGE),
        (_S.ASSIGNED, _M.ASK): by(_S.ASSIGNED, Party.JUDGE),
        (_S.ASSIGNED, _M.COMMENT): by(_S.ASSIGNED, Party.SUBJECT, Party.MANAGER),
        (_S.ASSIGNED, _M.WITHDRAW): by(_S.WITHDRAWN, Party.SUBJECT),
        (_S.ASSIGNED, _M.DECIDE): by(_S.DECIDED, Party.JUDGE),
        (_S.ASSIGNED, _M.ORDER_MENDING): by(_S.MENDING, Party.JUDGE),
        (_S.MENDING, _M.MEND): by(_S.DECIDED, Party.RECEIVER, *_LEAD),
    },
)
"""RECEIVER is who looks after the data."""
