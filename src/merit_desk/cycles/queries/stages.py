"""The stages of a cycle and the days on which they end, for the cycle and for one person's probation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from merit.company import Company
from merit.kernel.calendar import WorkCalendar
from merit.kernel.period import Period
from merit.reviews.life import ReviewState
from merit.reviews.stages import (
    BEFORE_START,
    CycleKind,
    Stage,
    usual_days,
    usual_deadlines,
    working_days_between,
    working_days_from,
)
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.results.queries.open_company import declared_company

STAGE_OF: Mapping[ReviewState, Stage] = {
    ReviewState.PLANNING: Stage.PLAN,
    ReviewState.UNDER_WAY: Stage.FOLLOW,
    ReviewState.SELF_REVIEW: Stage.SELF,
    ReviewState.RATING: Stage.RATERS,
    ReviewState.MANAGER_REVIEW: Stage.MANAGER,
    ReviewState.SKIP_REVIEW: Stage.SKIP,
    ReviewState.CALIBRATION: Stage.CALIBRATE,
    ReviewState.SETTLED: Stage.RELEASE,
    ReviewState.RELEASED: Stage.CONFIRM,
    ReviewState.APPEALED: Stage.CONFIRM,
    ReviewState.CONFIRMED: Stage.INTERVIEW,
    ReviewState.SILENT: Stage.INTERVIEW,
    ReviewState.DECIDED: Stage.INTERVIEW,
    ReviewState.INTERVIEW: Stage.INTERVIEW,
    ReviewState.CONCLUDED: Stage.SEAL,
}
"""The stage in which a review of that state is; SEALED and LEFT_OUT are in none."""

ANSWER_DAYS = 5
"""Working days that somebody has to answer a result that came late."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The last days of a cycle's stages; of a probation cycle counted anew for each person."""

    dates: Mapping[Stage, date]
    own: Mapping[Stage, int] | None
    calendar: WorkCalendar

    def of(self, one: Participant) -> Mapping[Stage, date]:
        """This person's last days, in the order of the stages."""
        if self.own is None:
            return self.dates
        return usual_deadlines(Period(one.start, one.end + timedelta(days=1)), self.calendar, self.own)

    def due(self, one: Participant) -> date | None:
        """The last day of the stage that the review is in now; None when it is in none, or in one without a date."""
        stage = STAGE_OF.get(ReviewState(one.state))
        found = self.of(one).get(stage) if stage else None
        if found and stage is Stage.CONFIRM:
            told = one.moved_at.astimezone().date()
            return max(found, working_days_from(told, ANSWER_DAYS, self.calendar))
        return found


def deadlines_of(cycle: Cycle, company: Company | None = None) -> Deadlines:
    """The deadlines of the cycle; one query."""
    there = {Stage(row.stage): row.due for row in cycle.stages.all()}
    dates = {stage: there[stage] for stage in Stage if stage in there}
    calendar = (company or declared_company()).calendar
    own = None
    if cycle.kind == CycleKind.PROBATION:
        usual = cycle.options.get("days", {})
        own = {stage: int(usual.get(stage, usual_days(CycleKind.PROBATION)[stage])) for stage in dates}
    return Deadlines(dates, own, calendar)


def due_of(one: Participant) -> date | None:
    """The last day of the stage that this review is in now. For lists use `deadlines_of` once for the cycle."""
    return deadlines_of(one.cycle).due(one)


def as_working_days(dates: Mapping[Stage, date], period: Period, calendar: WorkCalendar) -> dict[Stage, int]:
    """The same deadlines as working days from the first or the last day of the period."""
    return {
        stage: working_days_between(period.start if stage in BEFORE_START else period.last, day, calendar)
        for stage, day in dates.items()
    }
