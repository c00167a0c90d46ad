"""What a passed deadline does by itself, on given days; nothing twice, nothing that waits for people."""

from datetime import UTC, date, datetime, timedelta

import pytest

from merit.reviews.life import ReviewState
from merit.reviews.stages import Stage
from merit_desk.audit.models import Entry
from merit_desk.cycles.actions.deadlines import pass_deadlines, pass_deadlines_once_a_day
from merit_desk.cycles.models import ClockDay, Participant
from tests.desk.cycle_world import october_cycle


def states(cycle):
    return {one.person: one.state for one in cycle.participants.all()}


def everybody(state):
    return dict.fromkeys(("ann", "bob", "cat", "leader"), str(state))


@pytest.mark.parametrize(
    ("before", "day", "after"),
    [
        ("planning", date(2026, 9, 30), "planning"),
        ("planning", date(2026, 10, 1), "under_way"),
        ("under_way", date(2026, 10, 31), "under_way"),
        ("under_way", date(2026, 11, 1), "self_review"),
        ("self_review", date(2026, 11, 4), "self_review"),
        ("self_review", date(2026, 11, 5), "rating"),
        ("rating", date(2026, 11, 6), "rating"),
        ("rating", date(2026, 11, 7), "manager_review"),
        ("manager_review", date(2027, 1, 1), "manager_review"),
        ("skip_review", date(2027, 1, 1), "skip_review"),
        ("calibration", date(2027, 1, 1), "calibration"),
        ("settled", date(2027, 1, 1), "settled"),
        ("appealed", date(2027, 1, 1), "appealed"),
        ("planning", date(2026, 11, 7), "manager_review"),
        ("left_out", date(2026, 11, 7), "left_out"),
    ],
)
def test_a_deadline_moves_a_review_the_day_after_it(company_folder, before, day, after):
    cycle = october_cycle(ReviewState(before))
    pass_deadlines(day)
    assert states(cycle) == everybody(after)


def test_a_second_pass_moves_nothing_more(company_folder):
    october_cycle()
    assert pass_deadlines(date(2026, 11, 7)) == 16  # four people, four moves each
    entries = Entry.objects.count()
    assert pass_deadlines(date(2026, 11, 7)) == 0
    assert Entry.objects.count() == entries
    assert set(Entry.objects.values_list("name", flat=True)) == {"merit"}


def test_silence_is_noted_after_the_deadline_to_confirm(company_folder):
    cycle = october_cycle(ReviewState.RELEASED)
    Participant.objects.update(moved_at=datetime(2026, 11, 18, tzinfo=UTC))
    pass_deadlines(date(2026, 11, 25))
    assert states(cycle) == everybody("released")
    pass_deadlines(date(2026, 11, 26))
    assert states(cycle) == everybody("silent")


def test_a_result_that_came_late_leaves_five_working_days_to_answer(company_folder):
    cycle = october_cycle(ReviewState.RELEASED)
    Participant.objects.update(moved_at=datetime(2026, 11, 27, 2, tzinfo=UTC))
    pass_deadlines(date(2026, 12, 4))
    assert states(cycle) == everybody("released")
    pass_deadlines(date(2026, 12, 5))
    assert states(cycle) == everybody("silent")


def test_a_stage_that_is_left_out_passes_at_once(company_folder):
    cycle = october_cycle(ReviewState.SELF_REVIEW)
    cycle.stages.filter(stage__in=[Stage.SELF, Stage.RATERS]).delete()
    pass_deadlines(date(2026, 11, 1))
    assert states(cycle) == everybody("manager_review")


def test_without_the_skip_stage_the_clock_leads_on_to_calibration(company_folder):
    cycle = october_cycle(ReviewState.SKIP_REVIEW)
    cycle.stages.filter(stage=Stage.SKIP).delete()
    pass_deadlines(date(2026, 11, 1))
    assert states(cycle) == everybody("calibration")


def test_a_sealed_cycle_stands_still(company_folder):
    cycle = october_cycle()
    cycle.sealed_at = datetime(2026, 12, 4, tzinfo=UTC)
    cycle.save()
    assert pass_deadlines(date(2027, 1, 1)) == 0


def test_the_worker_looks_once_a_day_on_the_companys_own_calendar(company_folder):
    october_cycle()
    pass_deadlines_once_a_day()
    row = ClockDay.objects.get()
    assert abs(row.day - datetime.now(UTC).date()) <= timedelta(days=1)
    assert pass_deadlines_once_a_day() == 0
    assert ClockDay.objects.count() == 1
