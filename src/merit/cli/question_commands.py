"""`merit query` and `merit explain`: a figure asked for, and the way down to its rows."""

import csv
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.tree import Tree

from merit.cli.arguments import FolderArgument, PeriodOption, company_folder, moment_from, period_from
from merit.cli.compared_query import Beside, cells_beside
from merit.cli.explain_tree import RowsBelow, TreeReader, Working, explain_tree
from merit.cli.row_branch import add_rows
from merit.cli.show import language, out, show_problems, show_table, wide
from merit.engines.answers import Answer, Question, answer
from merit.insight.comparison import Comparison
from merit.kernel.exact import plain
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reports.result_files import harmless, results_folder
from merit.sources.company_folder import read_company
from merit.workspace import open_workspace

GRAINS = {grain.value: grain for grain in Grain if grain is not Grain.SPAN}
VALUE_COLUMNS = ("kpi", "version", "value", "numerator", "denominator", "n", "status", "as_of")
BRIEF = ("kpi", "value", "n", "status")


class Layout(StrEnum):
    """How answers are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(query)
    app.command()(explain)


def query(
    folder: FolderArgument,
    kpi: Annotated[str, typer.Option(help="net_sales,aov")],
    by: Annotated[str, typer.Option(help="company, department, team, person, shop, channel, … + day … year")] = "",
    first: Annotated[str, typer.Option("--from", help="2026-10-01 或 2026-10")] = "",
    last: Annotated[str, typer.Option("--to", help="2026-10-31 或 2026-10")] = "",
    where: Annotated[list[str] | None, typer.Option(help="shop=…")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="2026-11-01T02:10:00+08:00")] = None,
    against: Annotated[
        Comparison | None, typer.Option(help="与之比较：春节、618、双11 按节日对齐 / compare, day for day")
    ] = None,
    interval: Annotated[
        bool, typer.Option("--interval", help="比率的 95% 区间（Wilson，差用 Newcombe）/ intervals of rates")
    ] = False,
    benchmark: Annotated[
        bool, typer.Option("--benchmark", help="和行业参考比 / beside the figures of benchmarks.csv")
    ] = False,
    segment: Annotated[str, typer.Option(help="哪个行业或竞品 / of which trade or competitor")] = "",
    layout: Annotated[Layout, typer.Option("--format")] = Layout.TABLE,
) -> None:
    """查指标：任何维度、任何粒度。 KPI values by any dimension and grain."""
    workspace = open_workspace(company_folder(folder), moment_from(as_of))
    show_problems(each for each in workspace.problems if each.code == "workspace.nothing_loaded")
    question = Question(
        kpis=tuple(_listed(kpi)),
        by=tuple(name for name in _listed(by) if name not in GRAINS),
        grain=_grain(_listed(by)),
        span=_span(first, last),
        where=tuple(_condition(each) for each in where or ()),
    )
    answers = answer(workspace.company, workspace.engine, question)
    beside = Beside(interval, against, benchmark or bool(segment), segment)
    further = cells_beside(workspace, question, answers, beside)
    shown = [_cells(each) | more for each, more in zip(answers, further, strict=True)]
    _show(question, shown, beside.columns, layout)


def explain(
    folder: FolderArgument,
    period: PeriodOption,
    person: Annotated[str, typer.Option(help="人员编号 / person id")],
    line: Annotated[
        str | None, typer.Option(help="奖励方案、行、指标或 total / reward, line, indicator or total")
    ] = None,
    rows: Annotated[bool, typer.Option("--rows", help="直到源数据的文件和行号 / down to file and line")] = False,
    limit: Annotated[int, typer.Option(min=1, help="每个数最多列几行 / rows listed per number")] = 8,
) -> None:
    """一个数怎么来的。 The working of a figure, down to source rows with file and line."""
    chosen = period_from(period)
    place = results_folder(company_folder(folder), chosen)
    entries = _entries(place, chosen, person, line)
    reader = TreeReader(language(), _titles(folder), _rows_below(folder, place, limit) if rows else _nothing_below)
    for entry in entries:
        title = f"{entry['person']} · {chosen} · {entry['of']} · {entry['line']}"
        tree = explain_tree(title, entry["working"], reader)
        wide.print(tree)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _grain(by: list[str]) -> Grain | None:
    grains = [name for name in by if name in GRAINS]
    if len(grains) > 1:
        raise ConflictRefusal("cli.one_grain_only", grains=", ".join(grains))
    return GRAINS[grains[0]] if grains else None


def _condition(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found:
        raise ConflictRefusal("cli.not_a_condition", text=text)
    return name.strip(), value.strip()


def _span(first: str, last: str) -> Period | None:
    if not first and not last:
        return None
    begin, end = period_from(first or last), period_from(last or first)
    if end.end <= begin.start:
        raise ConflictRefusal("cli.from_after_to", first=first, last=last)
    return begin if begin == end else Period(begin.start, end.end)


def _show(question: Question, answers: list[dict[str, str]], further: tuple[str, ...], layout: Layout) -> None:
    named = (*(("period",) if question.grain or question.span else ()), *question.by)
    columns = (*named, *(BRIEF if layout is Layout.TABLE else VALUE_COLUMNS), *further)
    rows = [tuple(each[name] for name in columns) for each in answers]
    match layout:
        case Layout.CSV:
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows(harmless(row) for row in rows)
        case Layout.JSON:
            records = [dict(zip(columns, row, strict=True)) for row in rows]
            out.print_json(json.dumps(records, ensure_ascii=False))
        case Layout.TABLE:
            show_table(columns, rows)


def _cells(each: Answer) -> dict[str, str]:
    value = each.value
    numbers = {"value": value.value, "numerator": value.numerator, "denominator": value.denominator}
    return {
        "period": str(each.period),
        **dict(each.dimensions),
        "kpi": value.kpi,
        "version": str(value.version),
        **{name: "" if number is None else plain(number) for name, number in numbers.items()},
        "n": str(value.n),
        "status": str(value.status),
        "as_of": value.as_of.isoformat() if value.as_of else "",
    }


def _entries(place: Path, period: Period, person: str, line: str | None) -> list[dict[str, Any]]:
    file = place / "explain.jsonl"
    if not file.is_file():
        raise NotFoundRefusal("cli.no_results", period=str(period))
    with file.open(encoding="utf-8") as lines:
        entries = [entry for entry in map(json.loads, lines) if entry["person"] == person]
    if not entries:
        raise NotFoundRefusal("cli.nobody_there", period=str(period), person=person)
    if line is None:
        return [entry for entry in entries if entry["kind"] == "pay"] or entries
    found = [entry for entry in entries if line in (entry["line"], entry["of"])]
    if not found:
        known = ", ".join(sorted({entry["line"] for entry in entries} | {entry["of"] for entry in entries}))
        raise NotFoundRefusal("cli.no_such_line", person=person, line=line, known=known)
    return found


def _titles(folder: Path) -> dict[str, str]:
    company, _ = read_company(folder)
    return {kpi.id: kpi.title[language()] for kpi in company.catalogue.kpis.values()} if company else {}


def _nothing_below(_ref: Working, _branch: Tree) -> None:
    """Without --rows the tree ends at the KPI value."""


def _rows_below(folder: Path, place: Path, limit: int) -> RowsBelow:
    data = json.loads((place / "data.json").read_text("utf-8"))
    workspace = open_workspace(folder, moment_from(data["as_of"]))
    return lambda ref, branch: add_rows(workspace, ref, branch, limit)
