"""The worker of handwritten SQL: DuckDB over the same Parquet files, one query per question."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from handwritten import facts_as_views
from peers_questions import Question
from peers_sql import query_of
from peers_worker import Cell, Peer, plain_cells, serve
from star_schema import StarSnapshot


class SqlPeer(Peer):
    """A connection in which the facts are views."""

    version = f"DuckDB {duckdb.__version__}"

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def answer(self, question: Question) -> Any:
        """An Arrow table."""
        return self.connection.sql(query_of(question)).to_arrow_table()

    def cells(self, answer: Any, question: Question) -> Iterable[Cell]:
        """Its rows."""
        _ = question
        return plain_cells(zip(*(column.to_pylist() for column in answer.columns), strict=True))


def opened(settings: dict[str, Any]) -> SqlPeer:
    """The views, and credits and teams by day, as all peers are given them."""
    connection = facts_as_views(StarSnapshot(Path(settings["facts"])))
    for name in ("credit", "stands"):
        connection.execute(f"CREATE TABLE {name} AS FROM read_parquet('{settings['given']}/{name}.parquet')")
    return SqlPeer(connection)


if __name__ == "__main__":
    serve(opened)
