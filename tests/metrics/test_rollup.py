"""Counting once per period, ranking and sharing out, against the same done slowly."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.kernel.period import Grain, Period
from merit.metrics.rollup import (
    GRAINS,
    Pairs,
    TooWideError,
    Whole,
    batches,
    cells_of,
    classes_of,
    each_member,
    first_occurrences,
    in_order,
    members_of,
    narrowed,
    numbered,
    period_numbers,
    ranked,
)

EPOCH = date(1970, 1, 1)
FIRST = (date(2025, 12, 20) - EPOCH).days
days = st.integers(FIRST, FIRST + 20) | st.integers(FIRST, FIRST + 900)
rows = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), days), max_size=30)


def whole(values: list[int]) -> Whole:
    return np.array(values, np.int64)


@given(st.integers(-3000, 30000), st.sampled_from(GRAINS))
def test_two_days_have_the_same_number_exactly_when_they_lie_in_the_same_period(day: int, grain: Grain) -> None:
    here = Period.containing(EPOCH + timedelta(days=day), grain)
    first, last = (here.start - EPOCH).days, (here.last - EPOCH).days
    before, one, other, after = period_numbers(grain, whole([first - 1, first, last, last + 1]))
    assert (before + 1, one, after - 1) == (one, other, other)


@pytest.mark.parametrize("grain", GRAINS)
def test_many_days_are_numbered_as_few_are(grain: Grain) -> None:
    many = FIRST - np.arange(70_000) % 1500
    few = [period_numbers(grain, some) for some in np.split(many, 2)]
    assert np.array_equal(period_numbers(grain, many), np.concatenate(few))


@given(rows)
def test_first_occurrences_add_up_to_exact_distinct_counts(seen: list[tuple[int, int, int]]) -> None:
    columns = [whole([row[at] for row in seen]) for at in range(3)]
    for grain, cells in first_occurrences(*columns):
        number = period_numbers(grain, cells.days)
        found: dict[tuple[int, int], int] = {}
        for node, period, count in zip(cells.nodes, number, cells.columns[0], strict=True):
            found[int(node), int(period)] = found.get((int(node), int(period)), 0) + int(count)
        expected: dict[tuple[int, int], set[int]] = {}
        for node, entity, day in seen:
            expected.setdefault((node, int(period_numbers(grain, whole([day]))[0])), set()).add(entity)
        assert found == {key: len(entities) for key, entities in expected.items()}


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.integers(1, 3)), min_size=1, max_size=30),
    st.fractions(0, 1, max_denominator=1000),
)
def test_a_quantile_is_the_smallest_value_with_at_least_that_part_at_or_below(
    given_rows: list[tuple[int, int, int]], quantile: Fraction
) -> None:
    cells, ranks, times = (whole([row[at] for row in given_rows]) for at in range(3))
    found_cells, (found,) = ranked(cells, ranks, times, [quantile])
    for cell, rank in zip(found_cells.tolist(), found.tolist(), strict=True):
        values = sorted(value for where, value, count in given_rows if where == cell for _ in range(count))
        assert rank == values[max(ceil(quantile * len(values)), 1) - 1]


@given(st.lists(st.integers(-(2**62), 2**62) | st.integers(-1, 1), max_size=20))
def test_equal_values_stay_as_they_stand_when_values_are_put_in_order(values: list[int]) -> None:
    assert in_order(whole(values)).tolist() == sorted(range(len(values)), key=lambda at: values[at])


@given(st.lists(st.integers(-5, 10**12), max_size=20) | st.lists(st.integers(0, 9), max_size=20))
def test_numbering_finds_the_different_values_and_a_row_of_each(values: list[int]) -> None:
    found = numbered(whole(values))
    assert found.different.tolist() == sorted(set(values))
    assert found.different[found.positions].tolist() == values
    assert whole(values)[found.shown].tolist() == found.different.tolist()


def test_shared_columns_are_multiplied_and_counts_are_not() -> None:
    pairs = Pairs(whole([0, 0, 1]), whole([5, 6, 5]), whole([4000, 6000, 10000]))
    cells = cells_of(pairs, whole([1, 1]), [(whole([3, 7]), True), (whole([3, 7]), False)])
    assert (cells.days.tolist(), cells.nodes.tolist()) == ([1, 1], [5, 6])
    assert [column.tolist() for column in cells.columns] == [[82000, 18000], [10, 3]]


def test_nodes_that_see_the_same_groups_are_one_class() -> None:
    pairs = Pairs(whole([0, 1, 0, 1, 1]), whole([3, 3, 8, 8, 9]), whole([1] * 5))
    classes = classes_of(pairs, whole([10, 20]))
    edges = pairwise(classes.nodes.starts.tolist())
    together = [classes.nodes.members[a:b].tolist() for a, b in edges]
    assert sorted(together) == [[3, 8], [9]]
    assert sorted(classes.sizes.tolist()) == [20, 30]
    turns = list(batches(classes, most=1))
    assert len(turns) == 2
    assert sum(len(turn.members) for turn in turns) == 3


def test_each_member_of_a_run_of_sets_is_named_with_its_position() -> None:
    held = members_of(whole([1, 0, 1]), whole([7, 8, 9]), 3)
    position, member = each_member(held, whole([1, 2, 0, 1]))
    assert list(zip(position.tolist(), member.tolist(), strict=True)) == [(0, 7), (0, 9), (2, 8), (3, 7), (3, 9)]


def test_sums_that_are_too_large_once_shared_out_lose_their_common_factor_or_are_refused() -> None:
    zeros = whole([0, 0])
    assert narrowed(whole([3, 5]), zeros, 10_000)[1] == 1
    smaller, factor = narrowed(whole([3 * 10**17, 5 * 10**17]), zeros, 10_000)
    assert (smaller.tolist(), factor) == ([3, 5], 10**17)
    with pytest.raises(TooWideError):
        narrowed(whole([3 * 10**17, 5 * 10**17 + 1]), zeros, 10_000)
    with pytest.raises(TooWideError):
        narrowed(whole([1]), whole([1]), 1)
