"""Points in lots: what runs out first is spent first, and Σ of all entries is the balance whatever happens."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.kernel.refusals import ConflictRefusal
from merit.rewards.recognition.points import (
    PointLot,
    lots_left,
    refunded_until,
    run_out,
    spent_from,
    usable_points,
)

TODAY = date(2026, 11, 22)
SOON, LATE, GONE = date(2026, 12, 31), date(2027, 12, 31), date(2026, 11, 21)


def parts(found):
    return [(part.lot.lot, part.points) for part in found]


def test_the_lot_that_runs_out_first_pays_first_and_the_older_of_two_equal_ones():
    lots = (PointLot(1, 50, LATE), PointLot(2, 30, SOON), PointLot(3, 40, None), PointLot(4, 10, SOON))
    assert parts(spent_from(lots, 35, TODAY)) == [(2, 30), (4, 5)]
    assert parts(spent_from(lots, 100, TODAY)) == [(2, 30), (4, 10), (1, 50), (3, 10)]


def test_points_can_be_spent_on_their_last_day_and_not_on_the_next():
    lots = (PointLot(1, 20, TODAY),)
    assert parts(spent_from(lots, 20, TODAY)) == [(1, 20)]
    with pytest.raises(ConflictRefusal) as refused:
        spent_from(lots, 1, TODAY + timedelta(days=1))
    assert refused.value.params == {"points": 1, "left": 0}


def test_what_is_too_much_is_refused_with_what_there_is():
    lots = (PointLot(1, 20, LATE), PointLot(2, 99, GONE))
    with pytest.raises(ConflictRefusal) as refused:
        spent_from(lots, 21, TODAY)
    assert refused.value.params == {"points": 21, "left": 20}


def test_what_has_run_out_is_written_off_whole_and_once():
    lots = (PointLot(1, 20, GONE), PointLot(2, 0, GONE), PointLot(3, 5, TODAY), PointLot(4, 5, None))
    assert parts(run_out(lots, TODAY)) == [(1, 20)]


def test_points_that_come_back_keep_their_last_day_but_last_thirty_days_at_least():
    assert refunded_until(LATE, TODAY) == LATE
    assert refunded_until(GONE, TODAY) == date(2026, 12, 22)
    assert refunded_until(None, TODAY) is None


def test_more_taken_from_a_lot_than_was_there_is_a_broken_book():
    with pytest.raises(ValueError, match="more was taken"):
        lots_left((PointLot(1, 5, None),), [(1, 3), (1, 3)])


STEP = st.one_of(
    st.tuples(st.just("earn"), st.integers(1, 300), st.one_of(st.none(), st.integers(0, 200))),
    st.tuples(st.just("spend"), st.integers(1, 300), st.just(0)),
    st.tuples(st.just("refund"), st.integers(0, 20), st.just(0)),
    st.tuples(st.just("wait"), st.integers(1, 120), st.just(0)),
)


class Book:
    """A ledger as the desk keeps it: entries only, lots worked out anew each time."""

    def __init__(self):
        self.today, self.credits, self.debits, self.spent = TODAY, [], [], []

    @property
    def lots(self):
        return lots_left(self.credits, self.debits)

    @property
    def sum(self):
        return sum(lot.left for lot in self.credits) - sum(points for _, points in self.debits)

    def earn(self, points, last_day):
        self.credits.append(PointLot(len(self.credits) + 1, points, last_day))

    def take(self, found):
        self.debits += [(part.lot.lot, part.points) for part in found]


@given(st.lists(STEP, max_size=40))
def test_the_balance_is_the_sum_of_all_entries_and_never_below_zero(steps):
    book, earned, gone = Book(), 0, 0
    for kind, number, days in steps:
        due = run_out(book.lots, book.today)
        gone += sum(part.points for part in due)
        book.take(due)
        if kind == "earn":
            book.earn(number, None if days is None else book.today + timedelta(days=days))
            earned += number
        elif kind == "spend" and usable_points(book.lots, book.today) >= number:
            found = spent_from(book.lots, number, book.today)
            assert sum(part.points for part in found) == number
            book.take(found)
            book.spent.append(found)
            gone += number
        elif kind == "refund" and book.spent:
            for part in book.spent.pop(number % len(book.spent)):
                book.earn(part.points, refunded_until(part.lot.last_day, book.today))
                gone -= part.points
        elif kind == "wait":
            book.today += timedelta(days=number)
        assert book.sum == sum(lot.left for lot in book.lots) == earned - gone >= 0
        assert usable_points(book.lots, book.today) <= book.sum
