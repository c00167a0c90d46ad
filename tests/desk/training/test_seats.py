"""Every (state, move, role) of a seat and of a need; seats, waiting list and attendance keep their rules."""

from datetime import date, timedelta
from itertools import product

import pytest

from merit.follow.training import NeedMove, NeedState, SeatMove, SeatState
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit_desk.audit.models import Entry
from merit_desk.training.actions.courses import call_off, make_course, make_session
from merit_desk.training.actions.needs import state_need, step_need
from merit_desk.training.actions.seats import note_attendance, sign_up, step_seat
from merit_desk.training.given import CourseGiven, NeedGiven, SessionGiven
from merit_desk.training.models import Course, Need, Seat, Session
from tests.desk.follow.world import TODAY, account_of, viewer

pytestmark = pytest.mark.usefixtures("company_folder")
WHO = ("cat", "leader", "owner", "hr", "auditor", "ann", "finance", "steward", "stranger")
REFUSED = (ConflictRefusal, NotAllowedRefusal, NotFoundRefusal)
HOLDERS = ("ann", "owner", "hr")
TAKERS = ("cat", "leader", *HOLDERS)
SEAT_ALLOWED = {
    ("signed_up", "cancel"): ("cancelled", TAKERS),
    ("waiting", "cancel"): ("cancelled", TAKERS),
    ("waiting", "move_up"): ("signed_up", HOLDERS),
    ("signed_up", "attend"): ("attended", HOLDERS),
    ("waiting", "attend"): ("attended", HOLDERS),
    ("missed", "attend"): ("attended", HOLDERS),
    ("signed_up", "miss"): ("missed", HOLDERS),
    ("attended", "miss"): ("missed", HOLDERS),
    ("cancelled", "sign_up_again"): ("signed_up", ("cat", "leader", "owner", "hr")),
}
CARES = ("leader", "owner", "hr")
NEED_ALLOWED = {
    ("open", "plan"): ("planned", CARES),
    ("planned", "plan"): ("planned", CARES),
    ("open", "meet"): ("met", CARES),
    ("planned", "meet"): ("met", CARES),
    ("open", "drop"): ("dropped", ("cat", *CARES)),
    ("planned", "drop"): ("dropped", ("cat", *CARES)),
    ("met", "reopen"): ("open", CARES),
    ("dropped", "reopen"): ("open", CARES),
}


def course(**more):
    return Course.objects.create(**{"title": "接待话术", "by": account_of("hr"), "serves": ["reply_3min"], **more})


def session(day=TODAY, trainer="ann", seats=2, **more):
    made = more.pop("course", None) or course()
    return Session.objects.create(course=made, day=day, trainer=trainer, seats=seats, by=account_of("hr"), **more)


def seat(state, person="cat", **more):
    return Seat.objects.create(session=session(**more), person=person, state=state, by=account_of("leader"))


@pytest.mark.parametrize("state", SeatState, ids=str)
def test_a_seat_is_moved_by_exactly_those_whom_it_concerns(state):
    viewers = {who: viewer(who) for who in WHO}
    for move, who in product(SeatMove, WHO):
        to, allowed = SEAT_ALLOWED.get((str(state), str(move)), ("", ()))
        it, before = seat(state), Entry.objects.count()
        if who in allowed:
            step_seat(viewers[who], it.pk, move)
            assert Seat.objects.get(pk=it.pk).state == to, (move, who)
            assert Entry.objects.count() > before
            continue
        with pytest.raises(REFUSED):
            step_seat(viewers[who], it.pk, move)
        assert Seat.objects.get(pk=it.pk).state == state, (move, who)
        assert Entry.objects.count() == before


@pytest.mark.parametrize("state", NeedState, ids=str)
def test_a_need_is_moved_by_exactly_those_whom_it_concerns(state):
    one, viewers = course().pk, {who: viewer(who) for who in WHO}
    for move, who in product(NeedMove, WHO):
        to, allowed = NEED_ALLOWED.get((str(state), str(move)), ("", ()))
        it = Need.objects.create(person="cat", subject="csat", source="person", state=state, by=account_of("cat"))
        if who in allowed:
            assert step_need(viewers[who], it.pk, move, "不需要了", one).state == to, who
            assert Entry.objects.latest("number").action == f"training.need_{move}"
            continue
        with pytest.raises(REFUSED):
            step_need(viewers[who], it.pk, move, "不需要了", one)
        assert Need.objects.get(pk=it.pk).state == state, who


