"""`merit forecast`: what a KPI will come to, and how likely a target is reached."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from merit.cli.arguments import FolderArgument, PeriodOption, company_folder, node_from, period_from
from merit.cli.show import err, out, word
from merit.cli.show_forecast import Shown, forecast_data, show_many, show_one
from merit.company import Company
from merit.engines.figures import data_span
from merit.engines.outside import target_value
from merit.forecast.history import Histories, KpiSource, histories_of, last_day_of
from merit.forecast.kpi_forecast import KpiForecast, forecast_kpi
from merit.forecast.node_forecast import peers_of, recent_days
from merit.forecast.suggestion import Outlook, suggestions
from merit.kernel.exact import exact
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit.metrics.components import kpi_of
from merit.sources.trade_calendar import trade_calendar
from merit.workspace import Workspace, open_workspace


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("forecast")(show_forecast)


def show_forecast(
    folder: FolderArgument,
    kpi: Annotated[str, typer.Option(help="paid_sales")],
    period: PeriodOption,
    target: Annotated[str, typer.Option(help="目标值 / target; 不写就用 targets.csv 的")] = "",
    person: Annotated[str, typer.Option(help="人员编号 / person id")] = "",
    team: Annotated[str, typer.Option(help="团队或部门编号 / team or department id")] = "",
    shop: Annotated[str, typer.Option(help="店铺编号 / shop id")] = "",
    each: Annotated[str, typer.Option(help="shop | team | department | person：逐个预测 / one by one")] = "",
    today: Annotated[str, typer.Option(help="只用到这天为止的数据 / as known after that day: 2026-10-12")] = "",
    market_growth: Annotated[str, typer.Option(help="市场增长 / the market grows by: 20%")] = "",
    capacity: Annotated[str, typer.Option(help="最多能承接多少 / the most that can be carried")] = "",
    spend: Annotated[str, typer.Option(help="投入比以往多 / spend changes by: 10%")] = "",
    elasticity: Annotated[str, typer.Option(help="投入多 1%，指标多百分之几 / % of the KPI per % of spend")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="机器可读 / machine-readable")] = False,
) -> None:
    """指标会到多少、目标有多大可能达到（估计，不能用来计薪）。 What a KPI will come to and how likely a target is."""
    asked_period, workspace = period_from(period), open_workspace(company_folder(folder))
    kpi_of(workspace.company.catalogue, kpi)
    one = node_from(workspace.company, person, team, shop)
    kind = _kind(each) if each else one.kind
    nodes = peers_of(workspace.company, Node(kind, "") if each else one, asked_period)
    found = _forecast(workspace, kpi, nodes, asked_period, today)
    outlook = _outlook(market_growth, capacity, spend, elasticity)
    chosen = [found[node] for node in nodes if (node.kind is kind if each else node == one)]
    rows = [_shown(workspace, forecast, _goal(workspace.company, forecast, target), outlook) for forecast in chosen]
    if as_json:
        out.print_json(json.dumps([forecast_data(row) for row in rows], ensure_ascii=False))
    elif each:
        show_many(workspace.company, rows)
    else:
        show_one(workspace.company, rows[0])


def _shown(workspace: Workspace, forecast: KpiForecast, goal: Fraction | None, outlook: Outlook) -> Shown:
    kpi, period = workspace.company.catalogue[forecast.kpi], forecast.period
    before = (
        workspace.figures.value(kpi.id, forecast.node, each) for each in (period.a_year_earlier(), period.previous())
    )
    base = next((each.value for each in before if each.value), None) if outlook.market_growth is not None else None
    suggested = suggestions(forecast.distribution, kpi.direction, replace(outlook, base=base))
    return Shown(kpi, forecast, goal, suggested)


def _outlook(market_growth: str, capacity: str, spend: str, elasticity: str) -> Outlook:
    if bool(spend) != bool(elasticity):
        raise ConflictRefusal("forecast.both_spend_and_elasticity")
    return Outlook(
        market_growth=_part(market_growth),
        spend_change=_part(spend),
        elasticity=_number(elasticity),
        capacity=_number(capacity),
    )


def _part(text: str) -> Fraction | None:
    """20% or 0.2. Raises ConflictRefusal for anything else."""
    try:
        return None if not text else exact(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise ConflictRefusal("forecast.no_percent", text=text) from None


def _number(text: str) -> Fraction | None:
    try:
        return exact(text.replace(",", "")) if text else None
    except ValueError:
        raise ConflictRefusal("forecast.no_number", text=text) from None


def _kind(text: str) -> NodeKind:
    kinds = (NodeKind.SHOP, NodeKind.TEAM, NodeKind.DEPARTMENT, NodeKind.PERSON)
    if text not in kinds:
        raise ConflictRefusal("forecast.unknown_kind", kind=text, known=", ".join(kinds))
    return NodeKind(text)


def _forecast(
    workspace: Workspace, kpi: str, nodes: Sequence[Node], period: Period, today: str
) -> dict[Node, KpiForecast]:
    span = data_span(workspace.engine)
    if span is None:
        raise ConflictRefusal("forecast.too_little_history", kpi=kpi, days=0)
    histories = _histories(workspace, kpi, nodes, recent_days(span, _day(today)))
    last = last_day_of(histories)
    if not today and last is not None:
        histories = histories.until(last)
    years = range(histories.span.start.year - 1, period.last.year + 2)
    return forecast_kpi(histories, trade_calendar(workspace.company, years), period)


def _histories(workspace: Workspace, kpi: str, nodes: Sequence[Node], span: Period) -> Histories:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(word("forecast_reading"), total=len(nodes))
        source = KpiSource(workspace.company.catalogue, workspace.figures)
        return histories_of(source, kpi, nodes, span, lambda _node: bar.advance(task))


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConflictRefusal("cli.not_a_period", text=text) from None


def _goal(company: Company, forecast: KpiForecast, target: str) -> Fraction | None:
    return _number(target) if target else target_value(company, forecast.kpi, forecast.node, forecast.period)
