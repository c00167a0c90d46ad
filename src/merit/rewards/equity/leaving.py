"""What becomes of a grant when its holder leaves: vested, forfeited, and how long the vested part can be exercised."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from merit.rewards.equity.vesting import VestingSchedule, vested_on


class LeaverKind(StrEnum):
    """Why somebody left, as the agreement tells it apart."""

    GOOD = "good"
    """By agreement, end of contract, retirement, or the company's own reasons."""
    OWN_WISH = "own_wish"
    CAUSE = "cause"
    """Serious breach, as the labour law and the agreement define it."""


class LeaverRule(StrEnum):
    """What the agreement says becomes of the units."""

    KEEP_VESTED = "keep_vested"
    FORFEIT_ALL = "forfeit_all"
    VEST_ALL = "vest_all"


LEAVER_RULES: dict[LeaverKind, LeaverRule] = {
    LeaverKind.GOOD: LeaverRule.KEEP_VESTED,
    LeaverKind.OWN_WISH: LeaverRule.KEEP_VESTED,
    LeaverKind.CAUSE: LeaverRule.FORFEIT_ALL,
}
"""What is usual; each grant records its own."""


@dataclass(frozen=True, slots=True)
class Settled:
    """After leaving: `kept` + `forfeited` are the grant; None where there is nothing to exercise."""

    kept: int
    forfeited: int
    exercise_until: date | None


def settled(schedule: VestingSchedule, left_on: date, rule: LeaverRule, exercise_days: int) -> Settled:
    """The grant after its holder's last day. What vests on the last day itself is still theirs."""
    match rule:
        case LeaverRule.KEEP_VESTED:
            kept = vested_on(schedule, left_on)
        case LeaverRule.FORFEIT_ALL:
            kept = 0
        case LeaverRule.VEST_ALL:
            kept = schedule.units
    until = left_on + timedelta(days=exercise_days) if kept else None
    return Settled(kept, schedule.units - kept, until)
