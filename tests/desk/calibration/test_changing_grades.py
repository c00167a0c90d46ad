"""Changes in a session: with a reason, on the trail, never lost, refused when somebody else was faster."""

import pytest

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reviews.life import ReviewState
from merit_desk.audit.models import Entry
from merit_desk.calibration.actions.change import StaleChange, undo
from merit_desk.calibration.models import Change
from merit_desk.calibration.queries.standing import standing_of
from merit_desk.cycles.models import Participant
from tests.desk.calibration.world import changed, session_of_all
from tests.desk.conftest import viewer_as


def stands(session, person, role="hr"):
    found = standing_of(viewer_as(role), session, person)
    return found.submitted, found.grade, found.potential


@pytest.mark.parametrize("role", ["hr", "owner", "manager"])
def test_those_who_lead_and_those_invited_change_a_grade(company_folder, role):
    session = session_of_all()
    changed(role, session, "cat", "B", "A")
    assert stands(session, "cat") == ("A", "B", "")


def test_a_change_is_on_the_trail_without_its_reason(company_folder):
    session = session_of_all()
    changed("hr", session, "cat", "B", "A")
    entry = Entry.objects.get(action="calibration.changed")
    assert (entry.subject, entry.before, entry.after) == ("2026-10/cat", {"grade": "A"}, {"grade": "B"})


@pytest.mark.parametrize("role", ["employee", "steward", "finance", "stranger"])
def test_a_stranger_knows_of_no_session(company_folder, role):
    session = session_of_all()
    with pytest.raises(NotFoundRefusal):
        changed(role, session, "ann", "A", "B")
    assert not Change.objects.exists()


def test_a_manager_who_is_not_invited_knows_of_no_session(company_folder):
    session = session_of_all(invited=())
    with pytest.raises(NotFoundRefusal):
        changed("manager", session, "ann", "A", "B")


def test_an_auditor_reads_and_changes_nothing(company_folder):
    session = session_of_all()
    assert stands(session, "cat", "auditor") == ("A", "A", "")
    with pytest.raises(NotFoundRefusal):
        changed("auditor", session, "cat", "B", "A")


def test_nobody_changes_their_own_grade_nor_sees_it(company_folder):
    session = session_of_all()
    with pytest.raises(NotFoundRefusal):
        changed("manager", session, "leader", "S", "A")


@pytest.mark.parametrize(
    ("want", "reason", "code"),
    [
        ("B", " ", "calibration.reason_needed"),
        ("A", "x", "calibration.no_change"),
        ("Z", "x", "calibration.no_such_grade"),
        ({"potential": "top"}, "x", "calibration.no_such_potential"),
    ],
)
def test_what_cannot_be_noted_is_refused(company_folder, want, reason, code):
    session = session_of_all()
    with pytest.raises(ConflictRefusal) as refused:
        changed("hr", session, "cat", want, "A" if want != {"potential": "top"} else {}, reason)
    assert refused.value.code == code
    assert not Change.objects.exists()


def test_a_review_that_is_not_in_calibration_is_left_alone(company_folder):
    session = session_of_all()
    Participant.objects.filter(person="cat").update(state=ReviewState.MANAGER_REVIEW)
    with pytest.raises(ConflictRefusal) as refused:
        changed("hr", session, "cat", "B", "A")
    assert refused.value.code == "calibration.not_open"


def test_the_second_of_two_at_once_is_refused_and_told_what_stands(company_folder):
    session = session_of_all()
    changed("manager", session, "cat", "B", "A", "先写的")
    with pytest.raises(StaleChange) as refused:
        changed("hr", session, "cat", "S", "A", "后写的")
    assert refused.value.theirs["grade"] == "B"
    assert refused.value.last.reason == "先写的"
    assert stands(session, "cat")[1] == "B"


def test_two_who_change_different_things_do_not_disturb_each_other(company_folder):
    session = session_of_all()
    changed("manager", session, "cat", {"potential": "high"})
    changed("hr", session, "cat", "B", "A")
    assert stands(session, "cat") == ("A", "B", "high")


def test_undoing_is_another_change_and_nothing_is_deleted(company_folder):
    session = session_of_all()
    changed("hr", session, "cat", "B", "A")
    made = undo(viewer_as("hr"), session.pk)
    assert (made.before, made.after, made.undoes.after) == ("B", "A", "B")
    assert stands(session, "cat")[1] == "A"
    assert Change.objects.count() == 2
    assert Entry.objects.filter(action="calibration.undone").count() == 1


def test_each_undo_goes_one_change_further_back(company_folder):
    session = session_of_all()
    changed("hr", session, "cat", "B", "A")
    changed("hr", session, "ann", "A", "B")
    undo(viewer_as("hr"), session.pk)
    undo(viewer_as("hr"), session.pk)
    assert (stands(session, "cat")[1], stands(session, "ann")[1]) == ("A", "B")
    with pytest.raises(ConflictRefusal) as refused:
        undo(viewer_as("hr"), session.pk)
    assert refused.value.code == "calibration.nothing_to_undo"


def test_what_somebody_else_changed_since_is_not_undone(company_folder):
    session = session_of_all()
    changed("manager", session, "cat", "B", "A")
    changed("hr", session, "cat", "C", "B")
    with pytest.raises(ConflictRefusal) as refused:
        undo(viewer_as("manager"), session.pk)
    assert refused.value.code == "calibration.changed_since"
    assert stands(session, "cat")[1] == "C"


def test_a_potential_lasts_into_the_next_session(company_folder):
    first = session_of_all()
    changed("hr", first, "cat", {"potential": "high"})
    later = type(first).objects.create(cycle=first.cycle, title="y", opened_by=first.opened_by)
    assert stands(later, "cat")[2] == "high"
    changed("hr", later, "cat", {"potential": "mid"}, {"potential": "high"})
    assert stands(first, "cat")[2] == "high"
