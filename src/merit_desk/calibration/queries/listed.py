"""The sessions as a list."""

from dataclasses import dataclass

from merit_desk.accounts.viewer import Viewer
from merit_desk.calibration.models import Session
from merit_desk.calibration.queries.visible import group_seen_by, sessions_visible_to
from merit_desk.results.queries.names import node_name, post_name, team_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class ListedSession:
    """A session with whom it is about and how many the viewer sees of them."""

    session: Session
    group: str
    people: int
    invited: tuple[str, ...]


def listed_sessions(viewer: Viewer) -> list[ListedSession]:
    """Open ones first, the latest first."""
    company = declared_company()
    found = sessions_visible_to(viewer).prefetch_related("seats")
    listed = [
        ListedSession(
            each,
            group_words(each),
            group_seen_by(viewer, each).count(),
            tuple(node_name(company, "person", seat.person) for seat in each.seats.all()),
        )
        for each in found
    ]
    return sorted(listed, key=lambda each: each.session.closed_at is not None)


def group_words(session: Session) -> str:
    """Posts and team in words; everybody where neither narrows it."""
    company = declared_company()
    parts = [post_name(company, post) for post in session.posts]
    parts += [team_name(company, session.team)] if session.team else []
    return say("work.and").join(parts) or say("calibration.everybody")
