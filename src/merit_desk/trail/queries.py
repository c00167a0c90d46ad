"""Entries of the trail as the page shows them and as the export writes them."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from merit_desk.audit.models import Entry
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import knows, say

HEADINGS = ("number", "at", "who", "action", "subject_kind", "subject", "before", "after", "address", "digest")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words."""

    number: int
    at: str
    who: str
    did: str
    about: str
    address: str


def line_of(entry: Entry, zone: str) -> Line:
    """The entry on the company's own clock, a person by name."""
    return Line(entry.number, moment_text(entry.at, zone), entry.name, did(entry.action), about(entry), entry.address)


def did(action: str) -> str:
    """The sentence `trail.<action>`; an action without one shows its code, so that a gap is seen."""
    code = f"trail.{action}"
    return say(code) if knows(code) else action


def about(entry: Entry) -> str:
    """What the entry is about, in words where there are any."""
    if entry.subject_kind == "person":
        return node_name(declared_company(), "person", entry.subject)
    kind = f"trail.of.{entry.subject_kind}"
    return f"{say(kind)} {entry.subject}" if knows(kind) else f"{entry.subject_kind} {entry.subject}"


def moment_text(moment: datetime, zone: str) -> str:
    """Day and time to the second."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")


def pretty(value: object) -> str:
    """A state before or after, as indented JSON; empty for none."""
    return "" if value is None else json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)


def as_csv(found: Iterable[Entry]) -> Iterator[str]:
    """The entries as CSV, line by line; a cell that a spreadsheet would run as a formula is written as text."""
    yield "\ufeff" + _line(HEADINGS)
    for entry in found:
        states = (
            json.dumps(state, ensure_ascii=False) if state is not None else "" for state in (entry.before, entry.after)
        )
        cells = (str(entry.number), entry.at.isoformat(), entry.name, entry.action, entry.subject_kind, entry.subject)
        yield _line((*cells, *states, entry.address, entry.digest))


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(
        [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells]
    )
    return out.getvalue()
