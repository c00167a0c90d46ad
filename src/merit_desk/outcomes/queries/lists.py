"""Cycles with what has become of their results, and the people of one cycle, as far as the viewer may see them."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from merit.kernel.period import Period
from merit.reviews.life import ReviewState
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.cycles.queries.visible import cycles_visible_to, participants_visible_to
from merit_desk.outcomes.queries.known import UNRELEASED
from merit_desk.results.queries.names import post_name, standing, team_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run

AFTER = tuple(state for state in ReviewState if state not in UNRELEASED)
"""The states from the release on, in the order of the review's life."""


@dataclass(frozen=True, slots=True)
class CycleLine:
    """One cycle; `counts` are states with how many reviews are in them."""

    cycle: Cycle
    counts: tuple[tuple[str, int], ...]
    people: int


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One review; total and grade are empty where the viewer may not see them or there are none."""

    one: Participant
    name: str
    post: str
    team: str
    total: Decimal | None
    grade: str
    address: str


def cycle_lines(viewer: Viewer) -> list[CycleLine]:
    """Cycles in which the viewer may know of anybody else's review, latest first."""
    cycles = list(cycles_visible_to(viewer))
    found = []
    for cycle in cycles:
        known = participants_visible_to(viewer, cycle).exclude(person=viewer.or_nobody).order_by()
        counts = Counter(known.values_list("state", flat=True))
        if counts:
            ordered = tuple((str(state), counts[state]) for state in ReviewState if counts[state])
            found.append(CycleLine(cycle, ordered, sum(counts.values())))
    return found


def own_results(viewer: Viewer) -> list[Participant]:
    """One's own reviews from the release on, latest first."""
    if not viewer.person:
        return []
    mine = Participant.objects.filter(person=viewer.person, state__in=[str(state) for state in AFTER])
    return list(mine.select_related("cycle").order_by("-cycle__period", "-pk"))


def person_lines(viewer: Viewer, cycle: Cycle, state: str = "", team: str = "") -> list[PersonLine]:
    """Everybody of the cycle whom the viewer may know of, by team and name; one's own only from the release on."""
    known = participants_visible_to(viewer, cycle).select_related("cycle")
    known = known.filter(state=state) if state else known
    known = known.filter(team=team) if team else known
    files = visible_files(viewer, cycle.period) if cycle.period in periods_run() else None
    company, period = declared_company(), Period.parse(cycle.period)
    found = []
    for one in known:
        own = one.person == viewer.person
        if own and one.state in UNRELEASED:
            continue
        row = files.totals.get(one.person) if files is not None else None
        found.append(
            PersonLine(
                one,
                standing(company, one.person, period).name,
                post_name(company, one.post),
                team_name(company, one.team),
                row.total if row else None,
                row.grade if row else "",
                reverse("outcomes:result", args=[one.pk]),
            )
        )
    return sorted(found, key=lambda line: (line.one.team, line.name))


def release_choices(cycle: Cycle) -> dict[str, list[tuple[str, str]]]:
    """Teams, posts and people with a settled review, each group with how many."""
    company, period = declared_company(), Period.parse(cycle.period)
    settled = list(cycle.participants.filter(state=ReviewState.SETTLED).order_by("person"))
    groups: dict[str, dict[str, int]] = {"teams": defaultdict(int), "posts": defaultdict(int)}
    for one in settled:
        groups["teams"][one.team] += 1
        groups["posts"][one.post] += 1
    return {
        "teams": [(key, f"{team_name(company, key)} · {count}") for key, count in groups["teams"].items()],
        "posts": [(key, f"{post_name(company, key)} · {count}") for key, count in groups["posts"].items()],
        "people": [(one.person, standing(company, one.person, period).name) for one in settled],
    }


def release_address(period: str) -> str:
    """Where the results of a period that has a cycle are released; empty for a period without one."""
    found = Cycle.objects.filter(period=period).first()
    return reverse("outcomes:cycle", args=[found.code]) if found is not None else ""
