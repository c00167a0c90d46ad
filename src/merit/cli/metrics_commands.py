"""`merit metrics`: metric definitions of a dbt project taken over, and the catalogue written in that form."""

from pathlib import Path
from typing import Annotated

import typer

from merit.cli.arguments import FolderArgument, company_folder
from merit.cli.show import out, show_problems, show_table, word
from merit.kernel.problems import has_errors
from merit.kernel.refusals import ConflictRefusal
from merit.sources.company_folder.definitions import read_catalogue
from merit.sources.metricflow.company import Names, read_dbt, write_taken_over
from merit.sources.metricflow.give_out import give_out

metrics = typer.Typer(help="dbt 项目的指标（MetricFlow）。 Metrics of a dbt project.", no_args_is_help=True)

_FilesArgument = Annotated[list[Path], typer.Argument(help="dbt 的 YAML 或文件夹 / files or folders", metavar="FILE…")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(metrics, name="metrics")


@metrics.command("import")
def take_over_metrics(
    files: _FilesArgument,
    folder: FolderArgument,
    table: Annotated[list[str] | None, typer.Option(help="orders=fct_orders")] = None,
    names: Annotated[list[Path] | None, typer.Option("--map", help="对照文件 / names of tables and columns")] = None,
    *,
    prefix: Annotated[str, typer.Option(help="编号前缀 / before every id, such as dbt_")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看不写 / show, write nothing")] = False,
) -> None:
    """把 dbt 的指标带进指标库。 Take the metrics of a dbt project over into the catalogue."""
    taken = read_dbt(files, company_folder(folder), Names(table or (), names or (), prefix))
    show_problems(taken.problems)
    if dry_run:
        for name, text in taken.files().items():
            out.print(f"# catalogue/{name}\n{text}", markup=False)
    else:
        for name in write_taken_over(taken, folder):
            out.print(f"{word('dbt_written')} {name}")
    rows = [[str(each.data["kpi"]), str(each.place("kpi"))] for each in taken.documents]
    show_table([word("dbt_kpi"), word("dbt_line")], rows)
    if has_errors(taken.problems):
        raise typer.Exit(1)


@metrics.command("export")
def give_out_metrics(
    folder: FolderArgument, target: Annotated[Path, typer.Argument(help="dbt 的 YAML 文件 / file", metavar="OUT")]
) -> None:
    """把指标库写成 dbt 的指标文件。 Write the catalogue in the form of a dbt project's metrics."""
    if target.exists():
        raise ConflictRefusal("sources.metricflow_out_exists", file=str(target))
    catalogue, _, problems = read_catalogue(company_folder(folder))
    given = give_out(catalogue)
    target.write_text(given.text(), "utf-8")
    show_problems([*problems, *given.problems])
    out.print(f"{word('dbt_written')} {target} ({len(given.metrics)})")
