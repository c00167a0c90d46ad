"""Beside a target: what is suggested, how likely the number typed is, and what planners add to history."""

import json
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from merit.catalogue.kpi import Direction
from merit.company import Benchmark
from merit.forecast.suggestion import Ambition, suggestions
from merit.kernel.explain import LineRef
from merit.kernel.period import Period
from merit_desk.forecasts.actions.prepare import prepare, prepare_in_background, running_targets
from merit_desk.forecasts.forms.asked import number_in
from merit_desk.forecasts.models import Prepared
from merit_desk.forecasts.queries.outlook import Wanted, chance_of, outlook_of
from merit_desk.forecasts.queries.planners import market_growth, outlook_with
from merit_desk.jobs.tasks import perform
from merit_desk.results.queries.open_company import declared_company
from tests.desk.pages import text

NOVEMBER = Period.parse("2026-11")
COMPANY = {"kpi": "paid_sales", "node_kind": "company", "node": "company", "period": "2026-11"}
SALES = Wanted("paid_sales", "company", "company", NOVEMBER)


def test_three_suggestions_stand_beside_the_target_with_their_chance(as_owner):
    page = text(as_owner.get("/forecasts/panel/", {**COMPANY, "period": "2026-10", "target": "1"}))
    assert all(name in page for name in ("承诺", "目标", "挑战"))
    assert page.count("可能 ") >= 3
    assert "99.9%" in page, "what is reached already is as good as certain"


def test_the_page_is_given_the_very_quantiles_that_the_chance_is_read_from(as_owner):
    page = as_owner.get("/forecasts/panel/", {**COMPANY, "target": "9000"}).content.decode()
    data = json.loads(re.search(r'id="forecast-data"[^>]*>(.*?)</script>', page)[1])
    assert data["values"] == list(outlook_of(SALES).distribution.values)
    assert data["history"][-1] == ["2026-09", 10000.0] or data["history"][-1] == ["2026-10", 11000.0]


def test_growth_on_the_month_before_is_worth_what_it_comes_to(as_owner):
    """September brought 10,000: 20 % more in October are 12,000."""
    october = {**COMPANY, "period": "2026-10"}
    grown = text(as_owner.get("/forecasts/panel/", {**october, "target": "20%", "basis": "growth_prev"}))
    plain = text(as_owner.get("/forecasts/panel/", {**october, "target": "12000"}))
    assert re.search(r"达成可能\s+(\S+%)", grown)[1] == re.search(r"达成可能\s+(\S+%)", plain)[1]


def test_what_is_not_chosen_yet_is_asked_for(as_owner):
    for missing in COMPANY:
        page = text(as_owner.get("/forecasts/panel/", COMPANY | {missing: ""}))
        assert ("选好指标" in page) == (missing != "node"), missing


def test_what_nobody_can_forecast_is_said_with_what_to_do(as_owner):
    page = text(as_owner.get("/forecasts/panel/", COMPANY | {"period": "2029"}))
    assert "结束得太晚" in page
    assert "最多往后预测" in page


def test_who_may_not_see_the_figure_sees_no_forecast_of_it(as_employee):
    assert as_employee.get("/forecasts/panel/", COMPANY | {"node_kind": "person", "node": "ann"}).status_code == 404


@pytest.mark.parametrize(
    ("typed", "read"), [("1,200", 1200), ("12%", Fraction(12, 100)), ("１", 1), ("", None), ("viel", None)]
)
def test_numbers_are_read_as_they_are_typed(typed, read):
    assert number_in(typed) == read


def benchmarks(*rows):
    """(segment, period, size of the market)."""
    return tuple(
        Benchmark("market_size", segment, Period.parse(period), Fraction(size), "association", date(2026, 1, 1), HERE)
        for segment, period, size in rows
    )


HERE = LineRef("benchmarks.csv", 2)


def test_the_market_grows_by_the_latest_figure_over_that_of_a_year_before(company_folder):
    company = replace(
        declared_company(),
        benchmarks=benchmarks(("home", "2025-09", 100), ("home", "2026-09", 120), ("toys", "2025-10", 50)),
    )
    assert market_growth(company, SALES).growth == Fraction(1, 5)
    assert market_growth(replace(company, benchmarks=company.benchmarks[1:]), SALES) is None


def test_a_growing_market_and_what_can_be_carried_move_the_suggestion(company_folder):
    """October brought 11,000 and a fifth more is 13,200; who can carry 12,000 is suggested 12,000."""
    after = replace(SALES, period=Period.parse("2026-11"))
    outlook = outlook_with(after, Fraction(1, 5), Fraction(12_000))
    found = {each.ambition: each for each in suggestions(outlook_of(after).distribution, Direction.UP, outlook)}
    assert found[Ambition.TARGET].target.value <= 12_000
    assert found[Ambition.STRETCH].target.value == 12_000


def test_forecasts_of_running_targets_are_kept_once_and_read_from_there(company_folder):
    count = prepare(lambda _done, _total: None)
    assert count == Prepared.objects.count() > 0
    assert {each.period for each in running_targets()} == {Period.parse("2026-10")}
    assert prepare(lambda _done, _total: None) == 0
    kept = Prepared.objects.get(kpi="paid_sales", node_kind="company")
    kept.told["values"] = [1.0 for _ in kept.told["values"]]
    kept.save()
    wanted = replace(SALES, period=Period.parse("2026-10"))
    assert chance_of(wanted, Fraction(2)) == Fraction(1, 1000)
    Prepared.objects.update(facts="of another load")
    assert chance_of(wanted, Fraction(2)) == Fraction(999, 1000)


def test_after_a_load_the_forecasts_are_asked_for_once_as_nobodys_work(company_folder):
    job = prepare_in_background()
    assert (job.kind, job.started_by_id) == ("forecasts.prepare", None)
    assert prepare_in_background() is None, "one already waits"
    perform.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.refusal) == ("done", None)
    assert job.outcome["forecasts"] == Prepared.objects.count() > 0
