"""Whose own part of a review is past its deadline: read once for everybody, so that managers can be told."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from merit.reviews.life import ReviewState
from merit.reviews.stages import Stage
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.cycles.queries.parties import people_in
from merit_desk.cycles.queries.stages import deadlines_of

_WAITS_FOR_PEOPLE = (ReviewState.SELF_REVIEW, ReviewState.MANAGER_REVIEW, ReviewState.SKIP_REVIEW)


@dataclass(frozen=True, slots=True)
class Lateness:
    """By person: how many reviews wait for them past which day in which stage. Answers of raters are never told."""

    found: dict[str, Counter[tuple[str, date]]] = field(default_factory=dict)
    address: str = ""

    def of(self, person: str) -> Counter[tuple[str, date]]:
        """The person's own."""
        return self.found.get(person, Counter())


def lateness_on(today: date) -> Lateness:
    """As things stand on that day; two queries and one for each open cycle."""
    late = Lateness(address=reverse("cycles:cycles"))
    for cycle in Cycle.objects.filter(sealed_at=None).prefetch_related("stages"):
        deadlines = deadlines_of(cycle)
        for one in cycle.participants.filter(state__in=_WAITS_FOR_PEOPLE):
            due = deadlines.due(one)
            if due is not None and due < today:
                _note(late, one, due)
    return late


def _note(late: Lateness, one: Participant, due: date) -> None:
    match ReviewState(one.state):
        case ReviewState.SELF_REVIEW:
            stage, people = Stage.SELF, frozenset({one.person})
        case ReviewState.MANAGER_REVIEW:
            stage, people = Stage.MANAGER, people_in(one.managers)
        case _:
            stage, people = Stage.SKIP, people_in(one.skip_managers)
    for person in people:
        late.found.setdefault(person, Counter())[str(stage), due] += 1
