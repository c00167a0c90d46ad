"""What the two sides say about single lines of an agreement: another target wanted, and the answer to it."""

from dataclasses import dataclass

ACCEPT, REFUSE, COUNTER = "accept", "refuse", "counter"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Another target for one line, as a plain decimal in the KPI's own unit, with its reason."""

    indicator: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What is answered to one point: accept, refuse with a note, or counter with a target."""

    answer: str
    note: str = ""
    counter: str = ""
