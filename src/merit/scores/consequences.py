"""What gates and vetoes do beyond the total: caps on the grade, limits of the payout, rewards touched."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from merit.kernel.explain import Explained, LineRef, rule
from merit.scores.total import compares


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
    vetoed: frozenset[str] = frozenset()

    def and_also(self, other: "Consequences") -> "Consequences":
        """Both together."""
        return Consequences((*self.grades, *other.grades), (*self.payouts, *other.payouts), self.vetoed | other.vetoed)


def strictest(payouts: Sequence[Explained[Fraction]]) -> Explained[Fraction] | None:
    """The limit in effect; None when the payout is untouched."""
    return payout_limit(limits=tuple(payouts)) if payouts else None
