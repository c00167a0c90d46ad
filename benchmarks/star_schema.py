"""A seeded company of any size: order lines and what belongs to them, as the store keeps them, and who is credited.

Every value is a hash of its row number and the seed, so that the same arguments give the same rows.
"""

import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import duckdb

from merit.facts.tables import TABLES
from merit.kernel.explain import LineRef
from merit.people.credits import CreditShare
from merit.people.organisation import Organisation, Spell, SpellStatus, Team, TeamKind
from merit.store.schema import arrow_schema, dating_day

FIRST = date(2024, 1, 1)
DAYS = 1096
LOADED = datetime(2027, 1, 2, tzinfo=UTC)
"""When the first load came: everything but the last 41 days and some late refunds."""
MONTH_LATER, DAY_LATER, NEWEST = (LOADED + timedelta(days=days) for days in (41, 42, 43))
"""When 40 more days came, when the last day came, and when late refunds came, of orders of all three years."""
AGENTS, OPERATORS, KEEPERS = 200, 24, 16
HERE = LineRef("people.csv", 2)


@dataclass(frozen=True)
class StarSnapshot:
    """The files of one load."""

    folder: Path
    as_of: datetime | None = NEWEST

    def files(self, table: str) -> tuple[Path, ...]:
        """The Parquet files of a table."""
        return tuple(sorted((self.folder / table).rglob("*.parquet")))

    def changed_since(self, before: datetime) -> dict[str, tuple[Path, ...]]:
        """The tables with rows that came after `before` and by now, each with the files that have such rows."""
        assert self.as_of is not None
        found: dict[str, list[Path]] = {}
        with duckdb.connect() as connection:
            for table in sorted(path.name for path in self.folder.iterdir() if path.is_dir()):
                files = [str(path) for path in self.files(table)]
                rows = connection.execute(
                    "SELECT DISTINCT filename FROM read_parquet($files, filename = true, hive_partitioning = false)"
                    " WHERE recorded_at > $before AND recorded_at <= $now",
                    {"files": files, "before": before, "now": self.as_of},
                ).fetchall()
                found[table] = sorted(Path(row[0]) for row in rows)
        return {table: tuple(files) for table, files in found.items() if files}


_PICK = "(hash(i * 31 + {salt}) % {n})::BIGINT"
_ORDERED = f"DATE '{FIRST}' + (i * {DAYS} // {{orders}})::INTEGER"


