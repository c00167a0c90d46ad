"""Figures that no other file works out: each on rows with what could lead it astray."""

from fractions import Fraction
from typing import Any

import pytest

from tests.metrics.hand_made import Facts, HandMade
from tests.metrics.test_kpi_people_served import talk
from tests.metrics.test_kpi_steps_and_cash import visit
from tests.metrics.test_relations_orders import line, order, refund

AD = {"day": "2026-10-01", "shop": "s1"}
ADS = {
    "ads": [
        AD | {"campaign": "a", "spend": 60, "orders": 2, "sales": 100},
        AD | {"campaign": "b", "spend": 40},  # nothing reported yet
    ],
    "orders": [
        order("new", buyer="n", paid_at="2026-10-05T10:00"),
        order("was", buyer="w", paid_at="2026-09-05T10:00"),
        order("again", buyer="w", paid_at="2026-10-05T10:00"),
    ],
}
POSTS = {
    "posts_daily": [
        {"day": "2026-10-01", "account": "x", "posts": 2, "views": 100},
        {"day": "2026-10-02", "account": "x", "posts": 1, "views": None},
    ],
    "search_ranks": [
        {"day": "2026-10-01", "keyword": "k1", "searches": 30, "impressions": 1000, "clicks": 10},
        {"day": "2026-10-01", "keyword": "k2", "searches": 5, "impressions": 10, "clicks": 9},
    ],
}
LEADS = {
    "leads": [
        {"lead": "1", "owner": "p", "created_at": "2026-10-01T10:00", "won_at": "2027-02-01T10:00"},
        {"lead": "2", "owner": "p", "created_at": "2026-10-01T10:00"},
        {"lead": "3", "owner": "p", "created_at": "2026-09-01T10:00", "won_at": "2026-10-02T10:00"},  # another cohort
    ]
}


def _fee(name: str, kind: str, amount: int) -> dict[str, Any]:
    return {"shop": "s1", "fee_id": name, "order_id": "o1", "kind": kind, "amount": amount, "at": "2026-10-02T10:00"}


MARGIN = {
    "orders": [order("o1", paid_at="2026-10-01T10:00", shipped_at="2026-11-02T10:00", discount_merchant=20)],
    "order_lines": [line("l", 200, "o1", unit_cost=80, sku="k", unit_price=220), line("m", 0, "o1", sku="k")],
    "fees": [
        _fee("1", "platform", 10),
        _fee("2", "creator", 5),
        _fee("3", "payment", 2),
        _fee("4", "packaging", 3),
        _fee("5", "write_off", 30),
        _fee("6", "insurance", 1),
    ],
    "expenses": [
        {"expense_id": "1", "day": "2026-10-03", "team": "t", "category": "客服", "amount": 9},
        {"expense_id": "2", "day": "2026-10-03", "team": "t", "category": "promotion", "amount": 7},
        {"expense_id": "3", "day": "2026-10-03", "team": "t", "category": "rent", "amount": 99},
    ],
}
SERVICE = {
    "conversations": [
        talk("t1", "2026-10-01T07:59:00", first_reply_at="2026-10-01T09:59:00"),  # before hours
        talk("t2", "2026-10-01T08:00:00", first_reply_at="2026-10-01T08:00:40", resolved_at="2026-10-01T09:00:00"),
        talk("t3", "2026-10-01T12:00:00", first_reply_at="2026-10-01T12:01:20")
        | {"resolved_at": "2026-10-02T09:00:00", "reopened": True},
        talk("t4", "2026-10-01T12:00:00"),
    ],
    "surveys": [
        {"survey_id": "1", "kind": "csat", "respondent": "a", "sent_at": "2026-10-01", "answered_at": "2026-10-02"}
        | {"score": 4},
        {"survey_id": "2", "kind": "csat", "respondent": "b", "sent_at": "2026-10-01", "answered_at": "2026-10-02"}
        | {"score": 3},
        {"survey_id": "3", "kind": "nps", "respondent": "c", "sent_at": "2026-10-01", "answered_at": "2026-10-02"}
        | {"score": 9},
        {"survey_id": "4", "kind": "csat", "respondent": "d", "sent_at": "2026-10-01"},
    ],
    "ratings_product": [
        {"rating_id": str(at), "shop": "s1", "score": score, "rated_at": "2026-10-05T10:00"}
        for at, score in enumerate((5, 3, 2, 1))
    ],
}
VISITS = {
    "visits": [
        visit("1", "amy", "p", device="mobile", pageviews=4),
        visit("2", "amy", device="mobile", pageviews=2),
        visit("3", "bo", "p", device="mobile", pageviews=None),
        visit("4", "cy", "p", device="desktop", pageviews=2),
        visit("5", "di", "p", device="tablet"),
    ],
    "traffic_daily": [
        {"day": "2026-10-01", "shop": "s1", "visitors": 10, "visits": 20, "bounces": 5},
        {"day": "2026-10-02", "shop": "s1", "visitors": 10, "visits": 80, "bounces": 5},
    ],
    "page_loads": [
        {"load_id": str(at), "at": "2026-10-01T10:00", "page": "p", "load_ms": ms}
        for at, ms in enumerate((100, 200, 300, 9000, None))
    ],
}
STOCKED = {
    "stock": [{"day": "2026-10-01", "warehouse": "w", "sku": "k", "on_hand": 5, "unit_cost": 10}],
    "orders": [order("o1", paid_at="2026-10-01T10:00", shipped_at="2026-10-02T10:00")],
    "order_lines": [line("l", 100, "o1", unit_cost=25)],
    "tasks": [
        {"task_id": str(at), "owner": "p", "created_at": "2026-10-01T00:00", "due_at": "2026-10-20T00:00"}
        | {"done_at": f"2026-10-{day:02d}T00:00"}
        for at, day in enumerate((2, 3, 4, 11))
    ],
}


