"""What KPIs alone would say, beside the grade that was given."""

from fractions import Fraction

from merit.reviews.kpi_alone import KpiAlone, KpiPart, kpi_alone, kpi_points

BANDS = (("S", Fraction(110)), ("A", Fraction(95)), ("B", Fraction(80)), ("C", Fraction(60)), ("D", Fraction(0)))


def part(points, weight, days=1):
    return KpiPart(Fraction(points), Fraction(weight), days)


def test_points_are_the_mean_by_weight():
    """(120 × 50 + 90 × 30) ÷ 80 = 108.75."""
    assert kpi_points([part(120, 50), part(90, 30)]) == Fraction("108.75")


def test_segments_weigh_by_their_days():
    """(120 × 3 + 80 × 15) ÷ 18."""
    assert kpi_points([part(120, 80, 3), part(80, 80, 15)]) == Fraction(1560, 18)


def test_without_kpis_there_is_nothing_to_compare():
    assert kpi_points([]) is None
    assert kpi_points([part(100, 0)]) is None


def test_a_grade_above_the_kpis_is_so_many_steps_above():
    assert kpi_alone(Fraction(85), "S", BANDS) == KpiAlone(Fraction(85), "B", 2)
    assert kpi_alone(Fraction(96), "C", BANDS) == KpiAlone(Fraction(96), "A", -2)
    assert kpi_alone(Fraction(80), "B", BANDS) == KpiAlone(Fraction(80), "B", 0)


def test_a_plan_without_bands_compares_nothing():
    assert kpi_alone(Fraction(85), "S", ()) is None
