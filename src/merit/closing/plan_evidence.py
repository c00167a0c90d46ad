"""What the plan check can know of a workspace beside its declarations: chances of targets, who earned what lately."""

from datetime import date
from pathlib import Path

from merit.closing.paid_before import paid_in_replay
from merit.engines.figures import data_span
from merit.forecast.chances import ForecastChances
from merit.forecast.history import KpiSource
from merit.insight.plan_check.known import Known
from merit.insight.plan_check.subject import earlier
from merit.insight.proportion import Rewarded
from merit.insight.rewarded_people import rewarded_people
from merit.insight.simulation import earned, replay
from merit.kernel.period import Grain, Period
from merit.sources.trade_calendar import trade_calendar
from merit.workspace import Workspace

DESK = Path(".merit", "desk.sqlite3")
"""Where a desk keeps its agreements, which the folder's own tables do not show."""
MONTHS = 3
"""Of results and pay that are looked at together."""


def known_of(workspace: Workspace, period: Period) -> Known:
    """Of the folder; the desk adds agreements and follow-up with `dataclasses.replace`."""
    desk = (workspace.folder / DESK).exists()
    rewarded, today = _rewarded(workspace, period), _last_day(workspace)
    return Known(chances=chances_of(workspace), rewarded=rewarded, today=today, asked_elsewhere=desk)


def chances_of(workspace: Workspace) -> ForecastChances | None:
    """None before the first load."""
    span = data_span(workspace.engine)
    if span is None:
        return None
    source = KpiSource(workspace.company.catalogue, workspace.figures)
    return ForecastChances(source, span, lambda years: trade_calendar(workspace.company, years))


def _rewarded(workspace: Workspace, period: Period) -> tuple[Rewarded, ...]:
    """Results and pay of the last months with data, as they would be worked out today."""
    company, span = workspace.company, data_span(workspace.engine)
    if not company.rewards or span is None:
        return ()
    months = earlier(Period.containing(period.start, Grain.MONTH), MONTHS)
    known = [month for month in months if span.start <= month.start]
    results = replay(company, workspace.figures, known, lambda _, each, done: paid_in_replay(workspace, each, done))
    return tuple(rewarded_people(company, earned(results, company.profile.currency), known))


def _last_day(workspace: Workspace) -> date | None:
    span = data_span(workspace.engine)
    return span.last if span is not None else None
