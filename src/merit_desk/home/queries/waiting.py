"""What waits for the viewer: a list for the home page, and counts for the navigation."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from merit.company import Company
from merit.kernel.refusals import Refusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.agreements.queries.waiting import waiting_here as agreements_waiting
from merit_desk.alerts.queries.waiting import waiting_here as alerts_waiting
from merit_desk.calibration.queries.waiting import waiting_here as calibration_waiting
from merit_desk.compliance.queries.waiting import waiting_here as compliance_waiting
from merit_desk.cycles.queries.waiting import waiting_here as cycles_waiting
from merit_desk.data_quality.queries.waiting import waiting_here as data_quality_waiting
from merit_desk.disputes.queries.waiting import waiting_here as disputes_waiting
from merit_desk.effectiveness.queries.waiting import waiting_here as effectiveness_waiting
from merit_desk.experiments.queries.waiting import waiting_here as experiments_waiting
from merit_desk.follow.queries.waiting import waiting_here as follow_waiting
from merit_desk.goals.queries.waiting import waiting_here as goals_waiting
from merit_desk.growth.queries.waiting import waiting_here as growth_waiting
from merit_desk.intake.models import ValueState
from merit_desk.intake.queries.sources import sources
from merit_desk.intake.queries.values import entered_values, rows_waiting
from merit_desk.meetings.queries.waiting import waiting_here as meetings_waiting
from merit_desk.notices.waiting import Waiting
from merit_desk.outcomes.queries.waiting import waiting_here as outcomes_waiting
from merit_desk.payroll.queries.waiting import waiting_here as payroll_waiting
from merit_desk.recognition.queries.waiting import waiting_here as recognition_waiting
from merit_desk.reminders.queries.waiting import waiting_here as reminders_waiting
from merit_desk.results.models import Release
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import PeriodFiles, periods_run
from merit_desk.reviews.queries.waiting import waiting_here as reviews_waiting
from merit_desk.reward_plans.queries.waiting import waiting_here as reward_plans_waiting
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say
from merit_desk.signs.queries.waiting import waiting_here as signs_waiting
from merit_desk.simulation.queries.waiting import waiting_here as simulation_waiting
from merit_desk.surveys.queries.waiting import waiting_here as surveys_waiting
from merit_desk.talks.queries.waiting import waiting_here as talks_waiting
from merit_desk.training.queries.waiting import waiting_here as training_waiting

ELSEWHERE = (
    reward_plans_waiting,
    compliance_waiting,
    data_quality_waiting,
    signs_waiting,
    payroll_waiting,
    disputes_waiting,
    recognition_waiting,
    training_waiting,
    growth_waiting,
    simulation_waiting,
    effectiveness_waiting,
    experiments_waiting,
    agreements_waiting,
    calibration_waiting,
    cycles_waiting,
    follow_waiting,
    goals_waiting,
    meetings_waiting,
    outcomes_waiting,
    reminders_waiting,
    alerts_waiting,
    reviews_waiting,
    surveys_waiting,
    talks_waiting,
)
_NAMED = 3
_SECONDS = 15
"""How long the counts of the navigation may be old: no page waits for them to be made anew."""


def waiting_for(viewer: Viewer) -> list[Waiting]:
    """Most pressing first; nothing that the viewer could not do."""
    periods = periods_run()
    found = [*_released(viewer, periods), *_intake(viewer), *(each for here in ELSEWHERE for each in here(viewer))]
    if periods:
        found += _of_period(viewer, declared_company(), visible_files(viewer, periods[0]))
    return sorted(found, key=lambda each: (("bad", "watch", "").index(each.tone), each.due or date.max))


def waiting_counts(viewer: Viewer) -> dict[str, int]:
    """How many things wait at each place, at most a few seconds old; empty where the company cannot be read."""
    kept = cache.get(_key(viewer))
    if kept is None:
        try:
            kept = counted(viewer, waiting_for(viewer))
        except Refusal:
            kept = {}
    return dict(kept)


def counted(viewer: Viewer, waiting: Iterable[Waiting]) -> dict[str, int]:
    """Counts by place, kept for the pages that follow."""
    counts: Counter[str] = Counter()
    for each in waiting:
        counts[each.place] += each.count
    cache.set(_key(viewer), dict(counts), _SECONDS)
    return dict(counts)


def _key(viewer: Viewer) -> str:
    return f"waiting:{viewer.account}:{sha256(str(settings.MERIT_COMPANY).encode()).hexdigest()[:12]}"


def _of_period(viewer: Viewer, company: Company, files: PeriodFiles) -> Iterator[Waiting]:
    name = period_name(files.period)
    errors = [each for each in files.findings if each.severity == "error"]
    if errors and viewer.can(Can.SEE_SOURCES):
        note = errors[0].sentences[say("code.language")]
        address = reverse("home:findings", args=(files.period,))
        what = say("waits.findings", count=len(errors), period=name)
        yield Waiting("findings", "alert-triangle", what, note, address, len(errors), "bad")
    if not viewer.can(Can.ENTER_VALUES):
        return
    if blocked := [total.person for total in files.totals.values() if total.status == "blocked"]:
        named = say("list.comma").join(node_name(company, "person", each) for each in blocked[:_NAMED])
        address = f"{reverse('home:people', args=(files.period,))}?grade=none"
        what = say("waits.blocked", count=len(blocked), period=name)
        yield Waiting("people", "hourglass", what, named, address, len(blocked), "watch")


def _released(viewer: Viewer, periods: list[str]) -> Iterator[Waiting]:
    if not viewer.can(Can.RELEASE_RESULTS):
        return
    released = set(Release.objects.filter(person="").values_list("period", flat=True))
    held = [period for period in periods if period not in released]
    if held:
        names = say("list.comma").join(map(period_name, held[:_NAMED]))
        what = say("waits.release", count=len(held))
        yield Waiting("periods", "calendar-check", what, names, reverse("periods:periods"), len(held))


def _intake(viewer: Viewer) -> Iterator[Waiting]:
    rejected = _rejected(settings.MERIT_COMPANY)
    if rejected and viewer.can(Can.LOAD_DATA):
        files = say("list.comma").join(name for name, _ in rejected[:_NAMED])
        count = sum(rows for _, rows in rejected)
        what = say("waits.rejected", count=count)
        yield Waiting("intake", "table-off", what, files, reverse("intake:sources"), count, "watch")
    if viewer.can(Can.LOAD_DATA):
        late = [each for each in sources()[0] if each.is_late(viewer.today)]
        if late:
            names = say("list.comma").join(each.title for each in late[:_NAMED])
            what = say("waits.late", count=len(late))
            yield Waiting("intake", "clock-exclamation", what, names, reverse("intake:sources"), len(late), "watch")
    if viewer.can(Can.ENTER_VALUES):
        entered = [each for each in entered_values(viewer) if each.state == ValueState.WAITING]
        others = [each for each in entered if each.entered_by_id != viewer.account]
        rows = [each for each in rows_waiting(viewer) if each.person != viewer.person]
        if count := len(others) + len(rows):
            what, note = say("waits.values", count=count), say("waits.values_note")
            yield Waiting("values", "pencil-check", what, note, reverse("intake:values"), count)


def _rejected(folder: Path) -> list[tuple[str, int]]:
    files = sorted((folder / "rejected").glob("*.csv"))
    return [(file.name.removesuffix(".csv"), _rows(file, file.stat().st_mtime_ns)) for file in files]


@lru_cache(maxsize=64)
def _rows(file: Path, _written_at: int) -> int:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return sum(1 for _ in csv.DictReader(lines))
