"""The drawer: an aside for htmx, a page of its own without."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.explain.queries.all_rows import rows_as_csv
from merit_desk.explain.queries.descent import Context, Level, descent, way_from
from merit_desk.explain.queries.kpi_level import kpi_level
from merit_desk.explain.queries.kpi_live import conditions_of, files_of, require_figure
from merit_desk.explain.queries.kpi_rows import KpiAsked
from merit_desk.explain.queries.replay import recomputes
from merit_desk.explain.queries.sums import Addend, of_company, of_person
from merit_desk.results.queries.names import known_kpi, node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import PayRow, PeriodFiles, Working
from merit_desk.shell.formats import pay as pay_text
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_GET
def pay(request: HttpRequest, period: str, person: str, number: int, **of: str) -> HttpResponse:
    """One line of a statement: `reward` and `line` say which, `number` which of those called so."""
    files = visible_files(viewer_of(request), period)
    return _working(request, files, person, ("pay", person, of["reward"], of["line"]), number)


@access(Need.SIGNED_IN)
@require_GET
def score(request: HttpRequest, period: str, person: str, line: str) -> HttpResponse:
    """A total, a grade, or the share on duty."""
    files = visible_files(viewer_of(request), period)
    return _working(request, files, person, ("score", person, _plan(files, person), line))


@access(Need.SIGNED_IN)
@require_GET
def indicator(request: HttpRequest, period: str, person: str, segment: str, indicator: str) -> HttpResponse:
    """The points of one indicator in one segment."""
    files = visible_files(viewer_of(request), period)
    rows = (row for row in files.scores.get(person, ()) if (row.segment, row.indicator) == (segment, indicator))
    if next(rows, None) is None:
        raise NotFoundRefusal("refusal.no_such_figure")
    return _working(request, files, person, ("indicator", person, _plan(files, person), indicator, segment))


@access(Need.SIGNED_IN)
@require_GET
def kpi(request: HttpRequest, period: str, value_period: str, kpi: str, **whose: str) -> HttpResponse:
    """A KPI value with its parts, its query and its rows; `?check=1` queries it again."""
    files, company = files_of(viewer_of(request), period), declared_company()
    conditions = conditions_of(request.GET.getlist("where"))
    asked = KpiAsked(kpi, whose["kind"], whose["node"], value_period, files.as_of, conditions)
    require_figure(viewer_of(request), asked)
    level = kpi_level(company, files, asked, check="check" in request.GET)
    shown: dict[str, Any] = {
        "levels": [Level("kpi", level.title, level.result, kpi=level)],
        "checked": level.checked,
        "is_kpi": True,
        "narrowed": asked.narrowed,
        "commented": "" if conditions else f"{value_period}/{kpi}/{asked.kind}/{asked.node}",
        "shown_period": value_period,
    }
    return _page(request, files, level.whose, shown)


@access(Need.SIGNED_IN)
@require_GET
def kpi_rows_file(request: HttpRequest, period: str, value_period: str, **of: str) -> StreamingHttpResponse:
    """All rows behind a KPI value, those that do not count included."""
    files = files_of(viewer_of(request), period)
    conditions = conditions_of(request.GET.getlist("where"))
    asked = KpiAsked(of["kpi"], of["kind"], of["node"], value_period, files.as_of, conditions)
    require_figure(viewer_of(request), asked)
    if known_kpi(declared_company(), of["kpi"]) is None:
        raise NotFoundRefusal("metrics.unknown_kpi", kpi=of["kpi"])
    lines = rows_as_csv(asked)
    name = quote(f"{of['kpi']}-{of['node']}-{value_period}.csv")
    disposition = f"attachment; filename*=UTF-8''{name}"
    return StreamingHttpResponse(lines, "text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


@access(Need.SIGNED_IN)
@require_GET
def payable(request: HttpRequest, period: str, person: str) -> HttpResponse:
    """What a person is paid in all: the sum of the statement's lines."""
    files = visible_files(viewer_of(request), period)
    if person not in files.totals and person not in files.pay:
        raise NotFoundRefusal("refusal.no_such_person", person=person)
    what = {"period": files.period, "what": "payable"}
    record(viewer_of(request).account, "result.read", Subject("person", person), after=what)
    name = node_name(declared_company(), "person", person)
    return _sum(request, files, name, of_person(declared_company(), files, person))


@access(Need.SIGNED_IN)
@require_GET
def company_payable(request: HttpRequest, period: str) -> HttpResponse:
    """What everybody is paid together."""
    files, company = visible_files(viewer_of(request), period), declared_company()
    return _sum(request, files, company.profile.name, of_company(company, files))


def _sum(request: HttpRequest, files: PeriodFiles, whose: str, addends: list[Addend]) -> HttpResponse:
    total = sum((each.amount for each in addends), start=type(addends[0].amount)(0)) if addends else None
    currency = declared_company().profile.currency
    shown = {"addends": addends, "total": None if total is None else pay_text(total, currency)}
    return _page(request, files, whose, shown)


def _plan(files: PeriodFiles, person: str) -> str:
    if person not in files.totals:
        raise NotFoundRefusal("refusal.no_such_person", person=person)
    return files.totals[person].plan


def _working(
    request: HttpRequest, files: PeriodFiles, person: str, key: tuple[str, ...], number: int = 1
) -> HttpResponse:
    workings: tuple[Working, ...] = files.workings.get(key, ())
    if not 1 <= number <= len(workings):
        raise NotFoundRefusal("refusal.no_such_figure")
    what = {"period": files.period, "what": key[0], "of": list(key[2:])}
    record(viewer_of(request).account, "result.read", Subject("person", person), after=what)
    company, working = declared_company(), workings[number - 1]
    plan = key[2] if key[0] != "pay" else ""
    context = Context(company, files, plan, _pay_row(files, person, key, number))
    levels = descent(context, working, way_from(request.GET.get("open", "")))
    shown = {"levels": levels, "checked": True if recomputes(working) else None}
    return _page(request, files, node_name(company, "person", person), shown)


def _pay_row(files: PeriodFiles, person: str, key: tuple[str, ...], number: int) -> PayRow | None:
    rows = files.pay.get(person, ()) if key[0] == "pay" else ()
    return next((row for row in rows if (row.reward, row.line, row.number) == (*key[2:], number)), None)


def _page(request: HttpRequest, files: PeriodFiles, whose: str, shown: dict[str, Any]) -> HttpResponse:
    in_drawer = request.headers.get("HX-Request") == "true"
    template = "explain/drawer.html" if in_drawer else "explain/page.html"
    whole = {
        "period": files.period,
        "shown_period": files.period,
        "files": files,
        "whose": whose,
        "title": say("why.title"),
        **shown,
    }
    response = render(request, template, whole)
    response["Vary"] = "HX-Request"
    return response