def test_who_comes_when_all_seats_are_taken_waits_and_moves_up():
    it = session(seats=1)
    first = sign_up(viewer("leader"), it.pk, "ann")
    second = sign_up(viewer("cat"), it.pk, "cat")
    assert (first.state, second.state) == (SeatState.SIGNED_UP, SeatState.WAITING)
    step_seat(viewer("ann"), first.pk, SeatMove.CANCEL)
    assert Seat.objects.get(pk=second.pk).state == SeatState.SIGNED_UP


def test_nobody_signs_up_twice_nor_a_colleague():
    it = session()
    sign_up(viewer("cat"), it.pk, "cat")
    with pytest.raises(ConflictRefusal, match="seat_taken_already"):
        sign_up(viewer("leader"), it.pk, "cat")
    with pytest.raises(NotFoundRefusal):
        sign_up(viewer("cat"), it.pk, "ann")
    with pytest.raises(NotFoundRefusal):
        sign_up(viewer("stranger"), it.pk, "cat")


def test_a_session_of_the_past_takes_nobody_and_one_to_come_has_no_attendance():
    with pytest.raises(ConflictRefusal, match="session_is_over"):
        sign_up(viewer("cat"), session(day=TODAY - timedelta(days=1)).pk, "cat")
    later = session(day=TODAY + timedelta(days=1))
    it = sign_up(viewer("cat"), later.pk, "cat")
    with pytest.raises(ConflictRefusal, match="not_held_yet"):
        note_attendance(viewer("ann"), later.pk, {it.pk})


def test_attendance_of_all_at_once_leaves_the_holders_own_seat_and_meets_the_need():
    it = session()
    cat, ann = sign_up(viewer("cat"), it.pk, "cat"), sign_up(viewer("ann"), it.pk, "ann")
    need = state_need(viewer("leader"), NeedGiven("cat", "reply_3min", course=it.course_id))
    assert note_attendance(viewer("ann"), it.pk, {cat.pk, ann.pk}) == 1
    assert Seat.objects.get(pk=ann.pk).state == SeatState.SIGNED_UP
    assert Need.objects.get(pk=need.pk).state == NeedState.MET
    assert note_attendance(viewer("hr"), it.pk, set()) == 0
    with pytest.raises(NotFoundRefusal):
        note_attendance(viewer("leader"), it.pk, {cat.pk})


def test_the_catalogue_is_kept_by_who_leads_growth_alone():
    given = CourseGiven("数据分析")
    for who in ("cat", "leader", "finance", "auditor", "steward", "stranger"):
        with pytest.raises(NotFoundRefusal):
            make_course(viewer(who), given)
    made = make_course(viewer("hr"), given)
    assert Entry.objects.latest("number").action == "training.course_made"
    planned = make_session(viewer("owner"), made.pk, SessionGiven(date(2026, 10, 20), trainer="ann"))
    sign_up(viewer("cat"), planned.pk, "cat")
    with pytest.raises(ConflictRefusal, match="reason_missing"):
        call_off(viewer("hr"), planned.pk, " ")
    call_off(viewer("hr"), planned.pk, "讲师请假")
    with pytest.raises(ConflictRefusal, match="session_is_over"):
        sign_up(viewer("ann"), planned.pk, "ann")


def test_a_need_says_something_and_stands_once():
    with pytest.raises(ConflictRefusal, match="says_nothing"):
        state_need(viewer("cat"), NeedGiven("cat"))
    state_need(viewer("cat"), NeedGiven("cat", text="想学剪辑"))
    with pytest.raises(ConflictRefusal, match="open_already"):
        state_need(viewer("leader"), NeedGiven("cat", text="想学剪辑"))
    with pytest.raises(NotFoundRefusal):
        state_need(viewer("cat"), NeedGiven("ann", text="想学剪辑"))
