"""What a token may be used for. A scope only narrows: what the account itself may not do, no scope opens."""

from enum import StrEnum


class Scope(StrEnum):
    """Reading and writing by subject."""

    ORGANISATION = "organisation"
    KPIS = "kpis"
    RESULTS = "results"
    """Scores and grades."""
    PAY = "pay"
    DEFINITIONS = "definitions"
    DEFINITIONS_WRITE = "definitions:write"
    TARGETS = "targets"
    TARGETS_WRITE = "targets:write"
    DATA = "data"
    DATA_WRITE = "data:write"
    CYCLES = "cycles"
    """Goals, agreements, follow-up, reviews and their outcomes."""
    CYCLES_WRITE = "cycles:write"
    REWARDS = "rewards"
    """Reward plans, pay runs, disputes, recognition."""
    REWARDS_WRITE = "rewards:write"
    GROWTH = "growth"
    """Development, promotion, training."""
    GROWTH_WRITE = "growth:write"
    PERIODS_WRITE = "periods:write"
    TRAIL = "trail"
    WEBHOOKS = "webhooks"


EVERY_SCOPE = frozenset(Scope)
