"""What goes on after a seal neither breaks it nor gets into what was sealed."""

import pytest

from merit.reviews.life import ReviewState
from merit_desk.cycles.models import Cycle
from merit_desk.goals.actions.report import report
from merit_desk.goals.models import Goal
from merit_desk.outcomes.actions.seal import ask_to_seal
from merit_desk.outcomes.actions.verify import verify_cycle
from merit_desk.outcomes.models import SealedRecord
from tests.desk.conftest import role_account, viewer_as
from tests.desk.cycle_world import review_of
from tests.desk.outcomes.conftest import after_release, client_of_person, done, released, settled, viewer_of_person

__all__ = ["released", "settled"]


@pytest.fixture
def sealed_with_a_goal(released):
    """cat has a goal of the whole year; the cycle of October is sealed."""
    told = {"level": "person", "node": "cat", "period": "2026", "state": "active", "person": "cat"}
    goal = Goal.objects.create(title="全年目标", made_by=role_account("hr"), **told)
    for person in ("ann", "bob", "cat", "leader"):
        after_release(released, person, ReviewState.CONCLUDED)
    ask_to_seal(viewer_as("hr"), released)
    assert done("outcomes.seal").state == "done"
    return Cycle.objects.get(pk=released.pk), goal


def test_a_goal_that_goes_on_after_the_seal_raises_no_false_alarm_and_stays_out_of_the_pack(sealed_with_a_goal):
    cycle, goal = sealed_with_a_goal
    report(viewer_of_person("cat"), goal.pk, "封存之后才写的进展", "on_track")
    assert verify_cycle(None, cycle).differences == []
    pack = client_of_person("cat").get(f"/api/v1/outcomes/{review_of(cycle, 'cat').pk}/pack").json()
    assert "全年目标" in str(pack)
    assert "封存之后才写的进展" not in str(pack)


def test_a_kept_goal_that_was_changed_in_the_database_is_found(sealed_with_a_goal):
    cycle, _ = sealed_with_a_goal
    kept = SealedRecord.objects.get(participant=review_of(cycle, "cat"))
    kept.record["goals"]["goals"][0]["title"] = "另一个"
    SealedRecord.objects.filter(pk=kept.pk).update(record=kept.record)
    assert [each["code"] for each in verify_cycle(None, cycle).differences] == ["outcomes.differs.kept"]
