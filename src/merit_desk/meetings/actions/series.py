"""Setting up a series of meetings, changing who takes part, calling the next one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merit.kernel.moves import Party
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.meetings.models import Kind, Meeting, Member, Rhythm, Series
from merit_desk.meetings.queries.visible import NOT_THERE, nodes_to_meet, parties_of, series_of
from merit_desk.notices.actions import tell
from merit_desk.talks.colleagues import at_work, name_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a series is to be; the chair takes part in any case."""

    kind: Kind
    rhythm: Rhythm
    node_kind: str
    node: str
    title: str
    chair: str
    members: tuple[str, ...]


class StaleSeries(ConflictRefusal):
    """Somebody changed who takes part meanwhile."""

    def __init__(self, people: list[str]) -> None:
        super().__init__("meetings.series_stale", people="、".join(map(name_of, people)))
        self.people = people


def begin_series(viewer: Viewer, wanted: Wanted) -> Series:
    """Raises NotFoundRefusal for a node that is not the viewer's, ConflictRefusal for people who are not at work."""
    if (wanted.node_kind, wanted.node) not in nodes_to_meet(viewer):
        raise NotFoundRefusal(NOT_THERE)
    people = _at_work(viewer, (wanted.chair, *wanted.members))
    with transaction.atomic():
        series = Series.objects.create(
            kind=wanted.kind,
            rhythm=Rhythm.QUARTER if wanted.kind is Kind.STRATEGY else wanted.rhythm,
            node_kind=wanted.node_kind,
            node=wanted.node,
            title=wanted.title.strip(),
            chair=wanted.chair,
            made_by_id=viewer.signer,
        )
        Member.objects.bulk_create(Member(series=series, person=each) for each in people)
        after = {"kind": series.kind, "node": series.node, "chair": series.chair, "members": people}
        record(viewer.account, "meetings.series_begun", _subject(series), after=after)
        tell_members(viewer, series, "notice.meeting_series", reverse("meetings:series", args=(series.pk,)))
    return series


def set_members(viewer: Viewer, number: int, people: Iterable[str], seen: int) -> Series:
    """Who takes part from now on. Raises StaleSeries when somebody changed it since version `seen`."""
    with transaction.atomic():
        series = _led(viewer, number)
        before = sorted(series.members.values_list("person", flat=True))
        if series.version != seen:
            raise StaleSeries(before)
        wanted = _at_work(viewer, (series.chair, *people))
        series.members.exclude(person__in=wanted).delete()
        fresh = [each for each in wanted if each not in before]
        Member.objects.bulk_create(Member(series=series, person=each) for each in fresh)
        series.version += 1
        series.save(update_fields=["version"])
        record(viewer.account, "meetings.members_set", _subject(series), {"members": before}, {"members": wanted})
    return series


def call_meeting(viewer: Viewer, number: int, period: str, day: date) -> Meeting:
    """The meeting that looks back on the period. Raises ConflictRefusal for another rhythm or one that is called."""
    with transaction.atomic():
        series = _led(viewer, number)
        if series.ended_at is not None:
            raise ConflictRefusal("meetings.series_ended")
        try:
            span = Period.parse(period)
        except ValueError:
            raise ConflictRefusal("meetings.no_period", text=period) from None
        if str(span.grain) != series.rhythm:
            raise ConflictRefusal("meetings.other_rhythm", period=period)
        meeting, fresh = Meeting.objects.get_or_create(series=series, period=str(span), defaults={"day": day})
        if not fresh:
            raise ConflictRefusal("meetings.called_before", period=str(span))
        after = {"period": meeting.period, "day": day.isoformat()}
        record(viewer.account, "meetings.called", Subject("meeting", str(meeting.pk)), after=after)
        address = reverse("meetings:meeting", args=(meeting.pk,))
        tell_members(viewer, series, "notice.meeting_called", address, day=day.isoformat())
    return meeting


def end_series(viewer: Viewer, number: int) -> Series:
    """No further meetings; the records stay."""
    with transaction.atomic():
        series = _led(viewer, number)
        if series.ended_at is not None:
            raise ConflictRefusal("meetings.series_ended")
        series.ended_at = timezone.now()
        series.save(update_fields=["ended_at"])
        record(viewer.account, "meetings.series_ended", _subject(series))
    return series


def next_period(series: Series, today: date) -> str:
    """The latest complete period without a meeting, else the present one."""
    grain = Grain(series.rhythm)
    last = Period.containing(today, grain).previous()
    called = set(series.meetings.values_list("period", flat=True))
    return str(last) if str(last) not in called else str(Period.containing(today, grain))


def tell_members(viewer: Viewer, series: Series, code: str, address: str, **gaps: str) -> None:
    """A notice to every member but the one who does it."""
    people = list(series.members.values_list("person", flat=True))
    for account in Account.objects.filter(person__in=people, is_active=True).exclude(pk=viewer.signer):
        tell(account.pk, code, address, name=viewer.name, title=series.title, **gaps)


def _led(viewer: Viewer, number: int) -> Series:
    series = Series.objects.select_for_update().get(pk=series_of(viewer, number).pk)
    if Party.AUTHOR not in parties_of(viewer, series):
        raise NotAllowedRefusal("moves.not_yours")
    return series


def _at_work(viewer: Viewer, people: Iterable[str]) -> list[str]:
    found = sorted(set(filter(None, people)))
    away = [each for each in found if not at_work(each, viewer.today)]
    if away:
        raise ConflictRefusal("talks.nobody_at_work", name="、".join(map(name_of, away)))
    return found


def _subject(series: Series) -> Subject:
    return Subject("meeting_series", str(series.pk))
