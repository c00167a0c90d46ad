"""Traffic, advertising and content, and the identities that must hold exactly."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merit.kernel.node import Node, NodeKind
from tests.metrics.hand_made import HandMade
from tests.metrics.test_relations_orders import line, order


def visit(name: str, visitor: str, **more: object) -> dict[str, object]:
    return {"visit_id": name, "visitor": visitor, "shop": "s1", "started_at": "2026-10-12T10:00", **more}


@pytest.fixture(scope="module")
def shop() -> HandMade:
    return HandMade(
        {
            "visits": [
                visit("v1", "b1", pageviews=5, added_to_cart=True, began_checkout=True, purchased=True, seconds=300,
                      payment_attempts=3, payment_failures=2),
                visit("v2", "b1", pageviews=1, seconds=11),
                visit("v3", "b2", pageviews=1, seconds=10),
                visit("v4", "b3", pageviews=2, added_to_cart=True, began_checkout=True, seconds=5, payment_attempts=1,
                      payment_failures=0),
                visit("v5", "b4", pageviews=1, engaged=True, added_to_cart=True),
            ],
            "orders": [order("o1", buyer="b1", paid_at="2026-10-12"), order("o2", buyer="b9", paid_at="2026-10-13")],
            "order_lines": [line("l1", 30, "o1"), line("l1", 70, "o2", quantity=3)],
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        ("visitors", 4),
        ("sessions", 5),
        ("pageviews", 10),
        ("pages_per_session", 2),
        ("cvr_session", Fraction(1, 5)),
        ("cvr_visitor", Fraction(1, 2)),  # b9 bought without a visit on record: the parts are no subset
        ("atc_rate", Fraction(3, 5)),
        ("checkout_abandon", Fraction(1, 2)),
        ("cart_abandon", Fraction(2, 3)),
        ("bounce_rate", Fraction(1, 5)),  # v3 alone: 10 seconds are not more than ten
        ("bounce_rate_single_page", Fraction(3, 5)),  # another definition, another figure
        ("time_on_site", Fraction(326, 4)),
        ("checkout_error_rate", Fraction(1, 2)),
        ("uv_value", 25),
    ],
)
def test_a_traffic_kpi(shop: HandMade, kpi: str, expected: Fraction) -> None:
    assert shop.value(kpi) == expected


def test_no_traffic_is_empty_and_not_zero(shop: HandMade) -> None:
    assert shop.value("atc_rate", "2026-09") is None
    assert shop.value("cvr_visitor", node=Node(NodeKind.SHOP, "s2")) is None


@settings(max_examples=6, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abcde"), st.integers(1, 10**7), st.integers(1, 9), st.integers(0, 5000)),
        min_size=1,
        max_size=20,
    )
)
def test_the_identities_of_sales_hold_exactly(drawn: list[tuple[str, int, int, int]]) -> None:
    orders = [
        order(f"o{at}", buyer=buyer, paid_at="2026-10-02", freight=f"{freight / 100:.2f}")
        for at, (buyer, _, _, freight) in enumerate(drawn)
    ]
    lines = [line("l1", f"{fen / 100:.2f}", f"o{at}", quantity=units) for at, (_, fen, units, _) in enumerate(drawn)]
    made = HandMade({"orders": orders, "order_lines": lines, "visits": [visit("v1", "a"), visit("v2", "z")]})
    of = {
        kpi: made.value(kpi) or Fraction(0)
        for kpi in ("paid_sales", "visitors", "cvr_visitor", "spend_per_buyer", "aov", "orders_per_buyer", "upt", "asp",
                    "uv_value")
    }  # fmt: skip
    assert of["paid_sales"] == of["visitors"] * of["cvr_visitor"] * of["spend_per_buyer"]
    assert of["spend_per_buyer"] == of["aov"] * of["orders_per_buyer"]
    assert of["aov"] == of["upt"] * of["asp"]
    assert of["uv_value"] == of["cvr_visitor"] * of["spend_per_buyer"]


def test_ad_ratios_are_totals_over_totals_never_means_of_ratios() -> None:
    day = {"day": "2026-10-12", "shop": "s1"}
    ads = [
        {**day, "campaign": "big", "impressions": 9000, "clicks": 90, "spend": 90, "orders": 9, "sales": 900},
        {**day, "campaign": "small", "impressions": 1000, "clicks": 110, "spend": 10, "orders": 1, "sales": 100},
        {**day, "campaign": "dark", "spend": 0},
    ]
    orders = {"orders": [order("o1", paid_at="2026-10-12")], "order_lines": [line("l1", 2000, "o1")]}
    made = HandMade({"ads": ads, **orders})
    expected = {"ctr": "0.02", "cpc": "0.5", "cpm": 10, "ad_cvr": "0.05", "cpa": 10, "roas": 10, "acos": "0.1"}
    expected |= {"ad_cost_ratio": "0.05", "mer": 20, "impressions": 10_000}
    assert {kpi: made.value(kpi) for kpi in expected} == {kpi: Fraction(each) for kpi, each in expected.items()}


def test_content_counts_and_search_positions_weighted_by_impressions() -> None:
    posts = {
        "day": "2026-10-12",
        "account": "a1",
        "posts": 2,
        "views": 4000,
        "reach": 1000,
        "likes": 30,
        "comments": 10,
    }
    ranks = [("shoes", 2, 900), ("boots", 12, 100), ("sandals", None, None), ("clogs", 1, 0)]
    made = HandMade(
        {
            "posts_daily": [posts | {"shares": 10, "follows": 7, "unfollows": 9, "sales": 800}],
            "search_ranks": [
                {"day": "2026-10-12", "keyword": word, "position": place, "impressions": shown, "clicks": 1}
                for word, place, shown in ranks
            ],
        }
    )
    assert made.value("social_er_reach") == Fraction(1, 20)
    assert made.value("follower_net") == -2
    assert made.value("live_gpm") == 200
    assert made.value("seo_avg_position") == 3  # (2 × 900 + 12 × 100) ÷ 1,000, not (2 + 12 + 1) ÷ 3
    assert made.value("seo_top10_share") == Fraction(2, 4)
    assert made.value("brand_exposure") == 4000
