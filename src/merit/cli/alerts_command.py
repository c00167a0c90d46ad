"""`merit alerts`: what fires on the closed intervals, by cause and by money at stake, with its evidence."""

import json
from datetime import date, timedelta
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from merit.alerts.alert import Watched
from merit.alerts.alert_sentences import LINKS, Said, what_fires, what_is_at_stake
from merit.alerts.causes import CauseGroup
from merit.alerts.look import Ground, Looked, alerts_of
from merit.alerts.observation import Observation
from merit.cli.arguments import FolderArgument, company_folder
from merit.cli.show import err, language, out, show_problems, word
from merit.company import Company
from merit.engines.figures import data_span
from merit.kernel.exact import plain
from merit.kernel.explain import as_data
from merit.kernel.node import COMPANY, Node
from merit.kernel.refusals import ConflictRefusal
from merit.sources.alert_rules import AlertRules, alert_rules
from merit.sources.trade_calendar import trade_calendar
from merit.wording.sentences import LANGUAGES, sentence
from merit.workspace import Workspace, open_workspace


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("alerts")(show_alerts)


def show_alerts(
    folder: FolderArgument,
    today: Annotated[str, typer.Option(help="只用到这天为止的数据 / as known after that day: 2026-10-12")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="给程序读 / for programs")] = False,
) -> None:
    """现在有哪些预警：只看数据已齐的周期，按原因归组，按涉及金额排序。 What fires, by cause and money."""
    day, workspace = _day(today), open_workspace(company_folder(folder))
    rules, problems = alert_rules(workspace.folder, workspace.company.catalogue)
    show_problems(problems)
    looked = _look(workspace, rules, day)
    if as_json:
        out.print_json(json.dumps(looked_data(workspace.company, looked), ensure_ascii=False))
    else:
        _show(workspace.company, looked)


def _look(workspace: Workspace, rules: AlertRules, today: date) -> Looked:
    span = data_span(workspace.engine)
    years = range(span.start.year - 1, span.end.year + 2) if span else ()
    calendar = trade_calendar(workspace.company, years)
    ground = Ground(workspace.company, workspace.figures, calendar, span, today)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(word("alerts_judging"), total=len(rules.rules))
        return alerts_of(ground, rules.rules, lambda done, total: bar.update(task, completed=done, total=total))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else date.max - timedelta(days=1)
    except ValueError:
        raise ConflictRefusal("cli.not_a_period", text=text) from None


def looked_data(company: Company, looked: Looked) -> dict[str, Any]:
    """What --json prints: exact values as text, chances as numbers."""
    return {
        "closed": str(looked.closed) if looked.closed else None,
        "watched": len(looked.watched),
        "groups": [_group_data(company, each) for each in looked.groups],
    }


def _group_data(company: Company, group: CauseGroup) -> dict[str, Any]:
    return {
        "stake": None if group.stake is None else plain(group.stake),
        "links": list(group.links),
        "alerts": [_alert_data(company, each) for each in group.alerts],
    }


def _alert_data(company: Company, alert: Watched) -> dict[str, Any]:
    return {
        "alert": alert.key,
        "rule": alert.rule.name,
        "kind": alert.rule.kind,
        "kpi": alert.kpi,
        "node": str(alert.node),
        "state": alert.standing.state,
        "since": str(alert.standing.since),
        "stake": None if alert.stake is None else plain(alert.stake),
        "target": None if alert.target is None else plain(alert.target),
        **{tongue: sentence(*_said(company, alert, tongue), tongue) for tongue in LANGUAGES},
        "evidence": [_observation_data(each) for each in alert.observations],
    }


def _observation_data(each: Observation) -> dict[str, Any]:
    numbers = {name: getattr(each, name) for name in ("value", "expected", "low", "high")}
    return {
        "interval": str(each.interval),
        "verdict": each.verdict,
        **{name: None if value is None else as_data(value) for name, value in numbers.items()},
        "chance": each.chance,
        "rows": each.rows,
        "why": each.why,
    }


def _said(company: Company, alert: Watched, tongue: str) -> Said:
    kpi = company.catalogue[alert.kpi]
    return what_fires(alert, kpi.unit, kpi.title.get(tongue, kpi.id), _node_name(company, alert.node))


def _node_name(company: Company, node: Node) -> str:
    if node == COMPANY:
        return company.profile.name
    known = {team.team: team.name for team in company.organisation.teams}
    known |= {spell.person: spell.name for spell in company.organisation.spells}
    known |= {shop.shop: shop.name for shop in company.shops}
    return f"{known.get(node.id, '')} {node.id}".strip()


def _show(company: Company, looked: Looked) -> None:
    firing = sum(len(each.alerts) for each in looked.groups)
    counts: dict[str, str | int] = {"watched": len(looked.watched), "firing": firing, "groups": len(looked.groups)}
    for tongue in LANGUAGES:
        style = "dim" if tongue != language() else None
        if looked.closed is None:
            out.print(sentence("alerts.no_data", {}, tongue), style=style)
            continue
        out.print(sentence("alerts.closed", {"closed": str(looked.closed), **counts}, tongue), style=style)
        if not firing:
            out.print(sentence("alerts.none_fires", {}, tongue), style=style)
    for at, group in enumerate(looked.groups, 1):
        _show_group(company, at, group)


def _show_group(company: Company, at: int, group: CauseGroup) -> None:
    tongue = language()
    links = ", ".join(sentence(LINKS[each], {}, tongue) for each in group.links)
    stake = sentence(*what_is_at_stake(group.stake, company.profile.currency), tongue)
    out.print(f"\n[bold]{at}. {escape(stake)}[/] [dim]{escape(links)}[/]")
    for alert in group.alerts:
        state = word(f"alert_state_{alert.standing.state}")
        out.print(f"  [{state}] {alert.rule.name} · {word('alerts_since')} {alert.standing.since}", markup=False)
        for each in LANGUAGES:
            said = sentence(*_said(company, alert, each), each)
            out.print(f"    {said}", style="dim" if each != tongue else None, markup=False)
