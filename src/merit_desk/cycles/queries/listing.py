"""The reviews of a cycle as a list: filtered, sorted, a page at a time."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import QueryDict

from merit.kernel.period import Period
from merit.reviews.life import ReviewState
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.cycles.queries.visible import participants_visible_to
from merit_desk.results.queries.names import node_name, team_name
from merit_desk.results.queries.open_company import declared_company

PAGE = 50
_STATES = Case(
    *(When(state=state.value, then=Value(at)) for at, state in enumerate(ReviewState)),
    default=Value(0),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the address; `states` are those of a stage or one state."""

    states: tuple[str, ...] = ()
    team: str = ""
    manager: str = ""
    words: str = ""
    sort: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.states or self.team or self.manager or self.words)


def asked_of(query: QueryDict) -> Asked:
    """What the address asks for; states that there are not ask for nothing."""
    wanted = tuple(each for each in query.get("state", "").split(",") if each in set(ReviewState))
    return Asked(
        wanted, query.get("team", ""), query.get("manager", ""), query.get("q", "").strip(), query.get("sort", "")
    )


def listed(viewer: Viewer, cycle: Cycle, asked: Asked) -> QuerySet[Participant]:
    """The reviews that fit, of those that the viewer may know of."""
    found = participants_visible_to(viewer, cycle).select_related("cycle")
    if asked.states:
        found = found.filter(state__in=asked.states)
    if asked.team:
        found = found.filter(team=asked.team)
    if asked.manager:
        found = found.filter(pk__in=_managed(viewer, cycle, asked.manager))
    if asked.words:
        found = found.filter(person__in=_called(asked.words))
    return _sorted(found, asked.sort)


def _sorted(found: QuerySet[Participant], sort: str) -> QuerySet[Participant]:
    way, name = ("-", sort[1:]) if sort.startswith("-") else ("", sort)
    match name:
        case "state":
            ranked = found.annotate(rank=_STATES)
            return ranked.order_by(f"{way}rank", "person")
        case "team":
            return found.order_by(f"{way}team", "person")
        case "person":
            return found.order_by(f"{way}person")
        case _:
            return found.order_by("team", "person")


def _managed(viewer: Viewer, cycle: Cycle, manager: str) -> list[int]:
    """Reviews under a manager: one query over the managers alone, alike on SQLite and PostgreSQL."""
    rows = participants_visible_to(viewer, cycle).values_list("pk", "managers")
    return [number for number, managers in rows if any(each["person"] == manager for each in managers)]


def _called(words: str) -> list[str]:
    spells_of = declared_company().organisation.spells_of
    return [person for person, spells in spells_of.items() if words in spells[-1].name or words == person]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer, of the reviews that the viewer may know of."""

    teams: list[tuple[str, str]] = field(default_factory=list)
    managers: list[tuple[str, str]] = field(default_factory=list)


def choices_of(viewer: Viewer, cycle: Cycle) -> Choices:
    """Teams and managers with their names; one query."""
    rows: list[tuple[str, list[dict[str, Any]]]] = list(
        participants_visible_to(viewer, cycle).order_by().values_list("team", "managers")
    )
    company = declared_company()
    teams = {team for team, _ in rows if team}
    managers = {str(each["person"]) for _, charge in rows for each in charge}
    return Choices(
        sorted((team, team_name(company, team)) for team in teams),
        sorted((each, node_name(company, "person", each)) for each in managers),
    )


def whole_of(one: Participant) -> Period:
    """The days that are judged."""
    return Period(one.start, one.end + timedelta(days=1))
