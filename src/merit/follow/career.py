"""职业发展通道: a step from one post to the next with its criteria, and how a person stands against each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction


class CriterionKind(StrEnum):
    """By what readiness for the next post is seen."""

    GRADES = "grades"
    """A grade or better, in `times` of the last `of` results."""
    MEASURE = "measure"
    """An indicator's attainment, percent of target, on average over the last `of` results."""
    COURSE = "course"
    MONTHS = "months"
    """Full months in the present post."""
    RECOMMENDED = "recommended"
    """By so many people."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition. `need` is a share in percent, months or people; `what` a grade, an indicator or a course's id."""

    kind: CriterionKind
    what: str = ""
    need: Fraction = Fraction(1)
    times: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class PeriodResult:
    """One result of the past: `grade` with the grades of its plan from the best, attainments in percent of target."""

    period: str
    grade: str
    best_first: tuple[str, ...]
    attained: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CareerRecord:
    """What is known of a person: results latest first, courses attended, since when in the post, who recommends."""

    results: tuple[PeriodResult, ...]
    courses: frozenset[str]
    since: date | None
    recommenders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriterionStanding:
    """How one criterion stands: `have` in the unit of `need`, None where there is no figure yet.

    `periods` are those that were looked at, so that the figures behind can be opened.
    """

    criterion: Criterion
    have: Fraction | None
    need: Fraction
    periods: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Nothing known is never met."""
        return self.have is not None and self.have >= self.need


def standing(criteria: Sequence[Criterion], record: CareerRecord, today: date) -> tuple[CriterionStanding, ...]:
    """Every criterion, in their order."""
    return tuple(_one(each, record, today) for each in criteria)


def months_between(since: date, today: date) -> int:
    """Full months: from the 15th to the 14th of the next month is none yet."""
    return (today.year - since.year) * 12 + today.month - since.month - (today.day < since.day)


def _one(criterion: Criterion, record: CareerRecord, today: date) -> CriterionStanding:
    match criterion.kind:
        case CriterionKind.GRADES:
            return _grades(criterion, record)
        case CriterionKind.MEASURE:
            return _measure(criterion, record)
        case CriterionKind.COURSE:
            return CriterionStanding(criterion, Fraction(criterion.what in record.courses), Fraction(1))
        case CriterionKind.MONTHS:
            have = Fraction(max(months_between(record.since, today), 0)) if record.since else None
            return CriterionStanding(criterion, have, criterion.need)
        case CriterionKind.RECOMMENDED:
            return CriterionStanding(criterion, Fraction(len(set(record.recommenders))), criterion.need)


def _grades(criterion: Criterion, record: CareerRecord) -> CriterionStanding:
    """A result whose plan has no such grade counts as not reached: scales of two plans are not compared."""
    looked = [each for each in record.results if each.grade][: criterion.of]
    reached = sum(_at_least(each, criterion.what) for each in looked)
    have = Fraction(reached) if looked else None
    return CriterionStanding(criterion, have, Fraction(criterion.times), tuple(each.period for each in looked))


def _at_least(result: PeriodResult, grade: str) -> bool:
    scale = result.best_first
    return grade in scale and result.grade in scale and scale.index(result.grade) <= scale.index(grade)


def _measure(criterion: Criterion, record: CareerRecord) -> CriterionStanding:
    """The mean of fewer results than asked for is shown, but meets nothing."""
    looked = [each for each in record.results if criterion.what in each.attained][: criterion.of]
    periods = tuple(each.period for each in looked)
    if len(looked) < criterion.of:
        return CriterionStanding(criterion, None, criterion.need, periods)
    mean = sum((each.attained[criterion.what] for each in looked), Fraction(0)) / len(looked)
    return CriterionStanding(criterion, mean, criterion.need, periods)
