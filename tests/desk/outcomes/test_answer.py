"""The person confirms or appeals before the deadline; silence is recorded as silence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reviews.stages import Stage, working_days_from
from merit_desk.audit.models import Entry
from merit_desk.cycles.models import StageDate
from merit_desk.outcomes.actions.answer import confirm, note_silence
from merit_desk.outcomes.models import Answer, ResultVersion
from merit_desk.outcomes.queries.deadlines import answer_due, local_day
from merit_desk.outcomes.queries.versions import latest_version
from merit_desk.results.queries.open_company import declared_company
from tests.desk.conftest import viewer_as
from tests.desk.cycle_world import review_of
from tests.desk.outcomes.conftest import client_of_person, viewer_of_person


def cat_of(cycle):
    return review_of(cycle, "cat")


def seen(one):
    return latest_version(one).digest


def long_ago(one, days=60):
    """As if it had been released that long ago, the stage's deadline before."""
    ResultVersion.objects.filter(participant=one).update(at=timezone.now() - timedelta(days=days))
    StageDate.objects.filter(stage=Stage.CONFIRM).update(due=timezone.now().date() - timedelta(days=days))


def test_the_person_confirms_the_version_that_was_read(released):
    cat = cat_of(released)
    answer = confirm(viewer_of_person("cat"), cat.pk, seen(cat), "谢谢")
    assert (answer.silent, answer.version.number, answer.words) == (False, 1, "谢谢")
    assert cat_of(released).state == "confirmed"
    assert Entry.objects.filter(action="review.confirm", subject="2026-10/cat").exists()


def test_nobody_confirms_for_somebody_else(released):
    cat = cat_of(released)
    with pytest.raises(NotFoundRefusal):
        confirm(viewer_of_person("bob"), cat.pk, seen(cat))
    for viewer in (viewer_of_person("leader"), viewer_as("hr"), viewer_as("owner")):
        with pytest.raises(Exception, match=r"moves\.not_yours"):
            confirm(viewer, cat.pk, seen(cat))
    assert not Answer.objects.exists()
    assert cat_of(released).state == "released"


def test_a_newer_version_has_to_be_read_first(released):
    cat = cat_of(released)
    with pytest.raises(ConflictRefusal, match="newer_version"):
        confirm(viewer_of_person("cat"), cat.pk, "0" * 64)
    assert cat_of(released).state == "released"


def test_there_is_no_second_word(released):
    cat = cat_of(released)
    confirm(viewer_of_person("cat"), cat.pk, seen(cat))
    with pytest.raises(ConflictRefusal, match=r"stands\.confirmed"):
        confirm(viewer_of_person("cat"), cat.pk, seen(cat))


def test_whoever_is_told_late_is_not_given_less_time(released):
    cat = cat_of(released)
    StageDate.objects.filter(stage=Stage.CONFIRM).update(due=timezone.now().date() - timedelta(days=30))
    today = local_day(timezone.now())
    assert answer_due(cat) == working_days_from(today, 5, declared_company().calendar)


def test_the_stage_gives_longer_where_it_ends_later(released):
    later = timezone.now().date() + timedelta(days=40)
    StageDate.objects.filter(stage=Stage.CONFIRM).update(due=later)
    assert answer_due(cat_of(released)) == later


def test_silence_is_recorded_only_after_the_deadline_and_is_no_consent(released):
    cat = cat_of(released)
    StageDate.objects.filter(stage=Stage.CONFIRM).update(due=timezone.now().date() + timedelta(days=1))
    assert note_silence() == 0
    long_ago(cat)
    assert note_silence() == 1
    answer = Answer.objects.get()
    assert (answer.participant.person, answer.silent, answer.account) == ("cat", True, None)
    assert cat_of(released).state == "silent"
    assert Entry.objects.get(action="review.note_silence").account is None


def test_after_the_deadline_nobody_confirms(released):
    cat = cat_of(released)
    long_ago(cat)
    with pytest.raises(ConflictRefusal, match="too_late"):
        confirm(viewer_of_person("cat"), cat.pk, seen(cat))


def test_the_page_says_how_many_days_are_left_and_what_silence_means(released):
    cat = cat_of(released)
    page = client_of_person("cat").get(f"/outcomes/{cat.pk}/").content.decode()
    assert "97.00" in page
    assert "未表态" in page
    assert "不是法律意见" in page
    assert f"/outcomes/{cat.pk}/confirm/" in page
    told = client_of_person("cat").post(f"/outcomes/{cat.pk}/confirm/", {"seen": seen(cat), "words": ""})
    assert told.status_code == 302
    assert cat_of(released).state == "confirmed"
