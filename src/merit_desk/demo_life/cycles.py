"""Two monthly cycles of the demo company: the last month being judged, the month after it agreed upon and followed."""

from collections.abc import Mapping
from datetime import date

from merit.kernel.period import Period
from merit.reviews.life import ReviewMove, ReviewState
from merit.reviews.stages import USUAL_WORKING_DAYS, CycleKind, Stage, usual_deadlines, working_days_from
from merit_desk.accounts.access import Role
from merit_desk.accounts.viewer import Viewer
from merit_desk.agreements.actions.issue import issue
from merit_desk.agreements.actions.sign import countersign, sign
from merit_desk.agreements.models import Agreement
from merit_desk.cycles.actions.bulk import move_all
from merit_desk.cycles.actions.enrol import enrol
from merit_desk.cycles.actions.make import NewCycle, make_cycle
from merit_desk.cycles.models import Cycle
from merit_desk.demo_life.people import Cast

_FROM_TODAY: Mapping[Stage, int] = {
    Stage.SELF: -5,
    Stage.RATERS: -2,
    Stage.MANAGER: 2,
    Stage.SKIP: 4,
    Stage.CALIBRATE: 6,
    Stage.RELEASE: 7,
    Stage.CONFIRM: 12,
    Stage.INTERVIEW: 17,
    Stage.SEAL: 19,
}
"""Working days from the day on which the demo is made: whoever looks at it comes while managers judge."""


def judged_cycle(cast: Cast, period: Period) -> Cycle:
    """The last month's, up to the point where self-review opens."""
    hr, calendar = cast.role(Role.HR), cast.company.calendar
    dates = usual_deadlines(period, calendar, {stage: USUAL_WORKING_DAYS[stage] for stage in _BEFORE})
    dates |= {stage: working_days_from(cast.today, days, calendar) for stage, days in _FROM_TODAY.items()}
    cycle = _cycle(cast, period, {stage: dates[stage] for stage in Stage})
    everybody = _reviews(cycle, ReviewState.PLANNING)
    move_all(hr, everybody, ReviewMove.START)
    move_all(hr, everybody, ReviewMove.OPEN_SELF)
    return cycle


def agreed_cycle(cast: Cast, period: Period) -> Cycle:
    """The month after it: agreements issued to all; those of the manager's people are signed by both sides."""
    dates = usual_deadlines(period, cast.company.calendar, USUAL_WORKING_DAYS)
    cycle = _cycle(cast, period, dates)
    issue(cast.role(Role.HR), cycle.code)
    theirs = Agreement.objects.filter(participant__cycle=cycle, participant__person__in=cast.own_people)
    found = list(theirs.order_by("participant__person"))
    for each in found[:-1]:
        sign(cast.viewer(each.participant.person), each.pk, each.digest)
    countersign(cast.viewer(cast.manager), {each.pk: each.digest for each in found[:-2]})
    return cycle


def rated_until_now(cycle: Cycle, hr: Viewer) -> None:
    """Close what is over: whoever wrote no self-review is moved on without, then nobody rates any more."""
    move_all(hr, _reviews(cycle, ReviewState.SELF_REVIEW), ReviewMove.SKIP_SELF)
    move_all(hr, _reviews(cycle, ReviewState.RATING), ReviewMove.CLOSE_RATING)


_BEFORE = (Stage.PLAN, Stage.NOTICE, Stage.FOLLOW)


def _cycle(cast: Cast, period: Period, dates: Mapping[Stage, date]) -> Cycle:
    hr = cast.role(Role.HR)
    title = f"{period.start.year} 年 {period.start.month} 月绩效考核"
    cycle = make_cycle(hr, NewCycle(title, CycleKind.MONTH, period, dates))
    enrol(hr.account, cycle)
    return cycle


def _reviews(cycle: Cycle, state: ReviewState) -> list[int]:
    return list(cycle.participants.filter(state=state).order_by("person").values_list("pk", flat=True))
