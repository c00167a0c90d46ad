"""Where a plan comes from: indicators of results below target, with the figures as they read and where they open."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from merit.follow.training import MeasuredResult, is_low
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.names import indicator_title, kpi_unit
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.formats import figure, period_name
from merit_desk.training.queries.results import SubjectRow, kinds_of, subject_rows

LATEST = 3
"""So many results are looked at where no period is named."""


@dataclass(frozen=True, slots=True)
class WeakResult:
    """One indicator below its target; `actual` and `target` as they are read, `wanted` the target as a plain number."""

    period: str
    period_name: str
    segment: str
    indicator: str
    subject: str
    title: str
    actual: str
    target: str
    wanted: str
    address: str
    rated: bool

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.period}|{self.segment}|{self.indicator}"


def weak_results(viewer: Viewer, person: str, period: str = "") -> list[WeakResult]:
    """Of that result, or of the last ones, the latest first; nothing of what the viewer may not see yet."""
    periods = [period] if period else periods_run()[:LATEST]
    company = declared_company()
    kinds, found = kinds_of(company), []
    for each in periods:
        try:
            files = visible_files(viewer, each)
        except NotFoundRefusal:
            continue
        found += [
            _weak(each, person, row)
            for row in subject_rows(files, person, kinds)
            if is_low(MeasuredResult(person, each, row.subject, row.value, row.rated))
        ]
    return found


def _weak(period: str, person: str, low: SubjectRow) -> WeakResult:
    company, row, rated, subject = declared_company(), low.row, low.rated, low.subject
    unit = str(kpi_unit(company, subject))
    value = row.points if rated else row.actual
    aim = Decimal(100) if rated else row.target
    return WeakResult(
        period=period,
        period_name=period_name(period),
        segment=row.segment,
        indicator=row.indicator,
        subject=subject,
        title=indicator_title(company, row.plan, row.indicator),
        actual=figure(value, "number" if rated else unit),
        target=figure(aim, "number" if rated else unit),
        wanted="" if aim is None else f"{aim.normalize():f}",
        address=reverse("explain:indicator", args=[period, person, row.segment, row.indicator]),
        rated=rated,
    )
