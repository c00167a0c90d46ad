"""What is on record of a person on some days, as evidence for a judgement."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.urls import reverse

from merit.targets.goal_life import GoalState
from merit_desk.cycles.evidence import Evidence
from merit_desk.goals.models import Goal, GoalChange, Progress
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

_COUNTED = (str(GoalState.ACTIVE), str(GoalState.CLOSED))


def evidence_of(person: str, start: date, end: date) -> list[Evidence]:
    """Oldest first; `end` is included. Only what the person themselves may read: the caller has settled who asks."""
    zone = ZoneInfo(declared_company().profile.time_zone)
    span = (datetime.combine(start, time.min, zone), datetime.combine(end, time.max, zone))
    answered = Goal.objects.filter(person=person, state__in=_COUNTED)
    found = [
        Evidence("goal", each.goal_id, each.at.astimezone(zone).date(), each.goal.title, each.text, _address(each.goal))
        for each in Progress.objects.filter(goal__in=answered, at__range=span).select_related("goal")
    ]
    closed = GoalChange.objects.filter(goal__in=answered, what="close", at__range=span).select_related("goal")
    for each in closed:
        note = each.reason or say("goals.state.closed")
        day = each.at.astimezone(zone).date()
        found.append(Evidence("goal", each.goal_id, day, each.goal.title, note, _address(each.goal)))
    return sorted(found, key=lambda each: (each.at, each.id))


def _address(goal: Goal) -> str:
    return reverse("goals:goal", args=[goal.pk])
