"""Looking at every rule: what the data say is merged with what is kept, and every change is a step on the alert."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from merit.alerts.alert import Watched
from merit.alerts.alert_sentences import what_fires
from merit.alerts.causes import CauseGroup
from merit.alerts.kept import Kept, merged
from merit.alerts.look import Ground, Looked, alerts_of
from merit.alerts.observation import Observation
from merit.alerts.standing import AlertEvent, AlertState, Standing, Verdict
from merit.engines.figures import data_span
from merit.kernel.exact import fixed
from merit.kernel.explain import as_data
from merit.kernel.period import Period
from merit.kernel.refusals import Refusal
from merit.sources.alert_rules import AlertRules, alert_rules
from merit.sources.trade_calendar import trade_calendar
from merit_desk.accounts.viewer import NOBODY
from merit_desk.alerts.actions.telling import tell_of
from merit_desk.alerts.models import Alert, AlertStep, Look
from merit_desk.intake.queries.places import company_folder
from merit_desk.jobs.actions import start
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState
from merit_desk.results.queries.now import at_present, newest_load
from merit_desk.results.queries.open_company import declared_company, state_of

KIND = "alert.look"
_KEPT_LOOKS = 50


def ask_to_look() -> Job | None:
    """What the worker does: a job where data, rules or the day have changed since the last look."""
    try:
        state = _state(company_today())
    except Refusal:
        return None
    if not newest_load() or Look.objects.filter(state=state).exists():
        return None
    if Job.objects.filter(kind=KIND, state__in=(JobState.WAITING, JobState.RUNNING)).exists():
        return None
    return start(NOBODY, KIND)


def company_today() -> date:
    """The day on the company's own clock. Raises FolderRefusal when the folder has errors."""
    return datetime.now(ZoneInfo(declared_company().profile.time_zone)).date()


def look(today: date, progress: Callable[[int, int], None]) -> dict[str, int]:
    """Judge everything as of yesterday, keep what changed, tell whom it concerns. Begun again it tells nobody twice."""
    state = _state(today)
    with at_present() as workspace:
        rules, _ = alert_rules(workspace.folder, workspace.company.catalogue)
        span = data_span(workspace.engine)
        years = range(span.start.year - 1, span.end.year + 2) if span else ()
        calendar = trade_calendar(workspace.company, years)
        ground = Ground(workspace.company, workspace.figures, calendar, span, today - timedelta(days=1))
        looked = alerts_of(ground, rules.rules, progress)
    return _keep(looked, rules, today, state)


def _state(today: date) -> str:
    return f"{today} {newest_load()} {state_of(company_folder())}"[:120]


def _keep(looked: Looked, rules: AlertRules, today: date, state: str) -> dict[str, int]:
    with transaction.atomic():
        fresh = _Keeping(looked, today).keep() if looked.closed is not None else []
        told = tell_of(fresh, rules.budget, today, timezone.now())
        firing = sum(len(each.alerts) for each in looked.groups)
        Look.objects.create(state=state, closed=looked.closed, watched=len(looked.watched), firing=firing)
        old = Look.objects.values_list("pk", flat=True)[_KEPT_LOOKS:]
        Look.objects.filter(pk__in=list(old)).delete()
    return {"watched": len(looked.watched), "firing": firing, "new": len(fresh), "told": told}


@dataclass(frozen=True, slots=True)
class _Keeping:
    looked: Looked
    today: date

    def keep(self) -> list[Alert]:
        """What fired or came back."""
        groups = {each.key: group for group in self.looked.groups for each in group.alerts}
        rows: dict[str, Alert] = {}
        for row in Alert.objects.select_for_update().order_by("pk"):
            if row.state != AlertState.OK:
                rows[row.key] = row
        fresh = []
        for each in self.looked.watched:
            new = self._one(each, rows.pop(each.key, None), groups.get(each.key))
            if new is not None:
                fresh.append(new)
        for gone in rows.values():
            self._end(gone)
        return fresh

    def _one(self, found: Watched, row: Alert | None, group: CauseGroup | None) -> Alert | None:
        """The row where it fired or came back just now, else None."""
        kept = Kept(AlertState(row.state), row.judged, row.by_hand) if row is not None else None
        state, event = merged(kept, found.standing, _last_breach(found))
        if row is None and event is None:
            return None
        one = row if row is not None else Alert(key=found.key)
        if event is not None:
            one.state, one.by_hand = state, False
            one.judged = self.looked.closed or self.today
        if found.is_open and group is not None:
            _fill(one, found, group)
        one.save()
        if event is None:
            return None
        AlertStep.objects.create(alert=one, move=event)
        return one if event in (AlertEvent.FIRED, AlertEvent.REOPENED) else None

    def _end(self, row: Alert) -> None:
        """Its rule is switched off, its target's period is over, or its node is no more."""
        if row.is_open:
            AlertStep.objects.create(alert=row, move=AlertEvent.RESOLVED, note="")
            row.state = AlertState.RESOLVED
        else:
            row.state = AlertState.OK
        row.judged = self.looked.closed or self.today
        row.save()


def _last_breach(found: Watched) -> date | None:
    bad = [each.interval.last for each in found.observations if each.verdict is Verdict.BREACH]
    return max(bad, default=None)


def _fill(row: Alert, found: Watched, group: CauseGroup) -> None:
    company = declared_company()
    code, gaps = what_fires(found, company.catalogue[found.kpi].unit, "", "")
    row.rule, row.kind, row.kpi = found.rule.name, str(found.rule.kind), found.kpi
    row.node_kind, row.node = str(found.node.kind), found.node.id
    row.interval, row.since = str(found.worst.interval), _since(found.standing)
    row.said = {"code": code, "gaps": gaps}
    row.evidence = [_observed(each) for each in found.observations]
    row.stake = None if found.stake is None else Decimal(fixed(found.stake, 2))
    row.cause, row.links = group.head.key, [str(each) for each in group.links]
    row.to = list(found.rule.to)


def _since(standing: Standing) -> str:
    since: Period | None = standing.since
    return str(since) if since is not None else ""


def _observed(each: Observation) -> dict[str, Any]:
    numbers = {name: getattr(each, name) for name in ("value", "expected", "low", "high")}
    return {
        "interval": str(each.interval),
        "verdict": str(each.verdict),
        **{name: None if value is None else as_data(value) for name, value in numbers.items()},
        "chance": each.chance,
        "rows": each.rows,
        "why": each.why,
    }
