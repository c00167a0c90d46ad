"""A company of random facts, and PostgreSQL and a Spark cluster of the tests' own to ask about it: for fixtures."""

import os
from collections.abc import Iterator

import pytest

from merit.engines.chosen import open_database
from merit.engines.pseudo_facts import put_pseudo_facts
from merit.engines.query_engine import QueryEngine
from merit.kernel.node import COMPANY, UNASSIGNED, Node, NodeKind, person_node
from merit.metrics.relations import RELATIONS
from tests import postgres, spark_cluster
from tests.engines.random_facts import random_company
from tests.engines.tiny_company import TinySnapshot
from tests.metrics.hand_made import shipped

COMPANY_ = random_company(shipped())
NODES = (
    COMPANY,
    Node(NodeKind.SHOP, "s1"),
    Node(NodeKind.CHANNEL, "live"),
    person_node("ann"),
    person_node(UNASSIGNED),
    Node(NodeKind.TEAM, "north"),
    Node(NodeKind.DEPARTMENT, "trade"),
)


def on_postgresql() -> Iterator[str]:
    """The address of a server that ends with the fixture."""
    if postgres._programs() is None:
        pytest.skip("There is no PostgreSQL on this machine, so NOTHING WAS TRIED ON POSTGRESQL")
    server = postgres.PrivateServer()
    yield server.address("merit")
    server.stop()


def on_spark() -> Iterator[str]:
    """The address of a cluster that ends with the fixture, and so does this process's connection to it."""
    if lacking := spark_cluster.missing():
        pytest.skip(lacking)
    cluster = spark_cluster.Cluster()
    before = {name: os.environ.get(name) for name in cluster.settings}
    os.environ.update(cluster.settings)
    yield cluster.address
    spark_cluster.disconnect()
    cluster.stop()
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})


def opened(address: str, snapshot: TinySnapshot) -> QueryEngine:
    engine = QueryEngine(snapshot, RELATIONS, open_database(address=address))
    put_pseudo_facts(engine, COMPANY_)
    return engine
