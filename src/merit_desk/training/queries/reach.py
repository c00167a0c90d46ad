"""Whom a viewer may sign up, whose needs they know of, and in which capacities they act."""

from django.db.models import Q, QuerySet

from merit.kernel.moves import Party
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can, Role
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.queries.reach import is_above, people_below, people_on_duty, people_read
from merit_desk.training.models import Course, Need, Seat, Session

LEAD = Can.LEAD_GROWTH


def leads(viewer: Viewer) -> bool:
    """Whether the viewer keeps the catalogue and the sessions."""
    return viewer.everywhere(LEAD)


def course_of(number: int) -> Course:
    """The course; everybody may know of every one. Raises NotFoundRefusal."""
    found = Course.objects.filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("training.no_such_course")
    return found


def session_of(number: int) -> Session:
    """The session; everybody may know when it is. Raises NotFoundRefusal."""
    found = Session.objects.select_related("course").filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("training.no_such_session")
    return found


def holds(viewer: Viewer, session: Session) -> bool:
    """Whether the viewer notes who came: its trainer, and who leads growth."""
    return leads(viewer) or (bool(viewer.person) and viewer.person == session.trainer)


def seats_visible_to(viewer: Viewer, session: Session) -> QuerySet[Seat]:
    """All for who holds the session or reads everybody; else one's own and those of one's people."""
    every = session.places.all()
    if holds(viewer, session):
        return every
    people = people_read(viewer)
    return every if people is None else every.filter(Q(person__in=people) | Q(person=viewer.or_nobody))


def seat_of(viewer: Viewer, number: int) -> Seat:
    """Raises NotFoundRefusal for a seat that the viewer may not know of."""
    found = Seat.objects.select_related("session__course").filter(pk=number).first()
    if found is None or not seats_visible_to(viewer, found.session).filter(pk=number).exists():
        raise NotFoundRefusal("training.no_such_seat")
    return found


def parties_of_seat(viewer: Viewer, seat: Seat) -> frozenset[Party]:
    """SUBJECT has the seat, MANAGER is above them, AUTHOR holds the session: nobody attests their own attendance."""
    if viewer.person and viewer.person == seat.person:
        return frozenset({Party.SUBJECT})
    found: set[Party] = set()
    if is_above(viewer, seat.person):
        found.add(Party.MANAGER)
    if viewer.person and viewer.person == seat.session.trainer:
        found.add(Party.AUTHOR)
    return frozenset(found | _lead_party(viewer))


def people_to_sign_up(viewer: Viewer) -> list[tuple[str, str]]:
    """Oneself, people below, and everybody for who leads growth; oneself first, then by name."""
    people = people_on_duty(viewer.today)
    if not leads(viewer):
        allowed = people_below(viewer) | {viewer.person}
        people = [each for each in people if each[0] in allowed]
    return sorted(people, key=lambda each: (each[0] != viewer.person, each[1]))


def needs_visible_to(viewer: Viewer) -> QuerySet[Need]:
    """One's own, those of one's people, and all for who reads everybody."""
    people = people_read(viewer)
    every = Need.objects.select_related("course")
    return every if people is None else every.filter(Q(person__in=people) | Q(person=viewer.or_nobody))


def need_of(viewer: Viewer, number: int) -> Need:
    """Raises NotFoundRefusal for a need that the viewer may not know of."""
    found = needs_visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("training.no_such_need")
    return found


def parties_of_need(viewer: Viewer, need: Need) -> frozenset[Party]:
    """AUTHOR stated it; on one's own need nothing else."""
    found: set[Party] = {Party.AUTHOR} if viewer.account == need.by_id else set()
    if viewer.person and viewer.person == need.person:
        return frozenset(found | {Party.SUBJECT})
    if is_above(viewer, need.person):
        found.add(Party.MANAGER)
    return frozenset(found | _lead_party(viewer))


def may_state(viewer: Viewer, person: str) -> bool:
    """Whether the viewer may state a need of that person."""
    return any(person == each for each, _ in people_to_sign_up(viewer))


def _lead_party(viewer: Viewer) -> set[Party]:
    if not leads(viewer):
        return set()
    return {Party.OWNER if Role.OWNER in viewer.roles else Party.HR}
