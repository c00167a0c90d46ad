"""The catalogue and its sessions as the pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet

from merit.follow.training import SEAT, SeatMove, SeatState
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.names import node_name, post_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.training.models import Course, Seat, Session
from merit_desk.training.queries.reach import leads, parties_of_seat, seats_visible_to
from merit_desk.training.queries.results import subject_title

_TAKEN = [SeatState.SIGNED_UP, SeatState.ATTENDED, SeatState.MISSED]


@dataclass(frozen=True, slots=True)
class ShownCourse:
    """One line of the catalogue."""

    course: Course
    serves: tuple[str, ...]
    next_day: object
    attended: int
    mine: str
    """The viewer's own state in it: attended, signed_up, waiting, or empty."""


@dataclass(frozen=True, slots=True)
class ShownSession:
    """A session with how full it is and where the viewer stands in it."""

    session: Session
    trainer: str
    taken: int
    waiting: int
    mine: Seat | None

    @property
    def full(self) -> bool:
        """Whether who signs up now waits."""
        return self.taken >= self.session.seats


@dataclass(frozen=True, slots=True)
class ShownSeat:
    """One name on the list with what the viewer may do."""

    seat: Seat
    name: str
    post: str
    moves: tuple[SeatMove, ...]


def catalogue(viewer: Viewer, words: str = "", subject: str = "") -> list[ShownCourse]:
    """Courses on offer, retired ones too for who leads growth, by title; how many attended each is known to all."""
    company = declared_company()
    every = Course.objects.all() if leads(viewer) else Course.objects.filter(retired_at=None)
    ahead = Q(sessions__day__gte=viewer.today, sessions__called_off_at=None)
    found = every.annotate(
        next_day=Min("sessions__day", filter=ahead),
        came=Count("sessions__places", filter=Q(sessions__places__state=SeatState.ATTENDED), distinct=True),
    )
    if words:
        found = found.filter(Q(title__icontains=words) | Q(about__icontains=words))
    mine = _own_states(viewer)
    return [
        ShownCourse(
            each,
            tuple(subject_title(company, str(one)) for one in each.serves),
            each.next_day,
            each.came,
            mine.get(each.pk, ""),
        )
        for each in found
        if not subject or subject in each.serves
    ]


def sessions_of(viewer: Viewer, sessions: QuerySet[Session]) -> list[ShownSession]:
    """In order of their days."""
    company = declared_company()
    taken = Count("places", filter=Q(places__state__in=_TAKEN))
    waits = Count("places", filter=Q(places__state=SeatState.WAITING))
    found = list(sessions.select_related("course").annotate(taken=taken, waits=waits))
    own = Seat.objects.filter(session__in=[each.pk for each in found], person=viewer.or_nobody)
    mine = {each.session_id: each for each in own}
    return [
        ShownSession(
            each,
            node_name(company, "person", each.trainer) if each.trainer else each.trainer_name,
            each.taken,
            each.waits,
            mine.get(each.pk),
        )
        for each in found
    ]


def upcoming(viewer: Viewer) -> list[ShownSession]:
    """Sessions still to come."""
    return sessions_of(viewer, Session.objects.filter(day__gte=viewer.today, called_off_at=None))


def seat_list(viewer: Viewer, session: Session) -> list[ShownSeat]:
    """Those whom the viewer may know of, in the order of signing up."""
    company = declared_company()
    posts = {person: spells[-1].post for person, spells in company.organisation.spells_of.items()}
    return [
        ShownSeat(
            each,
            node_name(company, "person", each.person),
            post_name(company, posts[each.person]) if each.person in posts else "",
            SEAT.open_to(SeatState(each.state), parties_of_seat(viewer, each)),
        )
        for each in seats_visible_to(viewer, session).select_related("session")
    ]


def own_seats(person: str) -> list[Seat]:
    """A person's seats, the latest day first; cancelled ones left out."""
    found = Seat.objects.filter(person=person).exclude(state=SeatState.CANCELLED)
    return list(found.select_related("session__course").order_by("-session__day"))


def attended_by(people: Iterable[str]) -> dict[str, frozenset[str]]:
    """Ids of courses that each has attended."""
    rows = Seat.objects.filter(person__in=list(people), state=SeatState.ATTENDED)
    found: dict[str, set[str]] = {}
    for person, course in rows.values_list("person", "session__course_id"):
        found.setdefault(person, set()).add(str(course))
    return {person: frozenset(courses) for person, courses in found.items()}


def _own_states(viewer: Viewer) -> dict[int, str]:
    rank = [SeatState.MISSED, SeatState.WAITING, SeatState.SIGNED_UP, SeatState.ATTENDED]
    rows = Seat.objects.filter(person=viewer.or_nobody, state__in=rank).values_list("session__course_id", "state")
    return dict(sorted(rows, key=lambda row: rank.index(SeatState(row[1]))))
