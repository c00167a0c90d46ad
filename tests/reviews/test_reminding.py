"""When something that waits gives a reason for a reminder; October 2026: the 1st to the 7th off, the 10th made up."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.kernel.calendar import WorkCalendar
from merit.reviews.reminding import QuietHours, Urgency, is_worth_telling, may_send, urgency_of

OCTOBER = WorkCalendar(frozenset(date(2026, 10, day) for day in range(1, 8)), frozenset({date(2026, 10, 10)}))
DUE = date(2026, 10, 16)  # a Friday


def told_on(due):
    days = [date(2026, 10, day) for day in range(8, 32)]
    return [day.day for day in days if OCTOBER.is_working(day) and is_worth_telling(due, day, 3, OCTOBER)]


def test_a_deadline_is_named_three_days_before_on_the_eve_on_the_day_and_after_it_every_day_then_weekly():
    assert told_on(DUE) == [13, 15, 16, 19, 20, 21, 22, 23, 26]


def test_what_has_no_deadline_is_named_on_the_first_working_day_of_a_week():
    assert told_on(None) == [8, 12, 19, 26]


@pytest.mark.parametrize(
    ("due", "urgency"),
    [
        (None, Urgency.UNDATED),
        (date(2026, 10, 12), Urgency.LATE),
        (date(2026, 10, 13), Urgency.TODAY),
        (DUE, Urgency.SOON),
        (date(2026, 10, 19), Urgency.LATER),
    ],
)
def test_a_digest_groups_by_how_pressing_things_are(due, urgency):
    assert urgency_of(due, date(2026, 10, 13), 3, OCTOBER) is urgency


@pytest.mark.parametrize(
    ("moment", "sent"),
    [
        (datetime(2026, 10, 6, 10, tzinfo=UTC), False),  # a holiday
        (datetime(2026, 10, 11, 10, tzinfo=UTC), False),  # a Sunday
        (datetime(2026, 10, 10, 10, tzinfo=UTC), True),  # a Saturday that is made up
        (datetime(2026, 10, 12, 8, tzinfo=UTC), False),  # before the hour
        (datetime(2026, 10, 12, 9, tzinfo=UTC), True),
        (datetime(2026, 10, 12, 21, tzinfo=UTC), False),  # quiet
    ],
)
def test_a_digest_goes_out_on_working_days_from_its_hour_on_outside_quiet_hours(moment, sent):
    assert may_send(moment, 9, QuietHours(21, 8), OCTOBER) is sent


@given(st.integers(0, 23), st.integers(0, 23), st.integers(0, 23))
def test_quiet_hours_over_midnight_are_the_rest_of_the_day(start, end, hour):
    if start != end:
        assert QuietHours(start, end).hold(hour) is not QuietHours(end, start).hold(hour)
    else:
        assert not QuietHours(start, end).hold(hour)
