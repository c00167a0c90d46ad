"""Results of past periods as needs and effects look at them: indicators of people whom the viewer may see."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from merit.company import Company
from merit.follow.training import MeasuredResult
from merit.scores.plan.score_plan import IndicatorKind
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.names import kpi_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import PeriodFiles, ScoreRow, periods_run
from merit_desk.shell.sentences import say

Kinds = dict[tuple[str, str], tuple[str, IndicatorKind]]


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """One indicator of one person's result with what it is about; `value` as MeasuredResult has it."""

    row: ScoreRow
    subject: str
    rated: bool
    value: Fraction


def months_run() -> list[str]:
    """Months that were run, latest first: results of longer periods are not set beside them."""
    return [each for each in periods_run() if len(each) == 7 and each[4] == "-" and each[5:].isdigit()]


def kinds_of(company: Company) -> Kinds:
    """(plan, indicator) → what it is about and its kind; the newest version of a plan speaks."""
    return {(plan.plan, line.id): (line.subject, line.kind) for plan in company.plans for line in plan.indicators}


def subject_rows(files: PeriodFiles, person: str, kinds: Kinds) -> Iterator[SubjectRow]:
    """Measured indicators by attainment, rated ones by points; counted events tell nothing to learn."""
    for row in files.scores.get(person, ()):
        subject, kind = kinds.get((row.plan, row.indicator), (row.indicator, IndicatorKind.COUNTED))
        if kind is IndicatorKind.RATED and row.points is not None:
            yield SubjectRow(row, subject, True, _exact(row.points))
        elif kind in (IndicatorKind.MEASURED, IndicatorKind.TASK) and row.attainment is not None:
            yield SubjectRow(row, subject, False, _exact(row.attainment) * 100)


def measured_results(viewer: Viewer, people: Iterable[str], periods: Iterable[str]) -> Iterator[MeasuredResult]:
    """What the viewer may see of these people; of several segments the last one of the period speaks."""
    kinds, wanted = kinds_of(declared_company()), tuple(people)
    for period in periods:
        files = visible_files(viewer, period)
        for person in wanted:
            for each in subject_rows(files, person, kinds):
                yield MeasuredResult(person, period, each.subject, each.value, each.rated)


def points_of(subjects: Iterable[str]) -> Callable[[PeriodFiles, str, Kinds], float | None]:
    """A person's mean points in these subjects; without subjects their total. None where there is none."""
    wanted = frozenset(subjects)

    def found(files: PeriodFiles, person: str, kinds: Kinds) -> float | None:
        if not wanted:
            total = files.totals.get(person)
            return float(total.total) if total and total.total is not None else None
        points = [
            float(row.points)
            for row in files.scores.get(person, ())
            if row.points is not None and kinds.get((row.plan, row.indicator), ("", None))[0] in wanted
        ]
        return sum(points) / len(points) if points else None

    return found


def subject_title(company: Company, subject: str) -> str:
    """What a subject is called: a KPI by its title, a rated matter by the desk's word or its id."""
    if subject in company.catalogue:
        return kpi_title(company, subject)
    words = say(f"rated.{subject}")
    return words if words != f"rated.{subject}" else subject.replace("_", " ")


def subject_choices(company: Company) -> list[tuple[str, str]]:
    """Everything that a plan measures or lets rate, by title."""
    found: dict[str, str] = {}
    for plan in company.plans:
        for line in plan.indicators:
            if line.kind is not IndicatorKind.COUNTED and line.subject not in found:
                found[line.subject] = subject_title(company, line.subject)
    return sorted(found.items(), key=lambda each: each[1])


def plan_scale(company: Company) -> dict[tuple[str, str], tuple[str, ...]]:
    """Grades of each version of each plan, the best first."""
    return {(plan.plan, str(plan.version)): tuple(name for name, _ in plan.grades) for plan in company.plans}


def _exact(value: Decimal) -> Fraction:
    return Fraction(value)
