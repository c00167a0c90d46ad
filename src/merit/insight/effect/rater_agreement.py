"""评分者一致性: which share of the differences between ratings is a difference between the people rated (ICC).

ICC(1) of the one-way random model, for people rated by different raters and by different numbers of them: Shrout and
Fleiss, Psychological Bulletin 86 (1979), case 1; with unequal numbers Searle's k₀ = (N − Σk² ÷ N) ÷ (n − 1). The mean
of k₀ raters agrees to ICC(1,k). The interval follows McGraw and Wong, Psychological Methods 1 (1996), table 7, with k₀
in place of k. Words by Koo and Li, Journal of Chiropractic Medicine 15 (2016), at the lower end of the interval.
These are statistics for a talk among people: binary floats, and nothing here reaches a score or pay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from scipy.special import fdtri

CONFIDENCE = 0.95
FEWEST_PEOPLE = 5
"""With fewer people rated at least twice nothing is said."""
POOR, MODERATE, GOOD = 0.5, 0.75, 0.9


class Agreement(StrEnum):
    """The word for the lower end of the interval: what can be relied on, not what was found by chance."""

    TOO_FEW = "too_few"
    POOR = "poor"
    MODERATE = "moderate"
    GOOD = "good"
    EXCELLENT = "excellent"


@dataclass(frozen=True, slots=True)
class RaterAgreement:
    """`single` is the ICC of one rating, `mean` that of the mean of `raters` (k₀) of them; None: too few to say.

    `low` to `high` holds `single` with 95 % confidence; it may lie below 0, which means no agreement at all.
    """

    people: int
    ratings: int
    raters: float
    single: float | None
    low: float | None
    high: float | None
    mean: float | None
    word: Agreement


def rater_agreement(ratings: Mapping[str, Sequence[float]]) -> RaterAgreement:
    """`ratings`: person → points by different raters. People with a single rating say nothing and are left out."""
    groups = [list(each) for _, each in sorted(ratings.items()) if len(each) > 1]
    people, count = len(groups), sum(map(len, groups))
    typical = (count - sum(len(each) ** 2 for each in groups) / count) / (people - 1) if people > 1 else 0.0
    between, within = _mean_squares(groups, count)
    if people < FEWEST_PEOPLE or between + within == 0:
        return RaterAgreement(people, count, typical, None, None, None, None, Agreement.TOO_FEW)
    single = (between - within) / (between + (typical - 1) * within)
    low, high = _interval(between, within, (people - 1, count - people), typical)
    mean = (between - within) / between if between else None
    return RaterAgreement(people, count, typical, single, low, high, mean, _word(low))


def _mean_squares(groups: Sequence[Sequence[float]], count: int) -> tuple[float, float]:
    """Between the people and within them; both 0 where there are too few for either."""
    if len(groups) < 2:
        return 0.0, 0.0
    grand = sum(map(sum, groups)) / count
    between = sum(len(each) * (fmean(each) - grand) ** 2 for each in groups) / (len(groups) - 1)
    within = sum((one - fmean(each)) ** 2 for each in groups for one in each) / (count - len(groups))
    return between, within


def _interval(between: float, within: float, freedom: tuple[int, int], raters: float) -> tuple[float, float]:
    if within == 0:
        return 1.0, 1.0
    ratio, above = between / within, (1 + CONFIDENCE) / 2
    lower = ratio / float(fdtri(freedom[0], freedom[1], above))
    upper = ratio * float(fdtri(freedom[1], freedom[0], above))
    return (lower - 1) / (lower + raters - 1), (upper - 1) / (upper + raters - 1)


def _word(low: float) -> Agreement:
    if low < POOR:
        return Agreement.POOR
    if low < MODERATE:
        return Agreement.MODERATE
    return Agreement.GOOD if low < GOOD else Agreement.EXCELLENT
