"""Work in the background is carried out once, can be stopped, and outlives its worker."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.audit.models import Entry
from merit_desk.jobs import bodies
from merit_desk.jobs.actions import cancel, resume_abandoned, start
from merit_desk.jobs.bodies import job_body
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState
from merit_desk.jobs.tasks import perform
from merit_desk.notices.models import Notice
from tests.desk.conftest import viewer_as
from tests.desk.database import work_off


@pytest.fixture
def counted(company_folder, monkeypatch):
    """A kind of job that counts how often it was carried out."""
    monkeypatch.setattr(bodies, "_bodies", dict(bodies._bodies))
    times = []

    @job_body("test.counted")
    def body(running, upto):
        for number in range(1, upto + 1):
            running.progress(number, upto, added=number)
        times.append(upto)
        return {"counted": upto}

    return times


def test_a_job_is_carried_out_once_and_its_outcome_kept(counted):
    job = start(viewer_as("hr"), "test.counted", upto=3)
    work_off()
    perform.call(job.pk)  # a message delivered twice
    job.refresh_from_db()
    assert counted == [3]
    assert (job.state, job.done, job.total) == (JobState.DONE, 3, 3)
    assert job.outcome == {"added": 3, "counted": 3}


def test_who_asked_is_told_and_the_trail_knows(counted):
    viewer = viewer_as("hr")
    start(viewer, "test.counted", upto=1)
    work_off()
    assert [notice.code for notice in Notice.objects.filter(account_id=viewer.account)] == ["notice.job_done"]
    assert Entry.objects.filter(action="job.asked", account_id=viewer.account).count() == 1


def test_a_refusal_is_kept_in_words_and_a_bug_by_its_number(company_folder, monkeypatch, caplog):
    monkeypatch.setattr(bodies, "_bodies", dict(bodies._bodies))

    @job_body("test.refused")
    def refused(running):
        raise ConflictRefusal("cli.no_results", period="2020-01")

    @job_body("test.bug")
    def bug(running):
        raise ZeroDivisionError

    first, second = start(viewer_as("hr"), "test.refused"), start(viewer_as("hr"), "test.bug")
    work_off()
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.refusal == {"code": "cli.no_results", "gaps": {"period": "2020-01"}}
    assert second.refusal == {"code": "job.bug", "gaps": {"job": second.pk}}
    assert "ZeroDivisionError" in caplog.text


def test_a_waiting_job_that_is_cancelled_is_never_begun(counted):
    viewer = viewer_as("hr")
    job = start(viewer, "test.counted", upto=3)
    cancel(viewer, job.pk)
    work_off()
    assert counted == []
    assert Job.objects.get(pk=job.pk).state == JobState.CANCELLED


def test_a_running_job_stops_at_its_next_word(company_folder, monkeypatch):
    monkeypatch.setattr(bodies, "_bodies", dict(bodies._bodies))
    viewer = viewer_as("hr")

    @job_body("test.long")
    def long(running):
        cancel(viewer, Job.objects.get(kind="test.long").pk)
        running.progress(1, 1)
        pytest.fail("it went on")

    job = start(viewer, "test.long")
    work_off()
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_an_ended_job_cannot_be_cancelled(counted):
    job = start(viewer_as("hr"), "test.counted", upto=1)
    work_off()
    with pytest.raises(ConflictRefusal):
        cancel(viewer_as("hr"), job.pk)


def test_somebody_elses_job_is_not_there(counted):
    job = start(viewer_as("hr"), "test.counted", upto=1)
    with pytest.raises(NotFoundRefusal):
        cancel(viewer_as("steward"), job.pk)
    assert Job.objects.get(pk=job.pk).cancel_wanted is False


def died(job, ago=timedelta(minutes=5)):
    """The state that a killed worker leaves behind: claimed, begun, and silent."""
    then = timezone.now() - ago
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, started_at=then, beat_at=then, done=2)
    DBTaskResult.objects.update(status="RUNNING", started_at=then, worker_ids=["dead"])


def test_a_job_whose_worker_was_killed_is_taken_up_again(counted):
    job = start(viewer_as("hr"), "test.counted", upto=3)
    died(job)
    assert resume_abandoned() == [job.pk]
    work_off()
    job.refresh_from_db()
    assert (counted, job.state, job.attempts) == ([3], JobState.DONE, 1)


def test_a_job_whose_worker_still_beats_is_left_alone(counted):
    job = start(viewer_as("hr"), "test.counted", upto=3)
    died(job, ago=timedelta(seconds=5))
    assert resume_abandoned() == []


def test_a_job_that_kills_its_worker_three_times_fails(counted):
    job = start(viewer_as("hr"), "test.counted", upto=3)
    for _ in range(3):
        died(job)
        resume_abandoned()
    job.refresh_from_db()
    assert (job.state, job.refusal["code"]) == (JobState.FAILED, "job.worker_died")
    assert counted == []


def test_the_page_shows_progress_and_cancel_only_to_whom_it_belongs(counted, as_hr, as_employee):
    job = start(viewer_as("hr"), "test.counted", upto=3)
    assert f"/jobs/{job.pk}/cancel/" in as_hr.get(f"/jobs/{job.pk}/").content.decode()
    assert as_employee.get(f"/jobs/{job.pk}/").status_code == 404
    assert as_employee.post(f"/jobs/{job.pk}/cancel/").status_code == 404


def test_a_load_leads_to_its_own_page_for_those_who_see_the_sources(counted, as_steward, as_employee):
    job = start(viewer_as("steward"), "intake.load", files=["facts/orders.csv"])
    page = as_steward.get(f"/jobs/{job.pk}/").content.decode()
    assert f'href="/intake/loads/{job.pk}/"' in page
    assert as_steward.get(f"/intake/loads/{job.pk}/").status_code == 200
    own = start(viewer_as("employee"), "intake.load", files=["facts/orders.csv"])
    assert "/intake/loads/" not in as_employee.get(f"/jobs/{own.pk}/").content.decode()
    other = start(viewer_as("steward"), "test.counted", upto=3)
    assert "/intake/loads/" not in as_steward.get(f"/jobs/{other.pk}/").content.decode()
