"""扣回: what refunds take back of a commission, at the rate that the sold line earned.

The amount is counted to date and earlier clawbacks are subtracted, so that partial refunds over many periods add up to
the fen: when all of a period's base is refunded, exactly all of its commission is gone.
"""

from collections.abc import Sequence
from fractions import Fraction

from merit.kernel.explain import rule
from merit.kernel.money import Money


@rule("rewards.clawback")
def clawback(*, earned: Money, base: Fraction, refunded: Fraction, clawed: Money) -> Money:
    """earned × refunded ÷ base, to date, as negative pay, less the earlier clawback lines (`clawed`).

    `earned` ÷ `base` is the historic rate. Refunds beyond the base take back no more than was earned, and a period that
    earned nothing gives nothing back.
    """
    share = max(Fraction(0), min(refunded / base, Fraction(1))) if base > 0 else Fraction(0)
    return -Money.of(max(earned.units, Fraction(0)) * share, earned.currency) - clawed


@rule("rewards.earned_in_period")
def earned_in_period(*, payments: Sequence[Money], bases: Sequence[Fraction], index: int) -> Money:
    """What the payments of one span left as earned on the `index`-th period's own base.

    A negative payment (the total to date fell, or a gate closed later) takes from the latest earlier periods first. A
    payment without a base of its own (a kicker met later, a better rate on the same total) goes to the latest earlier
    period that has one, else to the next. So no rate is negative, and the parts add up to what the span paid.
    """
    earned = _on_own_base(_less_owed([each.fen for each in payments]), _left_of(bases))
    return Money(earned[index], payments[index].currency)


@rule("rewards.base_in_span")
def base_in_span(*, bases: Sequence[Fraction], index: int) -> Fraction:
    """What is left of the `index`-th period's own base: a later negative one (sales corrected since) takes from it."""
    return _left_of(bases)[index]


@rule("rewards.refunded_in_span")
def refunded_in_span(*, refunded: Sequence[Fraction], bases: Sequence[Fraction], index: int) -> Fraction:
    """What of the span's refunds falls on the `index`-th period's base.

    Sales that arrived after their period was sealed stand in the base of a later one. So what is refunded beyond a
    period's own base falls on later periods of the span first, then on earlier ones: never more than their bases.
    """
    room = _left_of(bases)
    taken = [min(each, space) for each, space in zip(refunded, room, strict=True)]
    rest = sum(refunded, Fraction(0)) - sum(taken, Fraction(0))
    beyond = [place for place, each in enumerate(refunded) if each > taken[place]]
    first = beyond[0] if beyond else 0
    for place in (*range(first, len(room)), *reversed(range(first))):
        more = min(rest, room[place] - taken[place])
        taken[place] += more
        rest -= more
    return taken[index]


def _left_of(bases: Sequence[Fraction]) -> list[Fraction]:
    left: list[Fraction] = []
    for base in bases:
        left.append(max(base, Fraction(0)))
        owed = max(-base, Fraction(0))
        for place in reversed(range(len(left))):
            taken = min(owed, left[place])
            left[place] -= taken
            owed -= taken
    return left


def _less_owed(payments: Sequence[int]) -> list[int]:
    earned: list[int] = []
    for fen in payments:
        earned.append(max(fen, 0))
        owed = max(-fen, 0)
        for place in reversed(range(len(earned))):
            taken = min(owed, earned[place])
            earned[place] -= taken
            owed -= taken
    return earned


def _on_own_base(earned: list[int], bases: Sequence[Fraction]) -> list[int]:
    with_base = [place for place, base in enumerate(bases) if base > 0]
    moved = list(earned)
    for place, fen in enumerate(earned):
        if place in with_base or not with_base:
            continue
        before = [each for each in with_base if each < place]
        moved[place] -= fen
        moved[before[-1] if before else with_base[0]] += fen
    return moved
