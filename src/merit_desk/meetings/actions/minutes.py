"""Writing the record while the meeting runs: topics, decisions, action items, attendance; opening and sending it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from merit.follow.meeting import MEETING, MeetingMove, MeetingState
from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.follow.actions.tasks import make_task
from merit_desk.follow.given import Given
from merit_desk.meetings.actions.series import tell_members
from merit_desk.meetings.models import STEPS, Action, Attendance, Decision, Meeting, Topic
from merit_desk.meetings.queries.figures import kept_figures
from merit_desk.meetings.queries.visible import NOT_THERE, meeting_of, parties_of
from merit_desk.talks.actions.notes import StaleText


@dataclass(frozen=True, slots=True)
class Promised:
    """An action item as somebody writes it; `as_task` also puts it into the owner's follow-up."""

    text: str
    owner: str
    due: date
    as_task: bool


def move_meeting(viewer: Viewer, number: int, wanted: MeetingMove) -> Meeting:
    """Open, send out, reopen or call off. Sending keeps the figures as they stand and tells every member."""
    with transaction.atomic():
        meeting = _locked(viewer, number)
        before = MeetingState(meeting.state)
        meeting.state = MEETING.after(before, wanted, parties_of(viewer, meeting.series))
        if wanted is MeetingMove.SEND:
            meeting.figures, meeting.sent_at = kept_figures(meeting), timezone.now()
        if wanted is MeetingMove.REOPEN:
            meeting.figures, meeting.sent_at = [], None
        meeting.save(update_fields=["state", "figures", "sent_at"])
        record(viewer.account, f"meetings.{wanted}", _subject(meeting), {"state": before}, {"state": meeting.state})
        if wanted is MeetingMove.SEND:
            address = reverse("meetings:sheet", args=(meeting.pk,))
            tell_members(viewer, meeting.series, "notice.meeting_sent", address)
    return meeting


def add_topic(viewer: Viewer, number: int, title: str) -> Topic:
    """A new topic, also before the meeting."""
    with transaction.atomic():
        meeting = _writable(viewer, number)
        topic = Topic.objects.create(meeting=meeting, title=title.strip(), changed_by=viewer.name)
        record(viewer.account, "meetings.topic_added", _subject(meeting), after={"topic": topic.pk})
    return topic


def write_topic(viewer: Viewer, number: int, words: Mapping[str, str], based_on: int) -> Topic:
    """The four steps of a topic. Raises StaleText with what stands there when somebody else wrote meanwhile."""
    with transaction.atomic():
        topic = Topic.objects.select_for_update().filter(pk=number).first()
        if topic is None:
            raise NotFoundRefusal(NOT_THERE)
        meeting = _writable(viewer, topic.meeting_id)
        if topic.version != based_on:
            raise StaleText(topic_text({step: getattr(topic, step) for step in STEPS}), topic.version, topic.changed_by)
        for step in STEPS:
            setattr(topic, step, words.get(step, "").strip())
        topic.version, topic.changed_by = topic.version + 1, viewer.name
        topic.save()
        after = {"topic": topic.pk, "version": topic.version}
        record(viewer.account, "meetings.topic_written", _subject(meeting), after=after)
    return topic


def topic_text(words: Mapping[str, str]) -> str:
    """The four steps as one text, for two versions side by side."""
    return "\n\n".join(words.get(step, "") for step in STEPS)


def decide(viewer: Viewer, number: int, text: str, decided_by: str) -> Decision:
    """A numbered decision. Raises ConflictRefusal for somebody who takes no part."""
    with transaction.atomic():
        meeting = _writable(viewer, number)
        _require_member(meeting, decided_by)
        last = meeting.decisions.aggregate(last=Max("number"))["last"] or 0
        made = Decision.objects.create(meeting=meeting, number=last + 1, text=text.strip(), decided_by=decided_by)
        record(viewer.account, "meetings.decided", _subject(meeting), after={"number": made.number, "by": decided_by})
    return made


def add_action(viewer: Viewer, number: int, promised: Promised) -> Action:
    """Who does what until when; as a task it also waits in the owner's follow-up."""
    with transaction.atomic():
        meeting = _writable(viewer, number)
        _require_member(meeting, promised.owner)
        task = None
        if promised.as_task:
            note = meeting.series.title
            given = Given(promised.text.strip()[:120], promised.owner, promised.due, "improvement", note)
            task = make_task(viewer, given).pk
        made = Action.objects.create(
            meeting=meeting, text=promised.text.strip(), owner=promised.owner, due=promised.due, task=task
        )
        after = {"action": made.pk, "owner": made.owner, "due": made.due.isoformat()}
        record(viewer.account, "meetings.action_added", _subject(meeting), after=after)
    return made


def settle_action(viewer: Viewer, number: int, done: bool, note: str = "") -> Action:
    """Its owner, or the chair, says that it is done, or is not after all; also after the record was sent.

    Raises ConflictRefusal for a task of the follow-up, which is handed in there.
    """
    with transaction.atomic():
        found = Action.objects.select_for_update().filter(pk=number).first()
        if found is None:
            raise NotFoundRefusal(NOT_THERE)
        meeting = meeting_of(viewer, found.meeting_id)
        if viewer.person != found.owner and Party.AUTHOR not in parties_of(viewer, meeting.series):
            raise NotAllowedRefusal("moves.not_yours")
        if found.task is not None:
            raise ConflictRefusal("meetings.is_a_task")
        found.done_at, found.note = (timezone.now() if done else None), note.strip()[:300]
        found.save(update_fields=["done_at", "note"])
        record(viewer.account, "meetings.action_settled", _subject(meeting), after={"action": found.pk, "done": done})
    return found


def note_attendance(viewer: Viewer, number: int, states: Mapping[str, str]) -> None:
    """Who is there; people who take no part are passed over."""
    with transaction.atomic():
        meeting = _writable(viewer, number)
        members = set(meeting.series.members.values_list("person", flat=True))
        known = set(Attendance.State.values)
        told = {person: state for person, state in states.items() if person in members and state in known}
        for person, state in told.items():
            Attendance.objects.update_or_create(meeting=meeting, person=person, defaults={"state": state})
        record(viewer.account, "meetings.attendance_noted", _subject(meeting), after=told)


def may_write(viewer: Viewer, meeting: Meeting) -> bool:
    """Whether the viewer may write into the record now: members and chair, until it is sent."""
    parties = parties_of(viewer, meeting.series)
    return bool(parties) and meeting.state in (MeetingState.PREPARED, MeetingState.RUNNING)


def _locked(viewer: Viewer, number: int) -> Meeting:
    return Meeting.objects.select_for_update().select_related("series").get(pk=meeting_of(viewer, number).pk)


def _writable(viewer: Viewer, number: int) -> Meeting:
    meeting = _locked(viewer, number)
    if not parties_of(viewer, meeting.series):
        raise NotAllowedRefusal("moves.not_yours")
    if not may_write(viewer, meeting):
        raise ConflictRefusal(f"meeting.stands.{meeting.state}")
    return meeting


def _require_member(meeting: Meeting, person: str) -> None:
    if not meeting.series.members.filter(person=person).exists():
        raise ConflictRefusal("meetings.no_member")


def _subject(meeting: Meeting) -> Subject:
    return Subject("meeting", str(meeting.pk))
