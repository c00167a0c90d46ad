"""开通: by group, at once or at a moment; nobody sees their own before, nobody opens their own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reviews.life import ReviewState
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.audit.models import Entry
from merit_desk.jobs.models import Job
from merit_desk.outcomes.actions import release as release_module
from merit_desk.outcomes.actions.planned import cancel_planned, plan_release, release_due
from merit_desk.outcomes.actions.release import Selected, release
from merit_desk.outcomes.models import PlannedRelease, ResultVersion
from merit_desk.periods.actions.release import release_period
from merit_desk.results.models import Release
from tests.desk.conftest import viewer_as
from tests.desk.cycle_world import review_of
from tests.desk.outcomes.conftest import accounts_told, client_of_person, done, viewer_of_person


def states(cycle):
    return dict(cycle.participants.values_list("person", "state"))


def test_releasing_one_team_opens_the_results_of_its_people_alone(settled):
    release(viewer_as("hr"), settled, Selected(teams=("north",)))
    assert states(settled) == {"ann": "settled", "bob": "settled", "cat": "released", "leader": "settled"}
    assert set(Release.objects.values_list("period", "person")) == {("2026-10", "cat")}
    assert "cat" in visible_files(viewer_of_person("cat"), "2026-10").totals
    assert "ann" not in visible_files(viewer_of_person("ann"), "2026-10").totals


@pytest.mark.parametrize(
    ("selected", "people"),
    [
        (Selected(posts=("sales",)), {"ann", "bob"}),
        (Selected(people=("leader",)), {"leader"}),
        (Selected(teams=("north",), people=("bob",)), {"cat", "bob"}),
        (Selected(), {"ann", "bob", "cat", "leader"}),
    ],
    ids=["post", "picked", "team and picked", "everybody"],
)
def test_a_release_reaches_exactly_the_selection(settled, selected, people):
    release(viewer_as("hr"), settled, selected)
    assert {person for person, state in states(settled).items() if state == "released"} == people


def test_a_release_keeps_what_was_shown_tells_the_people_and_is_on_the_trail(settled):
    release(viewer_as("hr"), settled, Selected(people=("cat",)))
    kept = ResultVersion.objects.get()
    assert (kept.number, kept.kind, kept.content["total"]["total"], kept.content["total"]["grade"]) == (
        1,
        "release",
        "97.00",
        "A",
    )
    assert len(kept.content["indicators"]) == 2
    assert accounts_told("notice.outcome_released") == {"account-cat"}
    actions = set(Entry.objects.values_list("action", flat=True))
    assert {"review.release", "outcomes.released", "outcomes.version_kept"} <= actions


def test_nobody_finds_the_page_of_their_own_result_before_the_release(settled):
    cat = review_of(settled, "cat")
    assert client_of_person("cat").get(f"/outcomes/{cat.pk}/").status_code == 404
    release(viewer_as("hr"), settled, Selected(people=("cat",)))
    assert client_of_person("cat").get(f"/outcomes/{cat.pk}/").status_code == 200
    assert client_of_person("ann").get(f"/outcomes/{cat.pk}/").status_code == 404


def test_who_may_not_release_finds_nothing_to_release(settled):
    for person in ("leader", "cat"):
        with pytest.raises(NotFoundRefusal):
            release(viewer_of_person(person), settled, Selected())
    assert set(states(settled).values()) == {"settled"}


def test_a_review_that_is_not_settled_is_not_released(settled):
    settled.participants.update(state=ReviewState.CALIBRATION)
    with pytest.raises(ConflictRefusal, match="nobody_settled"):
        release(viewer_as("hr"), settled, Selected())
    assert not Release.objects.exists()


def test_a_person_without_a_result_stops_the_whole_release(settled):
    settled.participants.filter(person="cat").update(person="dan")
    with pytest.raises(ConflictRefusal, match="no_result"):
        release(viewer_as("hr"), settled, Selected())
    assert set(states(settled).values()) == {"settled"}
    assert not Release.objects.exists()


def test_nobody_opens_their_own_result(settled):
    settled.participants.exclude(person="leader").delete()
    settled.participants.update(person="owner")
    with pytest.raises(ConflictRefusal, match="own_release"):
        release(viewer_as("owner"), settled, Selected())


def test_many_are_released_in_the_background(settled, monkeypatch):
    monkeypatch.setattr(release_module, "AT_ONCE", 2)
    assert isinstance(release(viewer_as("hr"), settled, Selected()), Job)
    assert done("outcomes.release").outcome["people"] == 4
    assert set(states(settled).values()) == {"released"}


def test_a_planned_release_waits_for_its_moment_and_comes_once(settled):
    plan_release(viewer_as("hr"), settled, Selected(people=("cat",)), timezone.now() + timedelta(days=1))
    assert release_due() == 0
    PlannedRelease.objects.update(at=timezone.now() - timedelta(minutes=1))
    assert (release_due(), release_due()) == (1, 0)
    assert states(settled)["cat"] == "released"
    assert PlannedRelease.objects.get().released == 1


def test_a_planned_release_is_taken_back_before_its_moment_only(settled):
    planned = plan_release(viewer_as("hr"), settled, Selected(), timezone.now() + timedelta(days=1))
    with pytest.raises(NotFoundRefusal):
        cancel_planned(viewer_of_person("leader"), planned.pk)
    cancel_planned(viewer_as("hr"), planned.pk)
    PlannedRelease.objects.update(at=timezone.now() - timedelta(minutes=1))
    assert release_due() == 0
    with pytest.raises(ConflictRefusal, match="plan_ended"):
        cancel_planned(viewer_as("hr"), planned.pk)


def test_a_planned_release_that_cannot_be_tells_who_planned_it(settled):
    plan_release(viewer_as("hr"), settled, Selected(), timezone.now() + timedelta(days=1))
    PlannedRelease.objects.update(at=timezone.now() - timedelta(minutes=1))
    settled.participants.update(state=ReviewState.CALIBRATION)
    assert release_due() == 0
    assert PlannedRelease.objects.get().refusal["code"] == "outcomes.nobody_settled"
    assert accounts_told("notice.planned_release_failed") == {"hr"}


def test_a_moment_that_has_passed_is_refused(settled):
    with pytest.raises(ConflictRefusal, match="moment_passed"):
        plan_release(viewer_as("hr"), settled, Selected(), timezone.now() - timedelta(minutes=1))


def test_the_number_of_people_is_named_before_anything_is_opened(settled, as_hr):
    asked = as_hr.post(f"/outcomes/cycles/{settled.code}/release/ask/", {"posts": ["sales"]})
    assert asked.status_code == 200
    assert "2" in asked.content.decode()
    assert set(states(settled).values()) == {"settled"}
    as_hr.post(f"/outcomes/cycles/{settled.code}/release/go/", {"people": ["ann", "bob"], "at": ""})
    assert states(settled) == {"ann": "released", "bob": "released", "cat": "settled", "leader": "settled"}


def test_a_period_with_a_cycle_is_released_there_and_not_as_a_whole(settled, as_hr):
    with pytest.raises(ConflictRefusal, match="period_has_cycle"):
        release_period(viewer_as("hr"), "2026-10")
    assert not Release.objects.exists()
    assert "到考核周期里开通" in as_hr.get("/periods/").content.decode()
    assert as_hr.get("/periods/2026-10/release/").headers["Location"] == f"/outcomes/cycles/{settled.code}/"
