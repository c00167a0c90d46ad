"""Pace by hand: October has 31 days."""

from datetime import date
from fractions import Fraction

import pytest

from merit.catalogue.read import read_kpis
from merit.insight.pace import DayProfile, Goal, pace
from merit.kernel.node import COMPANY, person_node
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit.sources.company_folder.definitions import shipped_kpi_documents
from tests.scores.fake_figures import FakeFigures

OCTOBER = Period.parse("2026-10")
KPIS, _ = read_kpis(shipped_kpi_documents())


def goal(target: int, node=COMPANY) -> Goal:
    return Goal("paid_sales", node, OCTOBER, Fraction(target))


def test_without_history_every_day_is_alike() -> None:
    figures = FakeFigures().put_days("paid_sales", "company", d1=100, d10=210)
    found = pace(KPIS, figures, goal(3100), date(2026, 10, 10))
    assert (found.profile, found.actual, found.due, found.ahead) == (DayProfile.EVEN, 310, 1000, -690)
    assert (found.projected, found.days_left, found.needed_per_day) == (961, 21, Fraction(2790, 21))


def test_last_years_days_say_how_much_is_due() -> None:
    """Last October brought 300 on the 2nd and 100 on the 20th: three quarters are due after the 2nd."""
    figures = FakeFigures().put_days("paid_sales", "company", d2025_10_02=300, d2025_10_20=100, d2=500)
    found = pace(KPIS, figures, goal(1000), date(2026, 10, 5))
    assert (found.profile, found.due, found.projected) == (DayProfile.LAST_YEAR, 750, Fraction(2000, 3))


def test_a_newcomer_follows_the_company() -> None:
    figures = FakeFigures().put_days("paid_sales", "company", d2025_10_31=10).put_days("paid_sales", "ann", d1=5)
    found = pace(KPIS, figures, goal(100, person_node("ann")), date(2026, 10, 30))
    assert (found.profile, found.due, found.projected) == (DayProfile.COMPANY_LAST_YEAR, 0, None)


def test_without_last_year_the_last_periods_lead() -> None:
    figures = FakeFigures().put_days("paid_sales", "company", d2026_09_01=50, d2026_09_30=50)
    found = pace(KPIS, figures, goal(300), date(2026, 10, 1))
    assert (found.profile, found.due) == (DayProfile.PREVIOUS, 100), "the 31st counts as the 30th once more"


def test_a_target_that_is_reached_needs_nothing_more_and_the_last_day_leaves_no_days() -> None:
    figures = FakeFigures().put_days("paid_sales", "company", d1=500)
    assert pace(KPIS, figures, goal(100), date(2026, 10, 1)).needed_per_day == 0
    assert pace(KPIS, figures, goal(100), date(2026, 10, 31)).needed_per_day is None


@pytest.mark.parametrize("kpi", ["aov", "buyers", "frt_p50"])
def test_what_does_not_add_up_over_days_has_no_pace(kpi: str) -> None:
    with pytest.raises(ConflictRefusal):
        pace(KPIS, FakeFigures(), Goal(kpi, COMPANY, OCTOBER, Fraction(1)), date(2026, 10, 1))
