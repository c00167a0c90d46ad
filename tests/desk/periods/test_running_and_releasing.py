"""A period is computed in the background, and its results are everybody's own business only after release."""

import json

import pytest

from merit_desk.audit.models import Entry
from merit_desk.jobs.models import Job
from merit_desk.notices.models import Notice
from merit_desk.results.models import Release
from tests.desk.conftest import client_for, role_account
from tests.desk.database import work_off

STATEMENT = "/periods/2026-10/people/cat/"


def test_nobody_sees_their_own_result_before_release_and_everybody_after(as_employee, as_hr):
    assert as_employee.get(STATEMENT).status_code == 404
    assert as_hr.post("/periods/2026-10/release/").status_code == 302
    assert "3,704.40" in as_employee.get(STATEMENT).content.decode()


def test_a_release_names_the_number_of_people_first(as_hr):
    page = as_hr.get("/periods/2026-10/release/").content.decode()
    assert "5" in page
    assert Release.objects.count() == 0


def test_a_release_is_told_to_whom_it_concerns_and_on_the_trail(as_hr, as_employee):
    as_hr.post("/periods/2026-10/release/")
    notice = Notice.objects.get(account=as_employee.account)
    assert (notice.code, notice.address) == ("notice.released", STATEMENT)
    assert Entry.objects.filter(action="period.released", subject="2026-10", account=as_hr.account).count() == 1


def test_a_second_release_is_refused(as_hr):
    as_hr.post("/periods/2026-10/release/")
    assert as_hr.post("/periods/2026-10/release/").status_code == 409


@pytest.mark.parametrize("role", ["as_manager", "as_employee", "as_steward", "as_finance", "as_auditor", "stranger"])
def test_who_may_not_release_finds_no_such_page(role, request):
    assert request.getfixturevalue(role).post("/periods/2026-10/release/").status_code == 404
    assert Release.objects.count() == 0


def test_a_period_is_computed_by_a_worker(own_folder):
    (own_folder / "results" / "2026-10" / "data.json").unlink()
    client = client_for(role_account("hr"))
    answer = client.post("/periods/run/", {"period": " 2026-10 "})
    job = Job.objects.get()
    assert answer.headers["Location"] == f"/jobs/{job.pk}/"
    work_off()
    job.refresh_from_db()
    assert (job.state, job.outcome["people"]) == ("done", 5)
    assert json.loads((own_folder / "results" / "2026-10" / "data.json").read_text())["period"] == "2026-10"


def test_the_same_period_is_not_computed_twice_at_once(own_folder):
    client = client_for(role_account("hr"))
    client.post("/periods/run/", {"period": "2026-10"})
    assert client.post("/periods/run/", {"period": "2026-10"}).status_code == 409


def test_what_is_no_period_is_said_beside_the_field_and_kept(as_hr):
    page = as_hr.post("/periods/run/", {"period": "上个月"})
    assert page.status_code == 422
    assert "上个月" in page.content.decode()
    assert "2026-Q4" in page.content.decode()
