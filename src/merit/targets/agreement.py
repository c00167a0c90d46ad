"""绩效合约: how a person's plan is issued, negotiated, signed by both sides and changed in mid-cycle.

It takes effect (IN_FORCE) only after notice to and signature of the person; nothing else leads there.
"""

from enum import StrEnum

from merit.kernel.moves import Machine, Party, by


class AgreementState(StrEnum):
    """DRAFT is seen by the line and HR only; from NOTIFIED on the person reads it."""

    DRAFT = "draft"
    NOTIFIED = "notified"
    PROPOSED = "proposed"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    CHANGING = "changing"
    WITHDRAWN = "withdrawn"


class AgreementMove(StrEnum):
    """What the two sides do."""

    NOTIFY = "notify"
    PROPOSE = "propose"
    ANSWER = "answer"
    SIGN = "sign"
    COUNTERSIGN = "countersign"
    REQUEST_CHANGE = "request_change"
    APPROVE_CHANGE = "approve_change"
    REFUSE_CHANGE = "refuse_change"
    WITHDRAW_CHANGE = "withdraw_change"
    WITHDRAW = "withdraw"


_S, _M = AgreementState, AgreementMove
_LEAD = (Party.HR, Party.OWNER)
_LINE = (Party.MANAGER, *_LEAD)

AGREEMENT: Machine[AgreementState, AgreementMove] = Machine(
    "agreement",
    _S.DRAFT,
    {
        (_S.DRAFT, _M.NOTIFY): by(_S.NOTIFIED, *_LINE),
        (_S.DRAFT, _M.WITHDRAW): by(_S.WITHDRAWN, *_LEAD),
        (_S.NOTIFIED, _M.PROPOSE): by(_S.PROPOSED, Party.SUBJECT),
        (_S.NOTIFIED, _M.SIGN): by(_S.SIGNED, Party.SUBJECT),
        (_S.NOTIFIED, _M.WITHDRAW): by(_S.WITHDRAWN, *_LEAD),
        (_S.PROPOSED, _M.ANSWER): by(_S.NOTIFIED, *_LINE),
        (_S.PROPOSED, _M.WITHDRAW): by(_S.WITHDRAWN, *_LEAD),
        (_S.SIGNED, _M.COUNTERSIGN): by(_S.IN_FORCE, *_LINE),
        (_S.SIGNED, _M.WITHDRAW): by(_S.WITHDRAWN, *_LEAD),
        (_S.IN_FORCE, _M.REQUEST_CHANGE): by(_S.CHANGING, Party.SUBJECT, *_LINE),
        (_S.CHANGING, _M.APPROVE_CHANGE): by(_S.IN_FORCE, Party.SKIP_MANAGER, *_LEAD),
        (_S.CHANGING, _M.REFUSE_CHANGE): by(_S.IN_FORCE, Party.SKIP_MANAGER, *_LEAD),
        (_S.CHANGING, _M.WITHDRAW_CHANGE): by(_S.IN_FORCE, Party.AUTHOR),
    },
)
"""A change is approved by somebody above the one who answers for the plan, never by the two who want it."""
