"""What scoring reads of the company's declarations; the company as a whole stands above scoring and satisfies this."""

from collections.abc import Sequence
from typing import Protocol

from merit.catalogue.kpi import Catalogue
from merit.kernel.calendar import WorkCalendar
from merit.people.credits import CreditShare
from merit.people.organisation import Organisation
from merit.scores.grades.decisions import GradeDecision
from merit.scores.indicators.events import CountedEvent
from merit.scores.indicators.ratings import Rating
from merit.scores.plan.score_plan import ScorePlan
from merit.targets.basis import BenchmarkFigure
from merit.targets.target import Target


class Privacy(Protocol):
    """The part of the company's profile that scoring reads."""

    @property
    def anonymity_floor(self) -> int:
        """The fewest answers of one relation that may be shown or scored."""


class Declared(Protocol):
    """Declarations, read only."""

    @property
    def profile(self) -> Privacy:
        """Where the anonymity floor stands."""

    @property
    def calendar(self) -> WorkCalendar:
        """The official calendar."""

    @property
    def organisation(self) -> Organisation:
        """Who was where when."""

    @property
    def catalogue(self) -> Catalogue:
        """Every KPI."""

    @property
    def credits(self) -> Sequence[CreditShare]:
        """Who is credited for what."""

    @property
    def plans(self) -> Sequence[ScorePlan]:
        """Every version of every plan."""

    @property
    def targets(self) -> Sequence[Target]:
        """targets.csv."""

    @property
    def benchmarks(self) -> Sequence[BenchmarkFigure]:
        """benchmarks.csv."""

    @property
    def ratings(self) -> Sequence[Rating]:
        """ratings.csv."""

    @property
    def events(self) -> Sequence[CountedEvent]:
        """events.csv."""

    @property
    def grade_decisions(self) -> Sequence[GradeDecision]:
        """grade_decisions.csv."""
