"""Agreements of a cycle as a list with counts by state, and what of it waits for the viewer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from merit.company import Company
from merit.kernel.moves import Party
from merit.kernel.period import Period
from merit.reviews.stages import Stage
from merit.targets.agreement import AgreementState
from merit_desk.accounts.viewer import Viewer
from merit_desk.agreements.models import Agreement
from merit_desk.agreements.queries.visible import agreements_visible_to, capacities, deciding
from merit_desk.cycles.models import Cycle
from merit_desk.results.queries.names import standing

LINE = frozenset({Party.MANAGER})
LEAD = frozenset({Party.HR, Party.OWNER})
TONES = {
    AgreementState.DRAFT: "",
    AgreementState.NOTIFIED: "watch",
    AgreementState.PROPOSED: "whatif",
    AgreementState.SIGNED: "watch",
    AgreementState.IN_FORCE: "good",
    AgreementState.CHANGING: "whatif",
    AgreementState.WITHDRAWN: "line",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One agreement in the list."""

    one: Agreement
    name: str
    post: str
    team: str
    tone: str
    mine: bool
    """Whether its next step is the viewer's as the manager."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to."""

    state: str = ""
    words: str = ""
    withdrawn: bool = False
    """Whether those withdrawn are among those of every state."""


def listed(viewer: Viewer, company: Company, cycle: Cycle, asked: Asked) -> QuerySet[Agreement]:
    """The agreements of others that the viewer may know of and that fit, by person."""
    found = agreements_visible_to(viewer, cycle)
    if viewer.person:
        found = found.exclude(participant__person=viewer.person)
    if asked.state in set(AgreementState):
        found = found.filter(state=asked.state)
    elif not asked.withdrawn:
        found = found.exclude(state=AgreementState.WITHDRAWN)
    if words := asked.words.lower().split():
        found = found.filter(participant__person__in=_called(company, cycle, words))
    return found


def _called(company: Company, cycle: Cycle, words: Iterable[str]) -> list[str]:
    """People of the cycle whose name, post or team has all the words."""
    period, wanted = Period.parse(cycle.period), list(words)
    people = cycle.participants.values_list("person", flat=True)
    texts = ((person, standing(company, person, period)) for person in people)
    return [
        person
        for person, known in texts
        if all(word in f"{person} {known.name} {known.post} {known.team}".lower() for word in wanted)
    ]


def counts(found: QuerySet[Agreement]) -> dict[str, int]:
    """How many are in each state, in the order of the flow, those of none left out."""
    numbers = dict(found.order_by().values_list("state").annotate(Count("pk", distinct=True)))
    return {str(state): numbers[state] for state in AgreementState if numbers.get(state)}


def row_of(viewer: Viewer, company: Company, one: Agreement) -> Row:
    """As the list shows it."""
    review = one.participant
    known = standing(company, review.person, Period.parse(review.cycle.period))
    state = AgreementState(one.state)
    mine = state in _THEIRS and Party.MANAGER in capacities(viewer, one)
    return Row(one, known.name, known.post, known.team, TONES[state], mine)


_THEIRS = (AgreementState.DRAFT, AgreementState.PROPOSED, AgreementState.SIGNED)


def waiting_as_manager(viewer: Viewer, cycle: Cycle, state: AgreementState) -> list[Agreement]:
    """Those in this state whose next step is the viewer's as manager (HR where nobody is)."""
    found = agreements_visible_to(viewer, cycle).filter(state=state)
    return [one for one in found if Party.MANAGER in capacities(viewer, one)]


def changes_to_decide(viewer: Viewer, cycle: Cycle) -> list[Agreement]:
    """Those with an open change that the viewer may decide, their own requests left out."""
    found = agreements_visible_to(viewer, cycle).filter(state=AgreementState.CHANGING)
    found = found.filter(changes__state="open").exclude(changes__state="open", changes__by_id=viewer.account)
    above = frozenset({Party.SKIP_MANAGER}) | LEAD
    return [one for one in found if above & deciding(viewer, one)]


def notice_due(cycle: Cycle) -> date | None:
    """The last day to read and sign; None for a cycle without that stage."""
    return cycle.stages.filter(stage=Stage.NOTICE).values_list("due", flat=True).first()
