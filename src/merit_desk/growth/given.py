"""What people give: a plan with its aims and supports, a case, a step of a path."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from merit.follow.growth_plan import PlanGround, PlanKind, PlanOutcome
from merit.follow.promotion import CaseKind


@dataclass(frozen=True, slots=True)
class Ground:
    """Why: of MEASURE the place of the indicator in a result, of the others words."""

    ground: PlanGround
    period: str = ""
    segment: str = ""
    indicator: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class AimGiven:
    """What is to be reached; `target` a decimal as text where `indicator` is named."""

    text: str
    indicator: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class SupportGiven:
    """What the company does; `course` a number of the catalogue."""

    kind: str
    text: str
    who: str = ""
    due: date | None = None
    course: int | None = None


@dataclass(frozen=True, slots=True)
class PlanGiven:
    """A plan as somebody writes it."""

    kind: PlanKind
    person: str
    title: str
    first: date
    last: date
    why: str = ""
    reviews: tuple[date, ...] = ()
    grounds: tuple[Ground, ...] = ()
    aims: tuple[AimGiven, ...] = ()
    supports: tuple[SupportGiven, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What goes with a step: words, of a conclusion the outcome, of an extension the new last day."""

    note: str = ""
    outcome: PlanOutcome | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class CaseGiven:
    """A case as somebody writes it; pay as decimals in text, empty: it stays as it is."""

    kind: CaseKind
    person: str
    to_post: str
    to_team: str
    start: date
    reason: str
    manager: str = ""
    bonus_base: str = ""
    wage: str = ""


@dataclass(frozen=True, slots=True)
class CaseSaid:
    """What goes with a step of a case: words, and of the panel its accounts."""

    note: str = ""
    panel: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StepGiven:
    """A step of a career path; `criteria` as CareerStep.criteria holds them."""

    from_post: str
    to_post: str
    criteria: tuple[Mapping[str, str | int], ...] = field(default=())
    note: str = ""