@pytest.mark.parametrize(
    ("facts", "kpi", "expected"),
    [
        (ADS, "ad_orders", 2),
        (ADS, "ad_sales", 100),
        (ADS, "cac_paid", 100),  # over one new customer: who bought in September is not new
        (POSTS, "posts_published", 3),
        (POSTS, "content_views", 100),
        (POSTS, "brand_search", 35),
        (POSTS, "seo_ctr", Fraction(19, 1010)),  # no mean of 1% and 90%
        (LEADS, "leads_created", 2),
        (LEADS, "lead_win_rate", Fraction(1, 2)),
        (MARGIN, "gross_margin_paid", Fraction(120, 200)),
        (MARGIN, "gross_margin", 1),  # the goods left only in November
        (MARGIN, "platform_fees", 15),  # with the creator's share
        (MARGIN, "payment_fees", 2),
        (MARGIN, "packaging_cost", 3),
        (MARGIN, "return_cost", 31),
        (MARGIN, "service_cost", 9),
        (MARGIN, "promotion_expenses", 7),
        (MARGIN, "contribution_margin_1", Fraction(200 - 20, 200)),
        (MARGIN, "contribution_margin_2", Fraction(200 - 20 - 40, 200)),
        (MARGIN, "discount_rate", Fraction(20, 220)),
        (MARGIN, "orders_with_item", 1),  # two lines of one order
        (SERVICE, "frt_p50_business", 40),
        (SERVICE, "reopen_rate", Fraction(1, 2)),
        (SERVICE, "csat_survey", Fraction(1, 2)),  # neither the unanswered nor the other kind
        (SERVICE, "product_rating", Fraction(11, 4)),
        (SERVICE, "bad_review_rate", Fraction(2, 4)),
        (VISITS, "visitors_daily", 20),
        (VISITS, "bounce_rate_platform", Fraction(10, 100)),
        (VISITS, "pv_per_uv", Fraction(8, 4)),
        (VISITS, "cvr_session_mobile", Fraction(2, 3)),
        (VISITS, "cvr_session_desktop", 1),
        (VISITS, "mobile_to_desktop", Fraction(2, 3)),
        (VISITS, "page_load_p75", 300),  # of four; what was not measured is no load of 0 ms
        (STOCKED, "gmroi", Fraction(75, 50)),
        (STOCKED, "cycle_time_p85", 240),
    ],
)
def test_a_figure(facts: Facts, kpi: str, expected: Fraction) -> None:
    assert HandMade(facts).value(kpi) == expected


@pytest.mark.parametrize("kpi", ["talent_development", "staff_turnover", "mobile_adapt"])
def test_what_only_people_know_is_entered_and_never_guessed(kpi: str) -> None:
    assert HandMade({}).value(kpi) is None


def test_a_refund_of_an_invalid_order_lowers_nothing() -> None:
    orders = [order("o1", paid_at="2026-10-01T10:00"), order("x", paid_at="2026-10-01T10:00", invalid_reason="brush")]
    lines = [line("l", 100, "o1"), line("l", 100, "x")]
    made = HandMade({"orders": orders, "order_lines": lines, "refunds": [refund("r", 100, order_id="x")]})
    assert made.value("net_sales") == 100
