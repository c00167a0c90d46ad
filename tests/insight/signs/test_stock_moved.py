"""Stock that is away for the last day of the month and back after; ordinary ups and downs say nothing."""

from datetime import date, timedelta
from fractions import Fraction

from merit.company import SignRules
from merit.insight.signs.stock_moved import StockDay, stock_signs
from merit.kernel.explain import LineRef
from merit.kernel.period import Period

SEPTEMBER = Period.parse("2026-09")
FIRST = date(2026, 8, 27)
END = date(2026, 9, 30)
RULES = SignRules()


def stock(dips: dict[date, int], skus: int = 20) -> list[StockDay]:
    """A hundred of each of so many SKUs on every day, 10 of the first few on the days told."""
    listed = []
    for sku in range(skus):
        for at in range(40):
            day = FIRST + timedelta(days=at)
            level = 10 if sku < dips.get(day, 0) else 100
            listed.append(StockDay("hz", f"s{sku}", day, Fraction(level), LineRef("stock.csv", at)))
    return listed


def test_eight_products_that_leave_for_the_last_day_and_come_back_are_a_sign() -> None:
    (sign,) = stock_signs(SEPTEMBER, stock({END: 8}), RULES)
    assert (sign.seen["skus"], sign.seen["looked"], sign.seen["units"]) == (8, 20, "720")
    assert (sign.seen["before"], sign.seen["at_end"], sign.seen["after"]) == ("100", "10", "100")
    assert sign.name == "stock_moved/warehouse/hz/2026-09/fell"


def test_three_products_are_too_few() -> None:
    assert list(stock_signs(SEPTEMBER, stock({END: 3}), RULES)) == []


def test_where_stock_dips_every_few_days_the_last_day_is_nothing_special() -> None:
    dips = {date(2026, 9, day): 8 for day in range(2, 31, 4)} | {END: 8}
    assert list(stock_signs(SEPTEMBER, stock(dips), RULES)) == []


def test_stock_that_does_not_come_back_was_sold() -> None:
    sold = {FIRST + timedelta(days=at): 8 for at in range(34, 40)}
    assert list(stock_signs(SEPTEMBER, stock(sold), RULES)) == []
