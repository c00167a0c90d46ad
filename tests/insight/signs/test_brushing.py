"""Brushing: a few buyers again and again, the same amount, no word, no review; never from small numbers."""

from datetime import datetime, timedelta
from fractions import Fraction

from merit.company import SignRules
from merit.insight.signs.brushing import PaidOrder, ShopHabit, brushing_signs
from merit.insight.signs.sign import SignKind
from merit.kernel.explain import LineRef
from merit.kernel.period import Period

SEPTEMBER = Period.parse("2026-09")
HABIT = ShopHabit(1000, 900, {"chatted": 300, "rated": 200, "refunded": 80, "night": 50}, {Fraction(99, 10): 12})
"""A tenth of the buyers come twice; three in ten orders talk to service first."""


def orders(count: int, *, buyer: str = "b", marked: bool = False, **odd: object) -> list[PaidOrder]:
    """One every three hours from the 9th on, all of 9.90, unless told otherwise."""
    first = datetime.fromisoformat("2026-09-09T08:00:00+08:00")
    amounts = odd.get("amounts", [Fraction(99, 10)] * count)
    traits = odd.get("traits", frozenset())
    assert isinstance(amounts, list)
    assert isinstance(traits, frozenset)
    return [
        PaidOrder(
            "pdd", f"{buyer}{at}", buyer, first + timedelta(hours=3 * at), amount, traits, marked, LineRef("o", at)
        )
        for at, amount in enumerate(amounts)
    ]


def signs(*listed: PaidOrder, rules: SignRules | None = None) -> list[dict[str, str | int]]:
    found = list(brushing_signs(SEPTEMBER, listed, {"pdd": HABIT}, rules or SignRules()))
    assert all(each.kind is SignKind.BRUSHING for each in found)
    return [each.seen for each in found]


def test_twenty_silent_orders_of_one_amount_by_one_buyer_are_a_sign() -> None:
    (seen,) = signs(*orders(20))
    assert (seen["buyers"], seen["orders"], seen["same"], seen["sum"]) == (1, 20, 20, "198")


def test_four_orders_are_too_few_to_say_anything() -> None:
    assert signs(*orders(4)) == []


def test_a_loyal_buyer_of_different_things_who_talks_and_reviews_is_no_sign() -> None:
    amounts = [Fraction(100 + 7 * at) for at in range(20)]
    assert signs(*orders(20, amounts=amounts, traits=frozenset({"chatted", "rated"}))) == []


def test_orders_spread_over_weeks_are_no_burst() -> None:
    spread = [
        PaidOrder(o.shop, o.order, o.buyer, o.paid_at + timedelta(days=5 * at), o.amount, o.traits, False, o.source)
        for at, o in enumerate(orders(6))
    ]
    assert signs(*spread) == []


def test_what_the_company_marked_itself_is_told_no_more_but_counted_beside_what_it_did_not_mark() -> None:
    assert signs(*orders(20, marked=True)) == []
    (seen,) = signs(*orders(20, marked=True), *orders(16, buyer="c"))
    assert (seen["buyers"], seen["orders"], seen["unmarked"]) == (2, 36, 16)


def test_evidence_shows_unmarked_orders_first_and_no_more_than_asked() -> None:
    listed = [*orders(20, marked=True), *orders(16, buyer="c")]
    (sign,) = brushing_signs(SEPTEMBER, listed, {"pdd": HABIT}, SignRules(rows=12))
    assert sign.rows == 36
    assert {dict(each.fields)["order_id"][0] for each in sign.evidence} == {"c"}


def test_the_chance_counts_how_many_buyers_there_were_to_find_one_among() -> None:
    """A tenth more orders than buyers: 1/10 ÷ 11/10 = 1/10 per further order; 9 further ones, 900 buyers."""
    habit = ShopHabit(990, 900, {}, {Fraction(99, 10): 12})
    (sign,) = brushing_signs(SEPTEMBER, orders(10, traits=frozenset({"night"})), {"pdd": habit}, SignRules())
    assert round(sign.chance / (900 * (1 / 11) ** 9), 6) == 1
