"""Who stays and what they are worth: cohorts of first orders followed by calendar months and by days."""

from datetime import date
from fractions import Fraction

import pytest

from merit.engines.customer_histories import contribution_by_day, customer_histories
from merit.kernel.period import Period
from merit.metrics.figures import ValueStatus
from tests.metrics.hand_made import HandMade
from tests.metrics.test_kpi_customers import bought
from tests.metrics.test_relations_orders import line, order, refund


@pytest.fixture(scope="module")
def cohort() -> HandMade:
    """Amy, Bo, Cy and Di buy first in January 2026; Eve in March."""
    made = [
        bought("a1", "amy", "2026-01-31"),
        bought("a2", "amy", "2026-02-01"),  # a day later, and yet in month 1
        bought("b1", "bo", "2026-01-01"),
        bought("b2", "bo", "2026-01-31"),  # thirty days later, and yet still month 0
        bought("b3", "bo", "2026-04-30"),
        bought("c1", "cy", "2026-01-15"),
        bought("c2", "cy", "2026-02-03"),
        bought("c3", "cy", "2026-02-20"),  # twice in month 1 is one customer
        bought("d1", "di", "2026-01-20"),
        bought("e1", "eve", "2026-03-05"),
        bought("f1", "fay", "2024-11-01"),
        bought("f2", "fay", "2026-03-06"),  # 490 days after
        bought("f3", "fay", "2026-03-08"),
    ]
    return HandMade({"orders": [each for each, _ in made], "order_lines": [each for _, each in made]})


@pytest.mark.parametrize(
    ("kpi", "period", "expected"),
    [
        ("retention_1", "2026-01", Fraction(2, 4)),  # amy and cy
        ("retention_2", "2026-01", 0),
        ("retention_3", "2026-01", Fraction(1, 4)),  # bo in April
        ("retention_6", "2026-01", 0),
        ("retention_12", "2026-01", 0),
        ("retention_1_unbounded", "2026-01", Fraction(3, 4)),
        ("retention_3_unbounded", "2026-01", Fraction(1, 4)),
        ("retention_6_unbounded", "2026-01", 0),
        ("churn_month", "2026-01", Fraction(2, 4)),
        ("retention_1", "2026-Q1", Fraction(2, 5)),  # eve too; each customer by the month of their own first order
        ("churn", "2026-01", Fraction(1, 4)),  # amy after 1 day, cy after 19, bo after 89: only di stays away for 90
        ("churn_180", "2026-02", 1),  # amy and cy never came back
        ("new_customers_365", "2026-03", 2),  # eve, and fay who had not bought for over a year: once, not twice
        ("new_customers", "2026-03", 1),
        ("repurchase_C_180", "2026-01", Fraction(3, 4)),
        ("purchase_gap_p90", "2026-02", 19),  # gaps of 1, 17 and 19 days end in February
    ],
)
def test_a_cohort_is_followed_by_calendar_months(cohort: HandMade, kpi: str, period: str, expected: Fraction) -> None:
    assert cohort.value(kpi, period) == expected


def test_a_cohort_is_mature_when_the_whole_month_is_over_february_after_28_days(cohort: HandMade) -> None:
    assert cohort.judged("retention_1", "2026-01", last_day="2026-02-27").status is ValueStatus.IMMATURE
    assert cohort.judged("retention_1", "2026-01", last_day="2026-02-28").status is ValueStatus.INSUFFICIENT


def test_repurchase_over_thirty_days_ends_with_the_period_whatever_its_length(cohort: HandMade) -> None:
    # 3 January to 1 February: amy twice, bo, cy and di once; bo's order of 1 January is out
    assert cohort.value("repurchase_A_30d", "2026-02-01") == Fraction(1, 4)
    # 30 January to 28 February: amy and cy twice, bo once
    assert cohort.value("repurchase_A_30d", "2026-02") == Fraction(2, 3)


def test_buyers_of_the_thirty_days_before_are_the_denominator_of_the_other_reading(cohort: HandMade) -> None:
    # the last 30 days are 30 January to 28 February; before them lie 31 December to 29 January: bo, cy and di
    assert cohort.value("repurchase_B_30d", "2026-02") == Fraction(2, 3)  # bo on 31 January and cy; amy was not there
    # 31 January to 30 April, and before them 2 November to 30 January: bo and cy of bo, cy and di
    assert cohort.value("repurchase_B_90d", "2026-04-30") == Fraction(2, 3)


def test_the_three_readings_of_repurchase_differ_on_the_same_buyers(cohort: HandMade) -> None:
    found = {kpi: cohort.value(kpi, "2026-02") for kpi in ("repurchase_A_30d", "repurchase_B_30d", "repurchase_A")}
    assert found["repurchase_A"] == Fraction(1, 2)  # inside February only cy bought twice


