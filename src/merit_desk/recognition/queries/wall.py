"""荣誉墙: honours, contest winners and praise that their people let everybody see, latest first. No pay at all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, QuerySet, Value

from merit_desk.accounts.viewer import Viewer
from merit_desk.recognition.models import Award
from merit_desk.recognition.queries.reach import shown_to_all
from merit_desk.shell.sentences import say
from merit_desk.talks.colleagues import Colleague, colleague, name_of
from merit_desk.talks.models import Feedback
from merit_desk.talks.queries.visible import wall as praise_wall

KINDS = ("title", "honour", "contest", "praise")
ICONS = {"title": "award", "honour": "trophy", "contest": "medal", "praise": "heart-handshake"}


@dataclass(frozen=True, slots=True)
class WallCard:
    """One card: who, what for, in whose words; `number` of the honour, 0 for praise."""

    kind: str
    icon: str
    number: int
    who: Colleague
    title: str
    text: str
    by: str
    at: datetime
    mine: bool


def wall_rows(viewer: Viewer, kind: str = "") -> QuerySet[Any, Any]:
    """(at, number, kind) of everything on the wall, latest first; one query however much there is."""
    awards = Award.objects.filter(shown_to_all(viewer))
    praise = praise_wall().annotate(of=Value("praise", CharField())).values_list("at", "pk", "of")
    given = awards.annotate(of=F("kind")).values_list("at", "pk", "of")
    if kind == "praise":
        return praise.order_by("-at", "-pk")
    if kind in KINDS:
        return given.filter(kind=kind).order_by("-at", "-pk")
    return given.order_by().union(praise.order_by(), all=True).order_by("-at", "-pk")


def wall_cards(viewer: Viewer, rows: list[tuple[datetime, int, str]]) -> list[WallCard]:
    """The rows as cards, in their order; two queries."""
    awards = Award.objects.select_related("given_by").in_bulk([pk for _, pk, kind in rows if kind != "praise"])
    praise = Feedback.objects.in_bulk([pk for _, pk, kind in rows if kind == "praise"])
    found = []
    for _, pk, kind in rows:
        found.append(_praise(viewer, praise[pk]) if kind == "praise" else _award(viewer, awards[pk]))
    return found


def titles_in_force(viewer: Viewer) -> list[WallCard]:
    """Titles that stand today and are shown, the longest holders first."""
    titles = Award.objects.filter(shown_to_all(viewer), kind="title").select_related("given_by").order_by("since", "pk")
    return [_award(viewer, each) for each in titles[:12]]


def _award(viewer: Viewer, one: Award) -> WallCard:
    mine = one.person == viewer.person
    who, by = colleague(one.person), str(one.given_by)
    return WallCard(one.kind, ICONS[one.kind], one.pk, who, one.title, one.citation, by, one.at, mine)


def _praise(viewer: Viewer, one: Feedback) -> WallCard:
    mine = one.about == viewer.person
    who, by = colleague(one.about), name_of(one.writer)
    return WallCard(
        "praise", ICONS["praise"], 0, who, one.value or say("recognition.kind.praise"), one.text, by, one.at, mine
    )
