"""Deadlines: moved with a reason that those concerned are told, and what happens by itself once one has passed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from merit.kernel.refusals import ConflictRefusal, Refusal
from merit.reviews.life import ReviewMove, ReviewState
from merit.reviews.stages import CycleKind, Stage
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.actions.enrol import require_open
from merit_desk.cycles.actions.make import require_order
from merit_desk.cycles.actions.move import move_by_clock
from merit_desk.cycles.models import ClockDay, Cycle, Participant, StageDate
from merit_desk.cycles.queries.parties import people_in
from merit_desk.cycles.queries.stages import Deadlines, deadlines_of
from merit_desk.cycles.queries.visible import cycle_of
from merit_desk.notices.actions import tell
from merit_desk.results.queries.open_company import declared_company

_S, _M = ReviewState, ReviewMove
_MOVED_BY_CLOCK = (_S.PLANNING, _S.UNDER_WAY, _S.SELF_REVIEW, _S.RATING, _S.SKIP_REVIEW, _S.RELEASED)


_led_elsewhere: list[Callable[[Participant], bool]] = []


def also_lead(finder: Callable[[Participant], bool]) -> None:
    """Let an app above say whose silence it notes itself: it knows when each was told."""
    if finder not in _led_elsewhere:
        _led_elsewhere.append(finder)


def change_deadlines(viewer: Viewer, code: str, dates: Mapping[Stage, date], reason: str) -> Cycle:
    """Put the days in place of those there were, and tell everybody whose stage is still to come.

    Raises NotFoundRefusal, and ConflictRefusal (sealed, without a reason, out of order, a stage left out or added).
    """
    viewer.require(Can.RUN_CYCLES)
    cycle = cycle_of(viewer, code)
    require_open(cycle)
    before = deadlines_of(cycle).dates
    if not reason.strip():
        raise ConflictRefusal("cycles.reason_needed")
    if cycle.kind == CycleKind.PROBATION or set(before) != set(dates):
        raise ConflictRefusal("cycles.stages_stay")
    require_order(dates)
    changed = {stage: day for stage, day in dates.items() if before[stage] != day}
    if not changed:
        return cycle
    with transaction.atomic():
        for stage, day in changed.items():
            StageDate.objects.filter(cycle=cycle, stage=stage).update(due=day)
        was = {str(stage): before[stage].isoformat() for stage in changed}
        now = {str(stage): day.isoformat() for stage, day in changed.items()}
        record(viewer.account, "cycle.deadlines", Subject("cycle", code), was, {**now, "reason": reason})
        for account in _concerned(cycle).exclude(pk=viewer.signer):
            tell(account.pk, "notice.deadlines_changed", f"/cycles/{code}/", cycle=cycle.title, reason=reason)
    return cycle


def _concerned(cycle: Cycle) -> QuerySet[Account]:
    people: set[str] = set()
    for one in cycle.participants.exclude(state__in=(_S.LEFT_OUT, _S.SEALED)):
        people |= {one.person} | people_in(one.managers) | people_in(one.skip_managers)
    return Account.objects.filter(person__in=people, is_active=True).exclude(person="")


def pass_deadlines_once_a_day() -> int:
    """What the worker does: the deadlines of the company's own day, once; how many reviews moved."""
    try:
        today = datetime.now(ZoneInfo(declared_company().profile.time_zone)).date()
    except Refusal:
        return 0
    if ClockDay.objects.filter(day=today).exists():
        return 0
    moves = pass_deadlines(today)
    ClockDay.objects.get_or_create(day=today, defaults={"moves": moves})
    return moves


def pass_deadlines(today: date) -> int:
    """Every move that the clock makes by itself up to that day; a second call moves nothing more.

    A stage that the cycle leaves out passes at once. How many moves were made.
    """
    moves = 0
    for cycle in Cycle.objects.filter(sealed_at=None).prefetch_related("stages"):
        deadlines = deadlines_of(cycle)
        for one in cycle.participants.filter(state__in=_MOVED_BY_CLOCK).select_related("cycle"):
            moves += _passed(one, deadlines, today)
    return moves


def _passed(one: Participant, deadlines: Deadlines, today: date) -> int:
    moves = 0
    while (wanted := move_due(one, deadlines, today)) is not None:
        one = move_by_clock(one, wanted)
        moves += 1
    return moves


def move_due(one: Participant, deadlines: Deadlines, today: date) -> ReviewMove | None:
    """The move that the clock owes this review on that day; None where it has to wait for people."""
    dates = deadlines.of(one)
    match ReviewState(one.state):
        case _S.PLANNING:
            return _M.START if one.start <= today else None
        case _S.UNDER_WAY:
            return _M.OPEN_SELF if dates[Stage.FOLLOW] < today else None
        case _S.SELF_REVIEW:
            return _M.SKIP_SELF if _over(dates, Stage.SELF, today) else None
        case _S.RATING:
            return _M.CLOSE_RATING if _over(dates, Stage.RATERS, today) else None
        case _S.SKIP_REVIEW:
            return None if Stage.SKIP in dates else _M.ENDORSE
        case _S.RELEASED if any(each(one) for each in _led_elsewhere):
            return None
        case _S.RELEASED:
            due = deadlines.due(one)
            return _M.NOTE_SILENCE if due is not None and due < today else None
        case _:
            return None


def _over(dates: Mapping[Stage, date], stage: Stage, today: date) -> bool:
    return stage not in dates or dates[stage] < today
