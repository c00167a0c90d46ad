"""Whether the arms got the units they should: read first, for a broken split makes every effect worthless.

A. Fabijan and others, "Diagnosing Sample Ratio Mismatch in Online Controlled Experiments", KDD 2019.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scipy.stats import chisquare

from merit.experiments.experiment import Arm

BROKEN_BELOW = 0.001
"""A split as uneven as this comes by chance less than once in a thousand experiments."""


@dataclass(frozen=True, slots=True)
class SplitCheck:
    """Units counted in each arm beside those that its share promises; `p` of the chi-square test, 1.0 without units."""

    counted: tuple[int, ...]
    promised: tuple[float, ...]
    p: float

    @property
    def broken(self) -> bool:
        """True when chance does not explain the split: then no effect may be shown."""
        return self.p < BROKEN_BELOW


def check_split(arms: Sequence[Arm], counted: Mapping[str, int]) -> SplitCheck:
    """Pearson's chi-square test of the units counted by arm against the declared shares."""
    units = tuple(counted.get(each.arm, 0) for each in arms)
    promised = tuple(float(each.share * sum(units)) for each in arms)
    return SplitCheck(units, promised, float(chisquare(units, promised).pvalue) if sum(units) else 1.0)
