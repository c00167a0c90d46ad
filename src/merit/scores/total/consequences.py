"""What gates and vetoes do beyond the total: caps on the grade, limits of the payout, rewards touched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from merit.kernel.explain import Explained, LineRef, rule
from merit.scores.total.total import compares


@rule("scores.gate_payout")
def gate_payout(*, value: Fraction, comparison: str, limit: Fraction, payout: Fraction) -> Fraction:
    """The share of the payout that the gate leaves."""
    return payout if compares(value, comparison, limit) else Fraction(1)


@rule("scores.veto_payout")
def veto_payout(*, payout: Fraction) -> Fraction:
    """The share of the payout that a veto leaves."""
    return payout


@rule("scores.payout_limit")
def payout_limit(*, limits: tuple[Fraction, ...]) -> Fraction:
    """The strictest of the limits."""
    return min(limits)


@dataclass(frozen=True, slots=True)
class GradeLimit:
    """The best grade a gate leaves, or the grade a veto forces, with where the plan says so."""

    grade: str
    forced: bool
    sources: tuple[LineRef, ...]


@dataclass(frozen=True, slots=True)
class Consequences:
    """Everything of that kind that one segment brought."""

    grades: tuple[GradeLimit, ...] = ()
    payouts: tuple[Explained[Fraction], ...] = ()
    vetoed: tuple[tuple[str, Explained[Fraction]], ...] = ()
    """Rewards that a veto names, each with the share of it that is left."""

    def and_also(self, other: "Consequences") -> "Consequences":
        """Both together."""
        return Consequences(
            (*self.grades, *other.grades), (*self.payouts, *other.payouts), (*self.vetoed, *other.vetoed)
        )


def strictest(payouts: Sequence[Explained[Fraction]]) -> Explained[Fraction] | None:
    """The limit in effect; None when the payout is untouched."""
    if len(payouts) < 2:
        return payouts[0] if payouts else None
    return payout_limit(limits=tuple(payouts))


def strictest_by_reward(vetoed: Sequence[tuple[str, Explained[Fraction]]]) -> Mapping[str, Explained[Fraction]]:
    """What the vetoes leave of each reward that they name."""
    named = {reward: [share for name, share in vetoed if name == reward] for reward, _ in vetoed}
    return {reward: payout_limit(limits=tuple(shares)) for reward, shares in sorted(named.items())}
