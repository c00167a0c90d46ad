"""晋升与调岗: proposed with evidence, decided by others, agreed to by the person, then in effect; a table of moves.

Who proposes never decides, and a change of post or pay needs the person's written agreement (劳动合同法 art. 35).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from merit.kernel.moves import Machine, Party, by


class CaseKind(StrEnum):
    """PROMOTION is a step of a career path; POST_CHANGE any other change of post, up or down."""

    PROMOTION = "promotion"
    POST_CHANGE = "post_change"


class CaseState(StrEnum):
    """Whom the case waits for, or how it ended."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    """HR names who decides."""
    WITH_PANEL = "with_panel"
    APPROVED = "approved"
    """The person is asked."""
    CONSENTED = "consented"
    GROUNDED = "grounded"
    """Without consent, on the documented ground of art. 40(2)."""
    IN_EFFECT = "in_effect"
    DECLINED = "declined"
    REFUSED = "refused"
    """The person said no; nothing follows from it."""
    WITHDRAWN = "withdrawn"


class CaseMove(StrEnum):
    """What is done with it."""

    CHANGE = "change"
    SUBMIT = "submit"
    NAME_PANEL = "name_panel"
    APPROVE = "approve"
    """With the vote that settles it."""
    DECLINE = "decline"
    CONSENT = "consent"
    NOTE_PAPER = "note_paper"
    """HR notes where the signed paper lies."""
    REFUSE = "refuse"
    DOCUMENT = "document"
    TAKE_EFFECT = "take_effect"
    WITHDRAW = "withdraw"


_S, _M = CaseState, CaseMove
_LEAD = (Party.HR, Party.OWNER)
_SHARED = {
    (_S.DRAFT, _M.CHANGE): by(_S.DRAFT, Party.AUTHOR),
    (_S.DRAFT, _M.SUBMIT): by(_S.PROPOSED, Party.AUTHOR),
    (_S.PROPOSED, _M.NAME_PANEL): by(_S.WITH_PANEL, *_LEAD),
    (_S.WITH_PANEL, _M.NAME_PANEL): by(_S.WITH_PANEL, *_LEAD),
    (_S.WITH_PANEL, _M.APPROVE): by(_S.APPROVED, Party.JUDGE),
    (_S.WITH_PANEL, _M.DECLINE): by(_S.DECLINED, Party.JUDGE),
    (_S.APPROVED, _M.CONSENT): by(_S.CONSENTED, Party.SUBJECT),
    (_S.APPROVED, _M.NOTE_PAPER): by(_S.CONSENTED, *_LEAD),
    (_S.APPROVED, _M.REFUSE): by(_S.REFUSED, Party.SUBJECT),
    (_S.CONSENTED, _M.TAKE_EFFECT): by(_S.IN_EFFECT, *_LEAD),
    **{(each, _M.WITHDRAW): by(_S.WITHDRAWN, Party.AUTHOR) for each in (_S.DRAFT, _S.PROPOSED, _S.WITH_PANEL)},
    **{(each, _M.WITHDRAW): by(_S.WITHDRAWN, *_LEAD) for each in (_S.APPROVED, _S.CONSENTED, _S.GROUNDED)},
}

PROMOTION: Machine[CaseState, CaseMove] = Machine("growth_case", _S.DRAFT, _SHARED)

POST_CHANGE: Machine[CaseState, CaseMove] = Machine(
    "growth_case",
    _S.DRAFT,
    _SHARED
    | {
        (_S.REFUSED, _M.DOCUMENT): by(_S.GROUNDED, *_LEAD),
        (_S.GROUNDED, _M.TAKE_EFFECT): by(_S.IN_EFFECT, *_LEAD),
    },
)
"""Another post without the person's agreement stands on an improvement plan that was not reached; pay stays then."""

MACHINES = {CaseKind.PROMOTION: PROMOTION, CaseKind.POST_CHANGE: POST_CHANGE}
ENDED = frozenset({_S.IN_EFFECT, _S.DECLINED, _S.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class PanelVote:
    """One seat of the panel; `favours` is None until it has voted."""

    seat: str
    favours: bool | None


def verdict(votes: Sequence[PanelVote]) -> CaseMove | None:
    """APPROVE or DECLINE when every seat has voted: more for than against approves, a tie declines. None before."""
    if not votes or any(each.favours is None for each in votes):
        return None
    for_it = sum(each.favours is True for each in votes)
    return CaseMove.APPROVE if for_it * 2 > len(votes) else CaseMove.DECLINE
