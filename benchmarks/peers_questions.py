"""What every peer is asked: a KPI for every node of a level in every period of a grain. Only the standard library.

Days of the last quarter, weeks of the last year, months of all three years.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

PEOPLE = ("department", "team", "person")
EVERYWHERE = ("company", *PEOPLE, "shop", "channel")
WITHOUT_CHANNEL = ("company", *PEOPLE, "shop")
STOCK_LEVELS = ("company", *PEOPLE)
GRAINS = ("day", "week", "month")
SHARES = 10_000
"""A share of a credit is kept in ten-thousandths, as an amount is: sums by people carry both."""
SPANS = {
    "day": (date(2026, 10, 1), date(2027, 1, 1)),
    "week": (date(2026, 1, 5), date(2026, 12, 28)),
    "month": (date(2024, 1, 1), date(2027, 1, 1)),
}
"""First day, and the day after the last, of what is asked by each grain: whole periods alone."""


@dataclass(frozen=True)
class Asked:
    """A KPI of the catalogue and the levels and grains it is asked by.

    `how`: sum, distinct, ratio, quantile, last, to_date, rolling, growth. `scale` times the KPI's value is the whole
    number (or, of a ratio, the quotient of two) that a peer answers with; by people times `SHARES` where `shared`.
    """

    kpi: str
    title: str
    how: str
    scale: int = 1
    shared: bool = True
    levels: tuple[str, ...] = EVERYWHERE
    grains: tuple[str, ...] = GRAINS

    @property
    def is_quotient(self) -> bool:
        """Whether the answer is a quotient, which has no last digit."""
        return self.how in ("ratio", "growth")


ASKED = (
    Asked("line_sales", "paid sales", "sum", 10_000),
    Asked("orders_paid", "orders paid", "sum"),
    Asked("buyers", "buyers, each once", "distinct", shared=False),
    Asked("goods_per_order", "sales per order", "ratio", 10_000, shared=False),
    Asked("refunds_over_sales", "refund rate", "ratio", shared=False),
    Asked("cvr_session", "conversion rate of visits", "ratio", shared=False),
    Asked("art", "average response time", "ratio", 10_000, shared=False, levels=WITHOUT_CHANNEL),
    Asked("frt_p90", "first response, 90th percentile", "quantile", shared=False, levels=WITHOUT_CHANNEL),
    Asked("inventory_value", "stock value on the last day", "last", 10_000, levels=STOCK_LEVELS),
    Asked("sales_to_date", "sales of the month to date", "to_date", 10_000, grains=("day",)),
    Asked("sales_7_days", "sales of the last 7 days", "rolling", 10_000, grains=("day",)),
    Asked("sales_growth", "sales against the month before", "growth", shared=False, grains=("month",)),
    Asked("repurchase_C_30", "new buyers back within 30 days", "ratio", shared=False, grains=("week", "month")),
)

OF_SALES = ("line_sales", "sales_to_date", "sales_7_days", "sales_growth")
"""KPIs that are made of the first, in other spans of days."""
OWN_KPIS = """
kpi: goods_per_order
title: {zh: 每单商品金额, en: Sales per order}
unit: money
ratio: {part: line_sales, whole: orders_paid}
---
kpi: refunds_over_sales
title: {zh: 退款占比, en: Refunds over sales}
unit: rate
ratio: {part: refund_amt, whole: line_sales}
---
kpi: sales_7_days
title: {zh: 近七天商品支付金额, en: Sales of the last 7 days}
unit: money
window_days: 7
sum: {of: paid_amount, from: order_lines, where: valid, at: paid_at}
---
kpi: sales_growth
title: {zh: 比上月增长, en: Sales against the month before}
unit: rate
formula: (line_sales - months_earlier(line_sales, 1)) / months_earlier(line_sales, 1)
"""
"""What the catalogue that comes with Merit does not have in this form; `sales_to_date` is `line_sales` over a span."""


@dataclass(frozen=True)
class Question:
    """One result: every node of the level, every period of the grain."""

    asked: Asked
    level: str
    grain: str

    @property
    def scale(self) -> int:
        """What the KPI's value is multiplied by in an answer."""
        return self.asked.scale * (SHARES if self.asked.shared and self.level in PEOPLE else 1)

    @property
    def span(self) -> tuple[date, date]:
        """The first day asked for and the day after the last."""
        return SPANS[self.grain]

    @property
    def read_from(self) -> date:
        """The first day whose rows matter."""
        first = self.span[0]
        return first - timedelta(days=6) if self.asked.how == "rolling" else first

    @property
    def as_text(self) -> str:
        """How workers are told."""
        return f"{self.asked.kpi} {self.level} {self.grain}"


def question_of(text: str) -> Question:
    """The question that was told."""
    kpi, level, grain = text.split()
    return Question(next(each for each in ASKED if each.kpi == kpi), level, grain)


def questions(kpis: Iterable[str] = ()) -> list[Question]:
    """All of them, or those of some KPIs."""
    chosen = frozenset(kpis)
    asked = [each for each in ASKED if not chosen or each.kpi in chosen]
    return [Question(each, level, grain) for each in asked for level in each.levels for grain in each.grains]


def period_starts(grain: str) -> list[date]:
    """The first day of each period asked for."""
    first, past = SPANS[grain]
    days = [first + timedelta(days=at) for at in range((past - first).days)]
    if grain == "week":
        return days[::7]
    return days if grain == "day" else [day for day in days if day.day == 1]
