"""Entries of the trail as the page shows them and as the export writes them."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from merit_desk.accounts.models import Account
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


def lines_of(entries: Iterable[Entry], zone: str) -> list[Line]:
    """The entries on the company's own clock, people and accounts by name."""
    found = list(entries)
    names = account_names(found)
    return [
        Line(each.number, moment_text(each.at, zone), each.name, did(each.action), about(each, names), each.address)
        for each in found
    ]


def account_names(entries: Iterable[Entry]) -> dict[str, str]:
    """What the accounts that entries are about are called today, by id."""
    ids = {each.subject for each in entries if each.subject_kind == "account" and each.subject.isdecimal()}
    return {str(account.pk): str(account) for account in Account.objects.filter(pk__in=ids)}


def did(action: str) -> str:
    """The sentence `trail.<action>`; an action without one shows its code, so that a gap is seen."""
    code = f"trail.{action}"
    return say(code) if knows(code) else action


def about(entry: Entry, names: dict[str, str]) -> str:
    """What the entry is about, in words where there are any; `names` as `account_names` gives them."""
    if entry.subject_kind == "person":
        return node_name(declared_company(), "person", entry.subject)
    if entry.subject_kind == "account" and entry.subject in names:
        return f"{say('trail.of.account')} {names[entry.subject]}"
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
