"""The scorecard: indicators by segment, each figure with the way to its explanation."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from merit.company import Company
from merit_desk.explain.queries.written import parts, reference
from merit_desk.results.queries.names import indicator_subject, indicator_title, kpi_unit
from merit_desk.results.queries.period_files import PeriodFiles, ScoreRow, Working
from merit_desk.shell import formats
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator, ready to be shown; `address` is empty where there are no points to explain."""

    title: str
    actual: str
    actual_address: str
    target: str
    attainment: str
    points: str
    weight: str
    weighted: str
    status: str
    status_words: str
    address: str


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of the period that a person spent in one post and team."""

    name: str
    lines: tuple[IndicatorLine, ...]


def scorecard(company: Company, files: PeriodFiles, person: str) -> list[Segment]:
    """Segments in order; a period of one segment has one."""
    rows = files.scores.get(person, ())
    return [
        Segment(
            formats.period_name(segment),
            tuple(_line(company, files, person, row) for row in rows if row.segment == segment),
        )
        for segment in dict.fromkeys(row.segment for row in rows)
    ]


def _line(company: Company, files: PeriodFiles, person: str, row: ScoreRow) -> IndicatorLine:
    workings = files.workings.get(("indicator", person, row.plan, row.indicator, row.segment), ())
    address = reverse("explain:indicator", args=(files.period, person, row.segment, row.indicator)) if workings else ""
    unit = kpi_unit(company, indicator_subject(company, row.plan, row.indicator))
    return IndicatorLine(
        title=indicator_title(company, row.plan, row.indicator),
        actual=formats.figure(row.actual, unit),
        actual_address=_kpi_address(files, workings[0]) if workings else "",
        target=formats.figure(row.target, unit),
        attainment=formats.NO_VALUE if row.attainment is None else f"{formats.grouped(row.attainment * 100, 2)}%",
        points=_two(row.points),
        weight=formats.NO_VALUE if row.weight is None else f"{_short(row.weight)}%",
        weighted=_two(row.weighted),
        status=row.status,
        status_words=say(f"status.{row.status}"),
        address=address,
    )


def _two(value: Decimal | None) -> str:
    return formats.NO_VALUE if value is None else formats.grouped(value, 2)


def _short(value: Decimal) -> str:
    return formats.grouped(value, 0 if value == value.to_integral_value() else 2)


def _kpi_address(files: PeriodFiles, working: Working) -> str:
    """The KPI value that was judged: the first that the working names on its way down, empty for ratings."""
    ref = reference(working, "kpi")
    if ref is not None:
        return reverse("explain:kpi", args=(files.period, ref["period"], ref["kpi"], ref["node_kind"], ref["node"]))
    ways = sorted(parts(working), key=lambda part: part.field not in ("points", "reading", "actual"))
    return next((found for part in ways if (found := _kpi_address(files, part.working))), "")
