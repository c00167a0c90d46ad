"""Bringing the tasks of the desk into the facts: before every run of a period, and on demand."""

import os
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from merit.sources.load_facts import load_facts
from merit.workspace import publish_figures
from merit_desk.audit.actions import Subject, record
from merit_desk.follow.actions.bringing import KIND
from merit_desk.follow.queries.rows import FILE, tasks_csv
from merit_desk.intake.actions.freshness import note_freshness
from merit_desk.intake.queries.places import company_folder, inside
from merit_desk.jobs.bodies import Running, job_body
from merit_desk.periods.preparation import before_a_run
from merit_desk.results.queries.open_company import declared_company


@job_body(KIND)
def tasks_to_facts(running: Running) -> dict[str, Any]:
    """Write the file and load it; then figures for other programs."""
    counts = bring_tasks(running)
    if counts:
        publish_figures(company_folder())
    return counts


def bring_tasks(running: Running) -> dict[str, Any]:
    """Write the file when it would change, and load it alone. Empty when nothing is new.

    Raises FolderRefusal when the company cannot be read, ConflictRefusal while another load is under way.
    """
    company = declared_company()
    place = inside(FILE)
    text = tasks_csv(ZoneInfo(company.profile.time_zone))
    if (place.exists() and place.read_text("utf-8") == text) or (not place.exists() and text.count("\n") == 1):
        return {}
    before = place.read_bytes() if place.exists() else None
    _write(text)
    try:
        report = load_facts(company, company_folder(), datetime.now(UTC), only=[FILE])
    except BaseException:
        _put_back(before)
        raise
    kinds = ("loaded", "unchanged", "replaced", "rejected")
    counts = {kind: sum(getattr(table, kind) for table in report.tables) for kind in kinds}
    record(running.account, "follow.tasks_to_facts", Subject("load", FILE), after=counts)
    note_freshness()
    return counts


def _write(text: str) -> None:
    place = inside(FILE)
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_name(f".{place.name}.new")
    with fresh.open("w", encoding="utf-8", newline="") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(place)


def _put_back(before: bytes | None) -> None:
    """What was not loaded is tried again the next time."""
    if before is None:
        inside(FILE).unlink(missing_ok=True)
    else:
        inside(FILE).write_bytes(before)


before_a_run(bring_tasks)