@pytest.fixture(scope="module")
def worth() -> HandMade:
    """Amy: 100 with a cost of 40 and fees of 5; on day 30 again 60, half refunded; on day 31 200. Bo: 20 at a loss."""
    orders = [
        order("a1", buyer="amy", paid_at="2026-01-01T10:00", campaign="c1", freight=8),
        order("a2", buyer="amy", paid_at="2026-01-31T10:00"),
        order("a3", buyer="amy", paid_at="2026-02-01T10:00", campaign="c1"),
        order("b1", buyer="bo", paid_at="2026-01-05T10:00", campaign="c2"),
        order("n1", buyer="", paid_at="2026-01-06T10:00", campaign="c1"),
        order("x1", buyer="eve", paid_at="2026-01-06T10:00", invalid_reason="brush"),
    ]
    lines = [
        line("l1", 100, "a1", quantity=2, unit_cost=20),
        line("l1", 60, "a2"),
        line("l1", 200, "a3"),
        line("l1", 20, "b1", quantity=1, unit_cost="30.5"),
        line("l1", 50, "n1"),
        line("l1", 999, "x1"),
    ]
    fees = [
        {"shop": "s1", "fee_id": "1", "order_id": "a1", "kind": "platform", "amount": 5, "at": "2026-01-02T10:00"},
        {"shop": "s1", "fee_id": "2", "order_id": "a1", "kind": "tip", "amount": 7, "at": "2026-01-02T10:00"},
    ]
    back = [refund("r1", 30, order_id="a2", refunded_at="2026-05-01T10:00")]
    ads = [
        {"day": "2026-01-01", "shop": "s1", "campaign": "c1", "spend": 80, "sales": 300, "orders": 2},
        {"day": "2026-01-01", "shop": "s1", "campaign": "c2", "spend": 20, "sales": 90, "orders": 1},
    ]
    facts = {"orders": orders, "order_lines": lines, "fees": fees, "refunds": back, "ads": ads}
    return HandMade(facts)


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        # amy: 100 − 40 − 5 and 60 − 30 (day 30 is inside); bo: 20 − 30.5; over two customers
        ("ltv_hist_30", (55 + 30 - Fraction(21, 2)) / 2),
        ("ltv_hist_90", (55 + 30 + 200 - Fraction(21, 2)) / 2),
        ("ltv_hist_180", (55 + 30 + 200 - Fraction(21, 2)) / 2),
        ("ltv_hist_365", (55 + 30 + 200 - Fraction(21, 2)) / 2),
        ("cac_blended", Fraction(105, 2)),  # 100 of ads and 5 of platform fees
        ("ltv_cac", (55 + 30 + 200 - Fraction(21, 2)) / 105),
        ("cac_paid_attributed", 50),  # both new customers came through a campaign
    ],
)
def test_customer_value_is_what_orders_left_not_what_was_paid(worth: HandMade, kpi: str, expected: Fraction) -> None:
    assert worth.value(kpi, "2026-01") == expected


def test_a_value_of_ninety_days_is_immature_until_ninety_days_have_passed(worth: HandMade) -> None:
    assert worth.judged("ltv_hist_90", "2026-01", last_day="2026-04-30").status is ValueStatus.IMMATURE
    assert worth.judged("ltv_hist_90", "2026-01", last_day="2026-05-01").status is ValueStatus.INSUFFICIENT


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("ad_contribution", 55 - Fraction(21, 2) + 50),  # a1, b1 and n1; the brushed order brings nothing
        ("roi_profit", (55 - Fraction(21, 2) + 50 - 100) / 100),  # a loss of 5.5% where the platform shows 3.9
        ("roas", Fraction(390, 100)),
        ("ad_sales_by_order", 100 + 8 + 20 + 50),  # with freight, as paid sales are
        ("roas_by_order_date", Fraction(178, 100)),
        ("ad_refunds_by_order", None),
        ("roas_net", Fraction(178, 100)),
        ("attribution_overlap", Fraction(390, 238)),  # more is claimed than was sold: counted twice
        ("tacos", Fraction(100, 238)),
        ("ad_cost_ratio_net", Fraction(100, 230)),  # freight is no net sale
    ],
)
def test_a_return_on_ad_spend_says_on_what(worth: HandMade, kpi: str, expected: Fraction | None) -> None:
    assert worth.value(kpi, "2026-01") == expected


def test_a_history_counts_days_after_the_first_and_what_each_of_them_left(worth: HandMade) -> None:
    amy, bo = customer_histories(worth.engine, date(2026, 2, 1))
    assert (amy.repeats, amy.last_week, amy.weeks, amy.left) == (2, 31 / 7, 31 / 7, (30 + 200) / 2)
    assert (bo.repeats, bo.weeks, bo.left) == (0, 27 / 7, None)
    assert [each.repeats for each in customer_histories(worth.engine, date(2026, 1, 31))] == [1, 0]


def test_a_cohort_is_followed_by_days_since_each_first_order(worth: HandMade) -> None:
    by_day = contribution_by_day(worth.engine, Period.parse("2026-01"))
    assert by_day == (2, [(0, 55 - 10.5), (30, 30.0), (31, 200.0)])


def test_only_a_test_with_a_control_group_shows_what_ads_added() -> None:
    tests = [
        {"test_id": "t1", "campaign": "c1", "from": "2026-10-01", "to": "2026-10-14", "spend": 100}
        | {"test_sales": 1000, "baseline_sales": 850},
        {"test_id": "t2", "campaign": "c2", "from": "2026-09-20", "to": "2026-10-02", "spend": 100}
        | {"test_sales": 400, "baseline_sales": 450},  # ads that only claimed what would have come anyway
    ]
    assert HandMade({"ad_tests": tests}).value("incremental_roas") == Fraction(1, 2)
