"""What platforms keep and pay out: fees by order and by day, and settlements that agree with them."""

from pathlib import Path

import numpy as np
import pyarrow as pa

from merit.demo.arrow_columns import Column, constant, instants, money, numbered, pick
from merit.demo.files import write_parquet
from merit.demo.order_ids import shop_ids
from merit.demo.sales_tables import Sales
from merit.demo.setting import DAY, NEVER, Ints, Setting, moment, world

PLATFORM_PERCENT = np.array([5, 8, 3, 5])
CREATOR_PERCENT = np.array([0, 0, 0, 4])
_DOUYIN, _SHORT = 3, 1
_KINDS = ("platform", "creator", "freight_back", "freight_out", "payment", "packaging")


def write_platform_money(folder: Path, setting: Setting, sales: Sales) -> None:
    """fees and settlements."""
    write_parquet(folder, "fees", _fees(setting, sales))
    write_parquet(folder, "settlements", _settlements(setting, sales))


def line_fees(sales: Sales, line: Ints) -> tuple[Ints, Ints]:
    """Fen that the platform and the creator keep of a line that was signed for."""
    shop = sales.orders.shop[sales.lines.order[line]]
    payable = sales.lines.payable[line]
    return payable * PLATFORM_PERCENT[shop] // 100, payable * CREATOR_PERCENT[shop] // 100


def settled_at(setting: Setting, sales: Sales) -> Ints:
    """When the order is settled: the day after it is closed, of orders signed for; else NEVER."""
    orders = sales.orders
    at = np.where((orders.closed >= 0) & (orders.signed >= 0), orders.closed + DAY, NEVER)
    return setting.known(at)


def _order_fees(sales: Sales) -> tuple[Ints, Ints]:
    every = np.arange(len(sales.lines.order))
    platform, creator = line_fees(sales, every)
    return _summed(sales, every, platform), _summed(sales, every, creator)


def _summed(sales: Sales, line: Ints, amounts: Ints) -> Ints:
    """Σ by order."""
    found = np.zeros(len(sales.orders), np.int64)
    np.add.at(found, sales.lines.order[line], amounts)
    return found


def _fees(setting: Setting, sales: Sales) -> dict[str, Column]:
    """What the platform keeps stands by order, as it is settled; carriers and banks bill by shop and day."""
    at = settled_at(setting, sales)
    platform, creator = _order_fees(sales)
    kept, shown = np.flatnonzero(at >= 0), np.flatnonzero((at >= 0) & (creator > 0))
    shop, day, amount = _daily_fees(setting, sales)
    days = len(shop) // 4
    kind = np.repeat([0, 1, 2, 3, 4, 5], [len(kept), len(shown), days, days, days, days])
    order = np.concatenate([kept, shown, np.full(len(shop), -1)])
    moments = np.concatenate([at[kept], at[shown], setting.start + day * DAY + 86_000])
    return {
        "shop": shop_ids(np.concatenate([sales.orders.shop[kept], sales.orders.shop[shown], shop])),
        "fee_id": numbered("FE", np.arange(len(kind)) + 1, 8),
        "order_id": sales.order_id.take(pa.array(order, mask=order < 0)),
        "kind": pick(_KINDS, kind),
        "amount": money(np.concatenate([platform[kept], creator[shown], amount])),
        "at": instants(moments),
    }


def _daily_fees(setting: Setting, sales: Sales) -> tuple[Ints, Ints, Ints]:
    """Returned parcels, sent parcels, payments and packaging: shop, day and fen, one block of shop × day for each."""
    orders = sales.orders
    done = (sales.refunds.kind == 2) & (sales.refunds.refunded >= 0)
    returned = sales.lines.order[sales.refunds.line[done]]
    one = np.ones(len(orders), np.int64)
    sent = _by_day(setting, (orders.shop, orders.picked_up, one))
    blocks = [
        _by_day(setting, (orders.shop[returned], sales.refunds.refunded[done], np.full(len(returned), 900))),
        sent * 520,
        _by_day(setting, (orders.shop, orders.paid, sales.payable)) * 6 // 1000,
        sent * 160,
    ]
    shop, day = (each.ravel() for each in np.indices(sent.shape))
    return np.tile(shop, 4), np.tile(day, 4), np.concatenate([block.ravel() for block in blocks])


def _by_day(setting: Setting, dated: tuple[Ints, Ints, Ints]) -> Ints:
    """Σ of amounts by shop and day; what has not happened is left out, what comes after the end is on the last day."""
    shop, at, amount = dated
    there = at >= 0
    day = np.clip((at[there] - setting.start) // DAY, 0, setting.days - 1)
    found = np.zeros((len(world()["shops"]), setting.days), np.int64)
    np.add.at(found, (shop[there], day), amount[there])
    return found


def _settlements(setting: Setting, sales: Sales) -> dict[str, Column]:
    """One for every order signed for; 抖店 has its own file. The last two months of 京东 lack 1 %."""
    orders, refunds = sales.orders, sales.refunds
    at = settled_at(setting, sales)
    kept = np.flatnonzero((at >= 0) & (orders.shop != _DOUYIN))
    done = np.flatnonzero(refunds.refunded >= 0)
    platform, _ = _order_fees(sales)
    refunded = _summed(sales, refunds.line[done], refunds.amount[done])
    amount = (sales.payable + orders.freight - refunded - platform)[kept]
    short = (orders.shop[kept] == _SHORT) & (at[kept] >= moment(setting.month(min(1, setting.months - 1)).start))
    return {
        "shop": shop_ids(orders.shop[kept]),
        "settlement_id": numbered("ST", np.arange(len(kept)) + 1, 8),
        "order_id": sales.order_id.take(pa.array(kept)),
        "amount": money(np.where(short, amount * 99 // 100, amount)),
        "settled_at": instants(at[kept]),
        "kind": constant("order", len(kept)),
    }
