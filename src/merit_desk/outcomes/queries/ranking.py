"""Places within comparable posts: everybody of a cycle under the same plan. Never from the last to the first."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from merit.kernel.refusals import NotFoundRefusal
from merit.reviews.life import ReviewState
from merit.reviews.places import SMALLEST_GROUP, SMALLEST_GROUP_FOR_BANDS, PlaceBand, RankPlace, place_band, rank_places
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.cycles.queries.visible import participants_visible_to
from merit_desk.outcomes.queries.deadlines import days_option, options_of
from merit_desk.outcomes.queries.known import UNRELEASED
from merit_desk.results.queries.names import node_name, plan_title, team_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import period_files, periods_run


@dataclass(frozen=True, slots=True)
class RankedPerson:
    """`place` is None in a group too small to be ranked."""

    one: Participant
    name: str
    team: str
    total: Decimal
    grade: str
    place: RankPlace | None


@dataclass(frozen=True, slots=True)
class RankedGroup:
    """People under one plan whom the viewer may see; `small` says that there are too few to rank."""

    plan: str
    title: str
    people: tuple[RankedPerson, ...]
    smallest: int

    @property
    def small(self) -> bool:
        """Whether no places are given."""
        return len(self.people) < self.smallest


def ranking(viewer: Viewer, cycle: Cycle) -> list[RankedGroup]:
    """Groups by plan. A manager's people are placed among themselves; HR, owner and auditor see the whole group.

    Raises NotFoundRefusal for who is in charge of nobody and looks after no results.
    """
    files = visible_files(viewer, cycle.period) if cycle.period in periods_run() else None
    known = [each for each in participants_visible_to(viewer, cycle) if each.person != viewer.person]
    if not known or not (viewer.can(Can.SEE_REVIEW_TEXT) or viewer.can(Can.ENTER_VALUES)):
        raise NotFoundRefusal("refusal.no_such_page")
    company, smallest = declared_company(), days_option(cycle, "smallest_group", SMALLEST_GROUP)
    groups: dict[str, list[tuple[Participant, Decimal, str]]] = {}
    for one in known:
        row = files.totals.get(one.person) if files is not None else None
        if row is not None and row.total is not None and one.state != ReviewState.LEFT_OUT:
            groups.setdefault(one.plan, []).append((one, row.total, row.grade))
    found = []
    for plan, members in sorted(groups.items()):
        places = rank_places({one.person: Fraction(total) for one, total, _ in members}, smallest)
        people = [
            RankedPerson(
                one,
                node_name(company, "person", one.person),
                team_name(company, one.team),
                total,
                grade,
                places.get(one.person),
            )
            for one, total, grade in members
        ]
        found.append(RankedGroup(plan, plan_title(company, plan), tuple(_in_order(people)), smallest))
    return found


def _in_order(people: list[RankedPerson]) -> list[RankedPerson]:
    """From the first place down; without places by name."""
    return sorted(people, key=lambda each: (each.place.place if each.place else 0, each.name))


def own_band(viewer: Viewer, one: Participant) -> PlaceBand | None:
    """Roughly where the viewer stands among everybody under the same plan: told only where the company says so.

    None in groups below ten, before the release, and for somebody else's review.
    """
    if one.person != viewer.person or one.state in UNRELEASED or options_of(one.cycle).get("show_band") is not True:
        return None
    if one.cycle.period not in periods_run():
        return None
    files = period_files(one.cycle.period)
    others = one.cycle.participants.filter(plan=one.plan).exclude(state=ReviewState.LEFT_OUT)
    rows = (files.totals.get(person) for person in others.values_list("person", flat=True))
    totals = {row.person: Fraction(row.total) for row in rows if row is not None and row.total is not None}
    place = rank_places(totals, SMALLEST_GROUP_FOR_BANDS).get(one.person)
    return place_band(place) if place is not None else None
