"""What happened by shop and day, as the platforms' daily reports count it."""

import numpy as np

from merit.demo.sales_tables import Sales
from merit.demo.setting import DAY, NEVER, Flags, Ints, Setting, moment, world


def daily_sums(setting: Setting, shop: Ints, at: Ints, amount: Ints) -> Ints:
    """Σ of amounts by shop and day; what has not happened or comes after the last day is left out."""
    within = (at >= setting.start) & (at < moment(setting.end.end))
    cell = shop[within] * setting.days + (at[within] - setting.start) // DAY
    shops = len(world()["shops"])
    found = np.zeros(shops * setting.days, np.int64)
    np.add.at(found, cell, amount[within])
    return found.reshape(shops, setting.days)


def daily_counts(setting: Setting, shop: Ints, at: Ints, which: Flags) -> Ints:
    """How many of `which` by shop and day."""
    return daily_sums(setting, shop, at, which.astype(np.int64))


def daily_heads(setting: Setting, shop: Ints, at: Ints, head: Ints) -> Ints:
    """How many different `head` by shop and day; heads count within the shop."""
    within = at >= 0
    width = int(head.max(initial=0)) + 1
    day = at[within] // DAY
    once = np.unique((shop[within] * (int(day.max(initial=0)) + 1) + day) * width + head[within], return_index=True)[1]
    kept = np.flatnonzero(within)[once]
    return daily_counts(setting, shop[kept], at[kept], np.ones(len(kept), bool))


def paid_by_day(setting: Setting, sales: Sales) -> Ints:
    """Fen paid, freight included, by shop and day; marked brushing left out."""
    orders = sales.orders
    paid = np.where(orders.marked, NEVER, orders.paid)
    return daily_sums(setting, orders.shop, paid, sales.payable + orders.freight)
