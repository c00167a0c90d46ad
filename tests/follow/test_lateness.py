"""Delays seen early. October 2026: the 1st to the 7th are off, Saturday the 10th is made up; every figure by hand."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from merit.follow.lateness import Delay, DelayCause, WorkItem, delays, usual_days, working_days_between
from merit.kernel.calendar import WorkCalendar

OCTOBER = WorkCalendar(
    holidays=frozenset(date(2026, 10, day) for day in range(1, 8)), made_up=frozenset({date(2026, 10, 10)})
)
PLAIN = WorkCalendar()


def october(day):
    """A day of October 2026."""
    return date(2026, 10, day)


def test_working_days_count_both_ends_and_make_up_days_and_leave_out_the_holiday():
    # Thu 8, Fri 9, Sat 10 (made up), Mon 12
    assert working_days_between(october(1), october(12), OCTOBER) == 4
    assert working_days_between(october(12), october(8), OCTOBER) == 0


def test_a_task_past_its_day_is_late_by_the_working_days_since():
    # due Fri 9: Sat 10 (made up), Mon 12, Tue 13
    found = delays([WorkItem(1, "ann", october(9))], october(13), OCTOBER)
    assert found == {1: Delay(1, DelayCause.OVERDUE, 3)}


def test_a_task_due_today_is_not_late_yet():
    assert delays([WorkItem(1, "ann", october(13))], october(13), OCTOBER) == {}


def test_a_task_with_fewer_working_days_than_it_usually_takes_is_told_before_it_is_late():
    # seen on Wed 14, due Fri 16: three days left (14, 15, 16) of five
    found = delays([WorkItem(1, "ann", october(16), days=5)], october(14), OCTOBER)
    assert found == {1: Delay(1, DelayCause.TOO_SHORT, 2)}


def test_the_holiday_makes_the_time_too_short():
    # seen on 30 September, due 9 October: 30, 8, 9 are three working days
    seen = date(2026, 9, 30)
    item = WorkItem(1, "ann", october(9), days=4)
    assert delays([item], seen, OCTOBER) == {1: Delay(1, DelayCause.TOO_SHORT, 1)}
    assert delays([item], seen, PLAIN) == {}


def test_a_chain_is_late_when_what_comes_before_ends_too_late_for_it():
    # copy: Mon 12 to Wed 14; design: Thu 15 to Fri 16; shop: Mon 19, due Fri 16, so one working day late
    items = [
        WorkItem(1, "ann", october(16), days=3),
        WorkItem(2, "bob", october(16), days=2, after=(1,)),
        WorkItem(3, "cat", october(16), days=1, after=(2,)),
    ]
    assert delays(items, october(12), OCTOBER) == {3: Delay(3, DelayCause.CHAIN, 1, held_up_by=2)}


def test_of_several_before_it_the_last_to_finish_holds_it_up():
    items = [
        WorkItem(1, "ann", october(30), days=2),
        WorkItem(2, "bob", october(30), days=4),
        WorkItem(3, "cat", october(16), days=2, after=(1, 2)),
    ]
    # bob ends Thu 15, cat works Fri 16 and Mon 19
    assert delays(items, october(12), OCTOBER) == {3: Delay(3, DelayCause.CHAIN, 1, held_up_by=2)}


def test_a_finished_predecessor_holds_nothing_up():
    assert delays([WorkItem(3, "cat", october(12), after=(99,))], october(12), OCTOBER) == {}


def test_a_circle_of_tasks_is_cut_and_does_not_go_round():
    items = [WorkItem(1, "ann", october(30), after=(2,)), WorkItem(2, "bob", october(30), after=(1,))]
    assert delays(items, october(12), OCTOBER) == {}


def test_an_owner_with_more_due_than_days_is_told_at_the_task_with_which_it_no_longer_fits():
    # Mon 12: two days of own work each, due Tue 13, Thu 15 and Thu 15: six days in four (12, 13, 14, 15)
    items = [
        WorkItem(1, "ann", october(13), effort=2),
        WorkItem(2, "ann", october(15), effort=2),
        WorkItem(3, "ann", october(15), effort=2),
        WorkItem(4, "bob", october(15), effort=2),
    ]
    assert delays(items, october(12), OCTOBER) == {3: Delay(3, DelayCause.TOO_MANY, 2)}


def test_what_is_overdue_stands_before_what_is_due_next():
    # one day of work is overdue, so the one due today no longer fits into today
    items = [WorkItem(1, "ann", october(9), effort=1), WorkItem(2, "ann", october(12), effort=1)]
    found = delays(items, october(12), OCTOBER)
    assert found == {1: Delay(1, DelayCause.OVERDUE, 2), 2: Delay(2, DelayCause.TOO_MANY, 1)}


def test_a_shortage_is_told_once_and_again_only_when_it_grows():
    # Mon 12: three days due Mon (2 missing), one day due Fri 16 (4 of 5: fits), four more due Fri (3 missing)
    items = [
        WorkItem(1, "ann", october(12), effort=3),
        WorkItem(2, "ann", october(16), effort=1),
        WorkItem(3, "ann", october(16), effort=4),
    ]
    found = delays(items, october(12), OCTOBER)
    assert {task: each.days for task, each in found.items()} == {1: 2, 3: 3}


def test_tasks_of_which_nobody_said_how_much_work_they_are_fill_nobodys_days():
    items = [WorkItem(at, "ann", october(13)) for at in range(9)]
    assert delays(items, october(12), OCTOBER) == {}


def test_two_finished_tasks_say_nothing_and_three_give_their_median_rounded_up():
    assert usual_days([3, 4]) is None
    assert usual_days([1, 3, 9]) == 3
    assert usual_days([1, 2, 3, 9]) == 3  # median 2.5
    assert usual_days([0, 0, 0]) == 1


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(-20, 40), st.integers(1, 10), st.integers(0, 9)), max_size=10
    )
)
def test_more_time_never_makes_a_task_late(written):
    today = october(12)
    items = [
        WorkItem(at, owner, today + timedelta(days=due), days, (before,) if before != at else (), days)
        for at, (owner, due, days, before) in enumerate(written)
    ]
    later = [WorkItem(i.task, i.owner, i.due + timedelta(days=14), i.days, i.after, i.effort) for i in items]
    assert set(delays(later, today, PLAIN)) <= set(delays(items, today, PLAIN))
