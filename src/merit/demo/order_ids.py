"""The ids that the platforms give to orders, lines and buyers: text, never numbers."""

import numpy as np
import pyarrow.compute as pc

from merit.demo.arrow_columns import Column, constant, joined, numbered, pick
from merit.demo.orders import Lines, Orders
from merit.demo.setting import DAY, Ints, world

_STEP = 100_003_000_019
_FIRST = {0: 2_140_000_000_000_000_000, 3: 6_917_000_000_000_000_000}
_LONG = (0, 3)


def order_ids(orders: Orders) -> Column:
    """淘宝 and 抖店: 19 digits; 京东: 12; 拼多多: date and 15 digits."""
    shop = orders.shop
    first = np.where(shop == 0, _FIRST[0], _FIRST[3])
    long = numbered("", first + orders.number * _STEP)
    jd = numbered("", 290_000_000_000 + orders.number * 104_729)
    days = pc.strftime((orders.ordered // DAY).astype("datetime64[D]"), format="%y%m%d")
    pdd = joined(days, "-", numbered("", 100_000_000_000_000 + orders.number * 611_953_003))
    return pc.if_else(shop == 1, jd, pc.if_else(shop == 2, pdd, long))


def line_ids(orders: Orders, lines: Lines) -> Column:
    """淘宝 and 抖店 number sub-orders on from the order; the others count from 1 within the order."""
    shop = orders.shop[lines.order]
    first = np.where(shop == 0, _FIRST[0], _FIRST[3])
    own = numbered("", first + orders.number[lines.order] * _STEP + lines.number * 1_009)
    return pc.if_else(np.isin(shop, _LONG), own, numbered("", lines.number + 1))


def buyer_ids(shop: Ints, buyer: Ints) -> Column:
    """The buyer's account on the platform; the number is mixed so that it does not tell when they first came."""
    mixed = (buyer * 7_654_321 + 12_345_679) % 1_000_000_000
    prefix = pick([each["prefix"] for each in world()["shops"]], shop)
    return joined(prefix, numbered("", mixed, 9))


def shop_ids(shop: Ints) -> Column:
    """The shop's id."""
    return pick([each["shop"] for each in world()["shops"]], shop)


def same(value: str, like: Ints) -> Column:
    """The same text as often as `like` has rows."""
    return constant(value, len(like))
