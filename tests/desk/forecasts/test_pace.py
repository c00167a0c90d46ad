"""A target while its period runs: in the tiny company October has sold 11,000 up to the 28th, three days are left."""

from dataclasses import replace
from fractions import Fraction

import pytest

from merit.kernel.period import Period
from merit_desk.forecasts.models import Prepared
from merit_desk.forecasts.queries.kept import told_of
from merit_desk.forecasts.queries.outlook import Wanted, facts_of, outlook_of
from merit_desk.forecasts.queries.pace_line import Running, pace_line
from merit_desk.results.queries.open_company import declared_company
from tests.desk.pages import text

OCTOBER = Period.parse("2026-10")
SALES = Wanted("paid_sales", "company", "company", OCTOBER)
ASKED = {"kpi": "paid_sales", "node_kind": "company", "node": "company", "period": "2026-10"}


@pytest.fixture
def forecast(company_folder):
    """Three days are left that bring 100, 200 and 100; the month ends between 11,200 and 11,600."""
    found = outlook_of(SALES)
    ends = tuple(11_200.0 + 400 * each for each in (0.0, 0.1, 0.5, 0.9, 1.0))
    shape = replace(found.distribution, levels=(0.0, 0.1, 0.5, 0.9, 1.0), values=ends)
    made = replace(found, distribution=shape, daily=(100.0, 200.0, 100.0))
    where = {"kpi": "paid_sales", "node_kind": "company", "node": "company", "period": "2026-10"}
    Prepared.objects.create(**where, facts=facts_of("paid_sales"), told=told_of(made))
    return made


def test_the_end_the_chance_and_what_each_day_must_bring_are_told(forecast):
    assert (forecast.already, forecast.today.day) == (11_000, 28)
    line = pace_line(declared_company(), Running(SALES, Fraction(11_800), Fraction(2, 5)))
    assert (line.expected, line.interval) == ("1.14 万", "八成可能在 1.12 万 到 1.16 万")
    assert (line.chance, line.tone, line.at_setting) == ("0.1%", "bad", "定目标时 60%")
    assert line.needed == "还差 800.00，剩 3 天，平均每天要 267.00，接下来一天按旺淡要 200.00"


def test_a_target_that_is_reached_says_so(forecast):
    line = pace_line(declared_company(), Running(SALES, Fraction(10_000)))
    assert (line.needed, line.chance, line.tone) == ("已经达到。", "99.9%", "good")


def test_a_period_that_is_over_has_no_pace(company_folder):
    over = replace(SALES, period=Period.parse("2026-09"))
    assert pace_line(declared_company(), Running(over, Fraction(1))) is None


def test_a_goals_page_asks_for_the_line_of_its_own_figure(as_owner, forecast):
    assert "期末预计 1.14 万" in text(as_owner.get("/forecasts/pace/", {**ASKED, "target": "11800"}))
    assert text(as_owner.get("/forecasts/pace/", ASKED)).strip() == "", "no target, nothing to say"


def test_the_follow_up_shows_the_targets_that_concern_the_viewer(as_manager, as_employee, forecast):
    """`leader` has ann and bob with targets, `cat` has none."""
    page = text(as_manager.get("/follow/pace/"))
    assert page.count("达成可能") >= 2
    assert "没有跟你有关" in text(as_employee.get("/follow/pace/"))
