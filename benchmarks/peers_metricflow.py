"""The worker of MetricFlow: a dbt project over the prepared Parquet files, asked in process through its own engine.

Compiling and running each query is timed, parsing the project is told apart; starting the command line is neither.
"""

import logging
import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import yaml
from dbt.cli.main import dbtRunner
from dbt_metricflow.cli.cli_configuration import CLIConfiguration
from metricflow.engine.metricflow_engine import MetricFlowQueryRequest

from peers_metrics import SPINE, metric_of, tables, written_models
from peers_questions import Question
from peers_worker import Cell, Peer, plain_cells, serve


class MetricFlowPeer(Peer):
    """MetricFlow's engine on the project."""

    version = f"MetricFlow {version('metricflow')}, dbt-core {version('dbt-core')}, DuckDB {duckdb.__version__}"

    def __init__(self, engine: Any) -> None:
        self.engine = engine

    def answer(self, question: Question) -> Any:
        """MetricFlow's table."""
        low, past = question.span
        grouped = [f"metric_time__{question.grain}"]
        grouped += [] if question.level == "company" else [question.level]
        request = MetricFlowQueryRequest.create(
            metric_names=[metric_of(question)],
            group_by_names=grouped,
            time_constraint_start=datetime(low.year, low.month, low.day),  # noqa: DTZ001 - its days have no zone
            time_constraint_end=datetime(past.year, past.month, past.day) - timedelta(days=1),  # noqa: DTZ001
        )
        return self.engine.query(request).result_df

    def cells(self, answer: Any, question: Question) -> Iterable[Cell]:
        """Its rows; a group without a name is nobody's."""
        names = [each.column_name for each in answer.column_descriptions]
        start = next(at for at, name in enumerate(names) if name.startswith("metric_time"))
        value = names.index(metric_of(question))
        node = next((at for at in range(len(names)) if at not in (start, value)), None)
        rows = [("company" if node is None else row[node], row[start], row[value]) for row in answer.rows]
        return plain_cells(row for row in rows if row[0] is not None)


def write_project(folder: Path, files: dict[str, str], models: dict[str, Any], memory: str = "3GB") -> None:
    """A dbt project whose models are views of Parquet files, and a database that has these views already."""
    (folder / "models").mkdir(parents=True, exist_ok=True)
    database = folder / "peers.duckdb"
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as connection:
        for name, query in (files | {"time_spine": SPINE}).items():
            connection.execute(f"CREATE VIEW {name} AS {query}")
            (folder / "models" / f"{name}.sql").write_text(query, "utf-8")
    limits = {"memory_limit": memory, "threads": 2, "preserve_insertion_order": False}
    target = {"type": "duckdb", "path": str(database), "threads": 1, "settings": limits}
    written = {
        "dbt_project.yml": {"name": "peers", "version": "1.0", "profile": "peers", "model-paths": ["models"]},
        "profiles.yml": {"peers": {"target": "here", "outputs": {"here": target}}},
        "models/semantic.yml": models,
    }
    for name, document in written.items():
        (folder / name).write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")


def engine_of(folder: Path) -> Any:
    """MetricFlow's engine on that project, which dbt parses first. Raises RuntimeError with dbt's words."""
    os.environ |= {"DBT_PROJECT_DIR": str(folder), "DBT_PROFILES_DIR": str(folder), "DO_NOT_TRACK": "1"}
    os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
    os.chdir(folder)
    parsed = dbtRunner().invoke(["parse", "--quiet", "--no-partial-parse"])
    if not parsed.success:
        raise RuntimeError(f"dbt cannot parse the project: {parsed.exception or parsed.result}")
    configuration = CLIConfiguration()
    configuration.setup(folder, folder, configure_file_logging=False)
    logging.disable(logging.INFO)
    return configuration.mf


def opened(settings: dict[str, Any]) -> MetricFlowPeer:
    """The project written, parsed and loaded."""
    folder = Path(settings["folder"]).resolve() / "dbt"
    given = Path(settings["given"]).resolve()
    files = {name: f"SELECT * FROM read_parquet('{given}/flat_{name}.parquet')" for name in tables()}
    write_project(folder, files, written_models())
    return MetricFlowPeer(engine_of(folder))


if __name__ == "__main__":
    serve(opened)
