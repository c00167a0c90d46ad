"""Requests as lists show them, and who waits for whom."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from merit.follow.request import WITH_AUTHOR, WITH_RECEIVER, RequestState
from merit.people.spells import spell_on
from merit.people.tree import teams_on
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.models import Request
from merit_desk.follow.queries.reach import people_on_duty, requests_visible_to
from merit_desk.results.queries.names import node_name, team_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import day_name
from merit_desk.shell.sentences import say

VIEWS = ("to_me", "by_me", "all")
TONES = {
    RequestState.ASKED: "line",
    RequestState.ACCEPTED: "line",
    RequestState.ANSWERED: "good",
    RequestState.DECLINED: "watch",
    RequestState.DONE: "good",
    RequestState.CLOSED: "",
    RequestState.WITHDRAWN: "",
}
_UNDER_WAY = (*WITH_RECEIVER, *WITH_AUTHOR)


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """One row; `late` when an answer was needed before today and is not there."""

    request: Request
    address: str
    author: str
    author_team: str
    receiver: str
    receiver_team: str
    needed_by: str
    state: str
    tone: str
    late: bool


@dataclass(frozen=True, slots=True)
class WaitsFor:
    """Somebody waits for somebody: how many requests, of them how many late, the first day one is needed."""

    who: str
    who_team: str
    whom: str
    whom_team: str
    count: int
    late: int
    first: str


def requests_asked(viewer: Viewer, view: str, over: bool, words: str = "") -> list[ShownRequest]:
    """Those still under way by the day they are needed; `over`: those that have ended, latest first."""
    found = _of(viewer, view)
    if words:
        found = found.filter(Q(subject__icontains=words) | Q(text__icontains=words))
    ended = [RequestState.CLOSED, RequestState.WITHDRAWN]
    found = found.filter(state__in=ended).order_by("-closed_at", "-pk") if over else found.exclude(state__in=ended)
    return [shown_request(each, viewer.today) for each in found.select_related("by")]


def shown_request(each: Request, today: date) -> ShownRequest:
    """One row."""
    company, state = declared_company(), RequestState(each.state)
    return ShownRequest(
        request=each,
        address=reverse("follow:request", args=(each.pk,)),
        author=node_name(company, "person", each.author) if each.author else str(each.by),
        author_team=_team_of(each.author, today),
        receiver=node_name(company, "person", each.receiver),
        receiver_team=team_name(company, each.team) if each.team else _team_of(each.receiver, today),
        needed_by=day_name(each.needed_by),
        state=say(f"request.state.{state}"),
        tone=TONES[state],
        late=state in WITH_RECEIVER and each.needed_by < today,
    )


def counts(viewer: Viewer) -> dict[str, int]:
    """How many under way each view holds."""
    return {view: _of(viewer, view).filter(state__in=_UNDER_WAY).count() for view in VIEWS}


def who_waits(lines: Iterable[ShownRequest]) -> list[WaitsFor]:
    """Of requests that wait for the one asked; most first."""
    pairs: dict[tuple[str, str, str, str], list[ShownRequest]] = defaultdict(list)
    for line in lines:
        if RequestState(line.request.state) in WITH_RECEIVER:
            pairs[line.author, line.author_team, line.receiver, line.receiver_team].append(line)
    found = [
        WaitsFor(
            *pair, len(each), sum(line.late for line in each), min(each, key=lambda x: x.request.needed_by).needed_by
        )
        for pair, each in pairs.items()
    ]
    return sorted(found, key=lambda each: (-each.late, -each.count, each.who, each.whom))


def whom_to_ask(viewer: Viewer) -> list[tuple[str, list[tuple[str, str]]]]:
    """Teams with a leader, then people by name; never oneself."""
    company = declared_company()
    led = [
        team for team in teams_on(company.organisation, viewer.today) if team.leader and team.leader != viewer.person
    ]
    teams = [(f"team:{team.team}", f"{team.name} · {node_name(company, 'person', team.leader)}") for team in led]
    people = [(f"person:{person}", name) for person, name in people_on_duty(viewer.today) if person != viewer.person]
    by_name = sorted(people, key=lambda each: each[1])
    return [(say("follow.teams"), teams), (say("follow.people"), by_name)]


def _of(viewer: Viewer, view: str) -> QuerySet[Request]:
    found = requests_visible_to(viewer)
    match view:
        case "to_me":
            return found.filter(receiver=viewer.person) if viewer.person else found.none()
        case "by_me":
            mine = Q(by_id=viewer.account)
            return found.filter(mine | Q(author=viewer.person) if viewer.person else mine)
        case _:
            return found


def _team_of(person: str, day: date) -> str:
    company = declared_company()
    spell = spell_on(company.organisation, person, day) if person else None
    return team_name(company, spell.team) if spell else ""
