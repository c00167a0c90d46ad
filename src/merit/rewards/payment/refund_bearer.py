"""Who bears a refund, decided by a person: takes the place of what the refund's own row says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from merit.kernel.explain import LineRef


class Bearer(StrEnum):
    """Whether the commission on the refunded sale is clawed back, or the company bears it (goodwill)."""

    PERSON = "person"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class RefundBearer:
    """One row of refund_bearers; of several about a refund the latest counts."""

    shop: str
    refund_id: str
    borne_by: Bearer
    reason: str
    decided_by: str
    """A person's id, or the name of somebody who is no employee."""
    decided_at: datetime
    """With its offset."""
    source: LineRef


def bearers_that_count(decisions: Iterable[RefundBearer]) -> list[RefundBearer]:
    """The latest decision about each refund, by shop and refund; of two at the same moment the later line."""
    in_turn = sorted(decisions, key=lambda each: (each.decided_at, each.source.line))
    latest = {(each.shop, each.refund_id): each for each in in_turn}
    return [latest[key] for key in sorted(latest)]
