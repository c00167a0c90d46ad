"""1-on-1 talks: a series, its agenda, notes that both write, notes of one's own, and what was promised."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.notices.actions import tell
from merit_desk.talks.actions.notes import StaleText
from merit_desk.talks.colleagues import at_work, name_of
from merit_desk.talks.models import OwnNote, Pair, Point, Promise, Talk
from merit_desk.talks.queries.pairs import pair_of, talk_of
from merit_desk.talks.queries.visible import NOT_THERE, require_person


def begin_pair(viewer: Viewer, other: str, every_days: int) -> Pair:
    """The series with that person; one that is there already is the same. Raises ConflictRefusal."""
    own = require_person(viewer)
    if other == own:
        raise ConflictRefusal("talks.not_with_oneself")
    if not at_work(other, viewer.today):
        raise ConflictRefusal("talks.nobody_at_work", name=other)
    first, second = sorted((own, other))
    with transaction.atomic():
        pair, fresh = Pair.objects.get_or_create(
            first=first, second=second, defaults={"every_days": every_days, "made_by_id": viewer.signer}
        )
        if fresh:
            record(viewer.account, "talks.pair_begun", _subject(pair), after={"every_days": every_days})
            _tell_other(viewer, pair, "notice.pair_begun")
    return pair


def plan_talk(viewer: Viewer, number: int, day: date) -> Talk:
    """The next talk on that day, or the one that is planned moved there."""
    with transaction.atomic():
        pair = Pair.objects.select_for_update().get(pk=pair_of(viewer, number).pk)
        ahead = pair.talks.filter(held_at=None).first()
        talk = ahead or Talk(pair=pair)
        talk.day = day
        talk.save()
        record(viewer.account, "talks.talk_planned", _subject(pair), after={"day": day.isoformat()})
        _tell_other(viewer, pair, "notice.talk_planned", day=day.isoformat())
    return talk


def add_point(viewer: Viewer, number: int, text: str) -> Point:
    """Put something on the agenda."""
    pair = pair_of(viewer, number)
    with transaction.atomic():
        point = Point.objects.create(pair=pair, person=viewer.person, text=text.strip())
        record(viewer.account, "talks.point_added", _subject(pair), after={"point": point.pk})
    return point


def deal_with_point(viewer: Viewer, number: int, dealt: bool = True) -> Point:
    """Say that the point was dealt with, or that it was not after all."""
    with transaction.atomic():
        point = Point.objects.select_for_update().filter(pk=number).first()
        if point is None:
            raise NotFoundRefusal(NOT_THERE)
        pair = pair_of(viewer, point.pair_id)
        point.dealt_at = timezone.now() if dealt else None
        point.dealt_in = pair.talks.filter(held_at=None).first() if dealt else None
        point.save(update_fields=["dealt_at", "dealt_in"])
        record(viewer.account, "talks.point_dealt", _subject(pair), after={"point": point.pk, "dealt": dealt})
    return point


def write_shared(viewer: Viewer, number: int, text: str, based_on: int) -> Talk:
    """The notes of both. Raises StaleText when the other wrote meanwhile, ConflictRefusal once it was held."""
    with transaction.atomic():
        talk = _unheld(viewer, number)
        if talk.version != based_on:
            raise StaleText(talk.text, talk.version, name_of(talk.changed_by))
        if talk.text != text.strip():
            talk.text, talk.version, talk.changed_by = text.strip(), talk.version + 1, viewer.person
            talk.save(update_fields=["text", "version", "changed_by", "changed_at"])
            after = {"talk": talk.pk, "version": talk.version}
            record(viewer.account, "talks.talk_written", _subject(talk.pair), after=after)
    return talk


def write_own(viewer: Viewer, number: int, text: str) -> OwnNote:
    """What the viewer keeps for themselves; also after the talk. Not on the trail but that it was written."""
    talk = talk_of(viewer, number)
    with transaction.atomic():
        note, _ = OwnNote.objects.update_or_create(talk=talk, person=viewer.person, defaults={"text": text.strip()})
        record(viewer.account, "talks.own_note_written", _subject(talk.pair), after={"talk": talk.pk})
    return note


def promise(viewer: Viewer, number: int, text: str, owner: str, due: date) -> Promise:
    """An action item of one of the two. Raises ConflictRefusal for anybody else."""
    talk = talk_of(viewer, number)
    if owner not in (talk.pair.first, talk.pair.second):
        raise ConflictRefusal("talks.one_of_the_two")
    with transaction.atomic():
        made = Promise.objects.create(talk=talk, text=text.strip(), owner=owner, due=due)
        after = {"promise": made.pk, "owner": owner, "due": due.isoformat()}
        record(viewer.account, "talks.promised", _subject(talk.pair), after=after)
        if owner != viewer.person:
            _tell_other(viewer, talk.pair, "notice.promised")
    return made


def keep_promise(viewer: Viewer, number: int, done: bool = True) -> Promise:
    """Either of the two says that it is done, or not after all."""
    with transaction.atomic():
        found = Promise.objects.select_for_update().select_related("talk__pair").filter(pk=number).first()
        if found is None:
            raise NotFoundRefusal(NOT_THERE)
        pair = pair_of(viewer, found.talk.pair_id)
        found.done_at = timezone.now() if done else None
        found.save(update_fields=["done_at"])
        record(viewer.account, "talks.promise_kept", _subject(pair), after={"promise": found.pk, "done": done})
    return found


def hold_talk(viewer: Viewer, number: int) -> Talk:
    """The talk took place: its notes stay as they are, what is open goes to the next one."""
    with transaction.atomic():
        talk = _unheld(viewer, number)
        talk.held_at = timezone.now()
        talk.save(update_fields=["held_at"])
        record(viewer.account, "talks.talk_held", _subject(talk.pair), after={"day": talk.day.isoformat()})
    return talk


def _unheld(viewer: Viewer, number: int) -> Talk:
    talk = Talk.objects.select_for_update().select_related("pair").get(pk=talk_of(viewer, number).pk)
    if talk.held_at is not None:
        raise ConflictRefusal("talks.talk_is_held")
    return talk


def _subject(pair: Pair) -> Subject:
    return Subject("pair", str(pair.pk))


def _tell_other(viewer: Viewer, pair: Pair, code: str, **gaps: str) -> None:
    person = pair.other(viewer.person)
    account = Account.objects.filter(person=person, is_active=True).values_list("pk", flat=True).first()
    if account is not None:
        tell(account, code, reverse("talks:pair", args=(pair.pk,)), name=viewer.name, **gaps)
