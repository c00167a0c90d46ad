"""`merit reconcile`: own figures beside what platforms report, per KPI, shop and day."""

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Annotated, Any

import typer
from rich.markup import escape

from merit.cli.arguments import FolderArgument, company_folder, period_from
from merit.cli.show import out, show_table, word
from merit.engines.compared_figures import ComparedFigure, GapState, compared_figures
from merit.engines.reconciliation import DayGap
from merit.kernel.exact import fixed, plain
from merit.kernel.period import Grain, Period
from merit.workspace import open_workspace

HEADING = ("column_kpi", "shop", "day", "ours", "theirs", "gap", "gap_share", "state")
_COLOURS = {GapState.HELD: "red", GapState.BEYOND: "yellow", GapState.RELEASED: "yellow", GapState.AGREES: "green"}


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(reconcile)


def reconcile(
    folder: FolderArgument,
    period: Annotated[str, typer.Option("--period", help="默认有平台数字的每个月 / default every month reported")] = "",
    every_day: Annotated[bool, typer.Option("--days", help="每一天都列出来 / list the days that agree too")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="给程序读 / for programs")] = False,
) -> None:
    """与平台数字对账：指标 × 店 × 天。 Own figures beside the platforms'; exit code 1 when anything does not agree."""
    workspace = open_workspace(company_folder(folder))
    periods = [period_from(period)] if period else _months(each.day for each in workspace.company.platform_figures)
    found = [(each, one) for each in periods for one in compared_figures(workspace.figures, each)]
    if as_json:
        out.print_json(json.dumps([_written(*each) for each in found], ensure_ascii=False))
    elif not found:
        out.print(word("nothing_reported"))
    else:
        _show(found, every_day)
    if any(one.is_unreconciled for _, one in found):
        raise typer.Exit(1)


def _months(days: Iterable[Any]) -> list[Period]:
    return sorted({Period.containing(day, Grain.MONTH) for day in days}, key=lambda each: each.start)


def _show(found: Sequence[tuple[Period, ComparedFigure]], every_day: bool) -> None:
    """The days together of every KPI and shop, and below each the days that do not agree."""
    rows: list[list[str]] = []
    for period, one in found:
        whole = (one.kpi, one.shop, str(period), one.ours, one.theirs, one.gap, one.share)
        rows.append([*_cells(whole), word(f"gap_{one.state}")])
        listed = [day for day in one.days if every_day or one.state_of(day) is not GapState.AGREES]
        rows += [_day_row(one, day) for day in listed]
    show_table([word(name) for name in HEADING], rows)
    for line in _reasons(found):
        out.print(escape(line))
    held = sum(one.is_unreconciled for _, one in found)
    colour = _COLOURS[GapState.HELD if held else GapState.AGREES]
    out.print(f"[{colour}]{word('gaps_held')} {held} / {len(found)}[/]")


def _day_row(one: ComparedFigure, day: DayGap) -> list[str]:
    theirs = day.reported.value
    share = day.gap / abs(theirs) if theirs else None
    row = _cells(("", "", str(day.reported.day), day.ours, theirs, day.gap, share))
    return [*row, word(f"gap_{one.state_of(day)}")]


def _reasons(found: Sequence[tuple[Period, ComparedFigure]]) -> list[str]:
    """Why days were let pass, each reason once with its first day."""
    told = {
        (one.kpi, one.shop, day.release): day.reported.day
        for _, one in found
        for day in reversed(one.days)
        if day.release is not None
    }
    return [
        f"{word('gap_released')} {kpi} {shop} {day}：{release.reason}（{release.released_by}）"
        for (kpi, shop, release), day in told.items()
    ]


def _cells(row: tuple[str, str, str, Fraction, Fraction, Fraction, Fraction | None]) -> list[str]:
    *names, ours, theirs, gap, share = row
    percent = "" if share is None else f"{fixed(share * 100, 2)}%"
    return [*names, plain(ours), plain(theirs), plain(gap), percent]


def _written(period: Period, one: ComparedFigure) -> dict[str, Any]:
    """Amounts as texts with every digit."""
    return {
        "period": str(period),
        "kpi": one.kpi,
        "shop": one.shop,
        "ours": plain(one.ours),
        "theirs": plain(one.theirs),
        "gap": plain(one.gap),
        "tolerance": plain(one.tolerance),
        "day_tolerance": None if one.day_tolerance is None else plain(one.day_tolerance),
        "state": one.state,
        "days": [
            {
                "day": str(day.reported.day),
                "ours": plain(day.ours),
                "theirs": plain(day.reported.value),
                "gap": plain(day.gap),
                "state": one.state_of(day),
                "released_by": day.release.released_by if day.release is not None else None,
                "reason": day.release.reason if day.release is not None else None,
            }
            for day in one.days
        ],
    }
