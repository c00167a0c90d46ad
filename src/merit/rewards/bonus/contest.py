"""专项激励: the prizes of a ranking; who is tied shares the prizes of the places taken, to the fen."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from merit.kernel.explain import rule
from merit.kernel.money import Money, share_out


@rule("rewards.contest_prize")
def contest_prize(
    *, person: str, standings: Mapping[str, Fraction], prizes: Sequence[Fraction], lowest_wins: bool, currency: str
) -> Money:
    """The prize of the person's place among those who reached the minimum.

    Equal figures share the prizes of all the places that they take by largest remainder, ties of remainders to the
    lower id; so all prizes together never exceed their sum.
    """
    mine = standings[person]
    ahead = sum(value < mine if lowest_wins else value > mine for value in standings.values())
    tied = {name: Fraction(1) for name, value in standings.items() if value == mine}
    shared = Money.of(sum(prizes[ahead : ahead + len(tied)], Fraction(0)), currency)
    return Money(share_out(shared.fen, tied)[person], currency)


@rule("rewards.below_minimum")
def below_minimum(*, actual: Fraction, minimum: Fraction, currency: str) -> Money:  # noqa: ARG001
    """Who does not reach the minimum takes no place and no prize."""
    return Money(0, currency)


@rule("rewards.prize_left")
def prize_left(*, prize: Money, payout: Fraction) -> Money:
    """What a veto or a gate leaves of the prize; the rest stays with the company."""
    return Money.of(prize.units * payout, prize.currency)


def reaches(value: Fraction, minimum: Fraction | None, lowest_wins: bool) -> bool:
    """Whether a figure takes a place at all."""
    return minimum is None or (value <= minimum if lowest_wins else value >= minimum)
