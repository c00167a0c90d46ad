"""How many people an hour needs, against figures published for the Erlang C formula."""

import pytest

from merit.allocation.staffing import in_time_share, people_needed, rate_interval


def test_the_textbook_case_of_ten_erlangs() -> None:
    """100 calls in half an hour of 180 s each, 80 % within 20 s: 14 people, of whom 88.8 % answer in time."""
    assert people_needed(200, 180, 20, 0.8) == 14
    assert in_time_share(200, 180, 14, 20) == pytest.approx(0.888, abs=0.0005)


def test_two_servers_with_one_erlang_make_a_third_wait() -> None:
    """C(2, 1) = 1/3; of those who wait e^−1 still do after one service time: 1 − 1/3 · 0.3679 = 0.8774."""
    assert in_time_share(60, 60, 2, 0) == pytest.approx(2 / 3)
    assert in_time_share(60, 60, 2, 60) == pytest.approx(0.8774, abs=0.0001)


def test_fewer_people_than_work_answer_nobody_in_time_and_no_questions_need_nobody() -> None:
    assert in_time_share(200, 180, 10, 20) == 0
    assert in_time_share(0, 180, 0, 20) == 1
    assert people_needed(0, 180, 20, 0.8) == 0


def test_half_a_person_is_between_two_whole_numbers() -> None:
    ends = [in_time_share(60, 60, people, 30) for people in (2, 3)]
    assert in_time_share(60, 60, 2.5, 30) == pytest.approx(sum(ends) / 2)


def test_ten_events_in_a_day_may_be_six_to_fifteen() -> None:
    """Garwood's exact 80 % interval: χ²(0.1; 20) / 2 = 6.221 and χ²(0.9; 22) / 2 = 15.407."""
    assert rate_interval([10], 0.8) == pytest.approx((6.221, 10, 15.407), abs=0.001)


def test_days_that_differ_more_than_chance_widen_the_interval() -> None:
    """0 and 20: variance 200 over mean 10 is 20, so √20 times as wide, never below nothing."""
    even, uneven = rate_interval([10, 10], 0.8), rate_interval([0, 20], 0.8)
    assert uneven[2] - 10 == pytest.approx(20**0.5 * (even[2] - 10))
    assert uneven[0] == 0
