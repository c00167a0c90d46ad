"""Small parts in one row, and parts of a driver: what is added up stays what it was."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from merit.insight.decomposition import Change, Decomposition, in_order
from merit.insight.decomposition_arithmetic import Contribution, Movement, by_adding
from merit.insight.decomposition_parts import DividedBy
from merit.insight.decomposition_search import lead_of, leads
from merit.insight.decomposition_steps import SMALL, gathered, within_driver
from merit.kernel.node import COMPANY
from merit.kernel.period import Period

OCTOBER, SEPTEMBER = Period.parse("2026-10"), Period.parse("2026-09")
SIZES = st.integers(-50, 50).map(Fraction)
PARTS = st.dictionaries(st.sampled_from("abcdefghij"), st.tuples(SIZES, SIZES), min_size=1)


def told(kpi: str, moved: dict[str, tuple[int, int]], by: DividedBy = DividedBy.SKU) -> Decomposition:
    parts = {name: Movement(Fraction(before), Fraction(now)) for name, (before, now) in moved.items()}
    whole = Movement(sum(each.before for each in parts.values()), sum(each.now for each in parts.values()))
    change = Change(kpi, COMPANY, OCTOBER, SEPTEMBER)
    return Decomposition(change, by, whole.before, whole.now, in_order(by_adding(whole, parts)))


def test_the_small_parts_stand_in_one_row_with_their_sums() -> None:
    found = gathered(told("units", {"a": (10, 50), "b": (5, 25), "c": (3, 4), "d": (2, 1), "e": (1, 3)}), most=2)
    last = found.contributions[-1]
    assert [each.part for each in found.contributions] == ["a", "b", SMALL]
    assert (last.before, last.now, last.amount, found.gathered) == (6, 8, 2, 3)


def test_one_row_alone_is_not_called_small() -> None:
    found = told("units", {"a": (10, 50), "b": (5, 25), "c": (3, 4)})
    assert gathered(found, most=2) is found


def test_a_part_that_did_what_its_size_lets_expect_is_no_lead() -> None:
    assert lead_of(told("units", {"a": (60, 90), "b": (40, 60)})) is None


def test_four_of_a_hundred_that_made_all_of_the_change_are_the_lead() -> None:
    still = {f"s{at}": (10, 10) for at in range(96)}
    lead = lead_of(told("units", {**still, "a": (10, 0), "b": (10, 0), "c": (10, 0), "d": (10, 1)}))
    assert lead is not None
    assert [each.part for each in lead.parts] == ["a", "b", "c", "d"]
    assert (lead.of_change, lead.of_whole) == (1, Fraction(4, 100))


def test_what_stands_out_most_comes_first_and_what_stands_out_far_less_is_not_told() -> None:
    sharp = told("units", {"a": (10, 50), "b": (90, 90)}, DividedBy.CAMPAIGN)
    blunt = told("units", {"x": (50, 85), "y": (50, 55)}, DividedBy.SHOP)
    assert [lead.found.by for lead in leads([blunt, sharp])] == [DividedBy.CAMPAIGN]


@settings(max_examples=200, deadline=None)
@given(PARTS, st.integers(1, 5))
def test_gathering_keeps_the_sum(moved, most: int) -> None:
    found = told("units", moved)
    assert sum(each.amount for each in gathered(found, most).contributions) == found.difference


@settings(max_examples=200, deadline=None)
@given(PARTS, SIZES)
def test_the_parts_of_a_driver_add_up_to_what_the_driver_did(moved, amount: Fraction) -> None:
    parts = told("units", moved)
    done = amount if parts.difference else Fraction(0)
    row = Contribution("units", parts.before, parts.now, done)
    change = Change("asp", COMPANY, OCTOBER, SEPTEMBER)
    outer = Decomposition(change, DividedBy.DRIVERS, Fraction(0), done, (row,))
    assert sum(each.amount for each in within_driver(outer, "units", parts).contributions) == done
