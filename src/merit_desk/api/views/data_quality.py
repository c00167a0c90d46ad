"""How far data can be relied on: own and the platforms' figures, the release of a gap, the fields of the facts."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.data_quality import (
    ComparedGiven,
    FieldGiven,
    FilledGiven,
    LineageGiven,
    QualityGiven,
    ReleaseAsked,
    ScorePartGiven,
    SourceGiven,
)
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import operation
from merit_desk.data_quality.actions.release import Released, release_gap
from merit_desk.data_quality.queries.compared import Compared, asked_period, compared, compared_one
from merit_desk.data_quality.queries.fields import Field, FieldsAsked, fields
from merit_desk.data_quality.queries.lineage import lineage
from merit_desk.data_quality.queries.overview import Quality, qualities
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import to_decimal

router = Router(tags=["data quality"])


@router.get("/periods/{period}/reconciliation", **operation("reconciliation_lines", Scope.DATA, list[ComparedGiven]))
def reconciliation_lines(request: HttpRequest, period: str) -> Any:
    """Everything that platforms report in the period, beside what Merit counts."""
    return [_given(each) for each in compared(viewer_asking(request), asked_period(period))]


@router.post(
    "/periods/{period}/reconciliation/{kpi}/{shop}/releases",
    **operation("release_reconciliation", Scope.DATA_WRITE, ComparedGiven),
)
def release_reconciliation(request: HttpRequest, period: str, kpi: str, shop: str, asked: ReleaseAsked) -> Any:
    """Let days of a gap pass with a reason."""
    viewer, whole = viewer_asking(request), asked_period(period)
    release_gap(viewer, kpi, shop, whole, Released(asked.first, asked.last, asked.reason))
    return _given(compared_one(viewer, kpi, shop, whole))


@router.get("/data/fields", **operation("data_fields", Scope.DATA, list[FieldGiven]))
def data_fields(request: HttpRequest, table: str = "", words: str = "") -> Any:
    """The fields of one fact table, or of all; `words` narrows them."""
    found = fields(viewer_asking(request), declared_company(), FieldsAsked(words, table))
    return [_field_given(each) for each in found]


@router.get("/data/quality", **operation("source_quality", Scope.DATA, list[QualityGiven]))
def source_quality(request: HttpRequest) -> Any:
    """The quality score of every source, the lowest first."""
    return [_quality_given(each) for each in qualities(viewer_asking(request), declared_company())]


@router.get("/data/lineage/{kpi}", **operation("kpi_lineage", Scope.DATA, LineageGiven))
def kpi_lineage(request: HttpRequest, kpi: str, period: str = "") -> Any:
    """What a KPI comes from and what it reaches, in the period asked for or the latest that was run."""
    found = lineage(viewer_asking(request), declared_company(), kpi, period)
    return LineageGiven(
        kpi=found.kpi,
        sources=[SourceGiven.model_validate(each) for each in found.sources],
        tables=[each.table for each in found.tables],
        parts=list(found.parts),
        wholes=list(found.wholes),
        plans=[use.id for use, _ in found.plans],
        rewards=[use.id for use, _ in found.rewards],
        period=found.period,
        people=[each.person for each in found.people],
    )


def _quality_given(found: Quality) -> QualityGiven:
    return QualityGiven(
        title=found.title,
        shop=found.source.shop_id,
        score=to_decimal(found.score) if found.score is not None else None,
        parts=[
            ScorePartGiven(
                part=each.part.of,
                weight=each.part.weight,
                points=to_decimal(each.part.points) if each.part.points is not None else None,
                working=each.working,
            )
            for each in found.parts
        ],
        first=found.first.part.of if found.first is not None else "",
    )


def _field_given(each: Field) -> FieldGiven:
    return FieldGiven(
        table=each.table,
        column=each.column.name,
        name=each.names[0],
        kind=each.column.kind,
        choices=list(each.column.choices),
        in_key=each.in_key,
        required=each.column.required,
        hashed=each.column.personal,
        kpis=[kpi for kpi, _ in each.kpis],
        filled_by=[FilledGiven(title=one.title, headers=list(one.headers), own=one.own) for one in each.filled_by],
    )


def _given(found: Compared) -> ComparedGiven:
    return ComparedGiven(
        kpi=found.kpi,
        shop=found.shop,
        ours=to_decimal(found.ours),
        theirs=to_decimal(found.theirs),
        gap=to_decimal(found.gap),
        share=to_decimal(found.share) if found.share is not None else None,
        tolerance=to_decimal(found.tolerance),
        days=len(found.days),
        days_beyond=found.beyond,
        days_released=found.released,
        scores=not found.is_unreconciled,
    )
