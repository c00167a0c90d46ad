"""`merit query` and `merit explain`: a figure asked for, and the way down to its rows."""

import csv
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.tree import Tree

from merit.cli.arguments import FolderArgument, PeriodOption, company_folder, moment_from, period_from
from merit.cli.explain_tree import Working, explain_tree
from merit.cli.show import language, out, show_table, word
from merit.engines.answers import Answer, Question, answer, read_question
from merit.engines.source_rows import source_rows
from merit.kernel.exact import plain
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reports.result_files import results_folder
from merit.workspace import Workspace, open_workspace

SHOWN_ROWS = 8


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(query)
    app.command()(explain)
