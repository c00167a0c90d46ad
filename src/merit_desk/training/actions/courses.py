"""The catalogue and its sessions: who leads growth keeps them."""

from dataclasses import asdict

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merit.follow.training import SeatState
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.follow.actions.telling import tell_person
from merit_desk.follow.queries.reach import people_on_duty
from merit_desk.training.given import CourseGiven, SessionGiven
from merit_desk.training.models import Course, Session
from merit_desk.training.queries.reach import LEAD, course_of, session_of


class StaleCourse(ConflictRefusal):
    """Somebody changed it meanwhile: `theirs` is what stands there now."""

    def __init__(self, theirs: Course) -> None:
        super().__init__("training.stale")
        self.theirs = theirs


def make_course(viewer: Viewer, given: CourseGiven) -> Course:
    """A new course on offer. Raises NotFoundRefusal for who does not lead growth."""
    viewer.require(LEAD)
    with transaction.atomic():
        made = Course.objects.create(**_fields(given), by_id=viewer.signer)
        record(viewer.account, "training.course_made", _subject(made), after=written(made))
    return made


def change_course(viewer: Viewer, number: int, given: CourseGiven, version: int) -> Course:
    """Raises StaleCourse when somebody changed it since `version`."""
    viewer.require(LEAD)
    with transaction.atomic():
        one = Course.objects.select_for_update().get(pk=course_of(number).pk)
        if one.version != version:
            raise StaleCourse(one)
        before = written(one)
        for name, value in _fields(given).items():
            setattr(one, name, value)
        one.version += 1
        one.save()
        record(viewer.account, "training.course_changed", _subject(one), before, written(one))
    return one


def retire_course(viewer: Viewer, number: int, retired: bool) -> Course:
    """Take it from the catalogue, or put it back; what was attended stays."""
    viewer.require(LEAD)
    with transaction.atomic():
        one = Course.objects.select_for_update().get(pk=course_of(number).pk)
        one.retired_at = timezone.now() if retired else None
        one.version += 1
        one.save()
        action = "training.course_retired" if retired else "training.course_back"
        record(viewer.account, action, _subject(one), after=written(one))
    return one


def make_session(viewer: Viewer, course: int, given: SessionGiven) -> Session:
    """Raises ConflictRefusal for a retired course, NotFoundRefusal for a trainer who is not at work."""
    viewer.require(LEAD)
    one = course_of(course)
    if one.retired_at is not None:
        raise ConflictRefusal("training.retired")
    if given.trainer and given.trainer not in dict(people_on_duty(viewer.today)):
        raise NotFoundRefusal("follow.no_such_person")
    with transaction.atomic():
        made = Session.objects.create(course=one, by_id=viewer.signer, **asdict(given))
        after = {"course": one.pk, "day": str(made.day), "seats": made.seats, "trainer": made.trainer}
        record(viewer.account, "training.session_made", Subject("training_session", str(made.pk)), after=after)
        tell_person(
            viewer, made.trainer, "notice.training_trainer", address_of(made), course=one.title, day=str(made.day)
        )
    return made


def call_off(viewer: Viewer, number: int, why: str) -> Session:
    """A session that is not held; who signed up is told. Raises ConflictRefusal without a reason, or when over."""
    viewer.require(LEAD)
    if not why.strip():
        raise ConflictRefusal("follow.reason_missing")
    with transaction.atomic():
        one = Session.objects.select_for_update().select_related("course").get(pk=session_of(number).pk)
        if one.called_off_at is not None or one.places.filter(state=SeatState.ATTENDED).exists():
            raise ConflictRefusal("training.session_is_over")
        one.called_off_at, one.called_off_why = timezone.now(), why.strip()[:300]
        one.save()
        record(viewer.account, "training.session_called_off", Subject("training_session", str(one.pk)), after={})
        for person in one.places.exclude(state=SeatState.CANCELLED).values_list("person", flat=True):
            gaps = {"course": one.course.title, "day": str(one.day)}
            tell_person(viewer, person, "notice.training_called_off", address_of(one), **gaps)
    return one


def address_of(session: Session) -> str:
    """Where it is opened."""
    return reverse("training:session", args=(session.pk,))


def written(course: Course) -> dict[str, object]:
    """What the trail keeps."""
    names = ("title", "serves", "material", "cost_fen")
    return {name: getattr(course, name) for name in names} | {"hours": str(course.hours)}


def _fields(given: CourseGiven) -> dict[str, object]:
    return asdict(given) | {"serves": list(given.serves)}


def _subject(course: Course) -> Subject:
    return Subject("course", str(course.pk))
