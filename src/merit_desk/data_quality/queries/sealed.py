"""Which sealed periods the days of a gap fall into: a release reaches none of them any more."""

from merit.kernel.period import Period
from merit_desk.plans.queries.versions import sealed_periods


def sealed_sharing(period: Period) -> list[Period]:
    """Sealed periods that share a day with this one, oldest first.

    A sealed period is recomputed by the definitions it was sealed with, and a late release is none of them.
    """
    return [each for each in sealed_periods() if each.start < period.end and period.start < each.end]
