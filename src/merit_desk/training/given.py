"""What people give: a course, a session, a need."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class CourseGiven:
    """A course of the catalogue; `cost_fen` per person."""

    title: str
    about: str = ""
    serves: tuple[str, ...] = ()
    material: str = ""
    hours: Decimal = Decimal(1)
    cost_fen: int = 0


@dataclass(frozen=True, slots=True)
class SessionGiven:
    """A time that it is given; `trainer` a person of the company, else `trainer_name`."""

    day: date
    hours: str = ""
    place: str = ""
    trainer: str = ""
    trainer_name: str = ""
    seats: int = 20


@dataclass(frozen=True, slots=True)
class NeedGiven:
    """A need: of whom, about which subject or in words, seen in which period (of a result)."""

    person: str
    subject: str = ""
    text: str = ""
    period: str = ""
    course: int | None = None
