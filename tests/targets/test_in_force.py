"""Which target stands on which day."""

from merit.kernel.period import Period
from merit.targets.in_force import targets_in_force
from tests.scores.fake_company import OCTOBER, target


def stretches(*sources, days=OCTOBER):
    return [(str(each.days), each.target.target) for each in targets_in_force(sources, days)]


def test_one_row_stands_for_the_whole_period():
    assert stretches([target("sales", "ann", 5)]) == [("2026-10", 5)]


def test_a_row_with_a_later_start_takes_over_on_that_day():
    rows = [target("sales", "ann", 8, start="2026-10-15", line=3), target("sales", "ann", 5)]
    assert stretches(rows) == [("2026-10-01..2026-10-14", 5), ("2026-10-15..2026-10-31", 8)]


def test_a_segment_sees_the_row_in_force_before_it_began():
    rows = [target("sales", "ann", 5), target("sales", "ann", 8, start="2026-10-05", line=3)]
    assert stretches(rows, days=Period.parse("2026-10-12..2026-10-31")) == [("2026-10-12..2026-10-31", 8)]


def test_a_source_of_less_right_fills_the_days_before_the_change():
    own, planned = [target("sales", "ann", 8, start="2026-10-15")], [target("sales", "ann", 5)]
    assert stretches(own, planned) == [("2026-10-01..2026-10-14", 5), ("2026-10-15..2026-10-31", 8)]
    assert stretches(planned, own) == [("2026-10", 5)]


def test_days_before_the_only_change_belong_to_it():
    assert stretches([target("sales", "ann", 8, start="2026-10-15")]) == [("2026-10", 8)]


def test_no_row_is_no_target():
    assert stretches([], []) == []


def test_of_two_rows_from_the_same_day_the_later_line_stands():
    assert stretches([target("sales", "ann", 5, line=9), target("sales", "ann", 7, line=4)]) == [("2026-10", 5)]
