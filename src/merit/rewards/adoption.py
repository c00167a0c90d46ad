"""A simulated plan on its way to be adopted: handed in, returned or approved by somebody else."""

from enum import StrEnum

from merit.kernel.moves import Machine, Party, by


class AdoptionState(StrEnum):
    """What the adoption is waiting for, or where it ended."""

    OPEN = "open"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


class AdoptionMove(StrEnum):
    """What is done with it."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    APPROVE = "approve"
    REOPEN = "reopen"


_ANYBODY = (Party.AUTHOR, Party.HR, Party.OWNER)
_DECIDES = (Party.HR, Party.OWNER)
ADOPTION = Machine(
    "adoption",
    AdoptionState.OPEN,
    {
        (AdoptionState.OPEN, AdoptionMove.SUBMIT): by(AdoptionState.SUBMITTED, *_ANYBODY),
        (AdoptionState.RETURNED, AdoptionMove.SUBMIT): by(AdoptionState.SUBMITTED, *_ANYBODY),
        (AdoptionState.SUBMITTED, AdoptionMove.WITHDRAW): by(AdoptionState.OPEN, Party.AUTHOR),
        (AdoptionState.SUBMITTED, AdoptionMove.RETURN): by(AdoptionState.RETURNED, *_DECIDES),
        (AdoptionState.SUBMITTED, AdoptionMove.APPROVE): by(AdoptionState.APPROVED, *_DECIDES),
        (AdoptionState.APPROVED, AdoptionMove.REOPEN): by(AdoptionState.OPEN, *_ANYBODY),
    },
)
"""Who handed it in acts as AUTHOR alone: nobody approves their own proposal."""
