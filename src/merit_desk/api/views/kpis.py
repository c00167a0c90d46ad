"""KPIs: the catalogue, values by node and range, and how a value came about."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from merit.catalogue.kpi import Kpi
from merit.engines.source_rows import ComponentRows, RowsAsked, source_rows
from merit.kernel.exact import plain
from merit.kernel.node import Node, NodeKind
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.metrics.figures import KpiValue
from merit_desk.accounts.queries.sight import may_see_node
from merit_desk.accounts.viewer import Viewer
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.given import ExplanationGiven, KpiGiven, Page, RowGiven, ValueGiven
from merit_desk.api.forms.spans import FigureAsked, FigureRowsAsked, Span
from merit_desk.api.queries.pages import number_of, page_of, write_cursor
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, Name, operation
from merit_desk.explain.queries.kpi_level import kpi_level
from merit_desk.explain.queries.kpi_live import LIVE, files_of
from merit_desk.explain.queries.kpi_rows import KpiAsked
from merit_desk.results.queries.names import known_kpi, kpi_title
from merit_desk.results.queries.open_company import at_work, declared_company

router = Router(tags=["kpis"])
MOST_VALUES = 5_000
KpiNames = Annotated[list[Name], Query(min_length=1, max_length=50)]


@router.get("/kpis", **operation("kpis", Scope.KPIS, Page[KpiGiven]))
def kpis(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """The catalogue without the parts that only serve other KPIs."""
    _require_role(viewer_asking(request))
    listed = [_given(kpi) for kpi in declared_company().catalogue.kpis.values() if not kpi.hidden]
    return page_of(listed, lambda each: (each["kpi"],), limit, cursor)


@router.get("/kpis/{kpi}", **operation("kpi", Scope.KPIS, KpiGiven))
def kpi(request: HttpRequest, kpi: str) -> dict[str, Any]:
    """One KPI."""
    _require_role(viewer_asking(request))
    return _given(_known(kpi))


@router.get("/values", **operation("values", Scope.KPIS, Page[ValueGiven]))
def values(
    request: HttpRequest,
    kpi: KpiNames,
    node_kind: NodeKind,
    node: Annotated[list[Name], Query(min_length=1, max_length=500)],
    asked: Annotated[Span, Query()],
) -> dict[str, Any]:
    """Values of KPIs × nodes × periods as the data stand now; what the asker may not see is left out."""
    viewer, periods = viewer_asking(request), asked.periods()
    if len(kpi) * len(node) * len(periods) > MOST_VALUES:
        raise ConflictRefusal("api.too_many_values", most=MOST_VALUES)
    wanted = [(_known(each).id, Node(node_kind, name), period) for each in kpi for name in node for period in periods]
    seen = [each for each in wanted if may_see_node(viewer, each[0], str(node_kind), each[1].id, str(each[2]))]
    after = number_of(asked.cursor)
    with at_work("") as workspace:
        found = [workspace.figures.value(*each) for each in seen[after : after + asked.limit]]
    there_is_more = after + asked.limit < len(seen)
    return {
        "items": [_value(each) for each in found],
        "next": write_cursor((after + asked.limit,)) if there_is_more else None,
    }


@router.get("/values/explanation", **operation("explanation", Scope.KPIS, ExplanationGiven))
def explanation(request: HttpRequest, asked: Annotated[FigureAsked, Query()]) -> dict[str, Any]:
    """How one value came about: its definition, its parts, its queries."""
    viewer, kpi = viewer_asking(request), _visible(request, asked)
    with at_work("") as workspace:
        value = workspace.figures.value(kpi.id, asked.whose(), asked.when())
    figure = KpiAsked(kpi.id, str(asked.node_kind), asked.node, str(asked.when()), "")
    level = kpi_level(declared_company(), files_of(viewer, LIVE), figure)
    return {
        "value": _value(value),
        "title": level.title,
        "definition": level.definition,
        "working": level.working,
        "parts": [
            {"kpi": rows.kpi, "period": rows.period, "rows": rows.total, "sql": rows.sql} for _, rows in level.rows
        ],
    }


@router.get("/values/rows", **operation("rows", Scope.KPIS, Page[RowGiven]))
def rows(request: HttpRequest, asked: Annotated[FigureRowsAsked, Query()]) -> dict[str, Any]:
    """The source rows behind one value, by file and line, those that did not count included."""
    kpi = _visible(request, asked)
    after = number_of(asked.cursor)
    end = after + asked.limit
    with at_work("") as workspace:
        wanted = RowsAsked(kpi.id, asked.whose(), asked.when(), end + 1, True)
        found = list(_rows(source_rows(workspace.company, workspace.engine, wanted)))
    return {"items": found[after:end], "next": write_cursor((end,)) if len(found) > end else None}


def _visible(request: HttpRequest, asked: FigureAsked) -> Kpi:
    """The KPI, if the asker may see this figure of it."""
    kpi = _known(asked.kpi)
    if not may_see_node(viewer_asking(request), kpi.id, str(asked.node_kind), asked.node, str(asked.when())):
        raise NotFoundRefusal("refusal.no_such_figure")
    return kpi


def _rows(parts: Iterable[ComponentRows]) -> Iterable[dict[str, Any]]:
    for part in parts:
        for row in part.rows:
            yield {
                "kpi": part.kpi,
                "file": row.file,
                "line": row.line,
                "counted": row.counted,
                "share": plain(row.share),
                "fields": dict(row.fields),
            }


def _known(kpi: str) -> Kpi:
    found = known_kpi(declared_company(), kpi)
    if found is None:
        raise NotFoundRefusal("metrics.unknown_kpi", kpi=kpi)
    return found


def _require_role(viewer: Viewer) -> None:
    if not viewer.roles:
        raise NotFoundRefusal("api.not_found")


def _given(kpi: Kpi) -> dict[str, Any]:
    return {
        "kpi": kpi.id,
        "version": kpi.version,
        "title": kpi.title or {"zh": kpi_title(declared_company(), kpi.id)},
        "group": kpi.group,
        "unit": str(kpi.unit),
        "direction": str(kpi.direction),
        "nodes": [str(kind) for kind in kpi.nodes],
        "minimum_sample": kpi.minimum_sample,
        "note": kpi.note,
    }


def _value(value: KpiValue) -> dict[str, Any]:
    def text(number: Fraction | None) -> str | None:
        return None if number is None else plain(number)

    return {
        "kpi": value.kpi,
        "version": str(value.version),
        "node_kind": str(value.node.kind),
        "node": value.node.id,
        "period": str(value.period),
        "value": text(value.value),
        "numerator": text(value.numerator),
        "denominator": text(value.denominator),
        "n": value.n,
        "status": str(value.status),
    }
