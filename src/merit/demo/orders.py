"""Orders and their lines as parallel columns of whole numbers, in order of time within each shop."""

from dataclasses import dataclass

import numpy as np

from merit.demo.demand import day_of, day_weights, draw_days, times_of_day
from merit.demo.goods import goods, sold_out_span
from merit.demo.setting import DAY, NEVER, Flags, Floats, Ints, Setting, world

BRUSHED_ORDERS = 140
BRUSHING_BUYERS = 6
BRUSHING_SHOP = 2
BRUSHING_FIRST_DAY = 9
PUSHED_SHOP = 1
PUSHED_ORDERS = 90
_PUSHED_FROM = slice(18, 26)
"""Days of the month before the last whose orders are pulled together into its last two days."""


@dataclass(frozen=True, slots=True)
class Orders:
    """One entry per order; money in fen, moments in seconds (NEVER: not happened), the rest are numbers of choices."""

    shop: Ints
    number: Ints
    """Counts from 0 within the shop."""
    buyer: Ints
    """Counts within the shop."""
    returning: Flags
    region: Ints
    channel: Ints
    ordered: Ints
    paid: Ints
    picked_up: Ints
    signed: Ints
    closed: Ints
    freight: Ints
    brushed: Flags
    marked: Flags
    """Marked as brushing by the company itself; some brushed orders are not."""
    warehouse: Ints

    def __len__(self) -> int:
        return len(self.shop)


@dataclass(frozen=True, slots=True)
class Lines:
    """One entry per order line, in the order of their orders."""

    order: Ints
    number: Ints
    sku: Ints
    quantity: Ints
    unit_price: Ints
    discount: Ints
    payable: Ints
    """Fen for the whole line after discount, without freight."""


