"""荣誉提名: from a proposal to an honour that stands, as tables of moves.

Nobody decides about themselves, and who proposed does not decide either, but for the owner.
"""

from enum import StrEnum

from merit.kernel.moves import Machine, Party, by


class NominationState(StrEnum):
    """Where a proposal stands; the person it is about learns only of the honour."""

    PROPOSED = "proposed"
    GRANTED = "granted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class NominationMove(StrEnum):
    """What is done with it."""

    GRANT = "grant"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


class AwardState(StrEnum):
    """Whether an honour stands; that it has run out is a matter of its last day."""

    STANDING = "standing"
    REVOKED = "revoked"


class AwardMove(StrEnum):
    """Taken back with a reason, for good."""

    REVOKE = "revoke"


NOMINATION: Machine[NominationState, NominationMove] = Machine(
    "nomination",
    NominationState.PROPOSED,
    {
        (NominationState.PROPOSED, NominationMove.GRANT): by(NominationState.GRANTED, Party.HR, Party.OWNER),
        (NominationState.PROPOSED, NominationMove.DECLINE): by(NominationState.DECLINED, Party.HR, Party.OWNER),
        (NominationState.PROPOSED, NominationMove.WITHDRAW): by(NominationState.WITHDRAWN, Party.AUTHOR),
    },
)
"""AUTHOR proposed it; HR and OWNER may grant honours and are neither author (but the owner) nor subject."""

AWARD: Machine[AwardState, AwardMove] = Machine(
    "award",
    AwardState.STANDING,
    {(AwardState.STANDING, AwardMove.REVOKE): by(AwardState.REVOKED, Party.HR, Party.OWNER)},
)
