"""Visitors, a sample of visits, and advertising with one campaign that burns money."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from merit.demo.arrow_columns import Column, days, instants, money, numbered, pick
from merit.demo.credit_shares import BURNING_CAMPAIGN, CAMPAIGNS
from merit.demo.files import write_fact_csv, write_parquet
from merit.demo.order_ids import shop_ids
from merit.demo.sales_tables import Sales
from merit.demo.setting import DAY, Floats, Ints, Setting, world
from merit.demo.slow_pages import is_slow, slow_span

_CONVERSION = np.array([0.034, 0.042, 0.03, 0.022])
_DEVICES = ("mobile", "desktop")
ADS_CHANNEL = "ads"
_MORE_FOR_THE_SAME, _MORE_BOUNCE, _LOST_OF_FIVE = 1.12, 0.08, 2
"""On the slow days: more visitors for the same orders, more leave at once, and so many of five phones give up."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """Counts of the platforms' daily reports, shop × day × channel."""

    visitors: Ints
    pageviews: Ints
    visits: Ints
    bounces: Ints


@dataclass(frozen=True, slots=True)
class Ads:
    """Campaign × day, in the order of CAMPAIGNS; `shop` is the number of each campaign's shop, money in fen."""

    shop: Ints
    impressions: Ints
    clicks: Ints
    spend: Ints
    orders: Ints
    sales: Ints


def write_traffic(folder: Path, setting: Setting, traffic: Traffic, ads: Ads) -> None:
    """All tables of traffic and advertising."""
    write_fact_csv(folder, "traffic_daily", _traffic(setting, traffic))
    write_parquet(folder, "visits", _visits(setting))
    write_fact_csv(folder, "ads", _ads(setting, ads))


