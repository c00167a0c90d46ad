"""`merit simulate`: history replayed under draft plans."""

from pathlib import Path
from typing import Annotated

import typer

from merit.cli.arguments import FolderArgument, company_folder, period_from
from merit.cli.show import out, show_problems, show_table, word
from merit.closing.paid_before import paid_in_replay
from merit.insight.proportion import disproportions
from merit.insight.rewarded_people import rewarded_people
from merit.insight.simulation import Drafts, PersonOutcome, Simulation, simulate
from merit.kernel.exact import fixed
from merit.kernel.period import Grain, Period
from merit.kernel.problems import Problem, has_errors
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.rewards.plan.plan_file import read_reward
from merit.scores.plan.plan_file import read_plan
from merit.sources.documents import read_documents
from merit.workspace import open_workspace


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("simulate")(run_simulation)


def run_simulation(
    folder: FolderArgument,
    plan: Annotated[list[Path], typer.Option("--plan", help="考核表或奖励方案的草案 / draft score plan or reward")],
    first: Annotated[str, typer.Option("--from", help="2026-01")],
    last: Annotated[str, typer.Option("--to", help="2026-10")],
    flags: Annotated[bool, typer.Option("--flags", help="奖励是否相称 / rewards out of proportion")] = False,
) -> None:
    """用新方案重放历史：谁多得、谁少得、总额。 Replay history under other plans: who gains, who loses, total cost."""
    drafts, problems = read_drafts(plan)
    show_problems(problems)
    if has_errors(problems):
        raise typer.Exit(1)
    workspace = open_workspace(company_folder(folder))
    periods = Period(period_from(first).start, period_from(last).end).split(Grain.MONTH)
    with out.status(word("computing")):
        found = simulate(
            workspace.company,
            drafts,
            workspace.figures,
            periods,
            lambda _company, period, results: paid_in_replay(workspace, period, results),
        )
    _show(found)
    if flags:
        show_problems(disproportions(rewarded_people(workspace.company, found.people, periods)))


def read_drafts(files: list[Path]) -> tuple[Drafts, list[Problem]]:
    """Score plans and rewards of the files. Raises ConflictRefusal for a file that holds neither."""
    plans, rewards, problems = [], [], []
    for file in files:
        if not file.is_file():
            raise NotFoundRefusal("cli.no_such_file", file=str(file))
        documents, found = read_documents(file, file.name)
        problems += found
        if not documents and not found:
            raise ConflictRefusal("cli.no_draft_here", file=str(file))
        for document in documents:
            if "reward" in document.data:
                reward, found = read_reward(document)
                rewards += [reward] if reward else []
            else:
                plan, found = read_plan(document)
                plans += [plan] if plan else []
            problems += found
    return Drafts(tuple(plans), tuple(rewards)), problems


def _show(found: Simulation) -> None:
    heading = [word(name) for name in ("person", "now", "draft", "difference")]
    heading += [f"{word('total')} {word('now')}", f"{word('total')} {word('draft')}"]
    show_table(heading, [_row(each) for each in found.people])
    gain = sum(1 for each in found.people if each.difference.fen > 0)
    lose = sum(1 for each in found.people if each.difference.fen < 0)
    same = len(found.people) - gain - lose
    out.print(f"{word('gain')} {gain}  {word('lose')} {lose}  {word('same')} {same}")
    difference = found.cost_draft - found.cost_now
    costs = {"cost_now": found.cost_now, "cost_draft": found.cost_draft, "difference": difference}
    out.print("  ".join(f"{word(name)} {cost}" for name, cost in costs.items()))
    show_problems(found.problems)


def _row(each: PersonOutcome) -> list[str]:
    totals = [fixed(total, 2) if total is not None else "—" for total in (each.total_now, each.total_draft)]
    return [each.person, str(each.now), str(each.draft), str(each.difference), *totals]
