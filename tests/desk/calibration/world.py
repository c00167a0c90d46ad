"""A session about everybody in the October cycle of the tiny company; `leader` is invited.

Computed grades: ann 86.67 B, bob 106 … 120.00 S, cat 97.00 A, leader 97.00 A.
"""

from merit.reviews.life import ReviewState
from merit_desk.calibration.actions.change import Wanted, change
from merit_desk.calibration.models import Seat, Session
from tests.desk.conftest import role_account, viewer_as
from tests.desk.cycle_world import PEOPLE, october_cycle


def session_of_all(state=ReviewState.CALIBRATION, invited=("leader",), people=tuple(PEOPLE), **more) -> Session:
    """An open session about everybody who takes part."""
    cycle = october_cycle(state, people)
    session = Session.objects.create(cycle=cycle, title="十月校准会", opened_by=role_account("hr"), **more)
    for person in invited:
        Seat.objects.create(session=session, person=person)
    return session


def changed(role, session, person, want, *rest):
    """A change by the role; `rest` is what was seen and the reason. Grades are texts, potentials {"potential": …}."""
    seen, reason = (*rest, None)[0], rest[1] if len(rest) > 1 else "样本只有 34 份"
    wants = want if isinstance(want, dict) else {"grade": want}
    sees = seen if isinstance(seen, dict) else {"grade": seen} if seen else {}
    return change(viewer_as(role), session.pk, Wanted(person, sees, wants, reason))
