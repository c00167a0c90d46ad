"""Periods and their results: KPIs as they were run, scores, statements. Every reading of a person's result is noted."""

from dataclasses import asdict
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.given import Page, ValueGiven
from merit_desk.api.forms.given_results import PayGiven, PeriodGiven, ScorecardGiven, ScoreGiven, StatementGiven
from merit_desk.api.forms.given_work import JobGiven
from merit_desk.api.forms.spans import NodeValuesAsked
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, operation
from merit_desk.audit.actions import Subject, record
from merit_desk.periods.actions.release import release_period
from merit_desk.periods.actions.run import run_in_background
from merit_desk.periods.queries.states import PeriodState, period_states
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import KpiRow, PayRow, period_files

router = Router(tags=["periods"])


@router.get("/periods", **operation("periods", Scope.KPIS, Page[PeriodGiven]))
def periods(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Periods that were run."""
    _require_role(request)
    return page_of(map(_state, period_states()), lambda each: (each["period"],), limit, cursor)


@router.get("/periods/{period}", **operation("period", Scope.KPIS, PeriodGiven))
def period(request: HttpRequest, period: str) -> dict[str, Any]:
    """One period."""
    _require_role(request)
    found = next((each for each in period_states() if each.period == period), None)
    if found is None:
        raise NotFoundRefusal("cli.no_results", period=period)
    return _state(found)


@router.post("/periods/{period}/runs", **operation("run_period", Scope.PERIODS_WRITE, JobGiven, 202))
def run_period(request: HttpRequest, period: str) -> Status[Any]:
    """Have the period computed in the background."""
    return Status(202, run_in_background(viewer_asking(request), period))


@router.post("/periods/{period}/release", **operation("release_period", Scope.PERIODS_WRITE, PeriodGiven))
def release(request: HttpRequest, period: str) -> dict[str, Any]:
    """From then on everybody sees their own result."""
    release_period(viewer_asking(request), period)
    return next(_state(each) for each in period_states() if each.period == period)


@router.get("/periods/{period}/values", **operation("period_values", Scope.KPIS, Page[ValueGiven]))
def period_values(request: HttpRequest, period: str, asked: Annotated[NodeValuesAsked, Query()]) -> dict[str, Any]:
    """KPI values as the period was run, of nodes in the asker's sight."""
    files = visible_files(viewer_asking(request), period)
    found = [
        _kpi(row)
        for (kind, name), rows in files.kpis.items()
        if asked.node_kind in {"", kind} and asked.node in {"", name}
        for row in rows
        if asked.kpi in {"", row.kpi}
    ]
    return page_of(found, _value_key, asked.limit, asked.cursor)


@router.get("/periods/{period}/scores", **operation("scores", Scope.RESULTS, Page[ScoreGiven]))
def scores(request: HttpRequest, period: str, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Totals and grades of everybody in the asker's sight."""
    viewer = viewer_asking(request)
    files = visible_files(viewer, period)
    page = page_of(map(_plain, files.totals.values()), lambda each: (each["person"],), limit, cursor)
    record(viewer.account, "result.read", Subject("period", period), after=_read(page, "scores"))
    return page


@router.get("/periods/{period}/people/{person}/score", **operation("scorecard", Scope.RESULTS, ScorecardGiven))
def scorecard(request: HttpRequest, period: str, person: str) -> dict[str, Any]:
    """One person's total, every indicator and every working."""
    viewer = viewer_asking(request)
    files = visible_files(viewer, period)
    if person not in files.totals:
        raise NotFoundRefusal("refusal.no_such_person", person=person)
    record(viewer.account, "result.read", Subject("person", person), after={"period": period, "what": "score"})
    return {
        "score": _plain(files.totals[person]),
        "indicators": list(map(_plain, files.scores.get(person, ()))),
        "workings": _workings(files.workings, person, ("score", "indicator")),
    }


@router.get("/periods/{period}/payouts", **operation("payouts", Scope.PAY, Page[PayGiven]))
def payouts(request: HttpRequest, period: str, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Every line of every statement in the asker's sight."""
    viewer = viewer_asking(request)
    files = visible_files(viewer, period)
    lines = [(row, _plain(row)) for rows in files.pay.values() for row in rows]
    page = page_of(lines, lambda each: _pay_key(each[0]), limit, cursor)
    given = {**page, "items": [line for _, line in page["items"]]}
    record(viewer.account, "result.read", Subject("period", period), after=_read(given, "payouts"))
    return given


@router.get("/periods/{period}/people/{person}/statement", **operation("statement", Scope.PAY, StatementGiven))
def statement(request: HttpRequest, period: str, person: str) -> dict[str, Any]:
    """What one person is paid, line by line, each with its working."""
    viewer = viewer_asking(request)
    files = visible_files(viewer, period)
    if person not in files.pay:
        raise NotFoundRefusal("refusal.no_such_person", person=person)
    record(viewer.account, "result.read", Subject("person", person), after={"period": period, "what": "statement"})
    rows = files.pay[person]
    return {
        "person": person,
        "period": period,
        "payable": str(sum((row.amount for row in rows), Decimal(0))),
        "currency": declared_company().profile.currency,
        "lines": list(map(_plain, rows)),
        "workings": [
            {"reward": row.reward, "line": row.line, "working": found}
            for row in rows
            for found in files.workings.get(("pay", person, row.reward, row.line), ())[row.number - 1 : row.number]
        ],
    }


def _require_role(request: HttpRequest) -> None:
    if not viewer_asking(request).roles:
        raise NotFoundRefusal("api.not_found")


def _state(state: PeriodState) -> dict[str, Any]:
    return {**asdict(state), "as_of": period_files(state.period).as_of}


def _read(page: dict[str, Any], what: str) -> dict[str, Any]:
    return {"what": what, "people": sorted({each["person"] for each in page["items"]})}


def _workings(workings: Any, person: str, kinds: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {"kind": key[0], "of": key[2], "line": key[3], "segment": key[4] if len(key) > 4 else "", "working": each}
        for key in workings
        if key[1] == person and key[0] in kinds
        for each in workings[key]
    ]


def _pay_key(row: PayRow) -> tuple[str | int, ...]:
    return (row.person, row.reward, row.line, row.number)


def _plain(row: Any) -> dict[str, Any]:
    """Decimals as text."""
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(row).items()}


def _value_key(each: dict[str, Any]) -> tuple[Any, ...]:
    return (each["node_kind"], each["node"], each["kpi"])


def _kpi(row: KpiRow) -> dict[str, Any]:
    return _plain(row)
