"""Who takes part in a cycle: each person's stretches of the period, and who was in charge of them for how long."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from merit.kernel.calendar import WorkCalendar
from merit.kernel.period import Grain, Period
from merit.people.duty import PROTECTED_LEAVE
from merit.people.organisation import Organisation, SpellStatus
from merit.people.spells import SpellPart, spells_in
from merit.people.tree import managers_of
from merit.scores.plan.score_plan import ScorePlan
from merit.scores.segments import plan_for

UNKNOWN_LEAVE = "unknown"
"""A spell with status `leave` and no leave row for the day; counts as protected, as in `people.duty`."""


class WhyOut(StrEnum):
    """Why somebody of the population is not judged."""

    NO_MANAGER = "no_manager"
    PROTECTED_LEAVE = "protected_leave"
    OFF_DUTY = "off_duty"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in one post and team, either on duty or on one kind of leave."""

    days: Period
    post: str
    team: str
    plan: str
    version: int | None
    on_duty: int
    """Working days of the official calendar; 0 while on leave."""
    leave: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """Who was in charge, and for how many of the person's working days on duty."""

    person: str
    days: int


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One person's part in a cycle; `stretches` is never empty, its last tells the post, team and plan that stand."""

    person: str
    stretches: tuple[Stretch, ...]
    managers: tuple[Charge, ...]
    """Most days first, then by id."""
    skip_managers: tuple[Charge, ...]
    why_out: WhyOut | None

    @property
    def on_duty(self) -> int:
        """Working days on duty."""
        return sum(each.on_duty for each in self.stretches)


@dataclass(frozen=True, slots=True)
class Ground:
    """What enrolments are made from; `period` is that of the cycle, or of one person's probation."""

    period: Period
    organisation: Organisation
    calendar: WorkCalendar
    plans: Sequence[ScorePlan]


def enrolments(people: Iterable[str], ground: Ground) -> Iterator[Enrolment]:
    """Each person's part in turn; somebody without a spell in the period is left out without a word."""
    above: dict[tuple[str, date], tuple[str, ...]] = {}
    working = frozenset(day for day in ground.period.days() if ground.calendar.is_working(day))
    for person in people:
        parts = spells_in(ground.organisation, person, ground.period)
        if parts:
            yield _enrolment(person, parts, ground, working, above)


def _enrolment(
    person: str,
    parts: list[SpellPart],
    ground: Ground,
    working: frozenset[date],
    above: dict[tuple[str, date], tuple[str, ...]],
) -> Enrolment:
    stretches = tuple(_stretches(parts, ground, working))
    days = [day for each in stretches if not each.leave for day in each.days.days() if day in working]
    near: Counter[str] = Counter()
    far: Counter[str] = Counter()
    for day in days:
        direct = managers_of(ground.organisation, person, day)
        near.update(direct)
        far.update({each for one in direct for each in _above(ground, one, day, above)} - {person, *direct})
    return Enrolment(person, stretches, _charges(near), _charges(far), _why_out(stretches, days, near))


def _above(ground: Ground, person: str, day: date, above: dict[tuple[str, date], tuple[str, ...]]) -> tuple[str, ...]:
    if (person, day) not in above:
        above[person, day] = managers_of(ground.organisation, person, day)
    return above[person, day]


def _charges(days: Counter[str]) -> tuple[Charge, ...]:
    return tuple(Charge(person, count) for person, count in sorted(days.items(), key=lambda each: (-each[1], each[0])))


def _why_out(stretches: Sequence[Stretch], days: Sequence[date], managers: Counter[str]) -> WhyOut | None:
    if not days:
        kinds = {each.leave for each in stretches if each.leave}
        return WhyOut.PROTECTED_LEAVE if kinds & (PROTECTED_LEAVE | {UNKNOWN_LEAVE}) else WhyOut.OFF_DUTY
    return None if managers else WhyOut.NO_MANAGER


def _stretches(parts: list[SpellPart], ground: Ground, working: frozenset[date]) -> Iterator[Stretch]:
    for run in _runs(parts):
        plan = _plan(run[0], ground)
        name, version = (plan.plan, plan.version) if plan else ("", None)
        kinds = [(day, _leave_on(part, day, ground.organisation)) for part in run for day in part.period.days()]
        for leave, group in groupby(kinds, key=lambda each: each[1]):
            days = [day for day, _ in group]
            on_duty = 0 if leave else sum(1 for day in days if day in working)
            spell = run[0].spell
            covered = Period(days[0], date.fromordinal(days[-1].toordinal() + 1))
            yield Stretch(covered, spell.post, spell.team, name, version, on_duty, leave)


def _runs(parts: list[SpellPart]) -> list[list[SpellPart]]:
    """Spells that follow each other in one post and team, together: a new manager or wage cuts nothing."""
    runs: list[list[SpellPart]] = []
    for part in parts:
        last = runs[-1][-1] if runs else None
        same = last and (last.spell.post, last.spell.team, last.period.end)
        if same == (part.spell.post, part.spell.team, part.period.start):
            runs[-1].append(part)
        else:
            runs.append([part])
    return runs


def _plan(part: SpellPart, ground: Ground) -> ScorePlan | None:
    """Days of one's own, as in a probation, are judged by the plan of the month."""
    whole = ground.period
    asked = whole if whole.grain is not Grain.SPAN else Period.containing(whole.start, Grain.MONTH)
    return plan_for(ground.plans, part, asked, ground.organisation)[0]


def _leave_on(part: SpellPart, day: date, organisation: Organisation) -> str:
    kinds = {row.kind for row in organisation.leave_of.get(part.spell.person, ()) if row.first <= day <= row.last}
    if kinds:
        return min(kinds, key=lambda kind: (kind not in PROTECTED_LEAVE, kind))
    return UNKNOWN_LEAVE if part.spell.status is SpellStatus.LEAVE else ""
