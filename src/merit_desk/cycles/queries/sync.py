"""What a change of the organisation would change in a running cycle, before anything is changed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from merit.kernel.moves import Party
from merit.reviews.enrolment import Enrolment
from merit.reviews.life import REVIEW, ReviewMove, ReviewState
from merit.reviews.stages import Stage
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.cycles.queries.columns import columns_of
from merit_desk.cycles.queries.ground import enrolments_of
from merit_desk.results.queries.open_company import declared_company

OUT = "cycles.out."
"""The stem of the reasons for which Merit itself leaves somebody out."""
GONE = f"{OUT}not_in_population"
_FACTS = ("start", "end", "plan", "plan_version", "team", "post", "managers", "skip_managers", "segments")
_FIXED = (
    frozenset(ReviewState)
    - {each for each, move in REVIEW.moves if move is ReviewMove.LEAVE_OUT}
    - {ReviewState.CALIBRATION, ReviewState.LEFT_OUT}
)
"""From here on the result stands; what happens to the person later belongs to the next cycle."""


class What(StrEnum):
    """What becomes of one person."""

    JOINS = "joins"
    LEAVES_OUT = "leaves_out"
    COMES_BACK = "comes_back"
    TRANSFER = "transfer"
    ENDS = "ends"
    LEAVE = "leave"
    PLAN = "plan"
    CHARGE = "charge"


@dataclass(frozen=True, slots=True)
class SyncChange:
    """One person's change; `before` and `after` hold columns of the review, `why` a code when somebody is left out."""

    person: str
    what: What
    before: dict[str, Any]
    after: dict[str, Any]
    number: int | None = None
    why: str = ""
    enrolment: Enrolment | None = None


def sync_of(cycle: Cycle) -> list[SyncChange]:
    """Every change by person; empty when the cycle stands as the organisation does."""
    there = {one.person: one for one in cycle.participants.all()}
    if not there:
        return []
    stages = {Stage(each) for each in cycle.stages.values_list("stage", flat=True)}
    found = {each.person: each for each in enrolments_of(declared_company(), cycle)}
    changes = (_change(there.get(person), found.get(person), stages) for person in sorted({*there, *found}))
    return [each for each in changes if each is not None]


def digest_of(changes: Iterable[SyncChange]) -> str:
    """The same for the same changes, so that only what was shown is applied."""
    rows = [(each.person, str(each.what), each.before, each.after, each.why) for each in changes]
    return sha256(json.dumps(rows, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _change(one: Participant | None, now: Enrolment | None, stages: set[Stage]) -> SyncChange | None:
    if one is None:
        return _joining(now, stages) if now is not None else None
    if ReviewState(one.state) in _FIXED:
        return None
    before = {name: _plain(getattr(one, name)) for name in _FACTS}
    if now is None:
        gone = one.state != ReviewState.LEFT_OUT
        return SyncChange(one.person, What.LEAVES_OUT, before, {}, one.pk, GONE) if gone else None
    after = {name: _plain(value) for name, value in columns_of(now, stages).items()}
    return _standing_change(one, now, before, after)


def _standing_change(
    one: Participant, now: Enrolment, before: dict[str, Any], after: dict[str, Any]
) -> SyncChange | None:
    out = one.state == ReviewState.LEFT_OUT
    by_merit = one.note.startswith(OUT)
    why = f"{OUT}{now.why_out}" if now.why_out else ""
    if out and by_merit and not why:
        return SyncChange(one.person, What.COMES_BACK, before, after, one.pk, enrolment=now)
    if not out and why and before != after:
        return SyncChange(one.person, What.LEAVES_OUT, before, after, one.pk, why, now)
    if before == after:
        return None
    return SyncChange(one.person, _what(before, after), before, after, one.pk, enrolment=now)


def _joining(now: Enrolment, stages: set[Stage]) -> SyncChange:
    after = {name: _plain(value) for name, value in columns_of(now, stages).items()}
    why = f"{OUT}{now.why_out}" if now.why_out else ""
    return SyncChange(now.person, What.JOINS, {}, after, None, why, now)


def _what(before: dict[str, Any], after: dict[str, Any]) -> What:
    """The most telling of what is different."""
    if _parts(before, "post", "team") != _parts(after, "post", "team"):
        return What.TRANSFER
    if (before["start"], before["end"]) != (after["start"], after["end"]):
        return What.ENDS
    if _parts(before, "leave") != _parts(after, "leave") or _days(before) != _days(after):
        return What.LEAVE
    if _parts(before, "plan", "version") != _parts(after, "plan", "version"):
        return What.PLAN
    return What.CHARGE


def _parts(columns: dict[str, Any], *names: str) -> list[tuple[Any, ...]]:
    """Runs of the segments that differ in these respects."""
    runs: list[tuple[Any, ...]] = []
    for each in columns["segments"]:
        key = tuple(each.get(name) for name in names)
        if not runs or runs[-1] != key:
            runs.append(key)
    return runs


def _days(columns: dict[str, Any]) -> int:
    return sum(int(each["days"]) for each in columns["segments"])


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def may_leave_out(state: str) -> bool:
    """Whether somebody in that state can still be left out."""
    return ReviewMove.LEAVE_OUT in REVIEW.open_to(ReviewState(state), frozenset({Party.HR}))
