"""Counted events of a person: praise, missed shifts, red lines."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from merit.kernel.explain import LineRef


@dataclass(frozen=True, slots=True)
class CountedEvent:
    """`count` happenings of `event` for a person on a business day."""

    event: str
    person: str
    day: date
    count: Fraction
    note: str
    source: LineRef
