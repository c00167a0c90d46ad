"""The company's own site: page loads and availability, and what its accounts and keywords reach."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from merit.demo.arrow_columns import Column, blank, days, instants, money, numbered, pick, rounded
from merit.demo.credit_shares import ACCOUNTS, BRAND_KEYWORDS, KEYWORDS, PAGES, SITES
from merit.demo.files import write_fact_csv, write_parquet
from merit.demo.setting import DAY, Floats, Ints, Setting
from merit.demo.slow_pages import SLOW_PAGES, SLOWER, is_slow

_BAD_NIGHTS = (77, 203)
"""Days of the year, counted from 1970 in years of 365 days, whose first four hours nothing answers."""


def write_website(folder: Path, setting: Setting) -> None:
    """Page loads, availability, accounts and search."""
    write_parquet(folder, "page_loads", _page_loads(setting))
    write_parquet(folder, "uptime", _uptime(setting))
    write_fact_csv(folder, "requests_daily", _requests(setting))
    write_fact_csv(folder, "posts_daily", _posts(setting))
    write_fact_csv(folder, "search_ranks", _search_ranks(setting))


def _page_loads(setting: Setting) -> dict[str, Column]:
    """A sample; the checkout is slow."""
    chance = setting.chance("page loads")
    count = setting.share_of(36_000)
    page = chance.choice(len(PAGES), count, p=[0.2, 0.24, 0.32, 0.11, 0.08, 0.05])
    slow = np.array([1.0, 1.05, 1.1, 0.95, 1.35, 0.9])[page]
    lcp = 1_750 * slow * np.exp(chance.normal(0, 0.32, count))
    at = np.sort(setting.start + chance.integers(0, setting.days * DAY, count))
    desktop = chance.random(count) < 0.2
    heavy = is_slow(setting, at) & ~desktop & np.isin(page, [PAGES.index(name) for name in SLOW_PAGES])
    lcp = np.where(heavy, lcp * SLOWER, lcp)
    return {
        "load_id": numbered("PL", np.arange(count) + 1, 7),
        "at": instants(at),
        "page": pick(PAGES, page),
        "device": pick(("mobile", "desktop"), desktop.astype(np.int64)),
        "lcp_ms": rounded(lcp, 0),
        "inp_ms": blank(rounded(120 * slow * np.exp(chance.normal(0, 0.45, count)), 0), chance.random(count) < 0.15),
        "cls": rounded(chance.gamma(1.6, 0.035, count), 4),
        "load_ms": rounded(lcp * chance.uniform(1.1, 1.7, count), 0),
        "js_error": pa.array(chance.random(count) < 0.007),
    }


def _uptime(setting: Setting) -> dict[str, Column]:
    """A probe every hour; two bad nights in the year."""
    chance = setting.chance("uptime")
    hours = setting.days * 24
    at = np.tile(setting.start + np.arange(hours) * 3600, len(SITES))
    night = np.isin(at // DAY % 365, _BAD_NIGHTS) & (at % DAY < 4 * 3600)
    return {
        "site": pick(SITES, np.repeat(np.arange(len(SITES)), hours)),
        "at": instants(at),
        "ok": pa.array(~night & (chance.random(len(at)) > 0.0006)),
        "ms": rounded(140 * np.exp(chance.normal(0, 0.3, len(at))), 0),
    }


def _requests(setting: Setting) -> dict[str, Column]:
    """What the logs count: the shop is asked ten times as often as the ERP; the bad nights fail a part of the day."""
    chance = setting.chance("requests")
    site, day = (each.ravel() for each in np.indices((len(SITES), setting.days)))
    usual = np.array([210_000, 24_000])[site] * (1 + 0.3 * day / setting.days)
    requests = np.rint(usual * np.exp(chance.normal(0, 0.09, len(day)))).astype(np.int64)
    night = np.isin((setting.start // DAY + day) % 365, _BAD_NIGHTS)
    part = np.where(night, chance.uniform(0.03, 0.05, len(day)), chance.uniform(0.0002, 0.0009, len(day)))
    return {
        "day": days(setting.start + day * DAY),
        "site": pick(SITES, site),
        "requests": pa.array(requests),
        "failed": pa.array(np.rint(requests * part).astype(np.int64)),
    }


def _posts(setting: Setting) -> dict[str, Column]:
    """Every account every day; the 抖音 ones reach most and sell."""
    chance = setting.chance("posts")
    account, day = (each.ravel() for each in np.indices((len(ACCOUNTS), setting.days)))
    size = np.array([42_000, 30_000, 18_000, 9_000, 3_000, 2_400, 5_000])[account]
    views = size * (1 + day / setting.days) * np.exp(chance.normal(0, 0.25, len(day)))
    return {
        "day": days(setting.start + day * DAY),
        "account": pick([name for name, *_ in ACCOUNTS], account),
        "platform": pick([platform for _, platform, *_ in ACCOUNTS], account),
        "posts": pa.array(chance.integers(1, 4, len(day))),
        "views": _whole(views),
        "reach": _whole(views * chance.uniform(0.62, 0.78, len(day))),
        "likes": _whole(views * chance.uniform(0.018, 0.032, len(day))),
        "comments": _whole(views * chance.uniform(0.002, 0.005, len(day))),
        "shares": _whole(views * chance.uniform(0.001, 0.004, len(day))),
        "saves": _whole(views * chance.uniform(0.003, 0.008, len(day))),
        "follows": _whole(views * chance.uniform(0.002, 0.004, len(day))),
        "unfollows": _whole(views * chance.uniform(0.0006, 0.0016, len(day))),
        "sales": money(np.rint(views * np.array([38, 34, 30, 9, 6, 4, 8])[account]).astype(np.int64)),
    }


def _whole(values: Floats) -> Column:
    return pa.array(np.rint(values).astype(np.int64))


def _search_ranks(setting: Setting) -> dict[str, Column]:
    """Weekly ranks; the brand stands first, one keyword is not found at all."""
    chance = setting.chance("search")
    weeks = setting.days // 7
    keyword, week = (each.ravel() for each in np.indices((len(KEYWORDS), weeks)))
    brand = np.isin(keyword, [number for number, word in enumerate(KEYWORDS) if word in BRAND_KEYWORDS])
    usual = np.array([9, 4, 12, 8, 15, 6, 7, 5, 18, 1, 1, 11])[keyword]
    position: Floats = np.where(brand, 1, np.maximum(1, usual + chance.normal(0, 1.6, len(week)) - 2 * week / weeks))
    shown: Ints = np.rint(chance.uniform(600, 5_200, len(week)) / (0.5 + position / 10)).astype(np.int64)
    clicks = np.rint(shown * np.clip(0.28 / position, 0.004, 0.28)).astype(np.int64)
    lost = keyword == 8
    return {
        "day": days(setting.start + week * 7 * DAY),
        "keyword": pick(KEYWORDS, keyword),
        "engine": pick(("baidu",), np.zeros(len(week), np.int64)),
        "position": rounded(np.where(lost & (week % 3 == 0), np.nan, position), 1),
        "impressions": pa.array(np.where(lost & (week % 3 == 0), 0, shown)),
        "clicks": pa.array(np.where(lost & (week % 3 == 0), 0, clicks)),
        "searches": pa.array(np.rint(shown * 3.1).astype(np.int64)),
    }
