"""Disputes as lists and pages show them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from merit.rewards.payment.dispute import DisputeState
from merit_desk.accounts.viewer import Viewer
from merit_desk.disputes.models import Dispute
from merit_desk.explain.queries.sums import named_line
from merit_desk.results.queries.names import node_name, reward_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell import formats
from merit_desk.shell.sentences import say

_TONES = {
    DisputeState.OPEN: "watch",
    DisputeState.ANSWERED: "watch",
    DisputeState.MENDING: "watch",
    DisputeState.DECIDED: "good",
}


@dataclass(frozen=True, slots=True)
class ShownDispute:
    """A row of the list; `due` is the next deadline, None once it has ended."""

    number: int
    name: str
    period: str
    line: str
    reward: str
    amount: Decimal
    wanted: Decimal | None
    state: str
    tone: str
    due: date | None
    late: bool
    address: str
    mine: bool


def shown(viewer: Viewer, dispute: Dispute) -> ShownDispute:
    """The dispute in words."""
    company, state = declared_company(), DisputeState(dispute.state)
    due = {DisputeState.OPEN: dispute.answer_due, DisputeState.ANSWERED: dispute.decision_due}.get(state)
    return ShownDispute(
        number=dispute.pk,
        name=node_name(company, "person", dispute.person),
        period=formats.period_name(dispute.period),
        line=named_line(dispute.line, ""),
        reward=reward_title(company, dispute.reward),
        amount=dispute.amount,
        wanted=dispute.wanted,
        state=state_words(dispute),
        tone=_TONES.get(state, ""),
        due=due,
        late=due is not None and due < viewer.today,
        address=reverse("disputes:dispute", args=[dispute.pk]),
        mine=bool(viewer.person) and dispute.person == viewer.person,
    )


def state_words(dispute: Dispute) -> str:
    """Where it stands, or how it was decided."""
    if dispute.state == DisputeState.DECIDED:
        return say(f"disputes.verdict.{dispute.verdict}")
    return say(f"disputes.state.{dispute.state}")
