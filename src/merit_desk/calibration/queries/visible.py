"""Which sessions a viewer may know of, and whose rows in them: never their own."""

from dataclasses import dataclass

from django.db.models import QuerySet

from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit.reviews.life import ReviewState
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.subtree import members_in
from merit_desk.accounts.viewer import Viewer
from merit_desk.calibration.models import Session
from merit_desk.cycles.models import Participant
from merit_desk.results.queries.open_company import declared_company

BEFORE = frozenset(
    {ReviewState.PLANNING, ReviewState.UNDER_WAY, ReviewState.SELF_REVIEW, ReviewState.RATING}
    | {ReviewState.MANAGER_REVIEW, ReviewState.SKIP_REVIEW}
)
"""States of reviews that have not come to the calibration yet."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What the viewer may do in a session."""

    changes: bool
    leads: bool
    """Closes it, opens it again, gives reviews back."""


def sessions_visible_to(viewer: Viewer) -> QuerySet[Session]:
    """Every session for those who run cycles or read all reviews, else those to which the viewer is invited."""
    everything = Session.objects.select_related("cycle", "opened_by")
    if viewer.account is None:
        return everything.none()
    if _reads_all(viewer):
        return everything
    return everything.filter(seats__person=viewer.person) if viewer.person else everything.none()


def session_of(viewer: Viewer, number: int) -> Session:
    """The session. Raises NotFoundRefusal when the viewer may not know of it."""
    found = sessions_visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("calibration.no_such_session")
    return found


def rights_in(viewer: Viewer, session: Session) -> Rights:
    """Those who run cycles lead it, those invited take part, others who know of it read; a closed one is only read."""
    leads = viewer.everywhere(Can.RUN_CYCLES)
    takes_part = leads or (viewer.person != "" and session.seats.filter(person=viewer.person).exists())
    return Rights(changes=takes_part and session.closed_at is None, leads=leads)


def led_session(viewer: Viewer, number: int) -> Session:
    """The session, for somebody who leads it. Raises NotFoundRefusal."""
    viewer.require(Can.RUN_CYCLES)
    return session_of(viewer, number)


def group_of(session: Session) -> QuerySet[Participant]:
    """Everybody the session is about, whatever the state of their review, without those left out."""
    people = session.cycle.participants.exclude(state=ReviewState.LEFT_OUT).order_by("person")
    if session.posts:
        people = people.filter(post__in=session.posts)
    if session.team:
        period = Period.parse(session.cycle.period)
        people = people.filter(person__in=members_in(declared_company().organisation, session.team, period))
    return people


def group_seen_by(viewer: Viewer, session: Session) -> QuerySet[Participant]:
    """The same without the viewer: nobody is present at what is said of themselves, nor can tell it from a count."""
    people = group_of(session)
    return people.exclude(person=viewer.person) if viewer.person else people


def _reads_all(viewer: Viewer) -> bool:
    return viewer.everywhere(Can.RUN_CYCLES) or viewer.everywhere(Can.SEE_REVIEW_TEXT)
