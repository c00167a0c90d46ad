"""What the page of a session shows to whom: never anything of one's own, and no more queries for more people."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from merit.reviews.life import ReviewState
from merit_desk.calibration.actions.presence import be_present
from merit_desk.calibration.queries.board import board_of, present_in
from merit_desk.calibration.queries.record import record_of
from merit_desk.calibration.queries.waiting import waiting_here
from merit_desk.cycles.models import Participant
from tests.desk.calibration.world import changed, session_of_all
from tests.desk.conftest import client_for, role_account, viewer_as
from tests.desk.cycle_world import review_of


def counts(board):
    return {each.grade: (each.now, each.submitted) for each in board.grades if each.now or each.submitted}


def test_grades_are_counted_now_and_as_submitted(company_folder):
    session = session_of_all()
    changed("hr", session, "cat", "B", "A")
    assert counts(board_of(viewer_as("hr"), session)) == {"S": (1, 1), "A": (1, 2), "B": (2, 1)}


def test_a_manager_in_the_group_sees_neither_their_row_nor_a_count_that_holds_it(company_folder):
    session = session_of_all()
    changed("hr", session, "leader", "B", "A")
    board = board_of(viewer_as("manager"), session)
    assert [each.person for each in board.people] == ["ann", "bob", "cat"]
    assert counts(board) == {"S": (1, 1), "A": (1, 1), "B": (1, 1)}
    assert board.changes == ()
    assert board.latest == 0


def test_what_is_written_about_somebody_is_not_said_to_them(company_folder):
    session = session_of_all()
    be_present(viewer_as("hr"), session, "leader")
    assert [each.writing for each in present_in(viewer_as("owner"), session)] == ["leader"]
    assert [each.writing for each in present_in(viewer_as("manager"), session)] == [""]


def test_two_at_once_see_each_other(company_folder):
    session = session_of_all()
    role_account("hr"), role_account("manager")
    hr, manager = client_for(role_account("hr")), client_for(role_account("manager"))
    hr.post(f"/calibration/{session.pk}/live/", {"writing": "cat"})
    page = manager.post(f"/calibration/{session.pk}/live/", {"since": "0.0"})
    assert "hr" in page.content.decode()
    assert "凯特" in page.content.decode()
    assert "HX-Trigger" not in page.headers
    changed("hr", session, "cat", "B", "A")
    assert (
        manager.post(f"/calibration/{session.pk}/live/", {"since": "0.0"}).headers["HX-Trigger"]
        == "calibration-changed"
    )


def test_the_nine_boxes_hold_those_whose_potential_was_judged(company_folder):
    session = session_of_all()
    changed("hr", session, "cat", {"potential": "high"})
    board = board_of(viewer_as("hr"), session)
    placed = {
        (cell.potential, cell.performance): [each.person for each in cell.people] for row in board.cells for cell in row
    }
    assert placed["high", "high"] == ["cat"]
    assert [each.person for each in board.unplaced] == ["ann", "bob", "leader"]


def test_a_group_of_one_post_holds_that_post_only(company_folder):
    session = session_of_all(posts=["sales"])
    assert [each.person for each in board_of(viewer_as("hr"), session).people] == ["ann", "bob"]


def test_a_group_of_one_team_holds_everybody_below_it(company_folder):
    session = session_of_all(team="south")
    assert [each.person for each in board_of(viewer_as("hr"), session).people] == ["ann", "bob"]


def test_grades_stand_beside_what_kpis_alone_say(company_folder):
    """leader: 97.00 with ratings; the department's sales alone are 100 of 100: A as well. cat: 47.5 ÷ 50 … 95: A."""
    people = {each.person: each for each in board_of(viewer_as("hr"), session_of_all()).people}
    assert (people["leader"].alone.points, people["leader"].alone.grade, people["leader"].alone.steps) == (100, "A", 0)
    assert (people["cat"].alone.points, people["cat"].alone.grade) == (95, "A")


def test_a_reference_is_shown_and_suggests_only_to_large_groups(company_folder):
    session = session_of_all(reference=[["S", "25"], ["A", "25"], ["B", "50"]])
    board = board_of(viewer_as("hr"), session)
    assert [(each.grade, each.low, each.high) for each in board.grades[:3]] == [("S", 1, 1), ("A", 1, 1), ("B", 2, 2)]
    assert board.suggested == ()


@pytest.mark.parametrize("part", ["", "kpis/"])
def test_more_people_cost_no_more_queries(company_folder, part):
    session = session_of_all()
    client = client_for(role_account("hr"))
    many(session, 20)
    client.get(f"/calibration/{session.pk}/{part}")
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert client.get(f"/calibration/{session.pk}/{part}").status_code == 200
    many(session, 200)
    with CaptureQueriesContext(connection) as more:
        assert client.get(f"/calibration/{session.pk}/{part}").status_code == 200
    assert len(more) == len(few)


def many(session, count):
    Participant.objects.filter(person__startswith="x").delete()
    Participant.objects.bulk_create(
        Participant(
            cycle=session.cycle,
            person=f"x{number:03d}",
            state=ReviewState.CALIBRATION,
            start=date(2026, 10, 1),
            end=date(2026, 10, 31),
        )
        for number in range(count)
    )


def test_the_page_of_a_settled_session_offers_no_change(company_folder):
    session = session_of_all()
    page = client_for(role_account("hr")).get(f"/calibration/{session.pk}/").content.decode()
    assert 'data-chip="cat"' in page
    Participant.objects.update(state=ReviewState.SETTLED)
    page = client_for(role_account("hr")).get(f"/calibration/{session.pk}/").content.decode()
    assert "data-chip" not in page


def test_a_change_by_form_and_one_that_came_too_late(company_folder):
    session = session_of_all()
    client = client_for(role_account("hr"))
    address = f"/calibration/{session.pk}/people/cat/"
    assert client.get(address).status_code == 200
    sent = {"grade": "B", "potential": "", "seen_grade": "A", "seen_potential": "", "reason": "只有 34 份"}
    assert client.post(address, {**sent, "reason": ""}).status_code == 422
    assert client.post(address, sent).status_code == 302
    late = client.post(address, {**sent, "grade": "S", "reason": "我的理由"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "只有 34 份" in page
    assert "我的理由" in page
    assert 'name="seen_grade" value="B"' in page


def test_what_waits_is_a_session_with_people_to_settle(company_folder):
    session = session_of_all()
    assert [each.address for each in waiting_here(viewer_as("manager"))] == [f"/calibration/{session.pk}/"]
    assert [each.address for each in waiting_here(viewer_as("hr"))] == [f"/calibration/{session.pk}/"]
    assert list(waiting_here(viewer_as("employee"))) == []
    session.delete()
    assert [each.address for each in waiting_here(viewer_as("hr"))] == ["/calibration/new/?cycle=2026-10"]


def test_the_record_holds_changes_of_the_grade_and_names_nobody(company_folder):
    session = session_of_all()
    changed("hr", session, "cat", "B", "A")
    changed("hr", session, "cat", {"potential": "high"})
    record = record_of(review_of(session.cycle, "cat"))
    assert [(each["before"], each["after"]) for each in record["changes"]] == [("A", "B")]
    assert record == record_of(review_of(session.cycle, "cat"))
    assert "hr" not in str(record["changes"][0].values())
