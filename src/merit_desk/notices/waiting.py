"""Something that waits for somebody to do it, as the home page lists it and the navigation counts it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do: what it is, a line beneath, where it is done, and at which place of the navigation it counts.

    `tone` is "bad", "watch" or empty; `due` the last day for it, None without one.
    """

    place: str
    icon: str
    what: str
    note: str
    address: str
    count: int
    tone: str = ""
    due: date | None = None
