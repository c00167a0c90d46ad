"""One indicator of one segment, looked at but not yet weighted: what it came to, or why it came to nothing."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from merit.kernel.explain import Explained
from merit.scores.plan.score_plan import Indicator, Policy


class Finding(StrEnum):
    """Whether there is something to judge."""

    JUDGED = "judged"
    MISSING = "missing"
    INSUFFICIENT = "insufficient"
    UNUSABLE = "unusable"
    """Nothing may be said until somebody mends a target or releases a value, whatever the policy."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Points are there exactly when the finding is JUDGED."""

    indicator: Indicator
    finding: Finding
    actual: Fraction | None = None
    target: Explained[Fraction] | None = None
    attainment: Fraction | None = None
    points: Explained[Fraction] | None = None

    @property
    def policy(self) -> Policy:
        """What the plan says about this finding."""
        match self.finding:
            case Finding.INSUFFICIENT:
                return self.indicator.insufficient
            case Finding.UNUSABLE:
                return Policy.BLOCK
            case Finding.MISSING | Finding.JUDGED:
                return self.indicator.missing
