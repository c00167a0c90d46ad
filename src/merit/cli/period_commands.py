"""`merit run`, `merit seal` and `merit verify`: one period, computed, frozen and proved again."""

from pathlib import Path
from typing import Annotated

import typer

from merit.cli.arguments import FolderArgument, PeriodOption, company_folder, period_from
from merit.cli.show import inside, out, show_problems, show_table, word
from merit.closing.compute import computed_period
from merit.closing.guarded import guard_problems
from merit.closing.seal import seal_period
from merit.closing.sealed_period import sealed_folder
from merit.closing.verify import verify_period
from merit.kernel.exact import fixed
from merit.kernel.money import Money
from merit.kernel.problems import has_errors
from merit.kernel.refusals import PeriodClosedRefusal
from merit.reports.result_files import results_folder, write_result
from merit.run import PeriodResult
from merit.workspace import open_workspace


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("run")(run)
    app.command()(seal)
    app.command()(verify)


def run(
    folder: FolderArgument,
    period: PeriodOption,
    out_folder: Annotated[
        Path | None, typer.Option("--out", help="默认 DIR/results/周期 / default DIR/results/PERIOD")
    ] = None,
) -> None:
    """算一个周期：指标、得分、奖金、解释。 The whole period: KPIs, scores, payouts and their working."""
    workspace = open_workspace(company_folder(folder))
    chosen = period_from(period)
    if out_folder is None and sealed_folder(folder, chosen).exists():
        raise PeriodClosedRefusal("closing.sealed_is_not_run", period=str(chosen))
    with out.status(word("computing")):
        result = computed_period(workspace, chosen)
        place = out_folder or results_folder(folder, chosen)
        guarded = guard_problems(workspace, result)
        write_result(place, result, workspace, guarded)
    show_problems([*workspace.problems, *result.problems, *guarded])
    _summary(result)
    out.print(f"{word('written_to')} {inside(folder, place)}")
    if has_errors(result.problems):
        raise typer.Exit(1)


def seal(folder: FolderArgument, period: PeriodOption) -> None:
    """封存一个周期。 Freeze the period with fingerprints of data, definitions and results."""
    done = seal_period(open_workspace(company_folder(folder)), period_from(period))
    out.print(f"{word('sealed')} {done.period}")
    show_table(
        [word("fingerprint"), "SHA-256"],
        [[word("data"), done.data], [word("definitions"), done.definitions], [word("results"), done.result]],
    )


def verify(folder: FolderArgument, period: PeriodOption) -> None:
    """重算封存的周期，逐字节比对。 Recompute a sealed period and compare byte for byte; exit 1 when it differs."""
    with out.status(word("computing")):
        found = verify_period(company_folder(folder), period_from(period))
    if found.holds:
        out.print(f"[green]✓[/] {word('verified')} ({found.files} {word('files')})")
        return
    for difference in found.differences:
        out.print(f"[red]✗[/] {difference}")
    raise typer.Exit(1)


def _summary(result: PeriodResult) -> None:
    paid: dict[str, Money] = {}
    for line in result.pay_lines:
        amount = line.amount.value
        paid[line.person] = paid[line.person] + amount if line.person in paid else amount
    rows = [
        [
            card.person,
            card.plan,
            fixed(card.total.value, 2) if card.total else "—",
            card.grade.value if card.grade else "—",
            str(paid.get(card.person, "—")),
        ]
        for card in result.scorecards
    ]
    show_table([word(name) for name in ("person", "plan", "total", "grade", "paid")], rows)
