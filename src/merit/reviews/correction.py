"""更正: what is wrong with a sealed result is corrected by a new entry that names it, agreed to by a second person."""

from enum import StrEnum

from merit.kernel.moves import Machine, Party, by


class CorrectionState(StrEnum):
    """How far the correction is; the sealed result itself never changes."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class CorrectionMove(StrEnum):
    """What is done with it."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


_S, _M = CorrectionState, CorrectionMove
_LEAD = (Party.HR, Party.OWNER)

CORRECTION: Machine[CorrectionState, CorrectionMove] = Machine(
    "correction",
    _S.PROPOSED,
    {
        (_S.PROPOSED, _M.APPROVE): by(_S.IN_FORCE, *_LEAD),
        (_S.PROPOSED, _M.REFUSE): by(_S.REFUSED, *_LEAD),
        (_S.PROPOSED, _M.WITHDRAW): by(_S.WITHDRAWN, Party.AUTHOR),
    },
)
"""Who proposed it acts as AUTHOR alone, whatever else they are."""
