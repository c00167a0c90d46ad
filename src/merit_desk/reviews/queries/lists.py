"""Reviews that a viewer may read, as a list by cycle."""

from dataclasses import dataclass

from merit.kernel.period import Period
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.cycles.queries.visible import cycles_visible_to
from merit_desk.results.queries.names import node_name, standing
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reviews.queries.charge import above_in_charge, in_charge


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review: whose, where it stands."""

    number: int
    person: str
    name: str
    post: str
    team: str
    state: str


def reads_everybody(viewer: Viewer) -> bool:
    """Whether the viewer reads the answers about everybody but themselves."""
    return viewer.everywhere(Can.RUN_CYCLES) or viewer.everywhere(Can.SEE_REVIEW_TEXT)


def cycles_read(viewer: Viewer) -> list[Cycle]:
    """Cycles with a review that the viewer reads, latest first."""
    if reads_everybody(viewer):
        return list(cycles_visible_to(viewer))
    known = {one.cycle_id for one in _led(viewer, None)}
    return list(Cycle.objects.filter(pk__in=known))


def review_lines(viewer: Viewer, cycle: Cycle, words: str = "", state: str = "") -> list[ReviewLine]:
    """The reviews of the cycle that the viewer reads, but their own, by person; `words` are looked for in names."""
    if reads_everybody(viewer):
        found = [one for one in cycle.participants.order_by("person") if one.person != viewer.person]
    else:
        found = _led(viewer, cycle)
    lines = [_line(one, cycle) for one in found if not state or one.state == state]
    return [line for line in lines if words.casefold() in f"{line.name} {line.person} {line.team}".casefold()]


def own_reviews(viewer: Viewer) -> list[Participant]:
    """The viewer's own reviews, latest cycle first."""
    if not viewer.person:
        return []
    return list(Participant.objects.filter(person=viewer.person).select_related("cycle").order_by("-cycle__period"))


def _led(viewer: Viewer, cycle: Cycle | None) -> list[Participant]:
    every = Participant.objects.order_by("person")
    if cycle is not None:
        every = every.filter(cycle=cycle)
    found = {one.pk: one for one in [*in_charge(viewer.person, every), *above_in_charge(viewer.person, every)]}
    return sorted((one for one in found.values() if one.person != viewer.person), key=lambda one: one.person)


def _line(one: Participant, cycle: Cycle) -> ReviewLine:
    company = declared_company()
    who = standing(company, one.person, Period.parse(cycle.period))
    name = node_name(company, "person", one.person)
    return ReviewLine(one.pk, one.person, name, who.post, who.team, one.state)
