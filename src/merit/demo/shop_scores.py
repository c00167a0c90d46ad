"""The shops' scores as the platforms show them: means of the last 180 days, made from ratings, service and parcels."""

from pathlib import Path

import numpy as np

from merit.demo.arrow_columns import Column, days, pick, rounded
from merit.demo.conversations import Conversations
from merit.demo.daily import daily_counts, daily_sums
from merit.demo.files import write_parquet
from merit.demo.order_ids import shop_ids
from merit.demo.product_ratings import Ratings
from merit.demo.sales_tables import Sales
from merit.demo.setting import DAY, Floats, Ints, Setting, world

SCORE_DAYS = 180
_USUAL, _USUAL_WEIGHT = 4.7, 30
"""With few ratings a score begins near what is usual."""
_ON_TIME_SECONDS = 2 * DAY
_EXPERIENCE = {0: (0.0, 1.0), 3: (37.5, 12.5)}
"""淘宝 shows it from 3 to 5, 抖店 from 50 to 100; the other platforms have none."""


def write_shop_scores(folder: Path, setting: Setting, sales: Sales, told: tuple[Ratings, Conversations]) -> None:
    """Every shop every day: description, service, logistics, and experience where the platform has it."""
    ratings, talks = told
    orders = sales.orders
    of_line = orders.shop[sales.lines.order[ratings.line]]
    sent = np.where(orders.picked_up >= 0, orders.picked_up, -1)
    on_time = (orders.picked_up >= 0) & (orders.picked_up - orders.paid <= _ON_TIME_SECONDS)
    scores = {
        "description": _mean(setting, (of_line, ratings.rated, ratings.stars)),
        "service": _mean(setting, (talks.shop, talks.rated, talks.rating)),
        "logistics": _mean(setting, (orders.shop, sent, np.where(on_time, 5, 2))),
    }
    whole = np.mean(list(scores.values()), axis=0)
    kinds = [(kind, shop, values[shop]) for kind, values in scores.items() for shop in range(len(world()["shops"]))]
    kinds += [("experience", shop, low + step * whole[shop]) for shop, (low, step) in _EXPERIENCE.items()]
    write_parquet(folder, "shop_scores", _columns(setting, kinds))


def _mean(setting: Setting, rated: tuple[Ints, Ints, Ints]) -> Floats:
    shop, at, stars = rated
    weight = _last_days(daily_counts(setting, shop, at, at >= 0)) + _USUAL_WEIGHT
    found: Floats = (_last_days(daily_sums(setting, shop, at, stars)) + _USUAL * _USUAL_WEIGHT) / weight
    return found


def _last_days(values: Ints) -> Ints:
    """Σ of each day and the 179 before it."""
    so_far = np.cumsum(values, axis=1)
    earlier = np.zeros_like(so_far)
    earlier[:, SCORE_DAYS:] = so_far[:, :-SCORE_DAYS]
    return so_far - earlier


def _columns(setting: Setting, kinds: list[tuple[str, int, Floats]]) -> dict[str, Column]:
    number = np.repeat(np.arange(len(kinds)), setting.days)
    return {
        "day": days(setting.start + np.tile(np.arange(setting.days), len(kinds)) * DAY),
        "shop": shop_ids(np.array([shop for _, shop, _ in kinds])[number]),
        "kind": pick([kind for kind, _, _ in kinds], number),
        "score": rounded(np.concatenate([values for _, _, values in kinds]), 2),
    }
