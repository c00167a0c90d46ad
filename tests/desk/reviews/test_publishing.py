"""Answers come into the company folder when a session of calibration opens, by HR's button, or when all are through."""

import pytest

from merit.reviews.life import ReviewState
from merit_desk.calibration.actions.sessions import Terms, close_session, open_session
from merit_desk.cycles.models import Participant
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState
from merit_desk.reviews.actions.publish import publish, published_now
from merit_desk.reviews.actions.skip import endorse
from merit_desk.reviews.models import Publication
from tests.desk.conftest import viewer_as
from tests.desk.cycle_world import take_part
from tests.desk.reviews.world import cats_review, handed_in, hr, in_state, invited, judged_by_manager, viewer_of_person

pytestmark = pytest.mark.usefixtures("rated_folder")


def judged():
    """cat's review before calibration, with four answers, while bob is still on the way."""
    one = cats_review()
    invited(one)
    handed_in(one, (1, 5, 4, 2))
    take_part(one.cycle, "bob", ReviewState.SELF_REVIEW)
    return judged_by_manager(one)


def jobs():
    """Jobs of publishing, as they stand."""
    return [each.state for each in Job.objects.filter(kind="reviews.publish").order_by("pk")]


def written(folder):
    """Who is rated in the folder."""
    return "2026-10,cat," in (folder / "ratings.csv").read_text("utf-8")


def test_somebody_on_the_way_does_not_hold_up_the_session(rated_folder):
    one = judged()
    endorse(viewer_of_person("owner"), one.pk)
    assert jobs() == []
    open_session(viewer_as("hr"), Terms(one.cycle.code, "十月"))
    assert jobs() == [JobState.WAITING]
    assert published_now(None, one.cycle) == 1
    assert written(rated_folder)
    assert not Publication.objects.filter(participant__person="bob").exists()


def test_whoever_comes_into_calibration_after_that_is_published_by_themselves(rated_folder):
    one = judged()
    endorse(viewer_of_person("owner"), one.pk)
    published_now(None, one.cycle)
    late = in_state(Participant.objects.get(person="bob"), ReviewState.SKIP_REVIEW)
    take_part(one.cycle, "ann", ReviewState.SELF_REVIEW)
    endorse(viewer_of_person("owner"), late.pk)
    assert jobs() == [JobState.WAITING]


def test_a_job_that_runs_is_followed_by_another_and_one_that_waits_is_not():
    one = judged()
    assert publish(hr(), one.cycle) is not None
    assert publish(hr(), one.cycle) is None
    Job.objects.update(state=JobState.RUNNING)
    assert publish(hr(), one.cycle) is not None
    assert jobs() == [JobState.RUNNING, JobState.WAITING]


def test_a_review_settled_before_the_job_came_to_it_is_published_all_the_same(rated_folder):
    one = judged()
    endorse(viewer_of_person("owner"), one.pk)
    session = open_session(viewer_as("hr"), Terms(one.cycle.code, "十月"))
    close_session(viewer_as("hr"), session.pk)
    one.refresh_from_db()
    assert one.state == ReviewState.SETTLED
    assert published_now(None, one.cycle) == 1
    assert written(rated_folder)
