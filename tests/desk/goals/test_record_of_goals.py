"""What of goals belongs into a person's cycle: evidence for a judgement, and the record that is sealed."""

import json
from datetime import date

from django.utils import timezone

from merit_desk.goals.actions.report import report
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.evidence import evidence_of
from merit_desk.goals.queries.record import record_of
from tests.desk.conftest import viewer_as
from tests.desk.cycle_world import october_cycle, review_of
from tests.desk.goals.conftest import goal


def test_reports_on_goals_are_evidence_on_their_days(tree):
    note = report(viewer_as("employee"), tree["cat"].pk, "晚高峰排班已补", "on_track")
    day = timezone.localdate(note.at)
    (found,) = evidence_of("cat", day, day)
    assert (found.kind, found.title, found.note, found.address) == (
        "goal",
        "三分钟回复率",
        "晚高峰排班已补",
        f"/goals/{tree['cat'].pk}/",
    )
    assert evidence_of("cat", date(2020, 1, 1), date(2020, 1, 2)) == []
    assert evidence_of("ann", day, day) == []


def test_the_record_holds_the_persons_goals_of_the_time_and_is_the_same_twice(tree):
    goal("明年的事", "person", "cat", period="2027-01", person="cat")
    cycle = october_cycle()
    found = record_of(review_of(cycle, "cat"))
    assert [each["title"] for each in found["goals"]] == ["三分钟回复率"]
    assert json.dumps(found) == json.dumps(record_of(review_of(cycle, "cat")))
    Goal.objects.filter(pk=tree["cat"].pk).update(state="dropped")
    assert record_of(review_of(cycle, "cat")) == {}
