"""What forms and the API hand to the actions, as small frozen values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from merit.rewards.recognition.valued import Valued

MOST = 100_000
"""Points in one go."""


@dataclass(frozen=True, slots=True)
class Described:
    """An honour as the catalogue is to hold it."""

    title: str
    kind: str
    criteria: str
    months: int | None = None
    points: int = 0
    rule: str = ""
    places: int = 1
    reward: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True)
class Giving:
    """So many points for whom, with the words that go with them; `token` makes a second sending harmless."""

    person: str
    points: int
    note: str
    token: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A gift as it is to be offered; `stock` None: there is always one."""

    title: str
    text: str
    valued: str
    points: int
    stock: int | None
    open: bool = True


@dataclass(frozen=True, slots=True)
class Terms:
    """What is granted; see OptionGrant."""

    number: str
    person: str
    agreement: str
    units: int
    price: Decimal
    currency: str
    granted_on: date
    start: date
    months: int
    cliff_months: int
    every_months: int
    conditions: str
    leaver: dict[str, str]
    exercise_days: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The person's own order, words, and who besides them may see it; `token` makes a second sending harmless."""

    ranking: Sequence[Valued]
    text: str
    for_manager: bool
    for_hr: bool
    token: str


def ranked(codes: Iterable[str]) -> tuple[Valued, ...]:
    """Codes as values; one that is no longer known is left out."""
    known = {str(each): each for each in Valued}
    return tuple(known[code] for code in codes if code in known)
