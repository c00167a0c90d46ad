"""One person's review in one cycle, from planning to the seal, as a table of moves.

Nobody acts on their own review but as its subject; nothing leads back once a result is released but an appeal.
"""

from enum import StrEnum

from merit.kernel.moves import Machine, Party, by


class ReviewState(StrEnum):
    """What the review is waiting for, or where it ended."""

    PLANNING = "planning"
    UNDER_WAY = "under_way"
    SELF_REVIEW = "self_review"
    RATING = "rating"
    MANAGER_REVIEW = "manager_review"
    SKIP_REVIEW = "skip_review"
    CALIBRATION = "calibration"
    SETTLED = "settled"
    RELEASED = "released"
    APPEALED = "appealed"
    CONFIRMED = "confirmed"
    SILENT = "silent"
    """The deadline passed without a word; recorded as silence, never as consent."""
    DECIDED = "decided"
    INTERVIEW = "interview"
    """The manager's record waits for the person's signature."""
    CONCLUDED = "concluded"
    SEALED = "sealed"
    LEFT_OUT = "left_out"


class ReviewMove(StrEnum):
    """What is done with it."""

    START = "start"
    OPEN_SELF = "open_self"
    SUBMIT_SELF = "submit_self"
    SKIP_SELF = "skip_self"
    CLOSE_RATING = "close_rating"
    SUBMIT_MANAGER = "submit_manager"
    ENDORSE = "endorse"
    RETURN = "return"
    SETTLE = "settle"
    REOPEN = "reopen"
    RELEASE = "release"
    CONFIRM = "confirm"
    APPEAL = "appeal"
    WITHDRAW_APPEAL = "withdraw_appeal"
    NOTE_SILENCE = "note_silence"
    DECIDE = "decide"
    RECORD_INTERVIEW = "record_interview"
    SIGN_INTERVIEW = "sign_interview"
    NOTE_REFUSAL = "note_refusal"
    WAIVE_INTERVIEW = "waive_interview"
    SEAL = "seal"
    LEAVE_OUT = "leave_out"
    BRING_BACK = "bring_back"


_S, _M = ReviewState, ReviewMove
_LEAD = (Party.HR, Party.OWNER)
_BEFORE_RESULT = (_S.PLANNING, _S.UNDER_WAY, _S.SELF_REVIEW, _S.RATING, _S.MANAGER_REVIEW, _S.SKIP_REVIEW)
_ANSWERED = (_S.CONFIRMED, _S.SILENT, _S.DECIDED)

REVIEW: Machine[ReviewState, ReviewMove] = Machine(
    "review",
    _S.PLANNING,
    {
        (_S.PLANNING, _M.START): by(_S.UNDER_WAY, Party.CLOCK, *_LEAD),
        (_S.UNDER_WAY, _M.OPEN_SELF): by(_S.SELF_REVIEW, Party.CLOCK, *_LEAD),
        (_S.SELF_REVIEW, _M.SUBMIT_SELF): by(_S.RATING, Party.SUBJECT),
        (_S.SELF_REVIEW, _M.SKIP_SELF): by(_S.RATING, Party.CLOCK, *_LEAD),
        (_S.RATING, _M.CLOSE_RATING): by(_S.MANAGER_REVIEW, Party.CLOCK, *_LEAD),
        (_S.MANAGER_REVIEW, _M.SUBMIT_MANAGER): by(_S.SKIP_REVIEW, Party.MANAGER),
        (_S.SKIP_REVIEW, _M.ENDORSE): by(_S.CALIBRATION, Party.SKIP_MANAGER, Party.CLOCK),
        (_S.SKIP_REVIEW, _M.RETURN): by(_S.MANAGER_REVIEW, Party.SKIP_MANAGER, *_LEAD),
        (_S.CALIBRATION, _M.RETURN): by(_S.MANAGER_REVIEW, *_LEAD),
        (_S.CALIBRATION, _M.SETTLE): by(_S.SETTLED, *_LEAD),
        (_S.SETTLED, _M.REOPEN): by(_S.CALIBRATION, *_LEAD),
        (_S.SETTLED, _M.RELEASE): by(_S.RELEASED, *_LEAD),
        (_S.RELEASED, _M.CONFIRM): by(_S.CONFIRMED, Party.SUBJECT),
        (_S.RELEASED, _M.APPEAL): by(_S.APPEALED, Party.SUBJECT),
        (_S.RELEASED, _M.NOTE_SILENCE): by(_S.SILENT, Party.CLOCK, *_LEAD),
        (_S.APPEALED, _M.WITHDRAW_APPEAL): by(_S.RELEASED, Party.SUBJECT),
        (_S.APPEALED, _M.DECIDE): by(_S.DECIDED, Party.JUDGE),
        **{(each, _M.RECORD_INTERVIEW): by(_S.INTERVIEW, Party.MANAGER) for each in (*_ANSWERED, _S.INTERVIEW)},
        **{(each, _M.WAIVE_INTERVIEW): by(_S.CONCLUDED, *_LEAD) for each in _ANSWERED},
        (_S.INTERVIEW, _M.SIGN_INTERVIEW): by(_S.CONCLUDED, Party.SUBJECT),
        (_S.INTERVIEW, _M.NOTE_REFUSAL): by(_S.CONCLUDED, *_LEAD),
        (_S.CONCLUDED, _M.SEAL): by(_S.SEALED, *_LEAD),
        **{(each, _M.LEAVE_OUT): by(_S.LEFT_OUT, *_LEAD) for each in _BEFORE_RESULT},
        (_S.LEFT_OUT, _M.BRING_BACK): by(_S.UNDER_WAY, *_LEAD),
    },
)
