"""Runs queries on a Spark cluster: the snapshot's Parquet files, read where they lie by every worker.

How much memory and how many cores it takes, and how it is secured, is Spark's own configuration (`SPARK_CONF_DIR`).
"""

import re
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from os import environ
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa

from merit.engines.languages import spark_text
from merit.engines.query_engine import VisibleFacts
from merit.kernel.refusals import ConflictRefusal
from merit.store.schema import MOMENT

NAME = "Spark"
_SECONDS = 5
_OF_OURS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",  # a sum that does not fit is an error, never another number
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


class SparkDatabase:
    """A session of its own on the cluster, begun with the first query; what is kept lies in the workers' memory."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._session: Any = None
        self._given: dict[str, pa.Table] = {}
        self._kept: dict[str, Any] = {}

    @property
    def text_of(self) -> Callable[[Any], str]:
        """Queries in Spark's language."""
        return spark_text

    def open_facts(self, facts: VisibleFacts) -> None:
        """A view over the Parquet files. Columns that older files lack are empty."""
        with self._at_work() as session:
            columns = pa.schema([*facts.columns, pa.field("recorded_at", MOMENT), pa.field("superseded_at", MOMENT)])
            listed = [_location(file) for file in facts.files]
            rows = session.read.schema(_spark_schema(columns)).option("recursiveFileLookup", "true").parquet(*listed)
            moment = f"TIMESTAMP '{facts.as_of:%Y-%m-%d %H:%M:%S.%f%z}'"
            known = f"recorded_at <= {moment} AND (superseded_at IS NULL OR superseded_at > {moment})"
            rows.where(known).select(*facts.columns.names).createOrReplaceTempView(facts.name)

    def put(self, name: str, rows: pa.Table) -> None:
        """Sent to the cluster with the next query."""
        self._given[name] = rows

    def keep(self, name: str, text: str) -> int:
        """In the workers' memory while there is room, then on their disks."""
        from pyspark import StorageLevel

        with self._at_work() as session:
            rows = session.sql(text).persist(StorageLevel.MEMORY_AND_DISK)
            self._kept[name] = rows
            rows.createOrReplaceTempView(name)
            return int(rows.count())

    def name(self, name: str, text: str) -> None:
        """A view."""
        with self._at_work() as session:
            session.sql(text).createOrReplaceTempView(name)

    def forget(self, name: str) -> None:
        """Give back the workers' memory."""
        with self._at_work() as session:
            self._kept.pop(name).unpersist()
            session.catalog.dropTempView(name)

    def rows(self, text: str) -> pa.Table:
        """The rows of a query."""
        with self._at_work() as session:
            return session.sql(text).toArrow()

    def interrupt(self) -> None:
        """Stop what this session has running."""
        if self._session is not None:
            self._session.interruptAll()

    def close(self) -> None:
        """Give back the workers' memory; the process stays connected for the next engine."""
        for rows in self._kept.values():
            rows.unpersist()
        self._kept.clear()

    @contextmanager
    def _at_work(self) -> Iterator[Any]:
        if self._session is None:
            self._session = _connected(self._address).newSession()
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            for name in list(self._given):
                self._session.createDataFrame(self._given.pop(name)).createOrReplaceTempView(name)
            yield self._session
        except (PySparkException, Py4JError) as failed:
            raise ConflictRefusal("engines.query_failed", engine=NAME, reason=_first_line(failed)) from failed


@cache
def _connected(address: str) -> Any:
    """This process's session, begun once. Raises ConflictRefusal where there is no Spark, no Java or no answer."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise ConflictRefusal("engines.not_installed", engine=NAME, package="merit[spark]") from None
    if not (environ.get("JAVA_HOME") or shutil.which("java")):
        raise ConflictRefusal("engines.no_java")
    if not any(_answers(each) for each in urlsplit(address).netloc.split(",")):
        raise ConflictRefusal("engines.no_answer", engine=NAME, address=urlsplit(address).netloc)
    builder = SparkSession.builder.master(address).appName("Merit")
    for name, value in _OF_OURS.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except PySparkException as failed:
        raise ConflictRefusal("engines.query_failed", engine=NAME, reason=_first_line(failed)) from failed
    session.sparkContext.setLogLevel("ERROR")
    return session


def _answers(place: str) -> bool:
    host, _, port = place.rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), _SECONDS).close()
    except (OSError, ValueError):
        return False
    return True


def _spark_schema(columns: pa.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(columns)


def _location(file: Path) -> str:
    """The file as Spark takes it: written as it is named, never percent-encoded, and no pattern."""
    return "file://" + re.sub(r"([\\\[\]{}*?])", r"\\\1", str(file.resolve()))


def _first_line(failed: Exception) -> str:
    return str(failed).strip().partition("\n")[0][:300]
