"""The pages of the cycles: the board, the list with its filters, one review, moves for many with the number named."""

import pytest

from merit.reviews.life import ReviewState
from merit_desk.cycles.actions.enrol import enrol
from merit_desk.cycles.models import Participant
from merit_desk.jobs.models import Job
from tests.desk.conftest import client_for, role_account
from tests.desk.cycle_world import october_cycle, review_of


def test_the_list_shows_every_cycle_with_its_stage_and_counts(as_hr):
    october_cycle(ReviewState.SELF_REVIEW)
    page = as_hr.get("/cycles/").content.decode()
    assert "十月考核" in page
    assert "stage-line" in page


def test_a_person_sees_their_own_review_and_no_colleagues(company_folder, as_employee):
    cycle = october_cycle()
    page = as_employee.get("/cycles/2026-10/").content.decode()
    assert "凯特" in page
    assert "安安" not in page
    assert as_employee.get(f"/cycles/reviews/{review_of(cycle, 'cat').pk}/").status_code == 200
    assert as_employee.get(f"/cycles/reviews/{review_of(cycle, 'ann').pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("state=rating", "安安", "凯特"),
        ("team=north", "凯特", "安安"),
        ("manager=owner", "李得", "凯特"),
        ("q=凯", "凯特", "鲍勃"),
        ("state=nonsense", "凯特", "—none—"),
    ],
)
def test_filters_of_the_address_choose_rows(as_hr, query, there, absent):
    cycle = october_cycle()
    Participant.objects.filter(cycle=cycle, person="ann").update(state="rating")
    table = as_hr.get(f"/cycles/2026-10/?{query}").content.decode().split('id="review-table"')[1]
    assert there in table
    assert absent not in table


@pytest.mark.parametrize("sort", ["person", "-person", "team", "state", "-state", "nonsense"])
def test_any_order_of_the_address_answers(as_hr, sort):
    october_cycle()
    assert as_hr.get(f"/cycles/2026-10/?sort={sort}").status_code == 200


def test_the_review_shows_its_line_of_stretches_and_every_step(company_folder, as_hr):
    cycle = october_cycle(people=())
    enrol(None, cycle)
    one = review_of(cycle, "ann")
    as_hr.post(f"/cycles/reviews/{one.pk}/start/")
    page = as_hr.get(f"/cycles/reviews/{one.pk}/").content.decode()
    assert "10-01 — 10-11 北组" in page
    assert "10-12 — 10-31 南组" in page
    assert "开始跟进" in page


def test_many_are_moved_after_a_page_that_names_how_many(as_hr):
    cycle = october_cycle()
    ask = as_hr.get("/cycles/2026-10/move/?move=start").content.decode()
    assert "4 人" in ask
    assert as_hr.post("/cycles/2026-10/move/?move=start", {"count": "4"}).status_code == 302
    assert set(cycle.participants.values_list("state", flat=True)) == {"under_way"}


def test_only_those_ticked_are_moved(as_hr):
    cycle = october_cycle()
    ann = review_of(cycle, "ann")
    as_hr.post(f"/cycles/2026-10/move/?move=start&review={ann.pk}", {"count": "1"})
    assert cycle.participants.filter(state="under_way").get().person == "ann"


def test_a_number_that_has_changed_is_asked_again(as_hr):
    cycle = october_cycle()
    assert as_hr.post("/cycles/2026-10/move/?move=start", {"count": "3"}).status_code == 409
    assert cycle.participants.filter(state="planning").count() == 4


def test_leaving_somebody_out_needs_a_reason(as_hr):
    one = review_of(october_cycle(), "cat")
    assert as_hr.post(f"/cycles/reviews/{one.pk}/leave_out/", {"note": ""}).status_code == 422
    assert as_hr.post(f"/cycles/reviews/{one.pk}/leave_out/", {"note": "借调"}).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.note) == ("left_out", "借调")
    assert as_hr.post(f"/cycles/reviews/{one.pk}/bring_back/", {"note": "借调结束"}).status_code == 302


def test_a_move_that_is_not_open_is_not_there(company_folder, as_hr, as_manager):
    one = review_of(october_cycle(), "cat")
    assert as_hr.get(f"/cycles/reviews/{one.pk}/settle/").status_code == 404
    assert as_manager.post(f"/cycles/reviews/{one.pk}/start/").status_code == 404


def test_nobody_moves_ones_own_review_on(company_folder):
    cycle = october_cycle(people=("leader",))
    own = client_for(role_account("manager"))
    assert own.post(f"/cycles/reviews/{review_of(cycle, 'leader').pk}/start/").status_code == 404


def test_a_move_for_nobody_says_so(as_hr):
    october_cycle(ReviewState.SEALED)
    assert as_hr.get("/cycles/2026-10/move/?move=start").status_code == 409


def test_more_than_two_hundred_are_moved_in_the_background(as_hr, monkeypatch):
    cycle = october_cycle()
    monkeypatch.setattr("merit_desk.cycles.actions.bulk.AT_ONCE", 2)
    as_hr.post("/cycles/2026-10/move/?move=start", {"count": "4"})
    job = Job.objects.get(kind="cycles.move")
    from merit_desk.jobs.tasks import perform

    perform.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.outcome["moved"]) == ("done", 4)
    assert set(cycle.participants.values_list("state", flat=True)) == {"under_way"}


def test_pages_ask_the_database_as_often_for_many_as_for_few(as_hr, django_assert_max_num_queries):
    cycle = october_cycle(people=())
    Participant.objects.bulk_create(
        Participant(cycle=cycle, person=f"p{n}", start="2026-10-01", end="2026-10-31", state="rating")
        for n in range(300)
    )
    as_hr.get("/cycles/")
    with django_assert_max_num_queries(30):
        as_hr.get("/cycles/2026-10/")
