"""Places share ties and skip after them; small groups have none; bands are read generously."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from merit.reviews.places import PlaceBand, RankPlace, place_band, rank_places


def test_ties_share_a_place_and_the_next_place_counts_them():
    totals = {"a": Fraction(90), "b": Fraction(95), "c": Fraction(90), "d": Fraction(80), "e": Fraction(70)}
    found = rank_places(totals)
    assert {person: each.place for person, each in found.items()} == {"b": 1, "a": 2, "c": 2, "d": 4, "e": 5}
    assert {person for person, each in found.items() if each.tied} == {"a", "c"}


def test_a_group_below_the_smallest_has_no_places():
    assert rank_places({"a": Fraction(1), "b": Fraction(2)}) == {}


def test_bands_are_quarters_of_the_places():
    bands = [place_band(RankPlace(place, False, 12)) for place in range(1, 13)]
    assert bands == [PlaceBand.TOP_QUARTER] * 3 + [PlaceBand.MIDDLE] * 6 + [PlaceBand.LAST_QUARTER] * 3


@given(st.lists(st.integers(0, 20), min_size=5, max_size=40))
def test_a_better_total_never_has_a_worse_place(points):
    totals = {str(at): Fraction(each) for at, each in enumerate(points)}
    found = rank_places(totals)
    for one, total in totals.items():
        assert found[one].place == 1 + sum(other > total for other in totals.values())
