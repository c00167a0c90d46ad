"""What happens to an earning before it is paid: carried forward, guaranteed and recovered, withheld and released.

Every balance is the sum of the sealed lines of its kind, so a re-run comes to the same result.
"""

from fractions import Fraction

from merit.kernel.explain import rule
from merit.kernel.money import Money


@rule("rewards.carried")
def carried(*, earned: Money, owed: Money) -> Money:
    """A negative remainder goes forward to later periods; an earlier one is taken from what is earned now."""
    if earned.fen < 0:
        return -earned
    return Money(-min(owed.fen, earned.fen), earned.currency)


@rule("rewards.draw")
def draw(*, earned: Money, guarantee: Money) -> Money:
    """预支: what lifts the earning to the guarantee."""
    return Money(max(guarantee.fen - earned.fen, 0), earned.currency)


@rule("rewards.draw_recovery")
def draw_recovery(*, earned: Money, guarantee: Money, balance: Money) -> Money:
    """What pays an earlier draw back: only from the earning above the guarantee, never more than is owed."""
    return Money(-max(0, min(balance.fen, earned.fen - guarantee.fen)), earned.currency)


@rule("rewards.holdback")
def holdback(*, earned: Money, guarantee: Money, share: Fraction) -> Money:
    """暂缓发放: a share of the earning (above a guarantee) is withheld."""
    held = Money.of(share * max(earned.fen - guarantee.fen, 0) / 100, earned.currency)
    return -held


@rule("rewards.holdback_release")
def holdback_release(*, withheld: Money) -> Money:
    """What was withheld in an earlier period is paid."""
    return -withheld


@rule("rewards.adjustment")
def adjustment(*, recomputed: Money, paid: Money) -> Money:
    """往期调整: the recomputed version less what was paid; what was paid stays."""
    return recomputed - paid
