"""`merit`: the application that every command joins; the desk adds `serve` by an entry point."""

import sys
from importlib.metadata import entry_points

import typer

from merit.cli import (
    alerts_command,
    allocate_command,
    archive_commands,
    customer_commands,
    experiment_command,
    fetch_commands,
    folder_commands,
    forecast_command,
    load_command,
    metrics_commands,
    period_commands,
    question_commands,
    reconcile_command,
    signs_command,
    simulate_command,
    why_command,
)
from merit.cli.show import show_problems, show_refusal
from merit.kernel.refusals import Refusal
from merit.workspace import FolderRefusal

app = typer.Typer(
    name="merit",
    help="绩衡 Merit：从业务数据到绩效与奖金，每个数都能打开到源数据的那一行。 From business data to explained pay.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
folder_commands.register(app)
archive_commands.register(app)
load_command.register(app)
fetch_commands.register(app)
metrics_commands.register(app)
period_commands.register(app)
question_commands.register(app)
reconcile_command.register(app)
customer_commands.register(app)
experiment_command.register(app)
simulate_command.register(app)
why_command.register(app)
forecast_command.register(app)
signs_command.register(app)
allocate_command.register(app)
alerts_command.register(app)
for extension in entry_points(group="merit.commands"):
    app.command(extension.name)(extension.load())


def main() -> None:
    """Run the command line; refusals become a sentence and exit code 1, bugs stay tracebacks."""
    try:
        app()
    except FolderRefusal as refusal:
        show_problems(refusal.problems)
        show_refusal(refusal)
        sys.exit(1)
    except Refusal as refusal:
        show_refusal(refusal)
        sys.exit(1)
