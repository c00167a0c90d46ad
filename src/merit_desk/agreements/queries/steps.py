"""What the viewer may do with an agreement now."""

from dataclasses import dataclass

from merit.kernel.moves import Party
from merit.targets.agreement import AGREEMENT, AgreementMove, AgreementState
from merit_desk.accounts.viewer import Viewer
from merit_desk.agreements.models import Agreement, ChangeRequest
from merit_desk.agreements.queries.changes import waits_for_consent
from merit_desk.agreements.queries.visible import capacities, deciding

_DECISIONS = frozenset({AgreementMove.APPROVE_CHANGE, AgreementMove.REFUSE_CHANGE})


@dataclass(frozen=True, slots=True)
class Steps:
    """The moves that are open to the viewer, and the change that waits for a decision."""

    moves: frozenset[str]
    change: ChangeRequest | None
    consent: bool
    """The viewer is the person, and the change may not be approved without their signature."""
    held: bool
    """The change waits for the person's signature before it can be approved."""


def steps_for(viewer: Viewer, one: Agreement) -> Steps:
    """As things stand."""
    state, parties = AgreementState(one.state), capacities(viewer, one)
    change = one.changes.filter(state="open").select_related("by").first()
    author = change is not None and change.by_id == viewer.account
    moves = set(AGREEMENT.open_to(state, parties | ({Party.AUTHOR} if author else set()))) - _DECISIONS
    if not author:
        moves |= _DECISIONS.intersection(AGREEMENT.open_to(state, deciding(viewer, one)))
    held = change is not None and waits_for_consent(one, change, viewer.today)
    return Steps(frozenset(map(str, moves)), change, held and Party.SUBJECT in parties, held)
