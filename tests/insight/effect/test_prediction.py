"""Does a KPI say what comes?"""

from fractions import Fraction

from merit.insight.effect.prediction import predictions
from merit.insight.effect.rank_relation import Relation
from merit.kernel.period import Period

DECEMBER = Period.parse("2026-12")
VISITORS = (10, 14, 11, 17, 12, 21, 13, 16, 10, 19, 15, 25, 12, 18, 11, 22, 17, 20, 10, 24, 13, 23, 16, 26)


class Measured:
    """Figures of 24 months ending in December 2026, by KPI."""

    def __init__(self, **rows):
        self.rows = rows

    def value(self, kpi, _node, period):
        at = (period.start.year - 2025) * 12 + period.start.month - 1
        return Found(self.rows[kpi][at])


class Found:
    """One value."""

    def __init__(self, value):
        self.value = None if value is None else Fraction(value)


def test_a_kpi_that_the_result_follows_a_month_later_is_found_with_its_lag():
    profit = [0, *VISITORS[:-1]]
    found = predictions(Measured(visitors=VISITORS, profit=profit), ["visitors"], "profit", DECEMBER)
    assert [(each.kpi, each.lag, each.relation.word) for each in found] == [("visitors", 1, Relation.STRONG)]
    assert found[0].relation.pairs == 22


def test_common_growth_alone_predicts_nothing():
    """Both grow by the same every month: their changes never differ."""
    rising = list(range(24))
    found = predictions(Measured(staff=rising, profit=rising), ["staff"], "profit", DECEMBER)
    assert found[0].relation.word is Relation.NO_DIFFERENCE


def test_months_without_a_value_are_left_out_and_a_short_history_is_not_judged():
    short = [None] * 18 + list(VISITORS[18:])
    found = predictions(Measured(visitors=short, profit=short), ["visitors", "profit"], "profit", DECEMBER)
    assert [(each.kpi, each.relation.word) for each in found] == [("visitors", Relation.TOO_FEW)]
