"""What peers are given ready-made beside the facts, and does not count: credits and teams by day; for MetricFlow more.

MetricFlow has no word for credits or for who stood where on the day of an event, nor for numbering a buyer's orders:
it gets each kind of fact joined beforehand, plain and once for each person credited.
"""

from pathlib import Path

from handwritten import Handwritten, prepared
from peers_sql import NUMBERED_ORDERS, parts_of
from star_schema import StarSnapshot

_STANDS = """SELECT member, day, max(team) FILTER (kind = 'team') AS team,
    max(team) FILTER (kind = 'department') AS department
    FROM team_days_given JOIN (SELECT DISTINCT day FROM member_day) ON day >= first AND day < past GROUP BY 1, 2"""
FLAT = {
    "sales": ("line_sales", {"amount": "v"}, ()),
    "orders": ("orders_paid", {"orders": "v"}, ("buyer",)),
    "refunds": ("refunds_over_sales", {"amount": "v"}, ()),
    "visits": ("cvr_session", {"visits": "v"}, ("purchased",)),
    "talks": ("art", {"reply_time": "v"}, ("rounds", "seconds")),
    "stock": ("inventory_value", {"value": "v"}, ()),
    "firsts": ("repurchase_C_30", {"new_buyers": "v"}, ("until_next",)),
}
"""Per table of MetricFlow: the KPI whose rows they are, its amount (times the share where credited), other columns."""
_MORE = {"buyer": "o.buyer", "purchased": "f.purchased", "rounds": "f.rounds", "until_next": "f.until_next",
         "seconds": "date_diff('second', f.started_at, f.first_reply_at)"}  # fmt: skip


def write_given(snapshot: StarSnapshot, folder: Path, for_metricflow: bool) -> None:
    """Write what is missing of `credit.parquet`, `stands.parquet` and `flat_*.parquet`."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {"credit": "FROM credit", "stands": "FROM stands"}
    if for_metricflow:
        for table in FLAT:
            wanted |= {f"flat_{table}": _plain(table), f"flat_{table}_credited": _credited(table)}
    with prepared(snapshot) as connection:
        connection.execute(f"CREATE TABLE stands AS {_STANDS}")
        connection.execute("SET preserve_insertion_order = false")
        for name, query in wanted.items():
            path = folder / f"{name}.parquet"
            if not path.exists():
                connection.execute(f"COPY ({query}) TO '{path}.new' (FORMAT parquet, COMPRESSION zstd)")
                path.with_name(f"{path.name}.new").rename(path)


def _rows(table: str) -> Handwritten:
    kpi = FLAT[table][0]
    parts = parts_of(kpi)
    if table in ("visits", "firsts"):
        assert parts.whole is not None
        return parts.whole
    return parts.part


def _plain(table: str) -> str:
    query, (_, amounts, more) = _rows(table), FLAT[table]
    told = [f"{query.day} AS day", f"{query.shop or 'NULL'} AS shop", f"{query.channel or 'NULL'} AS channel"]
    told += [f"{query.value} AS {name}" for name in amounts] + [f"{_MORE[each]} AS {each}" for each in more]
    told += [f"{query.subject} AS subject", f"{query.credit_day or query.day} AS credit_day"]
    rows = query.rows.replace("numbered f", f"({NUMBERED_ORDERS}) f")
    return f"SELECT {', '.join(told)} FROM {rows} WHERE {query.where} AND {query.day} IS NOT NULL"


def _credited(table: str) -> str:
    query, (_, amounts, more) = _rows(table), FLAT[table]
    told = ["d.day", "coalesce(c.person, 'unassigned') AS person", "m.team", "m.department"]
    told += [f"d.{name} * coalesce(c.share, 10000) AS {name}" for name in amounts] + [f"d.{each}" for each in more]
    told += ["coalesce(c.share, 10000) AS share"]
    return (
        f"SELECT {', '.join(told)} FROM ({_plain(table)}) d LEFT JOIN credit c ON c.kind = '{query.kind}'"
        " AND c.subject = d.subject AND c.day = d.credit_day LEFT JOIN stands m"
        " ON m.member = coalesce(c.person, 'unassigned') AND m.day = d.day"
    )
