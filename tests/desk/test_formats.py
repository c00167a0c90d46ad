"""Figures are written the way readers write them, in both languages."""

from decimal import Decimal
from fractions import Fraction

import pytest

from merit.catalogue.kpi import Direction, Unit
from merit_desk.shell import formats, language


@pytest.fixture(params=["zh", "en"])
def tongue(request, monkeypatch):
    monkeypatch.setattr(formats, "current_language", lambda: request.param)
    return request.param


def test_business_money_is_short_and_pay_is_full(tongue):
    short = {"zh": "268.43 万", "en": "2.68 m"}
    full = {"zh": "3,704.40 元", "en": "CNY 3,704.40"}
    assert formats.figure(Decimal(2684300), Unit.MONEY) == short[tongue]
    assert formats.pay(Decimal("3704.4")) == full[tongue]


def test_a_negative_figure_has_a_true_minus_sign(tongue):
    assert formats.grouped(Decimal("-14.3"), 2) == "−14.30"
    assert formats.grouped(Decimal("-0.001"), 2) == "0.00"


def test_periods_are_written_out(tongue):
    assert formats.period_name("2026-10") == {"zh": "2026 年 10 月", "en": "October 2026"}[tongue]
    assert formats.period_name("2026-Q4") == {"zh": "2026 年第四季度", "en": "Q4 2026"}[tongue]
    assert formats.period_name("2026-10-01..2026-10-11") == {"zh": "10-01–10-11", "en": "1 Oct–11 Oct"}[tongue]


@pytest.mark.parametrize(
    ("now", "before", "unit", "direction", "expected"),
    [
        ("0.08", "0.10", Unit.RATE, Direction.DOWN, ("2.00 pp", "down", "good")),
        ("34", "30", Unit.SECONDS, Direction.DOWN, ("4 秒", "up", "bad")),
        ("110", "100", Unit.MONEY, Direction.UP, ("10.0%", "up", "good")),
        ("99", "100", Unit.MONEY, Direction.UP, ("1.0%", "down", "watch")),
        ("87", "86", Unit.MONEY, Direction.BAND, ("1.2%", "up", "flat")),
        ("100", "100", Unit.COUNT, Direction.UP, ("0.0%", "", "flat")),
    ],
)
def test_colour_says_favourable_and_the_arrow_says_where_it_went(now, before, unit, direction, expected):
    moved = formats.change(Decimal(now), Decimal(before), unit, direction)
    assert (moved.text, moved.way, moved.tone) == expected
    assert language.current_language() == "zh"


def test_nothing_is_compared_with_nothing():
    assert formats.change(None, Decimal(1), Unit.COUNT, Direction.UP) is None
    assert formats.change(Decimal(1), Decimal(0), Unit.MONEY, Direction.UP) is None


def test_a_number_that_does_not_end_says_so():
    assert formats.exact_number(Fraction(1, 3)) == "0.3333…"
    assert formats.exact_number(Fraction("1.50"), 2) == "1.50"
    assert formats.percent(Fraction(1, 3)) == "33.33%"
    assert formats.percent(Fraction(1)) == "100%"
