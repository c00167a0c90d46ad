"""How changes are put into words."""

from fractions import Fraction

import pytest

from merit.catalogue.kpi import Unit
from merit.insight.decomposition_sentence import shown_change


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        ("0.0812", Unit.TIMES, "+0.0812"),
        ("-0.0034", Unit.NUMBER, "−0.0034"),
        ("1.25", Unit.TIMES, "+1.25"),
        ("0.0812", Unit.MONEY, "+0.08"),
        ("0.0812", Unit.RATE, "+8.12 pp"),
        ("0", Unit.TIMES, "0"),
    ],
)
def test_a_part_of_a_small_ratio_is_told_finer_than_the_ratio_itself(value: str, unit: Unit, told: str) -> None:
    assert shown_change(Fraction(value), unit) == told
