"""Did results move after a course: attendees and people of the same posts who did not attend, over the same months."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from merit.follow.training import SeatState
from merit.follow.training_effect import BeforeAfter, CourseEffect, course_effect
from merit.people.spells import spell_on
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import PeriodFiles, period_files
from merit_desk.training.models import Course, Seat
from merit_desk.training.queries.results import Kinds, kinds_of, months_run, points_of

WINDOW = 3
"""So many months before the first session and after the last one are set beside each other."""


@dataclass(frozen=True, slots=True)
class ShownEffect:
    """The effect with the months it rests on; `before` or `after` empty: there is nothing to compare yet."""

    course: Course
    before: tuple[str, ...]
    after: tuple[str, ...]
    found: CourseEffect | None

    @property
    def words(self) -> dict[str, str]:
        """Changes and the effect with its interval, in points with their sign."""
        if self.found is None or self.found.effect is None:
            return {}
        one = self.found
        named = {"effect": one.effect, "low": one.low, "high": one.high}
        named |= {"attended": one.attended_change, "others": one.others_change}
        return {name: _signed(value) for name, value in named.items() if value is not None}


def effect_of(course: Course) -> ShownEffect:
    """Of everybody who ever attended; None where a side of the comparison has no results yet."""
    seats = Seat.objects.filter(session__course=course, state=SeatState.ATTENDED)
    rows = list(seats.values_list("person", "session__day"))
    if not rows:
        return ShownEffect(course, (), (), None)
    days = sorted({day for _, day in rows})
    before, after = windows(months_run(), days[0], days[-1])
    if not before or not after:
        return ShownEffect(course, before, after, None)
    went = {person for person, _ in rows}
    pairs = _pairs(course, went | _comparable(went, days[0]), before, after)
    found = course_effect([each for each in pairs if each.person in went], [e for e in pairs if e.person not in went])
    return ShownEffect(course, before, after, found)


def windows(months: Sequence[str], first: date, last: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Months before that of the first session and after that of the last, at most WINDOW each, in order of time."""
    earlier = sorted(each for each in months if each < f"{first:%Y-%m}")[-WINDOW:]
    later = sorted(each for each in months if each > f"{last:%Y-%m}")[:WINDOW]
    return tuple(earlier), tuple(later)


def _comparable(went: Iterable[str], day: date) -> set[str]:
    """People who on the day of the first session held a post that one of the attendees held."""
    organisation = declared_company().organisation
    held = {person: spell_on(organisation, person, day) for person in organisation.spells_of}
    posts = {spell.post for person in went if (spell := held.get(person))}
    return {person for person, spell in held.items() if spell is not None and spell.post in posts}


def _pairs(course: Course, people: Iterable[str], before: Sequence[str], after: Sequence[str]) -> list[BeforeAfter]:
    kinds = kinds_of(declared_company())
    earlier, later = ([period_files(each) for each in months] for months in (before, after))
    found = []
    for person in sorted(people):
        was, now = (_mean(course, files, person, kinds) for files in (earlier, later))
        if was is not None and now is not None:
            found.append(BeforeAfter(person, was, now))
    return found


def _mean(course: Course, files: Iterable[PeriodFiles], person: str, kinds: Kinds) -> float | None:
    of_one = points_of(course.serves)
    values = [value for each in files if (value := of_one(each, person, kinds)) is not None]
    return sum(values) / len(values) if values else None


def _signed(points: float) -> str:
    """One decimal with a true minus sign."""
    return f"{points:+.1f}".replace("-", "\N{MINUS SIGN}")
