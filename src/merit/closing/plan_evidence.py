"""What the plan check can know of a workspace beside its declarations: chances of targets, who earned what lately."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from merit.engines.figures import CompanyFigures, data_span
from merit.forecast.chances import ForecastChances
from merit.forecast.history import KpiSource
from merit.insight.plan_check.association import TWO_YEARS
from merit.insight.plan_check.history import LONG
from merit.insight.plan_check.known import Known
from merit.insight.plan_check.subject import READS_KPI, earlier
from merit.insight.proportion import Rewarded
from merit.insight.rewarded_people import rewarded_people
from merit.insight.simulation import PersonOutcome
from merit.kernel.exact import exact
from merit.kernel.money import Money
from merit.kernel.node import NodeKind
from merit.kernel.period import Grain, Period
from merit.metrics.components import measures_of
from merit.reports.result_files import results_folder
from merit.scores.plan.score_plan import FigureOf
from merit.sources.trade_calendar import trade_calendar
from merit.workspace import Workspace

DESK = Path(".merit", "desk.sqlite3")
"""Where a desk keeps its agreements, which the folder's own tables do not show."""
MONTHS = 3
"""Of results and pay that are looked at together."""
FEN = 100
_FIGURES = {
    NodeKind.COMPANY: None,
    NodeKind.SHOP: None,
    NodeKind.PERSON: FigureOf.PERSON,
    NodeKind.TEAM: FigureOf.TEAM,
    NodeKind.DEPARTMENT: FigureOf.DEPARTMENT,
}
"""Whose figures are read for which indicators; None: for all."""


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
    """Results and pay of the last months that were run, as they were published."""
    month = Period.containing(period.last, Grain.MONTH)
    run = [each for each in (*earlier(month, MONTHS - 1), month) if (_place(workspace, each) / "data.json").is_file()]
    totals: dict[str, list[Fraction]] = {}
    paid: dict[str, Fraction] = {}
    for each in run:
        for row in _rows(_place(workspace, each) / "totals.csv"):
            if row["total"]:
                totals.setdefault(row["person"], []).append(exact(row["total"]))
        for row in _rows(_place(workspace, each) / "payouts.csv"):
            paid[row["person"]] = paid.get(row["person"], Fraction(0)) + exact(row["amount"])
    outcomes = [_outcome(workspace, person, found, paid) for person, found in totals.items()]
    return tuple(rewarded_people(workspace.company, outcomes, run))


def _outcome(
    workspace: Workspace, person: str, totals: Sequence[Fraction], paid: Mapping[str, Fraction]
) -> PersonOutcome:
    amount = Money(int(paid.get(person, Fraction(0)) * FEN), workspace.company.profile.currency)
    mean = sum(totals, Fraction(0)) / len(totals)
    return PersonOutcome(person, amount, amount, mean, mean)


def last_planned(workspace: Workspace) -> Period | None:
    """The last month with data for which targets are set, else the last with data; None before the first load."""
    span = data_span(workspace.engine)
    if span is None:
        return None
    months = [each.period for each in workspace.company.targets if each.period.grain is Grain.MONTH]
    last = Period.containing(span.last, Grain.MONTH)
    return max((month for month in months if month <= last), default=last)


def prepare_figures(workspace: Workspace, period: Period) -> None:
    """Ask for all months at once, rather than month by month; what is prepared already costs nothing."""
    company, figures = workspace.company, workspace.figures
    if not isinstance(figures, CompanyFigures):
        return
    month = Period.containing(period.start, Grain.MONTH)
    read = [each for plan in company.plans for each in plan.indicators if each.kind in READS_KPI]
    for kind, of in _FIGURES.items():
        wanted = [each.subject for each in read if of is None or each.of is of]
        known = [
            kpi for kpi in dict.fromkeys(wanted) if kpi in company.catalogue and kind in company.catalogue[kpi].nodes
        ]
        months = [*earlier(month, LONG if kind is NodeKind.PERSON else TWO_YEARS), month]
        figures.numbers.prepare(measures_of(company.catalogue, known), kind, months)


def _place(workspace: Workspace, month: Period) -> Path:
    return results_folder(workspace.folder, month)


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def _last_day(workspace: Workspace) -> date | None:
    span = data_span(workspace.engine)
    return span.last if span is not None else None
