"""Settlements that stand in two exports: the same money would count twice, and no single file shows it."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from merit.kernel.problems import Place, Problem, Severity
from merit.sources.feeds import Feed

TABLE = "settlements"


def settled_twice(feeds: Iterable[Feed], files: Iterable[Path]) -> list[Problem]:
    """A warning per two profiles by which an order of one shop was settled on the same day.

    `files` hold the stored settlements. Later days are no doubt: an export may have taken over from another, and a
    refund comes weeks after the payment.
    """
    profiles = {
        name: feed.profile.name
        for feed in feeds
        if any(output.table.name == TABLE and not output.unwanted for output in feed.profile.outputs)
        for name in feed.names
    }
    paths = [str(path) for path in files]
    if len(set(profiles.values())) < 2 or not paths:
        return []
    with duckdb.connect(config={"memory_limit": "1GB"}) as connection:
        connection.execute("CREATE TABLE profiles (file VARCHAR, profile VARCHAR)")
        connection.executemany("INSERT INTO profiles VALUES (?, ?)", list(profiles.items()))
        found = connection.execute(_SHARED, [paths]).fetchall()
    return [
        Problem(
            "sources.settled_twice",
            Place(second),
            {"count": count, "order": order, "first": first, "one": one, "other": other},
            Severity.WARNING,
        )
        for one, other, first, second, order, count in found
    ]


_SHARED = """
WITH settled AS (
    SELECT shop, order_id, settled_at_day AS day, profile, min(source_file) AS file
    FROM read_parquet(?, union_by_name = true, hive_partitioning = false)
    JOIN profiles ON profiles.file = source_file
    WHERE superseded_at IS NULL AND order_id IS NOT NULL
    GROUP BY ALL
)
SELECT one.profile, other.profile, min(one.file), min(other.file), min(one.order_id), count(*)
FROM settled AS one JOIN settled AS other USING (shop, order_id, day)
WHERE one.profile < other.profile
GROUP BY one.profile, other.profile ORDER BY ALL
"""
