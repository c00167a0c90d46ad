"""`merit experiment`: the experiments of a company, how long one must last, and what it shows."""

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from merit.cli.arguments import FolderArgument, company_folder
from merit.cli.experiment_tables import show_plan, show_reading
from merit.cli.show import language, out, show_problems, show_table, word
from merit.engines.experiment_facts import evidence_in
from merit.engines.experiment_history import baseline_in
from merit.engines.figures import data_span
from merit.experiments.assignment import arm_of
from merit.experiments.experiment import AssignedBy, Experiment, ReadingRule
from merit.experiments.reading import read_experiment
from merit.experiments.sample_size import needed_units
from merit.experiments.units_and_kpis import PERSONAL
from merit.kernel.problems import has_errors
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.sources.company_folder.experiments import read_experiments
from merit.sources.company_folder.rows import table_text
from merit.workspace import Workspace, open_workspace


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(experiment)


def experiment(
    folder: FolderArgument,
    name: Annotated[str, typer.Argument(help="实验编号 / experiment", metavar="NAME")] = "",
    plan: Annotated[bool, typer.Option("--plan", help="要多少样本、多少天 / units and days needed")] = False,
    on: Annotated[str, typer.Option("--on", help="截至哪天 / last day that counts")] = "",
    assign: Annotated[Path | None, typer.Option("--assign", help="给编号分组，写出分组表 / arms for these ids")] = None,
    at: Annotated[str, typer.Option("--at", help="分组时刻 / moment of the assignment")] = "",
) -> None:
    """A/B 实验：列出、开始前算样本、看结果。 Experiments: list, plan, read."""
    opened = open_workspace(company_folder(folder))
    experiments, problems = read_experiments(folder, opened.company)
    show_problems(problems)
    if not name:
        _list(experiments)
        raise typer.Exit(1 if has_errors(problems) else 0)
    one = next((each for each in experiments if each.experiment == name), None)
    if one is None:
        known = ", ".join(each.experiment for each in experiments) or "-"
        raise NotFoundRefusal("experiments.unknown", experiment=name, known=known)
    if assign is not None:
        out.print(assignments(one, assign, at), end="", markup=False)
    elif plan:
        _plan(opened, one)
    else:
        _read(opened, one, on)


def assignments(one: Experiment, ids: Path, at: str) -> str:
    """`experiment_assignments` for the ids in the file, as CSV: the hash decides. Raises ConflictRefusal."""
    if one.assigned_by is not AssignedBy.HASH:
        raise ConflictRefusal("experiments.not_hashed", experiment=one.experiment)
    if not ids.is_file():
        raise NotFoundRefusal("cli.no_such_file", file=str(ids))
    read = table_text(ids, ids.name)
    show_problems(read.problems)
    moments = read.header.index("assigned_at") if "assigned_at" in read.header else None
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("experiment", "unit", "customer", "arm", "assigned_at"))
    for _, cells in read.rows:
        unit, moment = cells[0].strip(), cells[moments].strip() if moments is not None else ""
        if not (moment or at):
            raise ConflictRefusal("experiments.no_moment", unit=unit)
        place = ("", unit) if one.unit in PERSONAL else (unit, "")
        writer.writerow((one.experiment, *place, arm_of(one.arms, one.salt, unit), moment or at))
    return text.getvalue()


def _list(experiments: tuple[Experiment, ...]) -> None:
    heading = [word(each) for each in ("experiment", "experiment_title", "experiment_days", "experiment_owner")]
    rows = [
        (each.experiment, each.title[language()], f"{each.start} – {each.last_day}", each.owner) for each in experiments
    ]
    show_table(heading, rows)


def _plan(opened: Workspace, one: Experiment) -> None:
    found = baseline_in(opened.engine, opened.company.catalogue, one)
    if found is None:
        raise ConflictRefusal("experiments.no_history", experiment=one.experiment)
    margin = one.primary.margin
    effect = margin.of(found.value) if margin is not None else 0.0
    rules = {rule: needed_units(replace(one, rule=rule), found, effect) for rule in ReadingRule}
    show_plan(one, found, effect, rules)


def _read(opened: Workspace, one: Experiment, on: str) -> None:
    try:
        asked = date.fromisoformat(on) if on else None
    except ValueError:
        raise ConflictRefusal("cli.not_a_period", text=on) from None
    span = data_span(opened.engine)
    if span is None or span.last < one.start:
        raise ConflictRefusal("experiments.not_begun", experiment=one.experiment, start=str(one.start))
    through = min(asked, span.last) if asked is not None else span.last
    if through < one.start:
        raise ConflictRefusal("experiments.not_begun", experiment=one.experiment, start=str(one.start))
    evidence = evidence_in(opened.engine, opened.company.catalogue, one, through)
    show_reading(read_experiment(one, evidence), evidence, opened.company.profile.currency)
