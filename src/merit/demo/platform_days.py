"""What the platforms themselves report by shop and day: equal or close to our own figures, but for a few days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from merit.demo.arrow_columns import Column, days, money, pick
from merit.demo.daily import daily_counts, daily_heads, daily_sums, paid_by_day
from merit.demo.files import write_csv, write_fact_csv
from merit.demo.order_ids import shop_ids
from merit.demo.sales_tables import Sales
from merit.demo.setting import DAY, NEVER, Ints, Setting, world
from merit.demo.traffic import Ads, Traffic

FIGURE_HEADER = ("day", "shop", "kpi", "value")
_REPORTS = ("店铺概况", "商智", "商品概况", "罗盘")
_DOUYIN = 3
SALES_GAP_DAY = 19
"""Of the month before the last: 抖店 reports 7 % less than the orders come to."""
VISITORS_GAP_DAYS = (24, 26)
"""Of the last month: 抖店 reports three tenths more visitors than were exported."""


@dataclass(frozen=True, slots=True)
class Reported:
    """Shop × day; money in fen. Orders marked as brushing are left out, as platforms do once they know."""

    sales: Ints
    orders: Ints
    buyers: Ints
    units: Ints
    refunds: Ints
    visitors: Ints
    pageviews: Ints
    ad_spend: Ints
    ad_sales: Ints


def make_reported(setting: Setting, sales: Sales, traffic: Traffic, ads: Ads) -> Reported:
    """Refunds and visitors differ by some per mille every day, sales and visitors by more on the planted days."""
    chance = setting.chance("platform reports")
    orders, lines, refunds = sales.orders, sales.lines, sales.refunds
    counted = (orders.paid >= 0) & ~orders.marked
    paid = np.where(counted, orders.paid, NEVER)
    returned = daily_sums(setting, orders.shop[lines.order[refunds.line]], refunds.refunded, refunds.amount)
    seen = traffic.visitors.sum(axis=2)
    return Reported(
        sales=_less_on_the_gap_day(setting, paid_by_day(setting, sales)),
        orders=daily_counts(setting, orders.shop, paid, counted),
        buyers=daily_heads(setting, orders.shop, paid, orders.buyer),
        units=daily_sums(setting, orders.shop[lines.order], paid[lines.order], lines.quantity),
        refunds=_about(chance, returned, 0.004),
        visitors=_more_on_the_gap_days(setting, _about(chance, seen, 0.002)),
        pageviews=traffic.pageviews.sum(axis=2),
        ad_spend=_of_shops(ads, ads.spend),
        ad_sales=_of_shops(ads, ads.sales),
    )


def _about(chance: np.random.Generator, counted: Ints, part: float) -> Ints:
    """Within that part of what was counted."""
    return np.rint(counted * (1 + chance.uniform(-part, part, counted.shape))).astype(np.int64)


def _less_on_the_gap_day(setting: Setting, sold: Ints) -> Ints:
    if setting.months > 1:
        day = (setting.month(1).start - setting.first_day).days + SALES_GAP_DAY - 1
        sold[_DOUYIN, day] = sold[_DOUYIN, day] * 93 // 100
    return sold


def _more_on_the_gap_days(setting: Setting, seen: Ints) -> Ints:
    first = (setting.end.start - setting.first_day).days
    gap = slice(first + VISITORS_GAP_DAYS[0] - 1, first + VISITORS_GAP_DAYS[1])
    seen[_DOUYIN, gap] = seen[_DOUYIN, gap] * 13 // 10
    return seen


def _of_shops(ads: Ads, amounts: Ints) -> Ints:
    found = np.zeros((len(world()["shops"]), amounts.shape[1]), np.int64)
    np.add.at(found, ads.shop, amounts)
    return found


def write_platform_days(folder: Path, setting: Setting, reported: Reported, traffic: Traffic) -> None:
    """platform_daily, and how many of the visitors favourited or carted."""
    write_fact_csv(folder, "platform_daily", _platform_daily(setting, reported))
    write_fact_csv(folder, "interests_daily", _interests(setting, traffic.visitors.sum(axis=2)))


def _platform_daily(setting: Setting, reported: Reported) -> dict[str, Column]:
    shop, day = (each.ravel() for each in np.indices(reported.sales.shape))
    counts = ("visitors", "pageviews", "buyers", "orders", "units")
    amounts = ("sales", "refunds", "ad_spend", "ad_sales")
    return {
        "day": days(setting.start + day * DAY),
        "shop": shop_ids(shop),
        "report": pick(_REPORTS, shop),
        **{name: pa.array(getattr(reported, name).ravel()) for name in counts},
        **{name: money(getattr(reported, name).ravel()) for name in amounts},
    }


def _interests(setting: Setting, visitors: Ints) -> dict[str, Column]:
    """Some do both, so that `either` is less than the two together."""
    chance = setting.chance("interests")
    favourited = np.rint(visitors * chance.uniform(0.045, 0.075, visitors.shape)).astype(np.int64)
    carted = np.rint(visitors * chance.uniform(0.08, 0.125, visitors.shape)).astype(np.int64)
    both = np.rint(np.minimum(favourited, carted) * chance.uniform(0.25, 0.4, visitors.shape)).astype(np.int64)
    shop, day = (each.ravel() for each in np.indices(visitors.shape))
    return {
        "day": days(setting.start + day * DAY),
        "shop": shop_ids(shop),
        "visitors": pa.array(visitors.ravel()),
        "favourited": pa.array(favourited.ravel()),
        "carted": pa.array(carted.ravel()),
        "either": pa.array((favourited + carted - both).ravel()),
    }


def write_figures(folder: Path, setting: Setting, reported: Reported) -> None:
    """platform_figures.csv, and what was let pass of its gaps."""
    write_csv(folder / "platform_figures.csv", FIGURE_HEADER, figure_rows(setting, reported))
    write_csv(folder / "reconciliation_releases.csv", RELEASE_HEADER, release_rows(setting))


def figure_rows(setting: Setting, reported: Reported) -> Iterator[tuple[object, ...]]:
    """platform_figures.csv for the last two months, KPI by KPI."""
    first = (setting.month(min(1, setting.months - 1)).start - setting.first_day).days
    told = {
        "paid_sales": (reported.sales, 100),
        "refund_amt": (reported.refunds, 100),
        "spend": (reported.ad_spend, 100),
        "units": (reported.units, 1),
        "visitors_daily": (reported.visitors, 1),
    }
    for kpi, (values, scale) in told.items():
        for shop, facts in enumerate(world()["shops"]):
            for day in range(first, setting.days):
                value = int(values[shop, day])
                text = f"{value / 100:.2f}" if scale == 100 else str(value)
                yield (setting.first_day + timedelta(days=day), facts["shop"], kpi, text)


RELEASE_HEADER = ("kpi", "shop", "from", "to", "reason", "released_by", "released_at")


def release_rows(setting: Setting) -> list[tuple[object, ...]]:
    """reconciliation_releases.csv: the data steward let the day of sales pass, with the reason."""
    if setting.months < 2:
        return []
    day = setting.month(1).start + timedelta(days=SALES_GAP_DAY - 1)
    at = f"{setting.end.start + timedelta(days=2)}T10:20:00+08:00"
    return [("paid_sales", world()["shops"][_DOUYIN]["shop"], day, day, _RELEASED, "许一鸣", at)]


_RELEASED = "罗盘当天少算了一场直播的成交，平台已承认，订单和结算单都对得上，以订单为准"
