"""Hours with too few and too many people, and what to move: a made-up desk whose load is known."""

from datetime import date, timedelta

import pytest

from merit.allocation.shifts import HourStanding, ServiceGoal, needs_of, shift_moves
from merit.allocation.workload import AgentHour, Workload, present_hours, workload_of
from merit.kernel.refusals import ConflictRefusal

DAYS = [date(2026, 9, 1) + timedelta(days=at) for at in range(28)]
GOAL = ServiceGoal(within=30, share=0.8, work_seconds=120)


def desk(at_ten: int = 60, at_twenty: int = 6, quick: float = 1.0) -> Workload:
    """Two agents at ten o'clock, six at eight in the evening; conversations a day as given, shared equally."""
    rows = []
    for day in DAYS:
        for hour, talks, agents in ((10, at_ten, "ab"), (20, at_twenty, "abcdef")):
            each = talks // len(agents)
            in_time = round(each * quick)
            rows += [AgentHour(name, day, hour, each, each, in_time, 10, 100 * each, each, each, 0) for name in agents]
    return workload_of(rows, {}, dict.fromkeys("abcdef", "front"), DAYS)


def test_sixty_questions_an_hour_of_two_minutes_each_are_two_erlangs_and_need_four() -> None:
    """Load 2: with 3 people C = 0.444, 1 − 0.444 · e^(−1 · 30/120) = 65 %; with 4 C = 0.174, 89 %."""
    need = needs_of(desk(), "front", GOAL)[10]
    assert (need.present, need.need, need.standing) == (2.0, (4, 4, 4), HourStanding.SHORT)


def test_six_questions_need_one_of_the_six_there() -> None:
    """Load 0.2, one person: C = 0.2, 1 − 0.2 · e^(−0.8 · 30/120) = 84 %."""
    need = needs_of(desk(), "front", GOAL)[20]
    assert need.standing is HourStanding.IDLE
    assert need.need == (1, 1, 1)


def test_the_hours_that_can_be_spared_go_to_the_hour_that_lacks_them() -> None:
    (move,) = shift_moves("front", needs_of(desk(), "front", GOAL), GOAL)
    assert (move.source.hour, move.to.hour, move.people) == (20, 10, 2.0)
    assert move.before.middle == 0
    assert move.after.middle == pytest.approx(0.894, abs=0.001)
    assert move.after.low <= move.after.middle <= move.after.high
    assert move.source_after.low >= GOAL.share


def test_enough_people_who_answer_late_are_no_lack_of_people() -> None:
    workload = desk(at_ten=10, quick=0.4)
    assert needs_of(workload, "front", GOAL)[10].standing is HourStanding.SLOW
    assert shift_moves("front", needs_of(workload, "front", GOAL), GOAL) == []


def test_where_every_hour_fits_nothing_moves() -> None:
    assert shift_moves("front", needs_of(desk(at_ten=6, at_twenty=6), "front", GOAL), GOAL) == []


def test_how_long_a_conversation_takes_comes_from_the_facts_or_has_to_be_said() -> None:
    assert needs_of(desk(), "front", ServiceGoal())[10].work_seconds == 100
    silent = workload_of([AgentHour("a", DAYS[0], 9, 1, 1, 1, 5, 0, 0, 1, 0)], {}, {"a": "front"}, DAYS)
    with pytest.raises(ConflictRefusal, match="no_work_seconds"):
        needs_of(silent, "front", ServiceGoal())


@pytest.mark.parametrize(
    ("active", "online", "there"),
    [
        ({9, 11}, None, {9: 1.0, 10: 1.0, 11: 1.0}),
        ({9, 12}, None, {9: 1.0, 12: 1.0}),
        ({9, 11}, 1.0, {9: 0.5, 11: 0.5}),
        ({9, 12}, 3.0, {9: 1.0, 10: 0.5, 11: 0.5, 12: 1.0}),
        ({9, 12}, 8.0, {9: 1.0, 10: 1.0, 11: 1.0, 12: 1.0}),
        (set(), 8.0, {}),
    ],
)
def test_presence_is_told_from_hours_with_answers_and_hours_on_line(
    active: set[int], online: float | None, there: dict[int, float]
) -> None:
    assert present_hours(active, online) == there
