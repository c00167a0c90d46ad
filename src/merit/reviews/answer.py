"""One rater's form about one person, from the nomination to the hand-in, as a table of moves.

Once a rater is approved nobody but the rater takes the form away, so that nobody can choose among answers; and no
move of anybody else depends on whether the rater has begun, which a refusal would give away.
"""

from enum import StrEnum

from merit.kernel.moves import Machine, Party, by


class AnswerState(StrEnum):
    """How far the form is. The forms of the person and of the manager begin APPROVED."""

    NOMINATED = "nominated"
    APPROVED = "approved"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class AnswerMove(StrEnum):
    """What is done with it."""

    APPROVE = "approve"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    DECLINE = "decline"
    SAVE = "save"
    SUBMIT = "submit"
    REVISE = "revise"
    RETURN = "return"


_S, _M = AnswerState, AnswerMove
_LEAD = (Party.HR, Party.OWNER)
_BEFORE_HAND_IN = (_S.APPROVED, _S.ACCEPTED, _S.DRAFTED)

ANSWER: Machine[AnswerState, AnswerMove] = Machine(
    "answer",
    _S.NOMINATED,
    {
        (_S.NOMINATED, _M.APPROVE): by(_S.APPROVED, Party.MANAGER, *_LEAD),
        (_S.NOMINATED, _M.WITHDRAW): by(_S.WITHDRAWN, Party.SUBJECT, Party.MANAGER, *_LEAD),
        (_S.APPROVED, _M.ACCEPT): by(_S.ACCEPTED, Party.RATER),
        **{(each, _M.DECLINE): by(_S.DECLINED, Party.RATER) for each in _BEFORE_HAND_IN},
        **{(each, _M.SAVE): by(_S.DRAFTED, Party.RATER) for each in (*_BEFORE_HAND_IN, _S.RETURNED)},
        **{(each, _M.SUBMIT): by(_S.SUBMITTED, Party.RATER) for each in (*_BEFORE_HAND_IN, _S.RETURNED)},
        (_S.SUBMITTED, _M.REVISE): by(_S.DRAFTED, Party.RATER),
        (_S.SUBMITTED, _M.RETURN): by(_S.RETURNED, Party.SKIP_MANAGER, *_LEAD),
    },
)
"""REVISE is for raters while the rating is open, RETURN for the manager's form: the caller sees to both."""
