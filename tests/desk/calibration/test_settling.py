"""Closing a session settles reviews, writes what was really decided, and has the period computed; and the way back."""

import pytest

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal, PeriodClosedRefusal
from merit.reviews.life import ReviewState
from merit_desk.accounts.access import Role
from merit_desk.accounts.viewer import viewer_for
from merit_desk.audit.models import Entry
from merit_desk.calibration.actions.change import undo
from merit_desk.calibration.actions.sessions import Terms, close_session, give_back, open_session, reopen_session
from merit_desk.calibration.models import Session
from merit_desk.cycles.models import Participant
from merit_desk.documents.models import Version
from merit_desk.jobs.models import Job
from merit_desk.notices.models import Notice
from merit_desk.results.queries.open_company import declared_company
from tests.desk.calibration.world import changed, session_of_all
from tests.desk.conftest import account_for, role_account, viewer_as
from tests.desk.cycle_world import october_cycle

FILE = "grade_decisions.csv"


def states():
    return dict(Participant.objects.values_list("person", "state"))


def test_settling_writes_the_changed_grades_and_nothing_else(own_folder):
    role_account("manager")
    session = session_of_all()
    changed("manager", session, "cat", "B", "A", "满意率样本\n只有 34 份")
    changed("hr", session, "ann", {"potential": "high"})
    done = close_session(viewer_as("hr"), session.pk)
    assert (done.settled, done.decided, done.left) == (4, 1, 0)
    written = declared_company().grade_decisions
    assert [(each.person, each.stage, each.before, each.grade) for each in written] == [
        ("cat", "calibration", "A", "B")
    ]
    assert (written[0].reason, written[0].decided_by) == ("满意率样本 只有 34 份", "leader")
    assert set(states().values()) == {ReviewState.SETTLED}
    assert Version.objects.filter(path=FILE).count() == 1


def test_settling_is_on_the_trail_and_has_the_period_computed(own_folder):
    session = session_of_all()
    changed("hr", session, "cat", "B", "A")
    close_session(viewer_as("hr"), session.pk)
    assert Entry.objects.get(action="calibration.closed").after == {"settled": 4, "decided": 1}
    assert Entry.objects.filter(action="review.settle").count() == 4
    assert [job.parameters for job in Job.objects.filter(kind="periods.run")] == [{"period": "2026-10"}]


def test_without_changes_nothing_is_written_nor_computed(own_folder):
    session = session_of_all()
    changed("hr", session, "cat", "B", "A")
    undo(viewer_as("hr"), session.pk)
    assert close_session(viewer_as("hr"), session.pk).decided == 0
    assert not (own_folder / FILE).exists()
    assert not Job.objects.exists()


@pytest.mark.parametrize("role", ["manager", "employee", "auditor", "stranger"])
def test_only_those_who_run_cycles_settle(own_folder, role):
    session = session_of_all()
    with pytest.raises(NotFoundRefusal):
        close_session(viewer_as(role), session.pk)
    assert set(states().values()) == {ReviewState.CALIBRATION}


def test_reviews_that_are_not_here_yet_are_left_where_they_are(own_folder):
    session = session_of_all()
    Participant.objects.filter(person="ann").update(state=ReviewState.SKIP_REVIEW)
    assert close_session(viewer_as("hr"), session.pk).settled == 3
    assert states()["ann"] == ReviewState.SKIP_REVIEW


def test_a_session_with_nobody_to_settle_is_not_closed(own_folder):
    session = session_of_all(ReviewState.SKIP_REVIEW)
    with pytest.raises(ConflictRefusal) as refused:
        close_session(viewer_as("hr"), session.pk)
    assert refused.value.code == "calibration.nobody_to_settle"


def test_hr_who_is_judged_here_leaves_their_own_review_to_somebody_else(own_folder):
    hr = viewer_for(account_for("cat_of_hr", "cat", Role.HR))
    session = session_of_all()
    done = close_session(hr, session.pk)
    assert (done.settled, done.left) == (3, 1)
    assert states()["cat"] == ReviewState.CALIBRATION
    assert Session.objects.get().closed_at is None
    close_session(viewer_as("owner"), session.pk)
    assert states()["cat"] == ReviewState.SETTLED
    assert Session.objects.get().closed_at is not None


