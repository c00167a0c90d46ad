"""What a strategy review changes: collected with reasons, then put in force together at the end, all or none."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from merit.kernel.exact import exact
from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit.targets.goal_life import GoalMove, GoalState
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.goals.actions.align import align_goal
from merit_desk.goals.actions.move import move_goal
from merit_desk.goals.actions.write import FIELDS, StaleGoal, Whose, change_goal, make_goal
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.visible import goal_of
from merit_desk.meetings.actions.minutes import may_write
from merit_desk.meetings.models import Change, Kind, Meeting, Verdict
from merit_desk.meetings.queries.strategy import indicator_id, newest_version, next_quarter, weights_of
from merit_desk.meetings.queries.visible import NOT_THERE, meeting_of, parties_of
from merit_desk.plans.actions.save_together import PlanDraft, save_plans


@dataclass(frozen=True, slots=True)
class GoalWish:
    """What is to become of a goal. `parent` is a goal of the same or the next quarter, None for none."""

    verdict: Verdict
    target: str
    weight: str
    parent: int | None
    reason: str


def wish_goal(viewer: Viewer, number: int, goal: int, wish: GoalWish) -> Change:
    """Collect it; nothing changes yet. Raises ConflictRefusal without a reason or for what is no number."""
    with transaction.atomic():
        meeting = _collecting(viewer, number)
        one = goal_of(viewer, goal)
        if wish.parent is not None:
            goal_of(viewer, wish.parent)
        if wish.verdict is not Verdict.KEEP and not wish.reason.strip():
            raise ConflictRefusal("meetings.reason_missing")
        for text in (wish.target, wish.weight):
            _number(text)
        before = {"target": one.target, "weight": one.weight, "parent": one.parent_id}
        after = {"target": wish.target.strip(), "weight": wish.weight.strip(), "parent": wish.parent}
        kept = {"verdict": wish.verdict, "before": before, "after": after, "seen": one.version}
        return _collected(viewer, meeting, {"goal": one.pk, "plan": ""}, kept | {"reason": wish.reason.strip()[:300]})


def wish_weights(viewer: Viewer, number: int, plan: str, weights: dict[str, str], reason: str) -> Change:
    """Collect new weights of a score plan. Raises ConflictRefusal unless they total 100."""
    with transaction.atomic():
        meeting = _collecting(viewer, number)
        newest = newest_version(plan, viewer.today)
        before = weights_of(newest.data)
        after = {name: weights.get(name, old).strip() for name, old in before.items()}
        total = sum(_number(each) for each in after.values())
        if total != 100:
            raise ConflictRefusal("meetings.weights_total", total=f"{float(total):g}")
        if not reason.strip():
            raise ConflictRefusal("meetings.reason_missing")
        kept = {"verdict": Verdict.CHANGE, "before": before, "after": after, "seen": newest.number}
        return _collected(viewer, meeting, {"goal": None, "plan": plan}, kept | {"reason": reason.strip()[:300]})


def drop_wish(viewer: Viewer, number: int) -> None:
    """Take a collected change off the list."""
    with transaction.atomic():
        change = Change.objects.filter(pk=number).first()
        if change is None:
            raise NotFoundRefusal(NOT_THERE)
        meeting = _collecting(viewer, change.meeting_id)
        record(viewer.account, "meetings.wish_dropped", _subject(meeting), before=_named(change))
        change.delete()


def apply_changes(viewer: Viewer, number: int) -> Meeting:
    """Put everything collected in force, or nothing.

    Raises NotAllowedRefusal (not the chair), NotFoundRefusal or ConflictRefusal of the first change that cannot be
    made: a goal or plan that moved on since it was looked at, or that the viewer does not set.
    """
    with transaction.atomic():
        meeting = _collecting(viewer, number)
        if Party.AUTHOR not in parties_of(viewer, meeting.series):
            raise NotAllowedRefusal("moves.not_yours")
        changes = list(meeting.changes.all())
        if not changes:
            raise ConflictRefusal("meetings.nothing_collected")
        _apply_goals(viewer, meeting, [each for each in changes if each.goal is not None])
        _apply_plans(viewer, meeting, [each for each in changes if each.plan])
        meeting.applied_at = timezone.now()
        meeting.save(update_fields=["applied_at"])
        after = {
            "goals": sum(each.goal is not None for each in changes),
            "plans": sum(bool(each.plan) for each in changes),
        }
        record(viewer.account, "meetings.realigned", _subject(meeting), after=after)
    return meeting


def _apply_goals(viewer: Viewer, meeting: Meeting, changes: list[Change]) -> None:
    """Parents before what serves them, so that a kept goal is served by kept goals in the next quarter too."""
    coming = str(next_quarter(meeting))
    successors: dict[int, int] = {}
    waiting = {each.goal or 0: (each, _not_stale(viewer, each)) for each in changes}
    while waiting:
        ready = [pk for pk, (each, _) in waiting.items() if each.after.get("parent") not in waiting]
        for pk in ready or list(waiting):
            change, goal = waiting.pop(pk)
            if goal.period == coming:
                _change_coming(viewer, change, goal, successors)
            else:
                _carry(viewer, change, goal, successors, coming)


def _change_coming(viewer: Viewer, change: Change, goal: Goal, successors: dict[int, int]) -> None:
    """A goal that stands in the next quarter already."""
    if change.verdict == Verdict.DROP:
        move_goal(viewer, goal.pk, GoalMove.DROP, change.reason, goal.version)
        return
    if change.verdict == Verdict.KEEP:
        return
    told = _told(goal) | {name: change.after[name] for name in ("target", "weight")}
    goal = change_goal(viewer, goal.pk, told, goal.version, change.reason)
    parent = change.after.get("parent")
    wanted = successors.get(parent, parent) if parent else None
    if wanted != goal.parent_id:
        align_goal(viewer, goal.pk, wanted, change.reason, goal.version)


def _carry(viewer: Viewer, change: Change, goal: Goal, successors: dict[int, int], coming: str) -> None:
    """A goal of the ended quarter: closed, and unless dropped made anew for the next."""
    if change.verdict != Verdict.DROP:
        told = _told(goal) | {"period": coming}
        parent = goal.parent_id
        if change.verdict == Verdict.CHANGE:
            told |= {name: change.after[name] for name in ("target", "weight")}
            parent = change.after.get("parent")
        made = make_goal(viewer, Whose(goal.level, goal.node, _parent(parent, successors, coming)), told, active=True)
        successors[goal.pk] = made.pk
    if goal.state == GoalState.ACTIVE:
        move_goal(viewer, goal.pk, GoalMove.CLOSE, change.reason, goal.version)


def _parent(parent: int | None, successors: dict[int, int], coming: str) -> int | None:
    """Its successor, or the goal itself where it lives on; a goal of the ended quarter alone cannot be served."""
    if parent is None or parent in successors:
        return successors.get(parent or 0)
    goal = Goal.objects.filter(pk=parent).first()
    longer = goal is not None and (goal.period == coming or len(goal.period) == len("2026"))
    return parent if longer else None


def _apply_plans(viewer: Viewer, meeting: Meeting, changes: list[Change]) -> None:
    if not changes:
        return
    start = next_quarter(meeting).start
    drafts = [PlanDraft(_reweighted(viewer, each, start), each.seen) for each in changes]
    save_plans(viewer, drafts, " · ".join(dict.fromkeys(each.reason for each in changes)))


def _reweighted(viewer: Viewer, change: Change, start: date) -> dict[str, Any]:
    data = newest_version(change.plan, viewer.today).data
    indicators = [
        {**each, "weight": _plain(change.after[indicator_id(each)])} if indicator_id(each) in change.after else each
        for each in data.get("indicators", [])
    ]
    return {**data, "indicators": indicators, "valid_from": start}


def _not_stale(viewer: Viewer, change: Change) -> Goal:
    goal = goal_of(viewer, change.goal or 0)
    if goal.version != change.seen:
        raise StaleGoal(goal)
    return goal


def _told(goal: Goal) -> dict[str, Any]:
    return {name: getattr(goal, name) for name in FIELDS}


def _collecting(viewer: Viewer, number: int) -> Meeting:
    meeting = Meeting.objects.select_for_update().select_related("series").get(pk=meeting_of(viewer, number).pk)
    if meeting.series.kind != Kind.STRATEGY:
        raise NotFoundRefusal(NOT_THERE)
    if not parties_of(viewer, meeting.series):
        raise NotAllowedRefusal("moves.not_yours")
    if meeting.applied_at is not None:
        raise ConflictRefusal("meetings.applied_before")
    if not may_write(viewer, meeting):
        raise ConflictRefusal(f"meeting.stands.{meeting.state}")
    return meeting


def _collected(viewer: Viewer, meeting: Meeting, what: dict[str, Any], kept: dict[str, Any]) -> Change:
    change, _ = Change.objects.update_or_create(meeting=meeting, **what, defaults={**kept, "by_id": viewer.signer})
    record(viewer.account, "meetings.wish_collected", _subject(meeting), change.before, _named(change) | change.after)
    return change


def _named(change: Change) -> dict[str, Any]:
    return {"plan": change.plan} if change.plan else {"goal": change.goal, "verdict": str(change.verdict)}


def _number(text: str) -> Any:
    """Raises ConflictRefusal for what is no number; nothing is 0."""
    try:
        return exact(text.strip() or "0")
    except (ValueError, ArithmeticError):
        raise ConflictRefusal("meetings.no_number", text=text) from None


def _plain(text: str) -> int | float:
    value = exact(text)
    return int(value) if value.denominator == 1 else float(value)


def _subject(meeting: Meeting) -> Subject:
    return Subject("meeting", str(meeting.pk))