def _by_day(setting: Setting, sales: Sales, weights: Ints) -> Floats:
    """Σ of `weights` of paid orders, shop × day × channel."""
    orders = sales.orders
    paid = (orders.paid >= 0) & ~orders.brushed
    day = np.clip((orders.paid - setting.start) // DAY, 0, setting.days - 1)
    cell = (orders.shop * setting.days + day) * 6 + orders.channel
    shops = len(world()["shops"])
    summed = np.bincount(cell[paid], weights[paid], shops * setting.days * 6).astype(np.float64)
    return summed.reshape(shops, setting.days, 6)


def make_traffic(setting: Setting, sales: Sales) -> Traffic:
    """As many visitors as the orders of the day ask for, by the usual conversion of the shop."""
    chance = setting.chance("traffic")
    bought = _by_day(setting, sales, np.ones(len(sales.orders), np.int64))
    visitors = (bought + 0.6) / _CONVERSION[:, None, None] * np.exp(chance.normal(0, 0.08, bought.shape))
    slow = slice(*slow_span(setting))
    visitors[:, slow] *= _MORE_FOR_THE_SAME
    visits = visitors * 1.12
    pageviews = visitors * chance.uniform(3.4, 5.2, bought.shape)
    bouncing = chance.uniform(0.36, 0.5, bought.shape)
    bouncing[:, slow] += _MORE_BOUNCE
    return Traffic(_whole(visitors), _whole(pageviews), _whole(visits), _whole(visits * bouncing))


def _traffic(setting: Setting, traffic: Traffic) -> dict[str, Column]:
    shop, day, channel = (each.ravel() for each in np.indices(traffic.visitors.shape))
    return {
        "day": days(setting.start + day * DAY),
        "shop": shop_ids(shop),
        "channel": pick(world()["channels"], channel),
        "visitors": pa.array(traffic.visitors.ravel()),
        "pageviews": pa.array(traffic.pageviews.ravel()),
        "visits": pa.array(traffic.visits.ravel()),
        "bounces": pa.array(traffic.bounces.ravel()),
    }


def _whole(values: Floats) -> Ints:
    return np.rint(values).astype(np.int64)


def _visits(setting: Setting) -> dict[str, Column]:
    """A sample of single visits, for funnels. Visitors stay unnamed: a sample cannot count people.

    On the slow days two in five phones that would have gone to the checkout give up before.
    """
    chance = setting.chance("visits")
    count = setting.share_of(60_000)
    started = np.sort(setting.start + chance.integers(0, setting.days * DAY, count))
    shop = chance.choice(4, count, p=[0.3, 0.2, 0.24, 0.26])
    views = chance.geometric(0.28, count)
    carted = (views > 1) & (chance.random(count) < np.array([0.22, 0.26, 0.2, 0.18])[shop])
    checkout = carted & (chance.random(count) < 0.42)
    attempts = np.where(checkout & (chance.random(count) < 0.8), 1 + (chance.random(count) < 0.08), 0)
    failures = np.where(attempts == 2, 1, ((attempts == 1) & (chance.random(count) < 0.012)).astype(np.int64))
    channel = chance.choice(6, count, p=[0.3, 0.25, 0.22, 0.1, 0.08, 0.05])
    desktop = chance.random(count) < 0.11
    gone = is_slow(setting, started) & ~desktop & (np.arange(count) % 5 < _LOST_OF_FIVE)
    checkout, attempts, failures = checkout & ~gone, np.where(gone, 0, attempts), np.where(gone, 0, failures)
    return {
        "visit_id": numbered("VS", np.arange(count) + 1, 7),
        "shop": shop_ids(shop),
        "channel": pick(world()["channels"], channel),
        "device": pick(_DEVICES, desktop.astype(np.int64)),
        "started_at": instants(started),
        "pageviews": pa.array(views),
        "seconds": pa.array((views * chance.gamma(2, 16, count)).astype(np.int64)),
        "engaged": pa.array((views > 1) | (chance.random(count) < 0.2)),
        "added_to_cart": pa.array(carted),
        "began_checkout": pa.array(checkout),
        "payment_attempts": pa.array(attempts),
        "payment_failures": pa.array(failures),
        "purchased": pa.array(attempts > failures),
    }


def make_ads(setting: Setting, sales: Sales) -> Ads:
    """Spend follows the sales of the shop; the burning campaign of the last three months sells less than it costs."""
    chance = setting.chance("ads")
    sold = _by_day(setting, sales, sales.payable)[:, :, 2] / 100
    shops = [shop["shop"] for shop in world()["shops"]]
    count = np.array([sum(1 for _, where, _ in CAMPAIGNS if where == shop) for shop in shops])
    home = np.array([shops.index(where) for _, where, _ in CAMPAIGNS])
    sales_of = sold[home] / count[home][:, None] * np.exp(chance.normal(0, 0.12, (len(CAMPAIGNS), setting.days)))
    roas = chance.uniform(2.6, 4.4, len(CAMPAIGNS))[:, None] * np.exp(chance.normal(0, 0.1, sales_of.shape))
    spend = np.maximum(sales_of / roas, 20)
    burning = [name for name, _, _ in CAMPAIGNS].index(BURNING_CAMPAIGN)
    since = (setting.month(min(2, setting.months - 1)).start - setting.first_day).days
    spend[burning, since:] = 2_600 * np.exp(chance.normal(0, 0.15, setting.days - since))
    sales_of[burning, since:] = spend[burning, since:] * chance.uniform(0.45, 0.75, setting.days - since)
    clicks = spend / chance.uniform(0.9, 1.9, spend.shape)
    impressions = _whole(clicks * chance.uniform(24, 42, spend.shape))
    return Ads(home, impressions, _whole(clicks), _whole(spend * 100), _whole(sales_of / 180), _whole(sales_of * 100))


def _ads(setting: Setting, ads: Ads) -> dict[str, Column]:
    campaign, day = (each.ravel() for each in np.indices(ads.spend.shape))
    return {
        "day": days(setting.start + day * DAY),
        "shop": shop_ids(ads.shop[campaign]),
        "campaign": pick([name for name, _, _ in CAMPAIGNS], campaign),
        "channel": pick((ADS_CHANNEL,), np.zeros(len(day), np.int64)),
        "impressions": pa.array(ads.impressions.ravel()),
        "clicks": pa.array(ads.clicks.ravel()),
        "spend": money(ads.spend.ravel()),
        "orders": pa.array(ads.orders.ravel()),
        "sales": money(ads.sales.ravel()),
    }
