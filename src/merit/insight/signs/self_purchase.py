"""Self-purchase: somebody's own account buys often, or accounts that only ever buy through one and the same agent."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from merit.company import SignRules
from merit.insight.signs.chance import at_least, repeats_at_least
from merit.insight.signs.sign import Evidence, Method, Sign, SignKind, Subject, SubjectKind
from merit.kernel.exact import plain
from merit.kernel.explain import LineRef
from merit.kernel.period import Period

LED = "led"
"""The part of a sign about accounts whose owner nobody knows."""


@dataclass(frozen=True, slots=True)
class OwnOrder:
    """An order of an account that the company named as its employee's; `credited`: the sale counts for that person."""

    person: str
    shop: str
    order: str
    day: date
    amount: Fraction
    refunded: bool
    credited: bool
    source: LineRef


def self_purchase_signs(
    period: Period, orders: Iterable[OwnOrder], mean_repeats: float, rules: SignRules
) -> Iterator[Sign]:
    """Who bought for themselves once or twice is no sign. `mean_repeats`: further orders per buyer in the period."""
    by_person: dict[str, list[OwnOrder]] = defaultdict(list)
    for order in orders:
        by_person[order.person].append(order)
    for person, own in sorted(by_person.items()):
        chance = min(1.0, repeats_at_least(len(own), mean_repeats) * len(by_person))
        if len(own) >= rules.own_orders:
            yield _sign(period, person, sorted(own, key=lambda each: (each.day, each.order)), chance, rules)


@dataclass(frozen=True, slots=True)
class LedBuyer:
    """A buyer whose orders an agent led to by a conversation: how many in all, and how many of them this agent led."""

    subject: Subject
    buyer: str
    led: int
    led_by_all: int
    orders: tuple[OwnOrder, ...]


@dataclass(frozen=True, slots=True)
class LedOrders:
    """What is usual: led orders by agent, buyers, and further orders per buyer."""

    of_agent: dict[Subject, int]
    buyers: int
    mean_repeats: float


def led_purchase_signs(
    period: Period, buyers: Iterable[LedBuyer], usual: LedOrders, rules: SignRules
) -> Iterator[Sign]:
    """Accounts of nobody known that buy again and again, always through the same agent; one sign per agent."""
    everything = sum(usual.of_agent.values())
    odd: dict[Subject, list[tuple[float, LedBuyer]]] = defaultdict(list)
    for each in buyers:
        if each.led < rules.led_orders or everything == usual.of_agent[each.subject]:
            continue
        same = at_least(each.led - 1, each.led_by_all - 1, usual.of_agent[each.subject] / everything)
        chance = repeats_at_least(each.led_by_all, usual.mean_repeats) * same * usual.buyers
        if chance < rules.certainty:
            odd[each.subject].append((chance, each))
    for subject, found in sorted(odd.items()):
        own = [order for _, each in found for order in each.orders]
        seen = _seen(own) | {"buyers": len(found), "led": sum(each.led for _, each in found)}
        seen["led_by_all"] = sum(each.led_by_all for _, each in found)
        evidence = tuple(_row(each) for each in own[: rules.rows])
        chance = min(1.0, max(each for each, _ in found))
        yield Sign(SignKind.SELF_PURCHASE, subject, period, seen, evidence, len(own), chance, Method.GEOMETRIC, LED)


def _sign(period: Period, person: str, own: list[OwnOrder], chance: float, rules: SignRules) -> Sign:
    seen = _seen(own)
    evidence = tuple(_row(each) for each in own[: rules.rows])
    subject = Subject(SubjectKind.PERSON, person)
    return Sign(SignKind.SELF_PURCHASE, subject, period, seen, evidence, len(own), chance, Method.GEOMETRIC)


def _seen(own: list[OwnOrder]) -> dict[str, str | int]:
    return {
        "orders": len(own),
        "sum": plain(sum((each.amount for each in own), Fraction(0))),
        "refunded": sum(each.refunded for each in own),
        "credited": sum(each.credited for each in own),
    }


def _row(order: OwnOrder) -> Evidence:
    fields = {
        "shop": order.shop,
        "order_id": order.order,
        "paid_at_day": order.day.isoformat(),
        "paid_amount": plain(order.amount),
        "refunded": str(order.refunded).lower(),
        "credited": str(order.credited).lower(),
    }
    return Evidence("orders", order.source, tuple(fields.items()))
