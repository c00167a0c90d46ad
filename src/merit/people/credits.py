"""Who is credited for what: shares of a subject (a shop, an agent account…) over time."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from merit.kernel.explain import LineRef

SHARE_PLACES = 4
"""Shares have at most four decimals, so that credited sums stay exact in 64-bit integers."""


@dataclass(frozen=True, slots=True)
class CreditShare:
    """A person's share of everything of one subject from `start` up to but not including `end`."""

    kind: str
    subject: str
    person: str
    share: Fraction
    role: str
    start: date | None
    end: date | None
    source: LineRef


CREDIT_KINDS = (
    *("shop", "region", "channel", "campaign", "sku", "category", "agent", "warehouse"),
    *("packer", "supplier", "account", "page", "keyword", "order", "customer"),
)
"""What a share can be credited for: the kinds of subject that credits.csv knows."""
