"""Brushing (刷单): a few buyers order again and again, the same amount, without a word, and nobody reviews."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from merit.company import SignRules
from merit.insight.signs.chance import at_least, at_most, repeats_at_least
from merit.insight.signs.sign import Evidence, Method, Sign, SignKind, Subject, SubjectKind
from merit.kernel.exact import plain
from merit.kernel.explain import LineRef
from merit.kernel.period import Period

FEATURES = 2
"""So many odd things beside the burst itself."""
ODD = 0.01
"""The chance below which one of them counts."""


@dataclass(frozen=True, slots=True)
class PaidOrder:
    """One paid order and what happened around it. `marked`: the company itself set it aside already."""

    shop: str
    order: str
    buyer: str
    paid_at: datetime
    amount: Fraction
    traits: frozenset[str]
    """Of chatted, rated, refunded, fast (signed for sooner than a parcel can travel), night."""
    marked: bool
    source: LineRef


@dataclass(frozen=True, slots=True)
class ShopHabit:
    """What is usual in the shop in the period: orders, buyers, orders by trait and by amount."""

    orders: int
    buyers: int
    with_trait: dict[str, int]
    of_amount: dict[Fraction, int]

    def share(self, trait: str) -> float:
        """The share of orders with the trait."""
        return self.with_trait.get(trait, 0) / self.orders


def brushing_signs(
    period: Period, orders: Iterable[PaidOrder], habits: dict[str, ShopHabit], rules: SignRules
) -> Iterator[Sign]:
    """One sign per shop, over all its odd buyers; none where the company marked all their orders itself."""
    by_shop: dict[str, dict[str, list[PaidOrder]]] = defaultdict(lambda: defaultdict(list))
    for order in orders:
        by_shop[order.shop][order.buyer].append(order)
    for shop, buyers in sorted(by_shop.items()):
        odd = [found for listed in buyers.values() if (found := _odd(listed, habits[shop], rules))]
        if any(not order.marked for each in odd for order in each.orders):
            yield _sign(period, shop, odd, rules)


@dataclass(frozen=True, slots=True)
class _OddBuyer:
    orders: tuple[PaidOrder, ...]
    features: tuple[str, ...]
    chance: float


def _odd(listed: list[PaidOrder], habit: ShopHabit, rules: SignRules) -> _OddBuyer | None:
    burst = _densest(sorted(listed, key=lambda each: each.paid_at), timedelta(days=rules.brushing_days))
    if len(burst) < rules.brushing_orders:
        return None
    repeats = habit.orders / max(habit.buyers, 1) - 1
    chance = repeats_at_least(len(burst), max(repeats, 0.0)) * habit.buyers
    features = tuple(_features(burst, habit))
    if chance > rules.certainty or len(features) < FEATURES:
        return None
    return _OddBuyer(tuple(burst), features, chance)


def _densest(ordered: Sequence[PaidOrder], within: timedelta) -> Sequence[PaidOrder]:
    """The longest run of orders that lies within so much time."""
    best: Sequence[PaidOrder] = ()
    first = 0
    for last, order in enumerate(ordered):
        while order.paid_at - ordered[first].paid_at > within:
            first += 1
        if last + 1 - first > len(best):
            best = ordered[first : last + 1]
    return best


def _features(burst: Sequence[PaidOrder], habit: ShopHabit) -> Iterator[str]:
    amount, same = Counter(each.amount for each in burst).most_common(1)[0]
    if same > 1 and at_least(same, len(burst), habit.of_amount.get(amount, 0) / habit.orders) < ODD:
        yield "same_amount"
    for trait in ("chatted", "rated"):
        if at_most(_count(burst, trait), len(burst), habit.share(trait)) < ODD:
            yield f"not_{trait}"
    for trait in ("refunded", "fast", "night"):
        if at_least(_count(burst, trait), len(burst), habit.share(trait)) < ODD:
            yield trait


def _count(burst: Sequence[PaidOrder], trait: str) -> int:
    return sum(trait in each.traits for each in burst)


def _sign(period: Period, shop: str, odd: list[_OddBuyer], rules: SignRules) -> Sign:
    orders = sorted((order for each in odd for order in each.orders), key=lambda each: (each.marked, each.paid_at))
    amounts = Counter(each.amount for each in orders).most_common(1)[0]
    seen: dict[str, str | int] = {
        "buyers": len(odd),
        "orders": len(orders),
        "days": rules.brushing_days,
        "most": max(len(each.orders) for each in odd),
        "amount": plain(amounts[0]),
        "same": amounts[1],
        "chatted": _count(orders, "chatted"),
        "rated": _count(orders, "rated"),
        "refunded": _count(orders, "refunded"),
        "unmarked": sum(not each.marked for each in orders),
        "sum": plain(sum((each.amount for each in orders), Fraction(0))),
    }
    evidence = tuple(_row(each) for each in orders[: rules.rows])
    chance = min(1.0, max(each.chance for each in odd))
    subject = Subject(SubjectKind.SHOP, shop)
    return Sign(SignKind.BRUSHING, subject, period, seen, evidence, len(orders), chance, Method.GEOMETRIC)


def _row(order: PaidOrder) -> Evidence:
    fields = {
        "order_id": order.order,
        "buyer": order.buyer[:8],
        "paid_at": order.paid_at.isoformat(timespec="minutes"),
        "paid_amount": plain(order.amount),
        "traits": " ".join(sorted(order.traits)),
    }
    return Evidence("orders", order.source, tuple(fields.items()))
