"""Which parts of an anonymous survey may be shown: none small enough, and none that a difference would give away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class PulseShare:
    """What is shown of one question in one group: the mean on the scale and the share of the two best answers."""

    mean: Fraction
    favourable: Fraction


def groups_to_show(sizes: Mapping[str, int], floor: int) -> frozenset[str]:
    """Groups whose figures may stand beside the total's.

    Each has at least `floor` answers, and so have those left out taken together, or there are none: the total less
    what is shown must not be a small group either (complementary suppression, as in official statistics: Hundepool
    et al., Statistical Disclosure Control, 2012, ch. 4). The smallest group goes first.
    """
    if sum(sizes.values()) < floor:
        return frozenset()
    shown = sorted((size, group) for group, size in sizes.items() if size >= floor)
    while shown:
        left_out = sum(sizes.values()) - sum(size for size, _ in shown)
        if left_out == 0 or left_out >= floor:
            break
        shown.pop(0)
    return frozenset(group for _, group in shown)


def pulse_share(scores: Sequence[int], best: int) -> PulseShare:
    """The mean, and the share of answers at `best` or one below. Raises ValueError without an answer."""
    if not scores:
        raise ValueError("no answer")
    return PulseShare(
        Fraction(sum(scores), len(scores)), Fraction(sum(score >= best - 1 for score in scores), len(scores))
    )


def promoter_score(scores: Sequence[int]) -> Fraction:
    """Net promoter score, −100…100: share of 9 and 10 less share of 0 to 6 (Reichheld, HBR December 2003)."""
    if not scores:
        raise ValueError("no answer")
    return Fraction(100 * (sum(score >= 9 for score in scores) - sum(score <= 6 for score in scores)), len(scores))
