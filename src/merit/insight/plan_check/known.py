"""What the check is told beside the company folder: chances of targets, who was asked and followed up, who earned.

Whatever is not given is not judged: a folder without the desk knows notices, and no agreements or talks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Protocol

from merit.insight.proportion import Rewarded
from merit.kernel.node import Node
from merit.kernel.period import Period


class Chances(Protocol):
    """How likely targets are reached, as it could be known before the period began."""

    def of(self, kpi: str, targets: Mapping[Node, Fraction], period: Period) -> Mapping[Node, int]:
        """Tenths of a per cent (1 to 999) by node; without what cannot be forecast."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one person was told of a version of a plan, and said to it."""

    plan: str
    version: int
    person: str
    told_on: date | None
    agreed_on: date | None
    """Read and confirmed, or signed."""
    waits_since: date | None = None
    """A proposal or objection of theirs that nobody has answered."""


@dataclass(frozen=True, slots=True)
class Known:
    """All of it. `asked` stands beside the notices of the folder."""

    chances: Chances | None = None
    asked: tuple[Asked, ...] = ()
    followed_up: Mapping[str, int] | None = None
    """Check-ins and talks of each person in the last cycles; None: not recorded here."""
    rewarded: tuple[Rewarded, ...] = ()
    """Results and pay of the last periods together."""
    asked_elsewhere: bool = False
    """Agreements are kept where the check cannot look: a missing notice then says nothing."""
    today: date | None = None
    """None: nothing is said to wait too long."""


NOTHING = Known()
