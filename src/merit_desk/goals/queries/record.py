"""What belongs into the record of one person's cycle, for the seal and the evidence pack."""

from typing import Any

from merit.kernel.period import Period
from merit.targets.goal_life import GoalLevel, GoalState
from merit_desk.cycles.models import Participant
from merit_desk.goals.models import Goal

_COUNTED = (str(GoalState.ACTIVE), str(GoalState.CLOSED))


def record_of(one: Participant) -> dict[str, Any]:
    """JSON values in a fixed order, times in ISO 8601; the same rows give the same bytes. No rater is named."""
    found = Goal.objects.filter(level=str(GoalLevel.PERSON), node=one.person, state__in=_COUNTED).order_by("pk")
    touching = [
        each
        for each in found.select_related("parent").prefetch_related("results", "progress")
        if each.cycle_id == one.cycle_id or _within(Period.parse(each.period), one)
    ]
    return {"goals": [_goal(each) for each in touching]} if touching else {}


def _within(period: Period, one: Participant) -> bool:
    return period.start <= one.end and one.start < period.end


def _goal(goal: Goal) -> dict[str, Any]:
    plain = ("title", "style", "kpi", "wording", "measure", "unit", "target", "basis", "period", "weight", "state")
    return {
        "goal": goal.pk,
        **{name: getattr(goal, name) for name in plain},
        "version": goal.version,
        "serves": goal.parent.title if goal.parent is not None else "",
        "results": [
            {"title": each.title, "target": each.target, "now": each.now, "unit": each.unit, "done": each.done}
            for each in goal.results.all()
        ],
        "progress": [
            {"at": each.at.isoformat(), "text": each.text, "value": each.value, "outlook": each.outlook}
            for each in reversed(goal.progress.all())
        ],
    }
