"""Signing up, giving a seat back, moving up, and who came."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from merit.follow.training import SEAT, NeedState, SeatMove, SeatState
from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.follow.actions.telling import tell_person
from merit_desk.training.actions.courses import address_of
from merit_desk.training.models import Need, Seat, Session
from merit_desk.training.queries.reach import holds, may_state, parties_of_seat, seat_of, session_of

_TAKEN = (SeatState.SIGNED_UP, SeatState.ATTENDED, SeatState.MISSED)


def sign_up(viewer: Viewer, number: int, person: str) -> Seat:
    """A seat for oneself or somebody below; WAITING when all are taken. Who has cancelled signs up again.

    Raises NotFoundRefusal for anybody else, ConflictRefusal when it is over, called off, or the seat is there already.
    """
    if not person or not may_state(viewer, person):
        raise NotFoundRefusal("follow.no_such_person")
    with transaction.atomic():
        session = _locked(number)
        _require_open(viewer, session)
        state = SeatState.SIGNED_UP if _free(session) else SeatState.WAITING
        seat = session.places.filter(person=person).first()
        if seat is not None and seat.state != SeatState.CANCELLED:
            raise ConflictRefusal("training.seat_taken_already")
        if seat is None:
            seat = Seat(session=session, person=person)
        seat.state, seat.by_id = state, viewer.signer
        seat.save()
        record(viewer.account, "training.signed_up", _subject(seat), after=written(seat))
        _tell(viewer, seat, f"notice.training_{state}")
    return seat


def step_seat(viewer: Viewer, number: int, move: SeatMove) -> Seat:
    """Raises NotFoundRefusal, NotAllowedRefusal (never theirs), ConflictRefusal (not in this state, not this day)."""
    if move is SeatMove.SIGN_UP_AGAIN:
        seat = seat_of(viewer, number)
        return sign_up(viewer, seat.session_id, seat.person)
    with transaction.atomic():
        session = _locked(seat_of(viewer, number).session_id)
        seat = Seat.objects.select_for_update().select_related("session__course").get(pk=number)
        _moved(viewer, seat, move)
        if move is SeatMove.CANCEL:
            _tell(viewer, seat, "notice.training_cancelled")
            _move_up(viewer, session)
    return seat


def note_attendance(viewer: Viewer, number: int, came: Collection[int]) -> int:
    """Everybody signed up attended or missed it, by the numbers of the seats of those who came; how many came.

    A holder's own seat is left as it is. Raises NotFoundRefusal for who does not hold the session.
    """
    session = session_of(number)
    if not holds(viewer, session):
        raise NotFoundRefusal("training.no_such_session")
    with transaction.atomic():
        session = _locked(number)
        for seat in session.places.select_for_update().exclude(state=SeatState.CANCELLED).select_related("session"):
            move = SeatMove.ATTEND if seat.pk in came else SeatMove.MISS
            if move in SEAT.open_to(SeatState(seat.state), parties_of_seat(viewer, seat)):
                _moved(viewer, seat, move)
        return session.places.filter(state=SeatState.ATTENDED).count()


def written(seat: Seat) -> dict[str, object]:
    """What the trail keeps."""
    return {"session": seat.session_id, "person": seat.person, "state": str(seat.state)}


def _moved(viewer: Viewer, seat: Seat, move: SeatMove) -> None:
    before = written(seat)
    state = SEAT.after(SeatState(seat.state), move, parties_of_seat(viewer, seat))
    if move in (SeatMove.ATTEND, SeatMove.MISS):
        if seat.session.day > viewer.today:
            raise ConflictRefusal("training.not_held_yet", day=str(seat.session.day))
        seat.noted_at = timezone.now()
    elif move is SeatMove.CANCEL:
        _require_open(viewer, seat.session)
    seat.state = state
    seat.save()
    if state is SeatState.ATTENDED:
        needs = Need.objects.filter(person=seat.person, course_id=seat.session.course_id, state=NeedState.PLANNED)
        needs.update(state=NeedState.MET)
    record(viewer.account, f"training.seat_{move}", _subject(seat), before, written(seat))


def _move_up(viewer: Viewer, session: Session) -> None:
    """Who has waited longest gets the seat that has become free."""
    while _free(session) and (waits := session.places.filter(state=SeatState.WAITING).order_by("pk").first()):
        before = written(waits)
        waits.state = SEAT.after(SeatState.WAITING, SeatMove.MOVE_UP, frozenset({Party.CLOCK}))
        waits.save()
        record(viewer.account, "training.seat_move_up", _subject(waits), before, written(waits))
        _tell(viewer, waits, "notice.training_signed_up")


def _locked(number: int) -> Session:
    return Session.objects.select_for_update().select_related("course").get(pk=session_of(number).pk)


def _free(session: Session) -> bool:
    return session.places.filter(state__in=_TAKEN).count() < session.seats


def _require_open(viewer: Viewer, session: Session) -> None:
    if session.called_off_at is not None or session.day < viewer.today:
        raise ConflictRefusal("training.session_is_over")


def _tell(viewer: Viewer, seat: Seat, code: str) -> None:
    gaps = {"course": seat.session.course.title, "day": str(seat.session.day)}
    tell_person(viewer, seat.person, code, address_of(seat.session), **gaps)


def _subject(seat: Seat) -> Subject:
    return Subject("training_seat", str(seat.pk))
