"""绩效面谈: the manager's record, signed by both; whoever changes it after the first signature voids that signature."""

from enum import StrEnum

from merit.kernel.moves import Machine, Party, by


class InterviewState(StrEnum):
    """DRAFT is the manager's alone; from OFFERED on the person reads it."""

    DRAFT = "draft"
    OFFERED = "offered"
    """Signed by the manager, waits for the person."""
    SIGNED = "signed"
    REFUSED = "refused"
    """The person did not sign; HR has recorded it with a witness. It says nothing about consent."""
    WAIVED = "waived"


class InterviewMove(StrEnum):
    """What is done with the record."""

    WRITE = "write"
    OFFER = "offer"
    SAY = "say"
    """The person's own words; they are theirs alone and void nothing."""
    SIGN = "sign"
    NOTE_REFUSAL = "note_refusal"
    WAIVE = "waive"


_S, _M = InterviewState, InterviewMove
_LEAD = (Party.HR, Party.OWNER)

INTERVIEW: Machine[InterviewState, InterviewMove] = Machine(
    "interview",
    _S.DRAFT,
    {
        (_S.DRAFT, _M.WRITE): by(_S.DRAFT, Party.MANAGER),
        (_S.DRAFT, _M.OFFER): by(_S.OFFERED, Party.MANAGER),
        (_S.DRAFT, _M.WAIVE): by(_S.WAIVED, *_LEAD),
        (_S.OFFERED, _M.WRITE): by(_S.DRAFT, Party.MANAGER),
        (_S.OFFERED, _M.SAY): by(_S.OFFERED, Party.SUBJECT),
        (_S.OFFERED, _M.SIGN): by(_S.SIGNED, Party.SUBJECT),
        (_S.OFFERED, _M.NOTE_REFUSAL): by(_S.REFUSED, *_LEAD),
    },
)
