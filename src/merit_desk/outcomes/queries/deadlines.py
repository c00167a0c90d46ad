"""Until when a person may answer and a judge decides, by the official calendar.

Whoever is told late is not given less time: the stage's deadline is never nearer than some working days after release.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from merit.reviews.life import ReviewState
from merit.reviews.stages import Stage, working_days_from
from merit_desk.cycles.models import Cycle, Participant, StageDate
from merit_desk.outcomes.models import Appeal, ResultVersion
from merit_desk.results.queries.open_company import declared_company

ANSWER_DAYS = 5
JUDGE_DAYS = 10
AFTER_WITHDRAWAL = 1


def options_of(cycle: Cycle) -> dict[str, object]:
    """What the cycle says for outcomes: answer_days, judge_days, show_band, smallest_group."""
    found = cycle.options.get("outcomes", {})
    return found if isinstance(found, dict) else {}


def days_option(cycle: Cycle, name: str, usual: int) -> int:
    """A whole number of the options, at least 1."""
    found = options_of(cycle).get(name, usual)
    return max(1, found) if isinstance(found, int) else usual


def local_day(at: datetime) -> date:
    """The day on the company's own clock."""
    return at.astimezone(ZoneInfo(declared_company().profile.time_zone)).date()


def answer_due(one: Participant) -> date | None:
    """The last day to confirm or appeal; None before the release."""
    first = ResultVersion.objects.filter(participant=one).order_by("number").first()
    if first is None:
        return None
    stage = StageDate.objects.filter(cycle=one.cycle_id, stage=Stage.CONFIRM).values_list("due", flat=True).first()
    withdrawn = Appeal.objects.filter(participant=one, state="withdrawn").order_by("-ended_at").first()
    return _due(one, local_day(first.at), stage, withdrawn)


def _due(one: Participant, released: date, stage: date | None, withdrawn: Appeal | None) -> date:
    calendar = declared_company().calendar
    days = days_option(one.cycle, "answer_days", ANSWER_DAYS)
    found = [working_days_from(released, days, calendar), *([stage] if stage else [])]
    if withdrawn is not None and withdrawn.ended_at is not None:
        found.append(working_days_from(local_day(withdrawn.ended_at), AFTER_WITHDRAWAL, calendar))
    return max(found)


def answer_is_late(one: Participant, today: date) -> bool:
    """Whether the time to answer is over."""
    due = answer_due(one)
    return one.state == ReviewState.RELEASED and due is not None and today > due


def decision_due(cycle: Cycle, filed: date) -> date:
    """The last day for the decision on an appeal that is filed on that day."""
    return working_days_from(filed, days_option(cycle, "judge_days", JUDGE_DAYS), declared_company().calendar)


def days_left(due: date | None, today: date) -> int | None:
    """Calendar days from today to the deadline, 0 on the day itself; None without one."""
    return None if due is None else (due - today).days


def has_own_deadline(one: Participant) -> bool:
    """Whether the result was released here, so that its own time to answer counts and not the stage's alone."""
    return ResultVersion.objects.filter(participant=one).exists()
