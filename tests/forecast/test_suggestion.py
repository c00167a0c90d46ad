"""Suggested targets by hand. The distribution is even from 800,000 to 1,200,000: the median is a million."""

from fractions import Fraction

import pytest

from merit.catalogue.kpi import Direction
from merit.forecast.distribution import Distribution
from merit.forecast.suggestion import Ambition, Outlook, Suggestion, readable, suggestions
from merit.kernel.explain import replays, steps

EVEN = Distribution((0.0, 1.0), (800_000.0, 1_200_000.0))
MILLION = Fraction(1_000_000)


def suggested(outlook: Outlook, direction: Direction = Direction.UP) -> dict[Ambition, Suggestion]:
    return {each.ambition: each for each in suggestions(EVEN, direction, outlook)}


def test_the_median_is_the_commitment_and_higher_quantiles_are_target_and_stretch() -> None:
    found = suggested(Outlook())
    assert [int(each.target.value) for each in found.values()] == [1_000_000, 1_080_000, 1_160_000]
    assert [each.chance for each in found.values()] == [500, 300, 100]


def test_a_million_and_a_market_that_grows_by_a_fifth_suggest_1_2_million() -> None:
    found = suggested(Outlook(base=MILLION, market_growth=Fraction(1, 5)))
    assert found[Ambition.TARGET].target.value == 1_200_000
    assert found[Ambition.COMMITMENT].target.value == 1_000_000, "the commitment stays what is likely"


def test_capacity_tempers_what_the_market_suggests() -> None:
    outlook = Outlook(base=MILLION, market_growth=Fraction(1, 5), capacity=Fraction(1_100_000))
    assert suggested(outlook)[Ambition.TARGET].target.value == 1_100_000
    assert suggested(outlook)[Ambition.TARGET].chance == 250, "a quarter of the way lies above it"


def test_planned_spend_lifts_by_its_elasticity_and_the_chance_with_it() -> None:
    """A tenth more spend at an elasticity of a half: five per cent."""
    found = suggested(Outlook(spend_change=Fraction(1, 10), elasticity=Fraction(1, 2)))
    assert found[Ambition.COMMITMENT].target.value == 1_050_000
    assert found[Ambition.COMMITMENT].chance == 500


def test_of_a_kpi_that_should_fall_the_harder_target_is_the_lower_one() -> None:
    found = suggested(Outlook(base=MILLION, market_growth=Fraction(1, 5), capacity=Fraction(1)), Direction.DOWN)
    assert [int(each.target.value) for each in found.values()] == [1_000_000, 920_000, 840_000]
    assert [each.chance for each in found.values()] == [500, 300, 100]


def test_difficulty_is_what_the_chance_leaves() -> None:
    assert [each.difficulty.value for each in suggested(Outlook()).values()] == [
        Fraction(1, 2),
        Fraction(7, 10),
        Fraction(9, 10),
    ]


def test_every_step_of_the_working_can_be_replayed() -> None:
    outlook = Outlook(MILLION, Fraction(1, 5), Fraction(1, 10), Fraction(1, 2), Fraction(1_100_000))
    for each in suggested(outlook).values():
        assert all(replays(step) for figure in (each.target, each.difficulty) for step in steps(figure))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1234567", "1230000"),
        ("1235000", "1240000"),
        ("0.12345", "0.123"),
        ("99.96", "100"),
        ("0", "0"),
        ("-4567", "-4570"),
    ],
)
def test_a_suggested_target_has_three_significant_digits(value: str, shown: str) -> None:
    assert readable(value=Fraction(value)).value == Fraction(shown)
