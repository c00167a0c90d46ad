"""`merit allocate`: where advertising money and hours of customer service bring more, with how sure that is."""

import csv
import io
import json
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any

import typer

from merit.allocation.moves import Judged, Move, moves
from merit.allocation.shifts import ServiceGoal
from merit.allocation.spending import Cut
from merit.allocation.told import move_told, remarks_told, shift_told, standing_told
from merit.cli.arguments import FolderArgument, company_folder
from merit.cli.show import language, out, show_table
from merit.cli.show_allocation import hour_rows, money_rows, people_data, unit_data
from merit.engines.ad_days import AdQuestion, ad_span, judged_units
from merit.engines.service_hours import StaffedTeam, staffed_teams, talk_span, workload_in
from merit.kernel.exact import exact
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.sources.trade_calendar import trade_calendar
from merit.wording.sentences import LANGUAGES, sentence
from merit.workspace import Workspace, open_workspace

MONEY_DAYS, PEOPLE_DAYS = 182, 28
_FEWEST, _MOST = 7, 730


class Asked(StrEnum):
    """What is to be moved."""

    MONEY = "money"
    PEOPLE = "people"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("allocate")(allocate)


def allocate(
    folder: FolderArgument,
    of: Annotated[Asked, typer.Option(help="money：推广费 | people：客服排班")] = Asked.MONEY,
    by: Annotated[Cut, typer.Option(help="推广费按什么分 / cut money by")] = Cut.CAMPAIGN,
    days: Annotated[int, typer.Option(help="看最近多少天 / last days; 0：推广 182，客服 28")] = 0,
    margin: Annotated[str, typer.Option(help="贡献率，不写就按订单算 / contribution of 1 sold: 35%")] = "",
    within: Annotated[int, typer.Option(help="多少秒内首次回复算及时 / seconds of a reply in time")] = 30,
    share: Annotated[str, typer.Option(help="要有多少及时 / share to be answered in time")] = "80%",
    work_seconds: Annotated[int, typer.Option(help="一次会话要花的秒数 / seconds of work; 0: as recorded")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="给程序读 / for programs")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="表格 / as a table")] = False,
) -> None:
    """钱和人手往哪里挪：边际回报、忙闲，都带区间（估计，不动得分和工资）。 Where money and hours bring more."""
    workspace = open_workspace(company_folder(folder))
    _bounded("--days", days or _FEWEST, _FEWEST, _MOST)
    if of is Asked.MONEY:
        units = money_in(workspace, by, days or MONEY_DAYS, _part("--margin", margin) if margin else None)
        _money(units, moves(units), (as_json, as_csv))
        return
    _bounded("--within", within, 1, 3600)
    goal = ServiceGoal(within, float(_part("--share", share)), float(work_seconds) or None)
    _people(workspace, people_in(workspace, days or PEOPLE_DAYS, goal), goal, (as_json, as_csv))


def money_in(workspace: Workspace, cut: Cut, days: int, margin: Fraction | None) -> list[Judged]:
    """Every unit that spent in the last days. Raises NotFoundRefusal without facts of advertising."""
    span = ad_span(workspace.engine, days)
    if span is None:
        raise NotFoundRefusal("allocation.no_ads")
    calendar = trade_calendar(workspace.company, range(span.start.year - 1, span.last.year + 2))
    return judged_units(workspace.engine, AdQuestion(cut, span, calendar.kinds(span.days()), margin=margin))


def people_in(workspace: Workspace, days: int, goal: ServiceGoal) -> list[StaffedTeam]:
    """Raises NotFoundRefusal without conversations."""
    span = talk_span(workspace.engine, days)
    if span is None:
        raise NotFoundRefusal("allocation.no_talks")
    return staffed_teams(workload_in(workspace.engine, workspace.company, span, goal.within), goal)


def _money(units: list[Judged], found: list[Move], machine: tuple[bool, bool]) -> None:
    as_json, as_csv = machine
    heading, rows = money_rows(units)
    if as_json:
        data = {"units": [unit_data(each) for each in units], "moves": [_move_data(each) for each in found]}
        out.print_json(json.dumps(data, ensure_ascii=False))
        return
    if as_csv:
        _print_csv(heading, rows)
        return
    show_table(heading, rows)
    for each in units:
        out.print(f"\n{each.days.unit}", style="bold", markup=False)
        for told in (standing_told(each), *remarks_told(each)):
            _say(*told)
    out.print()
    for move in found:
        _say(*move_told(move))
    if not found:
        _say("allocation.no_moves", {})
    _say("allocation.honest", {})


def _people(workspace: Workspace, teams: list[StaffedTeam], goal: ServiceGoal, machine: tuple[bool, bool]) -> None:
    as_json, as_csv = machine
    if as_json:
        out.print_json(json.dumps([people_data(each, goal) for each in teams], ensure_ascii=False))
        return
    if as_csv:
        _print_csv(*hour_rows(teams, with_team=True))
        return
    names = {each.team: each.name for each in workspace.company.organisation.teams}
    for each in teams:
        show_table(*hour_rows([each]), title=f"{each.team} {names.get(each.team, '')}")
        for move in each.moves:
            _say(*shift_told(move, goal))
        if not each.moves:
            _say("allocation.no_shifts", {})
        out.print()
    _say("allocation.honest_people", {})


def _move_data(move: Move) -> dict[str, Any]:
    gain = {"low": move.gain.low, "middle": move.gain.middle, "high": move.gain.high}
    said = move_told(move)
    return {
        "from": move.source.days.unit,
        "to": move.to.days.unit if move.to else None,
        "a_day": move.a_day,
        "gain_a_month": gain,
        **{tongue: sentence(*said, tongue) for tongue in LANGUAGES},
    }


def _print_csv(heading: list[str], rows: list[list[str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    out.print(text.getvalue(), end="", markup=False, soft_wrap=True)


def _say(code: str, gaps: dict[str, str | int]) -> None:
    for tongue in LANGUAGES:
        out.print(sentence(code, gaps, tongue), style="dim" if tongue != language() else None, markup=False)


def _part(option: str, text: str) -> Fraction:
    """35% or 0.35, above 0 and below 1. Raises ConflictRefusal."""
    try:
        part = exact(text.strip().rstrip("%")) / (100 if text.strip().endswith("%") else 1)
    except ValueError:
        part = Fraction(0)
    if not 0 < part < 1:
        raise ConflictRefusal("allocation.not_a_number", text=text, option=option, low="1%", high="99%")
    return part


def _bounded(option: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise ConflictRefusal("allocation.not_a_number", text=str(value), option=option, low=low, high=high)
