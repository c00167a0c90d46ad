"""Refunds with their delays: before shipping within a day, money only after days, goods back after weeks."""

from dataclasses import dataclass

import numpy as np

from merit.demo.demand import day_of
from merit.demo.orders import PUSHED_SHOP, Lines, Orders, pushed_days
from merit.demo.setting import DAY, NEVER, Floats, Ints, Setting, world

_GIVEN_BACK_EVERY = 4
UNSHIPPED, REFUND_ONLY, RETURN = 0, 1, 2
KINDS = ("unshipped", "refund_only", "return")
_REASON_WEIGHTS = np.array(
    [[50, 1, 2, 0, 0, 17, 30, 0], [4, 30, 14, 22, 12, 2, 0, 16], [46, 18, 16, 2, 8, 1, 5, 4]], float
)


@dataclass(frozen=True, slots=True)
class Refunds:
    """One entry per refunded line."""

    line: Ints
    kind: Ints
    amount: Ints
    quantity: Ints
    reason: Ints
    applied: Ints
    refunded: Ints
    """NEVER: still being handled, or withdrawn."""
    withdrawn: Ints
    goodwill: Ints
    """1 when the company bears it itself."""


def make_refunds(setting: Setting, orders: Orders, lines: Lines) -> Refunds:
    """The usual ones, and those of orders that were pushed into the end of a month and given back in the next."""
    usual = _usual_refunds(setting, orders, lines)
    more = _after_the_month(setting, orders, lines, usual)
    return Refunds(*(np.concatenate([getattr(part, name) for part in (usual, more)]) for name in Refunds.__slots__))


def _after_the_month(setting: Setting, orders: Orders, lines: Lines, usual: Refunds) -> Refunds:
    """Of the orders of the pushed days about a quarter, in full, on the third to eighth day of the month after."""
    chance = setting.chance("refunds after the month")
    day = day_of(setting, orders.paid)
    first, past = pushed_days(setting)
    pushed = (orders.shop == PUSHED_SHOP) & (orders.paid >= 0) & (day >= first) & (day < past) & (setting.months > 1)
    pushed[lines.order[usual.line]] = False
    given_back = np.flatnonzero(pushed)[::_GIVEN_BACK_EVERY]
    line = np.flatnonzero(np.isin(lines.order, given_back) & (lines.payable > 0))
    applied = (setting.start + (past + 2) * DAY + chance.integers(0, 6 * DAY, len(orders)))[lines.order[line]]
    none = np.zeros(len(line), np.int64)
    refunded = setting.known(applied + chance.integers(3600, DAY, len(orders))[lines.order[line]])
    kind = np.full(len(line), REFUND_ONLY)
    return Refunds(line, kind, lines.payable[line], none, none, applied, refunded, none, none)


def _usual_refunds(setting: Setting, orders: Orders, lines: Lines) -> Refunds:
    """By the shop's rate; 抖店 loses most before shipping."""
    chance = setting.chance("refunds")
    rate = np.array([shop["refund"] for shop in world()["shops"]])[orders.shop]
    wanted = (chance.random(len(orders)) < rate) & (orders.paid >= 0) & ~orders.brushed
    early = np.where(orders.shop == 3, 0.6, 0.38)
    draw = chance.random(len(orders))
    kind = np.where(draw < early, UNSHIPPED, np.where(draw < early + (1 - early) * 0.35, REFUND_ONLY, RETURN))
    picked = np.where(lines.number == 0, True, kind[lines.order] == UNSHIPPED)
    line = np.flatnonzero(wanted[lines.order] & picked & (lines.payable > 0))
    order = lines.order[line]
    kind = kind[order]
    applied = _applied(orders, order, kind, chance.random(len(orders))[order])
    took = np.where(kind == UNSHIPPED, 1200, np.where(kind == REFUND_ONLY, DAY, 5 * DAY))
    refunded = applied + (took * (0.4 + chance.gamma(2, 0.5, len(orders))[order])).astype(np.int64)
    withdrawn = (chance.random(len(orders))[order] < 0.05) & (kind != UNSHIPPED)
    part = np.where(kind == REFUND_ONLY, chance.choice([0.2, 0.3, 0.5, 1.0], len(line)), 1.0)
    known = (applied >= 0) & (applied < setting.cut)
    columns = (
        line, kind, np.rint(lines.payable[line] * part).astype(np.int64),
        np.where(kind == REFUND_ONLY, 0, lines.quantity[line]), _reasons(chance, kind), applied,
        np.where(withdrawn, NEVER, setting.known(refunded)), withdrawn.astype(np.int64),
        ((kind == REFUND_ONLY) & (chance.random(len(line)) < 0.2)).astype(np.int64),
    )  # fmt: skip
    return Refunds(*(column[known] for column in columns))


def _applied(orders: Orders, order: Ints, kind: Ints, draw: Floats) -> Ints:
    """Before the parcel leaves, or one to nine days after it is signed for; NEVER when it has not come that far."""
    paid, picked_up, signed = orders.paid[order], orders.picked_up[order], orders.signed[order]
    before = paid + np.maximum(((picked_up - paid) * draw * 0.8).astype(np.int64), 300)
    after = signed + 3600 + (draw * draw * 8 * DAY).astype(np.int64)
    return np.where(kind == UNSHIPPED, np.where(picked_up < 0, paid + 900, before), np.where(signed < 0, NEVER, after))


def _reasons(chance: np.random.Generator, kind: Ints) -> Ints:
    ladders = np.cumsum(_REASON_WEIGHTS / _REASON_WEIGHTS.sum(axis=1, keepdims=True), axis=1)
    found: Ints = (chance.random(len(kind))[:, None] > ladders[kind]).sum(axis=1).astype(np.int64)
    last = _REASON_WEIGHTS.shape[1] - 1
    return np.where(found > last, last, found)


def cancelled_orders(orders: Orders, lines: Lines, refunds: Refunds) -> Orders:
    """The orders, with those refunded before shipping never shipped."""
    gone = np.zeros(len(orders), bool)
    early = (refunds.kind == UNSHIPPED) & (refunds.refunded >= 0)
    gone[lines.order[refunds.line[early]]] = True
    refunded = np.full(len(orders), NEVER)
    refunded[lines.order[refunds.line[early]]] = refunds.refunded[early]
    columns = {name: getattr(orders, name) for name in Orders.__slots__}
    columns["picked_up"] = np.where(gone, NEVER, orders.picked_up)
    columns["signed"] = np.where(gone, NEVER, orders.signed)
    columns["closed"] = np.where(gone, refunded, orders.closed)
    return Orders(**columns)
