"""Individual, department and company coefficients of many rows at once, each a place in a short list of fractions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from merit.kernel.breakpoints import Breakpoints
from merit.kernel.explain import Explained
from merit.kernel.problems import Problem
from merit.rewards.plan.reward_plan import BonusTerms, CoefficientTable, PoolTerms
from merit.rewards.plan.year_end_terms import YearEndTerms
from merit.rewards.readings import Reader
from merit.what_if.changes import Changes, by_grade
from merit.what_if.rounding import Floats, Whole, floats, hundredths, steps_reached

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Choice:
    """For each row the place of its coefficient in a short list; -1 where there is none, and so no line."""

    places: Whole
    numbers: Sequence[Fraction]

    @property
    def values(self) -> Floats:
        """As floats; 0 where there is none."""
        return np.append(floats(list(self.numbers)), 0.0)[self.places]


@dataclass(frozen=True, slots=True)
class Scored:
    """Everybody's totals and grades where the sliders stand, by row."""

    totals: Whole
    grades: Whole
    grade_numbers: Mapping[str, int]
    """Number of each grade's name."""
    changes: Changes

    def individual(self, reward: str, terms: BonusTerms | PoolTerms | YearEndTerms, rows: Whole) -> Choice:
        """The individual coefficient of each of the rows: by grade, or by total where the terms give bands.

        A year-end bonus with neither asks nobody's score: 1.
        """
        if isinstance(terms, YearEndTerms) and not terms.grades and not terms.scores:
            return Choice(np.zeros(len(rows), np.int64), [ONE])
        if terms.scores:
            bands = self.changes.score_coefficients.get(reward, terms.scores)
            edges = np.array([hundredths(edge) for edge, _ in bands], np.int64)
            reached = np.searchsorted(edges, self.totals[rows], side="right").astype(np.int64)
            return Choice(reached, [Fraction(0), *_results(bands)])
        stated = by_grade(terms.grades, self.changes.coefficients.get(reward, {}))
        places = np.full(len(self.grade_numbers) + 1, -1, np.int64)
        for place, (grade, _) in enumerate(stated):
            if grade in self.grade_numbers:
                places[self.grade_numbers[grade]] = place
        return Choice(places[self.grades[rows]], [number for _, number in stated])


@dataclass(frozen=True, slots=True)
class TableReadings:
    """Where the rows read one coefficient table: at a value, or at a constant that needs none."""

    place: Whole
    """Place in `values`; -1: the constant."""
    constant: Whole
    """0 or 1, where `place` is -1."""
    exact: tuple[Fraction, ...]
    values: Floats
    bands: Breakpoints

    def choice(self, moved: Breakpoints | None) -> Choice:
        """Each row's coefficient; below the first band nothing."""
        bands = self.bands if moved is None else moved
        numbers = [Fraction(0), *_results(bands), ONE]
        reached = steps_reached(self.values, list(self.exact), [edge for edge, _ in bands])
        at_value = np.append(reached, 0)[self.place]
        constants = np.where(self.constant == 1, len(numbers) - 1, 0)
        return Choice(np.where(self.place >= 0, at_value, constants), numbers)


@dataclass(slots=True)
class TableRows:
    """One coefficient table's readings as they are gathered."""

    table: CoefficientTable | None
    place: list[int] = field(default_factory=list)
    constant: list[int] = field(default_factory=list)
    known: dict[Fraction, int] = field(default_factory=dict)

    def add(self, reading: Fraction | int) -> None:
        """A value at which the table is read; an int is a coefficient that stands without one."""
        if isinstance(reading, int):
            self.place.append(-1)
            self.constant.append(reading)
        else:
            self.place.append(self.known.setdefault(reading, len(self.known)))
            self.constant.append(0)

    def ready(self) -> TableReadings:
        """As arrays."""
        values = tuple(self.known)
        bands = self.table.bands if self.table is not None else ()
        return TableReadings(
            np.array(self.place, np.int64), np.array(self.constant, np.int64), values, floats(list(values)), bands
        )


def table_reading(reader: Reader, table: CoefficientTable | None) -> Fraction | int | None:
    """Where the table is read; 0 or 1 where a coefficient stands without a value; None where there is no bonus."""
    if table is None:
        return 1
    found = reader.reading(table)
    if isinstance(found, Explained):
        return found.value
    if isinstance(found, Problem):
        return None
    stands = reader.coefficient(table)
    return None if isinstance(stands, Problem) else int(stands.value)


def _results(bands: Breakpoints) -> list[Fraction]:
    return [number for _, number in bands]