def _queries(lines: int) -> dict[str, str]:
    orders = max(lines // 3, 1)
    ordered = _ORDERED.format(orders=orders)

    def pick(salt: int, n: int) -> str:
        return _PICK.format(salt=salt, n=n)

    def after(days: str) -> str:
        return f"least({ordered} + ({days})::INTEGER, DATE '{FIRST + timedelta(days=DAYS - 1)}')"

    shop = f"'shop' || {pick(1, 4)}"
    channel = f"['search', 'live', 'video', 'direct', 'ads'][1 + {pick(2, 5)}]"
    paid = f"CASE WHEN {pick(3, 20)} > 0 THEN {after(pick(4, 2))} END"
    sku = f"'sku' || {pick(5, 5000)}"
    return {
        "orders": f"""SELECT {shop} AS shop, i::VARCHAR AS order_id, 'buyer' || {pick(6, max(orders // 3, 1))} AS buyer,
            ['east', 'west', 'north'][1 + {pick(7, 3)}] AS region, {ordered} AS ordered_at_day, {paid} AS paid_at_day,
            {after(f"2 + {pick(8, 2)}")} AS shipped_at_day, {after(f"4 + {pick(9, 4)}")} AS signed_at_day,
            'signed' AS status, CASE WHEN {pick(10, 5)} = 0 THEN 60000 ELSE 0 END AS freight, {channel} AS channel,
            CASE WHEN {pick(11, 100)} = 0 THEN 'brush' END AS invalid_reason FROM range({orders}) t(i)""",
        "order_lines": f"""SELECT {shop} AS shop, i::VARCHAR AS order_id, line::VARCHAR AS line_id,
            {ordered} AS ordered_at_day, 'sku' || (hash(i * 7 + line) % 5000) AS sku,
            'category' || (hash(i * 7 + line) % 20) AS category, (1 + hash(i + line) % 3)::BIGINT * 10000 AS quantity,
            (990 + hash(i * 3 + line) % 50000)::BIGINT * 100 AS unit_price,
            (990 + hash(i * 5 + line) % 60000)::BIGINT * 100 AS paid_amount, (hash(i * 9 + line) % 20000)::BIGINT * 100
            AS unit_cost, 'agent' || {pick(12, AGENTS)} AS agent FROM range({orders}) t(i), range(3) u(line)""",
        "refunds": f"""SELECT {shop} AS shop, 'R' || i AS refund_id, i::VARCHAR AS order_id, '0' AS line_id,
            (500 + {pick(13, 20000)}) * 100 AS amount, 10000::BIGINT AS quantity,
            ['unshipped', 'refund_only', 'return'][1 + {pick(14, 3)}] AS kind, 'size' AS reason,
            {after(f"3 + {pick(15, 12)}")} AS refunded_at_day, 'success' AS status
            FROM range({orders}) t(i) WHERE {pick(16, 12)} = 0""",
        "visits": f"""SELECT 'V' || i AS visit_id, 'visitor' || {pick(17, max(orders // 4, 1))} AS visitor,
            {shop} AS shop, {channel} AS channel, 'mobile' AS device, {ordered} AS started_at_day,
            1 + {pick(18, 9)} AS pageviews, {pick(19, 600)} * 10000 AS seconds, {pick(20, 2)} = 0 AS engaged,
            {pick(21, 5)} = 0 AS added_to_cart, {pick(22, 8)} = 0 AS began_checkout, 1::BIGINT AS payment_attempts,
            ({pick(23, 50)} = 0)::BIGINT AS payment_failures, {pick(24, 20)} = 0 AS purchased
            FROM range({orders}) t(i)""",
        "conversations": f"""SELECT 'C' || i AS conversation_id, {shop} AS shop, 'agent' || {pick(25, AGENTS)} AS agent,
            'buyer' || {pick(6, max(orders // 3, 1))} AS buyer, {pick(26, 2)} = 0 AS presale,
            {ordered} AS started_at_day, 600 AS started_at_minute, {pick(27, 5)} + 1 AS rounds,
            {pick(27, 5)} AS rounds_in_3min, ({pick(28, 900)} + 1) * 10000 AS reply_seconds,
            ({pick(29, 5)} + 1) * 10000 AS rating, {after(pick(30, 3))} AS rated_at_day,
            {pick(31, 30)} = 0 AS reopened, {ordered} AS first_reply_at_day, ({ordered})::TIMESTAMP + INTERVAL 2 HOUR
            + to_seconds({pick(38, 300)}) AS first_reply_at FROM range({orders}) t(i) WHERE i % 4 = 0""",
        "shipments": f"""SELECT 'S' || i AS shipment_id, i::VARCHAR AS order_id, {shop} AS shop,
            'warehouse' || {pick(32, 4)} AS warehouse, 'packer' || {pick(33, KEEPERS)} AS packer,
            {after("2")} AS due_at_day, {after(f"1 + {pick(34, 3)}")} AS picked_up_at_day,
            {after("5")} AS promised_at_day,
            {after(f"3 + {pick(35, 4)}")} AS delivered_at_day, true AS complete, {pick(36, 30)} > 0 AS undamaged,
            true AS documents_ok, {pick(37, 40)} > 0 AS accurate FROM range({orders}) t(i)""",
        "ads": f"""SELECT DATE '{FIRST}' + i::INTEGER AS day, 'shop' || s AS shop, 'campaign' || c AS campaign,
            'search' AS channel, 1000 + (hash(i + s * 7 + c) % 9000)::BIGINT AS impressions,
            (hash(i + s + c) % 300)::BIGINT AS clicks, (hash(i * 3 + s + c) % 100000)::BIGINT * 100 AS spend,
            (hash(i + c) % 20)::BIGINT AS orders, (hash(i + s) % 900000)::BIGINT * 100 AS sales
            FROM range({DAYS}) t(i), range(4) u(s), range(10) w(c)""",
        "stock": f"""SELECT DATE '{FIRST}' + i::INTEGER AS day, 'warehouse' || w AS warehouse, {sku} AS sku,
            (hash(i + k * 3 + w) % 500)::BIGINT * 10000 AS on_hand, 500000::BIGINT AS unit_cost, true AS listed
            FROM range({DAYS}) t(i), range(4) u(w), range({min(max(lines // 40000, 5), 250)}) v(k)""".replace(
            sku, "'sku' || k"
        ),
    }


def write_star_schema(folder: Path, lines: int, pieces: int = 1) -> StarSnapshot:
    """Write the facts once, so many pieces one after another; a folder that is there already is used as it is."""
    done = folder / "done"
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        with duckdb.connect(config={"temp_directory": str(folder / "spill"), "memory_limit": "3GB"}) as connection:
            connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
            for name, query in _queries(lines).items():
                for at, piece in enumerate(_pieces(query, lines, pieces)):
                    _write(connection, folder / name, piece, at)
        done.touch()
    return StarSnapshot(folder)


def _pieces(query: str, lines: int, pieces: int) -> list[str]:
    """The query over one run of orders after another; what is not made per order stays whole."""
    orders = max(lines // 3, 1)
    every = f"range({orders}) t(i)"
    if every not in query:
        return [query]
    bounds = [orders * at // pieces for at in range(pieces + 1)]
    return [query.replace(every, f"range({low}, {past}) t(i)") for low, past in pairwise(bounds)]


def _write(connection: duckdb.DuckDBPyConnection, folder: Path, query: str, piece: int) -> None:
    name = folder.name
    table = TABLES[name]
    given = {column[0] for column in connection.sql(query).description}
    columns = []
    for field in arrow_schema(table):
        kind = {"string": "VARCHAR", "int64": "BIGINT", "int32": "INTEGER", "bool": "BOOLEAN"}.get(str(field.type))
        kind = kind or ("DATE" if "date" in str(field.type) else "TIMESTAMPTZ")
        value = f'"{field.name}"' if field.name in given else "NULL"
        if f"{field.name}_day" in given and field.name not in given:
            value = f'("{field.name}_day"::TIMESTAMP + INTERVAL 2 HOUR)::TIMESTAMPTZ'
        columns.append(f'{value}::{kind} AS "{field.name}"')
    month, day = f"strftime({dating_day(table)}, '%Y-%m')", dating_day(table)
    last = FIRST + timedelta(days=DAYS - 1)
    late = f"WHEN hash(refund_id) % 200 = 0 THEN TIMESTAMPTZ '{NEWEST}'" if name == "refunds" else ""
    came = (
        f"CASE WHEN {day} = DATE '{last}' THEN TIMESTAMPTZ '{DAY_LATER}' {late} WHEN {day} > DATE '{last}' - 41"
        f" THEN TIMESTAMPTZ '{MONTH_LATER}' ELSE TIMESTAMPTZ '{LOADED}' END"
    )
    connection.execute(
        f"COPY (SELECT {', '.join(columns)}, {came} AS recorded_at, NULL::TIMESTAMPTZ AS superseded_at,"
        f" {month} AS in_month FROM ({query}) ORDER BY {dating_day(table)}) TO '{folder}'"
        " (FORMAT parquet, PARTITION_BY (in_month), COMPRESSION zstd, OVERWRITE_OR_IGNORE,"
        f" FILENAME_PATTERN 'piece{piece}_{{i}}')"
    )


def star_organisation() -> Organisation:
    """240 people in 24 teams of 6 departments; one in ten changes team in the middle of the three years."""
    teams = [Team("all", "all", "", "", TeamKind.COMPANY, None, None, HERE)]
    teams += [Team(f"dep{at}", f"dep{at}", "all", "", TeamKind.DEPARTMENT, None, None, HERE) for at in range(6)]
    teams += [Team(f"team{at}", f"team{at}", f"dep{at % 6}", "", TeamKind.TEAM, None, None, HERE) for at in range(24)]
    moved = FIRST + timedelta(days=DAYS // 2)
    spells = []
    for at in range(AGENTS + OPERATORS + KEEPERS):
        first, then = f"team{at % 24}", f"team{(at + 7) % 24}"
        if at % 10:
            spells.append(_spell(at, first, FIRST, None))
        else:
            spells += [_spell(at, first, FIRST, moved), _spell(at, then, moved, None)]
    return Organisation(tuple(spells), tuple(teams))


def _spell(at: int, team: str, start: date, end: date | None) -> Spell:
    name = f"person{at}"
    return Spell(name, name, "post", team, (), start, end, SpellStatus.REGULAR, None, None, HERE)


def star_credits() -> tuple[CreditShare, ...]:
    """An agent account each; shops, campaigns, warehouses and packing places shared by operators and keepers."""

    def share(kind: str, subject: str, person: int, part: str = "1", **span: date) -> CreditShare:
        who = f"person{person}"
        return CreditShare(kind, subject, who, Fraction(part), "", span.get("start"), span.get("end"), HERE)

    moved = FIRST + timedelta(days=DAYS // 3)
    found = [share("agent", f"agent{at}", at) for at in range(AGENTS)]
    for at in range(4):
        found += [share("shop", f"shop{at}", AGENTS + at, "0.5"), share("shop", f"shop{at}", AGENTS + 4 + at, "0.3")]
        found += [share("shop", f"shop{at}", AGENTS + 8 + at, "0.2", end=moved)]
        found += [share("shop", f"shop{at}", AGENTS + 12 + at, "0.2", start=moved)]
        found.append(share("warehouse", f"warehouse{at}", AGENTS + OPERATORS + at))
    found += [share("campaign", f"campaign{at}", AGENTS + at) for at in range(10)]
    found += [share("packer", f"packer{at}", AGENTS + OPERATORS + at) for at in range(KEEPERS)]
    return tuple(found)
