"""The changes of a sync as a page shows them: who, what, and the line before and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from merit.company import Company
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.shown import ShownSegment, segments_of
from merit_desk.cycles.queries.sync import SyncChange, What
from merit_desk.results.queries.names import node_name
from merit_desk.shell.sentences import say

_TONES = {What.JOINS: "good", What.COMES_BACK: "good", What.LEAVES_OUT: "watch", What.ENDS: "watch"}


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One person's change."""

    name: str
    what: str
    tone: str
    why: str
    before: tuple[ShownSegment, ...]
    after: tuple[ShownSegment, ...]
    managers_before: str
    managers_after: str


def shown_changes(company: Company, changes: Iterable[SyncChange]) -> list[ShownChange]:
    """In the reader's language."""
    return [
        ShownChange(
            name=node_name(company, "person", each.person),
            what=say(f"cycles.sync.{each.what}"),
            tone=_TONES.get(each.what, ""),
            why=say(each.why) if each.why else "",
            before=_line(company, each.before),
            after=_line(company, each.after),
            managers_before=_managers(company, each.before),
            managers_after=_managers(company, each.after),
        )
        for each in changes
    ]


def _line(company: Company, columns: dict[str, Any]) -> tuple[ShownSegment, ...]:
    if not columns.get("segments"):
        return ()
    days = {name: date.fromisoformat(columns[name]) for name in ("start", "end")}
    return segments_of(company, Participant(segments=columns["segments"], **days))


def _managers(company: Company, columns: dict[str, Any]) -> str:
    charge = columns.get("managers", [])
    return say("list.comma").join(
        say("cycles.in_charge", name=node_name(company, "person", str(each["person"])), count=each["days"])
        for each in charge
    )
