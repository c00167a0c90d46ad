"""Stating a need, and what becomes of it."""

from django.db import transaction
from django.urls import reverse

from merit.follow.training import NEED, NeedMove, NeedSource, NeedState
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.follow.actions.telling import tell_person
from merit_desk.training.given import NeedGiven
from merit_desk.training.models import Need
from merit_desk.training.queries.reach import course_of, may_state, need_of, parties_of_need


def state_need(viewer: Viewer, given: NeedGiven) -> Need:
    """Say what oneself or somebody below should learn; with a period it is taken over from that result.

    Raises NotFoundRefusal for anybody else, ConflictRefusal when nothing is said or the same need is open.
    """
    if not may_state(viewer, given.person):
        raise NotFoundRefusal("follow.no_such_person")
    if not given.subject and not given.text.strip():
        raise ConflictRefusal("training.need_says_nothing")
    with transaction.atomic():
        same = Need.objects.filter(person=given.person, subject=given.subject, text=given.text.strip())
        if same.filter(state__in=[NeedState.OPEN, NeedState.PLANNED]).exists():
            raise ConflictRefusal("training.need_open_already")
        made = Need.objects.create(
            person=given.person,
            subject=given.subject,
            text=given.text.strip(),
            period=given.period,
            source=_source(viewer, given),
            by_id=viewer.signer,
        )
        record(viewer.account, "training.need_stated", _subject(made), after=written(made))
        tell_person(viewer, made.person, "notice.training_need", reverse("training:needs"))
    return step_need(viewer, made.pk, NeedMove.PLAN, course=given.course) if given.course else made


def step_need(viewer: Viewer, number: int, move: NeedMove, note: str = "", course: int | None = None) -> Need:
    """Raises NotFoundRefusal, NotAllowedRefusal, ConflictRefusal; planning needs a course, dropping a reason."""
    with transaction.atomic():
        one = Need.objects.select_for_update().get(pk=need_of(viewer, number).pk)
        before = written(one)
        state = NEED.after(NeedState(one.state), move, parties_of_need(viewer, one))
        if move is NeedMove.PLAN:
            if course is None:
                raise ConflictRefusal("training.course_missing")
            one.course = course_of(course)
        if move is NeedMove.DROP and not note.strip():
            raise ConflictRefusal("follow.reason_missing")
        one.state, one.note = state, note.strip()[:300]
        one.save()
        record(viewer.account, f"training.need_{move}", _subject(one), before, written(one))
        if move is NeedMove.PLAN and one.course is not None:
            address = reverse("training:course", args=(one.course_id,))
            tell_person(viewer, one.person, "notice.training_planned", address, course=one.course.title)
    return one


def written(need: Need) -> dict[str, object]:
    """What the trail keeps: facts, no text."""
    names = ("person", "subject", "source", "state", "course_id")
    return {name: getattr(need, name) for name in names}


def _source(viewer: Viewer, given: NeedGiven) -> NeedSource:
    if given.period:
        return NeedSource.RESULT
    return NeedSource.PERSON if viewer.person and viewer.person == given.person else NeedSource.MANAGER


def _subject(need: Need) -> Subject:
    return Subject("training_need", str(need.pk))