def test_a_settled_session_takes_no_changes(own_folder):
    session = session_of_all()
    close_session(viewer_as("hr"), session.pk)
    with pytest.raises(ConflictRefusal) as refused:
        changed("hr", session, "cat", "B", "A")
    assert refused.value.code == "calibration.closed"
    with pytest.raises(ConflictRefusal):
        close_session(viewer_as("hr"), session.pk)


def test_opening_again_needs_a_reason_and_takes_settled_reviews_back(own_folder):
    session = session_of_all()
    close_session(viewer_as("hr"), session.pk)
    with pytest.raises(ConflictRefusal):
        reopen_session(viewer_as("hr"), session.pk, " ")
    reopen_session(viewer_as("hr"), session.pk, "漏看一个人")
    assert set(states().values()) == {ReviewState.CALIBRATION}
    assert Entry.objects.filter(action="calibration.reopened").count() == 1


def test_a_released_review_is_not_taken_back(own_folder):
    session = session_of_all()
    close_session(viewer_as("hr"), session.pk)
    Participant.objects.update(state=ReviewState.RELEASED)
    with pytest.raises(ConflictRefusal) as refused:
        reopen_session(viewer_as("hr"), session.pk, "x")
    assert refused.value.code == "calibration.nothing_to_reopen"


def test_a_second_settling_goes_on_from_the_first_decision(own_folder):
    """The results on the screen still show A: what was decided counts, not what was computed before it."""
    session = session_of_all()
    changed("hr", session, "cat", "B", "A", "一")
    close_session(viewer_as("hr"), session.pk)
    reopen_session(viewer_as("hr"), session.pk, "再看")
    changed("hr", session, "cat", "C", "B", "二")
    assert close_session(viewer_as("hr"), session.pk).decided == 1
    written = [(each.before, each.grade, each.reason) for each in declared_company().grade_decisions]
    assert written == [("A", "B", "一"), ("B", "C", "二")]


def test_opening_again_and_settling_without_a_change_writes_nothing_more(own_folder):
    session = session_of_all()
    changed("hr", session, "cat", "B", "A")
    close_session(viewer_as("hr"), session.pk)
    reopen_session(viewer_as("hr"), session.pk, "再看")
    assert close_session(viewer_as("hr"), session.pk).decided == 0


def test_a_review_is_given_back_with_a_reason_that_the_manager_reads(own_folder):
    leader = role_account("manager")
    session = session_of_all()
    give_back(viewer_as("hr"), session.pk, "cat", "没有写依据")
    assert states()["cat"] == ReviewState.MANAGER_REVIEW
    told = Notice.objects.get(account=leader, code="notice.calibration_given_back")
    assert told.gaps == {"name": "凯特", "reason": "没有写依据"}


def test_only_those_who_lead_give_back(own_folder):
    session = session_of_all()
    for role in ("manager", "employee", "stranger"):
        with pytest.raises((NotFoundRefusal, NotAllowedRefusal)):
            give_back(viewer_as(role), session.pk, "cat", "x")
    assert states()["cat"] == ReviewState.CALIBRATION


def test_a_new_session_tells_the_managers_who_are_invited(own_folder):
    leader = role_account("manager")
    october_cycle(ReviewState.CALIBRATION)
    made = open_session(viewer_as("hr"), Terms("2026-10", "销售", posts=["sales"], invited=["leader"]))
    assert Notice.objects.get(account=leader).code == "notice.calibration_invited"
    assert [seat.person for seat in made.seats.all()] == ["leader"]
    assert Entry.objects.filter(action="calibration.opened").count() == 1


@pytest.mark.parametrize("role", ["manager", "employee", "auditor", "finance", "stranger"])
def test_only_those_who_run_cycles_open_a_session(own_folder, role):
    october_cycle(ReviewState.CALIBRATION)
    with pytest.raises(NotFoundRefusal):
        open_session(viewer_as(role), Terms("2026-10", "x"))


def test_a_session_about_nobody_is_refused(own_folder):
    october_cycle(ReviewState.CALIBRATION)
    with pytest.raises(ConflictRefusal) as refused:
        open_session(viewer_as("hr"), Terms("2026-10", "x", posts=["pilot"]))
    assert refused.value.code == "calibration.nobody_in_group"


def test_a_sealed_period_is_not_calibrated(own_folder):
    session = session_of_all()
    (own_folder / "sealed" / "2026-10").mkdir(parents=True)
    with pytest.raises(PeriodClosedRefusal):
        close_session(viewer_as("hr"), session.pk)
