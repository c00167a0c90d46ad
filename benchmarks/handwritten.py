"""What the cube is measured against: one query per KPI, level and grain, as an analyst would write it over the facts.

Credits and the tree of teams are given to these queries as tables by day, made beforehand and not counted.
"""

from dataclasses import dataclass

import duckdb

from merit.engines.credit_tables import credit_tables
from merit.engines.cube.engine import CubeEngine
from star_schema import DAYS, FIRST, StarSnapshot, star_credits, star_organisation

LEVELS = ("company", "any_team", "person", "shop", "channel")
GRAINS = ("day", "week", "month", "quarter")
_OF_LINES = "order_lines f JOIN orders o ON o.shop = f.shop AND o.order_id = f.order_id"
_OF_REFUNDS = "refunds f JOIN orders o ON o.shop = f.shop AND o.order_id = f.order_id"
_VALID = "coalesce(o.invalid_reason, '') = ''"
SCALE = 10_000


@dataclass(frozen=True)
class Handwritten:
    """One KPI in SQL: `value` per row (empty: rows are counted; distinct: counted once), in `unit`s of the answer."""

    kpi: str
    rows: str
    day: str
    kind: str
    subject: str
    value: str = "1"
    where: str = "true"
    credit_day: str = ""
    shop: str = "f.shop"
    channel: str = ""
    distinct: bool = False


QUERIES = (
    Handwritten("line_sales", _OF_LINES, "o.paid_at_day", "shop", "f.shop", "f.paid_amount", _VALID,
                channel="o.channel"),
    Handwritten("gmv_placed", _OF_LINES, "f.ordered_at_day", "shop", "f.shop", "f.quantity * f.unit_price", _VALID,
                channel="o.channel"),
    Handwritten("units", _OF_LINES, "o.paid_at_day", "shop", "f.shop", "f.quantity", _VALID, channel="o.channel"),
    Handwritten("orders_paid", "orders o", "o.paid_at_day", "shop", "o.shop", "1", _VALID, shop="o.shop",
                channel="o.channel"),
    Handwritten("orders_placed", "orders o", "o.ordered_at_day", "shop", "o.shop", "1", _VALID, shop="o.shop",
                channel="o.channel"),
    Handwritten("buyers", "orders o", "o.paid_at_day", "shop", "o.shop", "o.buyer", _VALID, shop="o.shop",
                channel="o.channel", distinct=True),
    Handwritten("refund_amt", _OF_REFUNDS, "f.refunded_at_day", "shop", "f.shop", "f.amount", _VALID,
                "coalesce(o.paid_at_day, f.refunded_at_day)",
                channel="o.channel"),
    Handwritten("spend", "ads f", "f.day", "campaign", "f.campaign", "f.spend", channel="f.channel"),
    Handwritten("sessions", "visits f", "f.started_at_day", "shop", "f.shop", channel="f.channel"),
    Handwritten("pageviews", "visits f", "f.started_at_day", "shop", "f.shop", "f.pageviews", channel="f.channel"),
    Handwritten("visitors", "visits f", "f.started_at_day", "shop", "f.shop", "f.visitor", channel="f.channel",
                distinct=True),
    Handwritten("conversations", "conversations f", "f.started_at_day", "agent", "f.agent"),
    Handwritten("art.part", "conversations f", "f.started_at_day", "agent", "f.agent", "f.reply_seconds"),
    Handwritten("csat.part", "conversations f", "f.rated_at_day", "agent", "f.agent", "1", "f.rating >= 40000"),
)  # fmt: skip


def facts_as_views(snapshot: StarSnapshot) -> duckdb.DuckDBPyConnection:
    """A connection that knows the facts."""
    connection = duckdb.connect(config={"memory_limit": "3GB", "threads": "2"})
    connection.execute("SET enable_progress_bar = false")
    for folder in sorted(path for path in snapshot.folder.iterdir() if path.is_dir()):
        connection.execute(
            f"CREATE VIEW {folder.name} AS FROM read_parquet('{folder}/*/*.parquet', hive_partitioning = false)"
            " WHERE superseded_at IS NULL"
        )
    return connection


def prepared(snapshot: StarSnapshot) -> duckdb.DuckDBPyConnection:
    """The facts as views, and who is credited and who stands where on each day as tables."""
    connection = facts_as_views(snapshot)
    engine = CubeEngine(snapshot, {}, ())
    tables = credit_tables(engine, star_organisation(), star_credits())
    for name, table in (("credit_days", tables.credits), ("team_days", tables.person_teams)):
        connection.register(f"{name}_given", engine.run(table))
    engine.close()
    days = f"(SELECT DATE '{FIRST}' + i::INTEGER AS day FROM range({DAYS}) t(i))"
    connection.execute(
        f"CREATE TABLE credit AS SELECT kind, subject, day, person, share FROM credit_days_given JOIN {days}"
        " ON day >= first AND day < past"
    )
    connection.execute(
        f"CREATE TABLE member_day AS SELECT member, team, day FROM team_days_given JOIN {days}"
        " ON day >= first AND day < past"
    )
    return connection


def written(query: Handwritten, level: str, grain: str) -> str | None:
    """The SQL of one result: node, first day of the period, value in ten-thousandths of the value's unit."""
    period = f"date_trunc('{grain}', {query.day})::DATE"
    where = f"{query.where} AND {query.day} IS NOT NULL"
    if level in ("person", "any_team"):
        return _for_people(query, level, period, where)
    node = {"company": "'company'", "shop": query.shop, "channel": query.channel}[level]
    if not node:
        return None
    value = f"count(DISTINCT {query.value})" if query.distinct else f"sum({query.value}) * {SCALE}"
    return f"SELECT {node}, {period}, {value} FROM {query.rows} WHERE {where} GROUP BY 1, 2"


def _for_people(query: Handwritten, level: str, period: str, where: str) -> str:
    credit_day = query.credit_day or query.day
    share = f"coalesce(c.share, {SCALE})"
    held = (
        f"{query.rows} LEFT JOIN credit c ON c.kind = '{query.kind}' AND c.subject = {query.subject}"
        f" AND c.day = {credit_day}"
    )
    node = "coalesce(c.person, 'unassigned')"
    if level == "any_team":
        held, node = f"{held} JOIN member_day m ON m.member = {node} AND m.day = {query.day}", "m.team"
    value = f"count(DISTINCT {query.value})" if query.distinct else f"sum({query.value} * {share})"
    return f"SELECT {node}, {period}, {value} FROM {held} WHERE {where} GROUP BY 1, 2"