def make_orders(setting: Setting) -> Orders:
    """Every order of all shops, shop after shop."""
    parts = [_of_shop(setting, shop) for shop in range(len(world()["shops"]))]
    return Orders(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _of_shop(setting: Setting, shop: int) -> tuple[Ints | Flags, ...]:
    facts = world()["shops"][shop]
    chance = setting.chance(f"orders {facts['shop']}")
    count = int(setting.orders * facts["share"])
    weights = day_weights(setting, facts["growth"], facts["shop"])
    day = draw_days(setting, weights, count, facts["shop"])
    ordered = setting.start + (_pushed(setting, day) if shop == PUSHED_SHOP else day) * DAY
    ordered = np.sort(ordered + times_of_day(setting, count, facts["shop"]))
    buyer, returning = _buyers(chance, count)
    brushed = np.zeros(count, bool)
    if shop == BRUSHING_SHOP:
        brushed = _brushing(setting, ordered)
        buyer = np.where(brushed, buyer.max() + 1 + chance.integers(0, BRUSHING_BUYERS, count), buyer)
    weights = np.array(world()["region_weights"], float)
    region = chance.choice(len(weights), count, p=weights / weights.sum())[buyer % count]
    channel = chance.choice(6, count, p=_channel_mix(shop))
    paid = np.where(
        (chance.random(count) < 0.94) | brushed, ordered + 20 + chance.exponential(240, count).astype(np.int64), NEVER
    )
    picked_up, signed, closed = _journey(setting, chance, paid)
    freight = np.where(chance.random(count) < 0.12, chance.integers(5, 16, count) * 100, 0)
    west = np.isin(region, [6, 13, 15, 17, 18])
    marked = brushed & (np.cumsum(brushed) % 5 < 3)
    number = np.arange(count)
    return (
        np.full(count, shop), number, buyer, returning & ~brushed, region, channel, ordered, paid, picked_up, signed,
        closed, np.where(brushed, 0, freight), brushed, marked, west.astype(np.int64),
    )  # fmt: skip


def _buyers(chance: np.random.Generator, count: int) -> tuple[Ints, Flags]:
    """A third come back: they take the buyer of an earlier order, more likely a recent one."""
    index = np.arange(count)
    back = np.minimum(1 + chance.exponential(max(count / 8, 1), count).astype(np.int64), index)
    returning = (chance.random(count) < 0.34) & (back > 0)
    source = np.where(returning, index - back, index)
    while not np.array_equal(source, source[source]):
        source = source[source]
    return np.unique(source, return_inverse=True)[1].astype(np.int64), returning


def _brushing(setting: Setting, ordered: Ints) -> Flags:
    month = (setting.month(1).start - setting.first_day).days
    day = day_of(setting, ordered)
    within = (day >= month + BRUSHING_FIRST_DAY - 1) & (day < month + BRUSHING_FIRST_DAY + 5)
    fourth: Flags = within & (np.cumsum(within) % 4 == 0)
    return fourth & (np.cumsum(fourth) <= max(20, setting.share_of(BRUSHED_ORDERS)))


def _pushed(setting: Setting, day: Ints) -> Ints:
    """Some orders of the last third of the month come on its last two days."""
    if setting.months < 2:
        return day
    first, past = pushed_days(setting)
    month = setting.month(1)
    opened = (month.start - setting.first_day).days
    within = np.flatnonzero((day >= opened + _PUSHED_FROM.start) & (day < opened + _PUSHED_FROM.stop))
    moved = within[:: max(1, len(within) // max(6, setting.monthly(PUSHED_ORDERS)))]
    found = day.copy()
    found[moved] = first + np.arange(len(moved)) % (past - first)
    return found


def pushed_days(setting: Setting) -> tuple[int, int]:
    """The last two days of the month before the last, counted from the first day; the second number is past them."""
    past = (setting.end.start - setting.first_day).days
    return past - 2, past


def _channel_mix(shop: int) -> Floats:
    mixes = np.array(
        [[34, 26, 22, 6, 6, 6], [44, 20, 24, 4, 3, 5], [30, 38, 24, 2, 4, 2], [8, 14, 20, 38, 18, 2]], float
    )
    mix: Floats = mixes[shop] / mixes[shop].sum()
    return mix


def _journey(setting: Setting, chance: np.random.Generator, paid: Ints) -> tuple[Ints, Ints, Ints]:
    """Picked up, signed, closed; a few parcels wait longer than the promised 48 hours."""
    count = len(paid)
    hours = 6 + chance.gamma(2.2, 7.5, count) + (chance.random(count) < 0.025) * chance.exponential(40, count)
    picked_up = np.where(paid >= 0, paid + (hours * 3600).astype(np.int64), NEVER)
    travel = (30 + chance.gamma(3.0, 11, count)) * 3600
    signed = np.where(picked_up >= 0, picked_up + travel.astype(np.int64), NEVER)
    closed = np.where(signed >= 0, signed + chance.integers(1, 8, count) * DAY + 7200, NEVER)
    return setting.known(picked_up), setting.known(signed), setting.known(closed)


def make_lines(setting: Setting, orders: Orders) -> Lines:
    """One to five lines each; prices fall in the festivals, discounts are spread in whole fen."""
    chance = setting.chance("lines")
    per_order = np.minimum(1 + chance.geometric(0.68, len(orders)) - 1, 5)
    per_order = np.where(orders.brushed, 1, per_order)
    order = np.repeat(np.arange(len(orders)), per_order)
    number = np.arange(len(order)) - np.repeat(np.cumsum(per_order) - per_order, per_order)
    sku = _chosen_skus(setting, chance, day_of(setting, orders.ordered[order]))
    cheap = int(np.argmin(goods().price))
    brushed = orders.brushed[order]
    sku = np.where(brushed, cheap, sku)
    quantity = np.where(brushed, 1, np.minimum(chance.geometric(0.82, len(order)), 6))
    aov = np.array([shop["aov"] for shop in world()["shops"]])[orders.shop[order]]
    unit_price = np.where(brushed, 990, np.rint(goods().price[sku] * aov / 100).astype(np.int64) * 100 - 10)
    gross = unit_price * quantity
    rate = np.where(chance.random(len(order)) < 0.55, chance.choice([0.03, 0.05, 0.08, 0.1, 0.15], len(order)), 0.0)
    discount = np.where(brushed, 0, np.rint(gross * rate).astype(np.int64))
    return Lines(order, number, sku, quantity, unit_price, discount, gross - discount)


def _chosen_skus(setting: Setting, chance: np.random.Generator, day: Ints) -> Ints:
    """By popularity; in the stock-out its buyers take something else."""
    popularity = goods().popularity
    chosen = chance.choice(len(popularity), len(day), p=popularity / popularity.sum())
    first, past = sold_out_span(setting)
    gone = (goods().sold_out[chosen] == 1) & (day >= first) & (day < past)
    others = np.flatnonzero(goods().sold_out == 0)
    return np.where(gone, others[chance.integers(0, len(others), len(day))], chosen).astype(np.int64)


def order_sums(orders: Orders, lines: Lines) -> tuple[Ints, Ints]:
    """Payable goods and discount of each order, in fen."""
    size = len(orders)
    payable = np.zeros(size, np.int64)
    discount = np.zeros(size, np.int64)
    np.add.at(payable, lines.order, lines.payable)
    np.add.at(discount, lines.order, lines.discount)
    return payable, discount
