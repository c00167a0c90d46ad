"""Changing a grade or a potential in a session, and taking a change back by another one."""

from dataclasses import dataclass

from django.db import transaction

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reviews.nine_box import Potential
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.calibration.models import Change, Session
from merit_desk.calibration.queries.standing import GRADE, POTENTIAL, Standing, grades_of, ground_of, standing_of
from merit_desk.calibration.queries.visible import rights_in, session_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody saw of a person and what they want; a field that stays as it was seen changes nothing."""

    person: str
    seen: dict[str, str]
    want: dict[str, str]
    reason: str


class StaleChange(ConflictRefusal):
    """Somebody changed this person meanwhile: `theirs` is what stands now, `last` the change that brought it."""

    def __init__(self, standing: Standing, last: Change | None) -> None:
        super().__init__("calibration.stale", name=standing.name)
        self.theirs = {GRADE: standing.grade, POTENTIAL: standing.potential}
        self.last = last


def change(viewer: Viewer, number: int, wanted: Wanted) -> list[Change]:
    """Note the changes with their reason; the one who looked last before both wrote is refused.

    Raises NotFoundRefusal (not in this session), ConflictRefusal (closed, settled, no reason, no such grade, nothing
    changed) and StaleChange.
    """
    with transaction.atomic():
        session = _open_session(viewer, number)
        standing = standing_of(viewer, session, wanted.person)
        if not standing.open:
            raise ConflictRefusal("calibration.not_open", name=standing.name)
        now = {GRADE: standing.grade, POTENTIAL: standing.potential}
        asked = {field: value for field, value in wanted.want.items() if value != wanted.seen.get(field)}
        if any(now[field] != wanted.seen.get(field, "") for field in asked):
            raise StaleChange(standing, session.changes.filter(person=wanted.person).last())
        _sound(session, standing, asked, wanted.reason)
        steps = [_Step(wanted.person, field, now[field], value, wanted.reason) for field, value in asked.items()]
        return [_noted(viewer, session, step) for step in steps]


def undo(viewer: Viewer, number: int) -> Change:
    """Take the viewer's latest change back that still stands, by another change.

    Raises ConflictRefusal when there is none, or when somebody else has changed the same since.
    """
    with transaction.atomic():
        session = _open_session(viewer, number)
        own = session.changes.filter(by_id=viewer.account, undoes=None, undone_by=None)
        last = (own.exclude(person=viewer.person) if viewer.person else own).last()
        if last is None:
            raise ConflictRefusal("calibration.nothing_to_undo")
        if session.changes.filter(person=last.person, field=last.field).latest("pk") != last:
            raise ConflictRefusal("calibration.changed_since")
        if not standing_of(viewer, session, last.person).open:
            raise ConflictRefusal("calibration.nothing_to_undo")
        return _noted(viewer, session, _Step(last.person, last.field, last.after, last.before, undoes=last))


def _open_session(viewer: Viewer, number: int) -> Session:
    """Locked, so that of two who write at once the second sees what the first wrote."""
    session = session_of(viewer, number)
    Session.objects.select_for_update().get(pk=session.pk)
    session.refresh_from_db()
    rights = rights_in(viewer, session)
    if not rights.changes:
        if not rights.leads and not session.seats.filter(person=viewer.or_nobody).exists():
            raise NotFoundRefusal("calibration.no_such_session")
        raise ConflictRefusal("calibration.closed")
    return session


def _sound(session: Session, standing: Standing, asked: dict[str, str], reason: str) -> None:
    if not asked:
        raise ConflictRefusal("calibration.no_change")
    if not reason.strip():
        raise ConflictRefusal("calibration.reason_needed")
    if POTENTIAL in asked and asked[POTENTIAL] not in set(Potential):
        raise ConflictRefusal("calibration.no_such_potential", value=asked[POTENTIAL])
    if GRADE not in asked:
        return
    grades = grades_for(session, standing)
    if asked[GRADE] not in grades:
        raise ConflictRefusal("calibration.no_such_grade", grade=asked[GRADE])
    if standing.limited and grades.index(asked[GRADE]) < grades.index(standing.submitted):
        raise ConflictRefusal("calibration.limited", name=standing.name)


def grades_for(session: Session, standing: Standing) -> tuple[str, ...]:
    """The grades that the person's plan has, the best first; none for somebody without a score."""
    ground = ground_of(session)
    row = ground.files.totals.get(standing.person) if ground.files and standing.grade else None
    return grades_of(ground.plans.get((row.plan, row.plan_version))) if row else ()


@dataclass(frozen=True, slots=True)
class _Step:
    person: str
    field: str
    before: str
    after: str
    reason: str = ""
    undoes: Change | None = None


def _noted(viewer: Viewer, session: Session, step: _Step) -> Change:
    made = Change.objects.create(
        session=session,
        person=step.person,
        field=step.field,
        before=step.before,
        after=step.after,
        reason=" ".join(step.reason.split())[:500],
        undoes=step.undoes,
        by_id=viewer.signer,
    )
    subject = Subject("review", f"{session.cycle.code}/{step.person}")
    code = "calibration.undone" if step.undoes else "calibration.changed"
    record(viewer.account, code, subject, {step.field: step.before}, {step.field: step.after})
    return made
