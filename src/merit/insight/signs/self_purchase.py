"""Self-purchase: somebody of the company buys in its own shops more often than buyers do."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from merit.company import SignRules
from merit.insight.signs.chance import repeats_at_least
from merit.insight.signs.sign import Evidence, Sign, SignKind, Subject, SubjectKind, Test
from merit.kernel.exact import plain
from merit.kernel.explain import LineRef
from merit.kernel.period import Period


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


def _sign(period: Period, person: str, own: list[OwnOrder], chance: float, rules: SignRules) -> Sign:
    seen: dict[str, str | int] = {
        "orders": len(own),
        "sum": plain(sum((each.amount for each in own), Fraction(0))),
        "refunded": sum(each.refunded for each in own),
        "credited": sum(each.credited for each in own),
    }
    evidence = tuple(_row(each) for each in own[: rules.rows])
    subject = Subject(SubjectKind.PERSON, person)
    return Sign(SignKind.SELF_PURCHASE, subject, period, seen, evidence, len(own), chance, Test.GEOMETRIC)


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
