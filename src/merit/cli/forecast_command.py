"""`merit forecast`: what a KPI will come to, and how likely a target is reached."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from merit.catalogue.kpi import Direction, Kpi, Unit
from merit.cli.arguments import FolderArgument, PeriodOption, company_folder, node_from, period_from
from merit.cli.show import err, language, out, show_table, word
from merit.company import Company, nodes_of
from merit.engines.figures import data_span
from merit.engines.outside import target_value
from merit.forecast.history import Histories, KpiSource, histories_of, last_day_of
from merit.forecast.kpi_forecast import MOST_DAYS, KpiForecast, forecast_kpi
from merit.kernel.exact import exact, fixed
from merit.kernel.node import COMPANY, UNASSIGNED, Node, NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.metrics.components import kpi_of
from merit.sources.trade_calendar import trade_calendar
from merit.wording.sentences import LANGUAGES, sentence
from merit.workspace import Workspace, open_workspace

_LOW, _MIDDLE, _HIGH = 0.1, 0.5, 0.9


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
    as_json: Annotated[bool, typer.Option("--json", help="机器可读 / machine-readable")] = False,
) -> None:
    """指标会到多少、目标有多大可能达到（估计，不能用来计薪）。 What a KPI will come to and how likely a target is."""
    asked_period, workspace = period_from(period), open_workspace(company_folder(folder))
    kpi_of(workspace.company.catalogue, kpi)
    one = node_from(workspace.company, person, team, shop)
    kind = _kind(each) if each else one.kind
    nodes = peers_of(workspace.company, Node(kind, "") if each else one, asked_period)
    found = _forecast(workspace, kpi, nodes, asked_period, today)
    chosen = [found[node] for node in nodes if (node.kind is kind if each else node == one)]
    goals = [_goal(workspace.company, forecast, target) for forecast in chosen]
    if as_json:
        direction = workspace.company.catalogue[kpi].direction
        data = [_as_data(direction, *pair) for pair in zip(chosen, goals, strict=True)]
        out.print_json(json.dumps(data, ensure_ascii=False))
    elif each:
        _show_many(workspace.company, chosen, goals)
    else:
        _show(workspace.company, chosen[0], goals[0])


def peers_of(company: Company, node: Node, period: Period) -> list[Node]:
    """The node and those that it may learn from: people of its post, teams, departments; shops for shops and company.

    A node without id stands for all of its kind. Raises NotFoundRefusal for a node that is not there in the period.
    """
    known = [each for each in nodes_of(company, period) if each.id != UNASSIGNED]
    kind = NodeKind.SHOP if node.kind is NodeKind.COMPANY else node.kind
    alike = [each for each in known if each.kind is kind]
    if node.id and node not in (COMPANY, *alike):
        listed = ", ".join(each.id for each in alike[:12])
        raise NotFoundRefusal("metrics.no_such_node", dimension=str(node.kind), name=node.id, known=listed)
    if node.kind is NodeKind.PERSON and node.id:
        posts = {spell.post for spell in company.organisation.spells_of[node.id]}
        alike = [each for each in alike if posts & {spell.post for spell in company.organisation.spells_of[each.id]}]
    return [node, *(each for each in alike if each != node)] if node.id else alike


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
    histories = _histories(workspace, kpi, nodes, _recent(span, _day(today)))
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


def _recent(span: Period, today: date | None) -> Period:
    end = min(span.end, today + timedelta(days=1)) if today else span.end
    if end <= span.start:
        raise ConflictRefusal("forecast.before_the_data", today=str(today), first=str(span.start))
    return Period(max(span.start, end - timedelta(days=MOST_DAYS)), end)


def _goal(company: Company, forecast: KpiForecast, target: str) -> Fraction | None:
    if not target:
        return target_value(company, forecast.kpi, forecast.node, forecast.period)
    try:
        return exact(target.replace(",", ""))
    except ValueError:
        raise ConflictRefusal("forecast.no_number", text=target) from None


@dataclass(frozen=True, slots=True)
class _Row:
    """How one forecast is written."""

    kpi: Kpi
    forecast: KpiForecast
    goal: Fraction | None

    def number(self, value: float | Fraction) -> str:
        """As many decimals as the size makes sense of."""
        given = Fraction(value)
        places = 4 if self.kpi.unit is Unit.RATE else 0 if abs(given) >= 100 else 2
        return fixed(given, places)

    def quantile(self, probability: float) -> str:
        return self.number(self.forecast.distribution.quantile(probability))

    @property
    def chance(self) -> str:
        if self.goal is None:
            return ""
        return fixed(Fraction(self.forecast.probability(self.goal, self.kpi.direction), 10), 1)


def _show(company: Company, forecast: KpiForecast, goal: Fraction | None) -> None:
    row = _Row(company.catalogue[forecast.kpi], forecast, goal)
    for tongue in LANGUAGES:
        lines = (sentence(code, gaps, tongue) for code, gaps in _said(company, row, tongue))
        style = "dim" if tongue != language() else None
        out.print(("" if tongue == "zh" else " ").join(lines), style=style, markup=False)


def _said(company: Company, row: _Row, tongue: str) -> list[tuple[str, dict[str, str | int]]]:
    forecast = row.forecast
    gaps: dict[str, str | int] = {
        "node": _name(company, forecast.node),
        "kpi": row.kpi.title.get(tongue, row.kpi.id),
        "period": str(forecast.period),
        "today": str(forecast.today),
        "low": row.quantile(_LOW),
        "middle": row.quantile(_MIDDLE),
        "high": row.quantile(_HIGH),
    }
    lines = [("forecast.expects", gaps)]
    if forecast.already:
        lines.append(("forecast.already", {"already": row.number(forecast.already)}))
    if row.goal is not None:
        lines.append(("forecast.chance", {"target": row.number(row.goal), "chance": row.chance}))
    separator = "、" if tongue == "zh" else ", "
    if forecast.borrowed_from:
        peers = separator.join(_name(company, each) for each in forecast.borrowed_from)
        lines.append(("forecast.borrowed", {"days": forecast.days_of_history, "peers": peers}))
    if forecast.unseen:
        lines.append(("forecast.unseen", {"kinds": separator.join(forecast.unseen)}))
    return lines


def _show_many(company: Company, forecasts: Sequence[KpiForecast], goals: Sequence[Fraction | None]) -> None:
    heading = ["part", "already", "low", "middle", "high", "target", "chance", "borrowed"]
    rows = [
        _Row(company.catalogue[forecast.kpi], forecast, goal) for forecast, goal in zip(forecasts, goals, strict=True)
    ]
    cells = [
        [
            _name(company, row.forecast.node),
            row.number(row.forecast.already),
            *(row.quantile(each) for each in (_LOW, _MIDDLE, _HIGH)),
            "" if row.goal is None else row.number(row.goal),
            row.chance,
            word("forecast_yes") if row.forecast.borrowed_from else "",
        ]
        for row in rows
    ]
    show_table([word(f"forecast_{name}") for name in heading], cells)


def _name(company: Company, node: Node) -> str:
    if node == COMPANY:
        return company.profile.name
    named = {shop.shop: shop.name for shop in company.shops} if node.kind is NodeKind.SHOP else {}
    if node.kind in (NodeKind.TEAM, NodeKind.DEPARTMENT):
        named = {team.team: team.name for team in company.organisation.teams}
    if node.kind is NodeKind.PERSON:
        named = {spell.person: spell.name for spell in company.organisation.spells}
    return named.get(node.id, node.id)


def _as_data(direction: Direction, forecast: KpiForecast, goal: Fraction | None) -> dict[str, object]:
    shown = {
        f"p{round(level * 100)}": round(forecast.distribution.quantile(level), 6)
        for level in (0.1, 0.25, 0.5, 0.75, 0.9)
    }
    return {
        "kpi": forecast.kpi,
        "node_kind": str(forecast.node.kind),
        "node": forecast.node.id,
        "period": str(forecast.period),
        "today": str(forecast.today),
        "already": float(forecast.already),
        **shown,
        "target": None if goal is None else float(goal),
        "chance_per_mille": None if goal is None else forecast.probability(goal, direction),
        "days_of_history": forecast.days_of_history,
        "borrowed_from": [str(node) for node in forecast.borrowed_from],
        "unseen": list(forecast.unseen),
    }
