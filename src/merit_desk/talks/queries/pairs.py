"""1-on-1 talks: only the two people themselves ever read them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.talks.colleagues import Colleague, colleague
from merit_desk.talks.models import OwnNote, Pair, Point, Promise, Talk
from merit_desk.talks.queries.visible import NOT_THERE


@dataclass(frozen=True, slots=True)
class PairLine:
    """A series in the list: with whom, the next day, what is open."""

    pair: Pair
    other: Colleague
    next_day: date | None
    last_day: date | None
    points: int
    promises: int


def pairs_of(viewer: Viewer) -> QuerySet[Pair]:
    """The viewer's own series."""
    if not viewer.person:
        return Pair.objects.none()
    return Pair.objects.filter(Q(first=viewer.person) | Q(second=viewer.person)).order_by("pk")


def pair_of(viewer: Viewer, number: int) -> Pair:
    """Raises NotFoundRefusal for a series of others."""
    found = pairs_of(viewer).filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal(NOT_THERE)
    return found


def talk_of(viewer: Viewer, number: int) -> Talk:
    """Raises NotFoundRefusal for a talk of others."""
    found = Talk.objects.select_related("pair").filter(pk=number, pair__in=pairs_of(viewer)).first()
    if found is None:
        raise NotFoundRefusal(NOT_THERE)
    return found


def own_note(viewer: Viewer, talk: Talk) -> str:
    """What the viewer keeps for themselves about the talk."""
    found = OwnNote.objects.filter(talk=talk, person=viewer.person).first()
    return found.text if found else ""


def open_points(pair: Pair) -> QuerySet[Point]:
    """What nobody has said was dealt with, the oldest first."""
    return pair.points.filter(dealt_at=None)


def open_promises(pair: Pair) -> QuerySet[Promise]:
    """Action items of all talks of the pair that are not done."""
    return Promise.objects.filter(talk__pair=pair, done_at=None)


def carried(point: Point, talks: list[Talk]) -> int:
    """On how many talks that were held the point stood without being dealt with."""
    return sum(talk.held_at is not None and talk.held_at > point.at for talk in talks)


def pair_lines(viewer: Viewer) -> list[PairLine]:
    """The viewer's series, the next talk first; four queries however many there are."""
    pairs = list(pairs_of(viewer))
    talks = list(Talk.objects.filter(pair__in=pairs))
    points = list(Point.objects.filter(pair__in=pairs, dealt_at=None).values_list("pair_id", flat=True))
    promised = Promise.objects.filter(talk__pair__in=pairs, done_at=None)
    promises = list(promised.values_list("talk__pair_id", flat=True))
    found = []
    for pair in pairs:
        own = [talk for talk in talks if talk.pair_id == pair.pk]
        ahead = min((talk.day for talk in own if talk.held_at is None), default=None)
        last = max((talk.day for talk in own if talk.held_at is not None), default=None)
        counts = (points.count(pair.pk), promises.count(pair.pk))
        found.append(PairLine(pair, colleague(pair.other(viewer.person)), ahead, last, *counts))
    return sorted(found, key=lambda each: (each.next_day or date.max, each.other.name))


def suggested_day(pair: Pair, today: date) -> date:
    """The usual number of days after the last talk, not before today."""
    last = pair.talks.order_by("-day").first()
    return max(today, last.day + timedelta(days=pair.every_days)) if last else today
