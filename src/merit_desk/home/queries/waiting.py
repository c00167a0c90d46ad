"""What waits for the viewer: a list for the home page, and counts for the navigation."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from merit.company import Company
from merit.kernel.refusals import Refusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.models import Release
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import PeriodFiles, periods_run
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to do: what it is, a line beneath, where it is done, and at which place of the navigation it counts."""

    place: str
    icon: str
    what: str
    note: str
    address: str
    count: int
    tone: str = ""


def waiting_for(viewer: Viewer) -> list[Waiting]:
    """Most pressing first; nothing that the viewer could not do."""
    periods = periods_run()
    found = [*_released(viewer, periods), *_intake(viewer)]
    if periods:
        found += _of_period(viewer, declared_company(), visible_files(viewer, periods[0]))
    return sorted(found, key=lambda each: ("bad", "watch", "").index(each.tone))


def waiting_counts(viewer: Viewer) -> dict[str, int]:
    """How many things wait at each place; empty where the company cannot be read."""
    counts: dict[str, int] = {}
    try:
        for each in waiting_for(viewer):
            counts[each.place] = counts.get(each.place, 0) + each.count
    except Refusal:
        return {}
    return counts


def _of_period(viewer: Viewer, company: Company, files: PeriodFiles) -> Iterator[Waiting]:
    name = period_name(files.period)
    errors = [each for each in files.findings if each.severity == "error"]
    if errors and viewer.can(Can.SEE_SOURCES):
        note = errors[0].sentences[say("code.language")]
        address = reverse("home:findings", args=(files.period,))
        what = say("waits.findings", count=len(errors), period=name)
        yield Waiting("findings", "alert-triangle", what, note, address, len(errors), "bad")
    blocked = [total.person for total in files.totals.values() if total.status == "blocked"]
    if blocked and viewer.can(Can.ENTER_VALUES):
        named = say("list.comma").join(node_name(company, "person", each) for each in blocked[:_NAMED])
        address = f"{reverse('home:people', args=(files.period,))}?grade=none"
        what = say("waits.blocked", count=len(blocked), period=name)
        yield Waiting("people", "hourglass", what, named, address, len(blocked), "watch")


def _released(viewer: Viewer, periods: list[str]) -> Iterator[Waiting]:
    if not viewer.can(Can.RELEASE_RESULTS):
        return
    released = set(Release.objects.values_list("period", flat=True))
    held = [period for period in periods if period not in released]
    if held:
        names = say("list.comma").join(map(period_name, held[:_NAMED]))
        address = _first_address(("periods:periods", "periods:list"), reverse("home:overview", args=(held[0],)))
        what = say("waits.release", count=len(held))
        yield Waiting("periods", "calendar-check", what, names, address, len(held))


def _intake(viewer: Viewer) -> Iterator[Waiting]:
    address = _first_address(("intake:intake", "intake:sources"), "")
    rejected = _rejected(settings.MERIT_COMPANY)
    if rejected and address and viewer.can(Can.LOAD_DATA):
        files = say("list.comma").join(name for name, _ in rejected[:_NAMED])
        count = sum(rows for _, rows in rejected)
        yield Waiting("intake", "table-off", say("waits.rejected", count=count), files, address, count, "watch")
    company = declared_company()
    open_values = [each for each in company.manual_values if not each.confirmed_by and each.entered_by != viewer.person]
    if open_values and address and viewer.can(Can.ENTER_VALUES):
        what = say("waits.values", count=len(open_values))
        yield Waiting("intake", "pencil-check", what, say("waits.values_note"), address, len(open_values))


def _rejected(folder: Path) -> list[tuple[str, int]]:
    files = sorted((folder / "rejected").glob("*.csv"))
    return [(file.name.removesuffix(".csv"), _rows(file, file.stat().st_mtime_ns)) for file in files]


@lru_cache(maxsize=64)
def _rows(file: Path, _written_at: int) -> int:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return sum(1 for _ in csv.DictReader(lines))


def _first_address(names: tuple[str, ...], otherwise: str) -> str:
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return otherwise
