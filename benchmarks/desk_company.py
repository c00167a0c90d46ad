"""A seeded company of 2,000 people with 5 million order lines over 13 months, and one of 50 with 30,000 lines.

`python benchmarks/desk_company.py FOLDER` writes the large one unless it is there. Plans and rewards are the demo's,
and every value is a hash of its row number.
"""

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

import duckdb

SEED = 20262
LINES_EACH = 3
FIRST, LAST = date(2025, 10, 1), date(2026, 10, 31)
DAYS = (LAST - FIRST).days + 1
MONTHS = [f"{2025 + (9 + at) // 12}-{(9 + at) % 12 + 1:02}" for at in range(13)]
PERIOD = MONTHS[-1]

Departments = dict[str, tuple[str, str, str, int]]
DEPARTMENTS: Departments = {
    "ops1": ("运营一部", "operations", "operator", 14),
    "ops2": ("运营二部", "operations", "operator", 14),
    "cs1": ("客服一部", "cs", "cs_agent", 15),
    "cs2": ("客服二部", "cs", "cs_agent", 15),
    "cs3": ("客服三部", "cs", "cs_agent", 15),
    "wh1": ("华东仓", "warehouse", "packer", 12),
    "wh2": ("西南仓", "warehouse", "packer", 12),
}
"""Department → name, beginning of its leaders' posts, post of its people, number of teams of a leader and 19 people."""


@dataclass(frozen=True)
class Scale:
    """How large a company is; whoever is not in a department is in the office."""

    people: int
    lines: int
    departments: Departments


LARGE = Scale(2000, 5_000_000, DEPARTMENTS)
SMALL = Scale(50, 30_000, {name: (*DEPARTMENTS[name][:3], 1) for name in ("ops1", "cs1")})
OFFICE = "office"
SURNAMES, GIVEN = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗", "明芳伟敏静磊洋艳勇军杰娟涛超霞平刚桂英华"
PLANS = (
    *("general_manager", "operations_manager", "operations_lead", "operator", "cs_manager", "cs_lead", "cs_agent"),
    *("warehouse_manager", "warehouse_lead", "packer", "hr_officer", "accountant"),
)
REWARDS = ("ops-bonus", "operator-commission", "cs-bonus", "cs-commission", "office-bonus", "warehouse-bonus")
WAGES = {"general_manager": (32000, 12000), "operator": (8500, 3000), "cs_agent": (5800, 1500), "packer": (5600, 1400)}

Rows = list[tuple[object, ...]]


@dataclass(frozen=True)
class Person:
    """One of the 2,000; `account` is the number of the agent, packer or shop that credits them, from 0 by post."""

    id: str
    name: str
    post: str
    team: str
    account: int


def main() -> None:
    """Write the folder unless it is there."""
    write_desk_company(Path(sys.argv[1]), LARGE)


def write_desk_company(folder: Path, scale: Scale) -> None:
    """Definitions and facts; nothing is loaded."""
    if (folder / "company.yaml").exists():
        return
    people = staff(scale)
    write_facts(folder / "facts", people, scale.lines // LINES_EACH)
    write_organisation(folder, people, scale)
    write_judgements(folder, people)
    for part, names in (("plans", PLANS), ("rewards", REWARDS)):
        for name in names:
            text = files("merit.demo").joinpath("texts", part, f"{name}.yaml").read_text("utf-8")
            _write(folder / part / f"{name}.yaml", text)
    _write(folder / "company.yaml", "name: 万店集团\ncurrency: CNY\ntime_zone: Asia/Shanghai\nholidays: CN\n")


def staff(scale: Scale) -> list[Person]:
    """The general manager, heads, teams of one leader and 19 people, and an office; in this order, `P0001` first."""
    places = [("general_manager", "company")]
    for department, (_, lead, post, teams) in scale.departments.items():
        places.append((f"{lead}_manager", department))
        for team in range(teams):
            places += [(f"{lead}_lead", f"{department}_{team:02}"), *[(post, f"{department}_{team:02}")] * 19]
    places += [(("hr_officer", "accountant")[at % 2], OFFICE) for at in range(scale.people - len(places))]
    counted: dict[str, int] = {}
    found = []
    for at, (post, team) in enumerate(places):
        account = counted[post] = counted.get(post, -1) + 1
        name = SURNAMES[at % 20] + GIVEN[at // 20 % 20] + GIVEN[at // 400 + at % 13]
        found.append(Person(f"P{at + 1:04}", name, post, team, account))
    return found


def write_organisation(folder: Path, people: list[Person], scale: Scale) -> None:
    """people, teams, shops, credits and targets."""
    spells = []
    for person in people:
        wage, base = WAGES.get(person.post, (12000, 3500))
        spells.append((person.id, person.name, person.post, person.team, "2024-01-01", base, wage))
    _table(folder / "people.csv", "person,name,post,team,from,bonus_base,wage", spells)
    leads = {person.team: person.id for person in reversed(people) if not person.post.startswith(_PLAIN)}
    teams: Rows = [("company", "万店集团", "", leads["company"], "company")]
    shops: Rows = []
    for department, (name, _, post, count) in scale.departments.items():
        teams.append((department, name, "company", leads[department], "department"))
        for at in range(count):
            team = f"{department}_{at:02}"
            teams.append((team, f"{name}{at + 1}组", department, leads[team], "team"))
            if post == "operator":
                shops.append((f"s{len(shops):02}", f"{name[:3]}{at + 1}号店", "taobao", "Asia/Shanghai"))
    teams.append((OFFICE, "职能部", "company", "", "department"))
    _table(folder / "teams.csv", "team,name,parent,leader,kind", teams)
    _table(folder / "shops.csv", "shop,name,platform,time_zone", shops)
    _table(folder / "credits.csv", "kind,subject,person,share,from", _credits(people))
    _table(folder / "targets.csv", "kpi,node_kind,node,period,target", _targets(people, scale))


_PLAIN = ("operator", "cs_agent", "packer", "hr_officer", "accountant")


def _credits(people: list[Person]) -> Rows:
    found: Rows = []
    for person in people:
        match person.post:
            case "operator":
                found.append(("shop", f"s{person.account // 19:02}", person.id, "0.05", "2024-01-01"))
            case "cs_agent":
                found.append(("agent", f"a{person.account:04}", person.id, "1", "2024-01-01"))
            case "packer":
                found.append(("packer", f"k{person.account:04}", person.id, "1", "2024-01-01"))
            case "warehouse_lead":
                found.append(("warehouse", f"w{person.account // 12}", person.id, "0.08", "2024-01-01"))
    return found


def _targets(people: list[Person], scale: Scale) -> Rows:
    """Of the sales that are usual for each node, between 88 and 112 in a hundred."""
    month = scale.lines * 195 / len(MONTHS)
    shops = sum(count for _, _, post, count in scale.departments.values() if post == "operator")
    nodes: list[tuple[str, str, float]] = [("company", "company", month)]
    for department, (_, _, post, count) in scale.departments.items():
        if post == "operator":
            nodes.append(("department", department, month * count / shops))
            nodes += [("team", f"{department}_{at:02}", month / shops) for at in range(count)]
    nodes += [("person", person.id, month / shops / 20) for person in people if person.post == "operator"]
    found: Rows = []
    for period in MONTHS:
        for at, (kind, node, amount) in enumerate(nodes):
            found.append(("paid_sales", kind, node, period, round(amount * (88 + at * 7 % 25) / 100)))
            found.append(("refund_rate_amt_event", kind, node, period, "0.03"))
    return found


def write_judgements(folder: Path, people: list[Person]) -> None:
    """ratings of the last month by oneself, the leader and three of the team, and a few events."""
    by_team: dict[str, list[Person]] = {}
    for person in people:
        by_team.setdefault(person.team, []).append(person)
    rated: Rows = []
    for mates in by_team.values():
        for at, person in enumerate(mates):
            raters = [(person.id, "self"), (mates[0].id, "manager")]
            raters += [(mates[(at + step) % len(mates)].id, "peer") for step in (3, 5, 7)]
            for step, (rater, relation) in enumerate(raters):
                if (rater != person.id) == (relation != "self"):
                    score = 3 + (at * 5 + step) % 3
                    rated.append((PERIOD, person.id, rater, relation, "collaboration", score))
    _table(folder / "ratings.csv", "period,subject,rater,relation,indicator,score", dict.fromkeys(rated))
    praised: Rows = [("praise", person.id, f"{PERIOD}-12T10:00:00", 1) for person in people[::9]]
    missed: Rows = [("missed_shift", person.id, f"{PERIOD}-20T09:00:00", 1) for person in people[4::31]]
    _table(folder / "events.csv", "event,person,at,count", praised + missed)


def write_facts(folder: Path, people: list[Person], orders: int) -> None:
    """A Parquet file per table and 250,000 orders; tasks, traffic and ads in one file each."""
    counts = {post: sum(person.post == post for person in people) for post in ("operator", "cs_agent", "packer")}
    numbers = {
        "shops": counts["operator"] // 19,
        "agents": counts["cs_agent"],
        "packers": max(counts["packer"], 1),
        "people": len(people),
        "placed": f"(TIMESTAMP '{FIRST}' + to_seconds((i * {DAYS * 86_400 / orders:.9f})::BIGINT))",
    }
    engine = duckdb.connect(config={"memory_limit": "2GB", "threads": "1"})
    for table, query in _QUERIES.items():
        step = 250_000 if "{first}" in query else orders
        (folder / table).mkdir(parents=True)
        for part, first in enumerate(range(0, orders, step)):
            text = query.format(first=first, past=min(first + step, orders), **numbers)
            engine.execute(f"COPY ({text}) TO '{folder / table / f'{part:03}.parquet'}' (FORMAT parquet)")


def _pick(salt: int, choices: int | str, of: str = "i") -> str:
    return f"(hash({of}, {SEED + salt}) % {choices})::BIGINT"


def _account(letter: str, salt: int, choices: str, digits: int = 4) -> str:
    return f"'{letter}' || lpad({_pick(salt, choices)}::VARCHAR, {digits}, '0')"


def _fen(least: int, salt: int, choices: int, of: str = "i") -> str:
    return f"(({least} + {_pick(salt, choices, of)}) / 100)::DECIMAL(12, 2)"


_SHOP = f"{_account('s', 1, '{shops}', 2)} AS shop"
_KEYS = f"{_SHOP}, i::VARCHAR AS order_id"
_LINE = "i * 3 + line"
_AGENT = _account("a", 2, "{agents}")
_MADE = "FROM range({first}, {past}) t(i)"
_DAY = f"(DATE '{FIRST}' + day::INTEGER)"
_SHOP_DAYS = f"FROM range({DAYS}) d(day), range({{shops}}) s(shop_number)"
_SHOP_OF_DAY = "'s' || lpad(shop_number::VARCHAR, 2, '0') AS shop"
_QUERIES = {
    "orders": f"""SELECT {_KEYS}, 'b' || {_pick(3, 600_000)} AS buyer, 'region' || {_pick(4, 30)} AS region,
        {{placed}} AS ordered_at,
        CASE WHEN {_pick(5, 20)} > 0 THEN {{placed}} + to_minutes({_pick(6, 90)}) END AS paid_at,
        {{placed}} + to_hours(2 + {_pick(7, 40)}) AS shipped_at,
        {{placed}} + to_hours(50 + {_pick(8, 90)}) AS signed_at, 'signed' AS status,
        CASE WHEN {_pick(9, 5)} = 0 THEN 6.00 ELSE 0 END::DECIMAL(9, 2) AS freight,
        ['search', 'live', 'video', 'direct', 'ads'][1 + {_pick(10, 5)}] AS channel {_MADE}""",
    "order_lines": f"""SELECT {_KEYS}, (line + 1)::VARCHAR AS line_id, 'sku' || {_pick(11, 5000, _LINE)} AS sku,
        'category' || {_pick(12, 20, _LINE)} AS category, 1 + {_pick(13, 3, _LINE)} AS quantity,
        {_fen(990, 14, 20_000, _LINE)} AS unit_price, {_fen(990, 15, 40_000, _LINE)} AS paid_amount,
        {_fen(300, 16, 9_000, _LINE)} AS unit_cost, CASE WHEN {_pick(17, 5)} < 2 THEN {_AGENT} END AS agent
        FROM range({{first}}, {{past}}) t(i), range({LINES_EACH}) u(line)""",
    "refunds": f"""SELECT {_KEYS}, 'R' || i AS refund_id, '1' AS line_id, {_fen(500, 18, 9_000)} AS amount,
        1::BIGINT AS quantity, ['unshipped', 'refund_only', 'return'][1 + {_pick(19, 3)}] AS kind, 'size' AS reason,
        {{placed}} + to_hours(60 + {_pick(20, 300)}) AS refunded_at, 'success' AS status
        {_MADE} WHERE {_pick(21, 12)} = 0""",
    "conversations": f"""SELECT 'C' || i AS conversation_id, {_SHOP}, {_AGENT} AS agent,
        'b' || {_pick(3, 600_000)} AS buyer, {_pick(22, 2)} = 0 AS presale, {{placed}} - INTERVAL 1 HOUR AS started_at,
        {{placed}} - INTERVAL 1 HOUR + to_seconds(5 + {_pick(23, 60)}) AS first_reply_at,
        2 + {_pick(24, 4)} AS rounds, 2 + {_pick(24, 4)} - ({_pick(25, 9)} = 0)::INTEGER AS rounds_in_3min,
        10 + {_pick(26, 300)} AS reply_seconds, {_pick(27, 30)} = 0 AS reopened,
        CASE WHEN {_pick(28, 3)} = 0 THEN greatest(1, 5 - {_pick(29, 20)} // 9 * 2) END AS rating,
        {{placed}} + INTERVAL 1 HOUR AS rated_at,
        CASE WHEN {_pick(30, 2)} = 0 THEN i::VARCHAR END AS order_id {_MADE} WHERE i % 4 = 0""",
    "shipments": f"""SELECT 'S' || i AS shipment_id, i::VARCHAR AS order_id, {_SHOP},
        'w' || {_pick(31, 2)} AS warehouse, 'carrier' || {_pick(32, 4)} AS carrier,
        {_account("k", 33, "{packers}")} AS packer, {{placed}} + INTERVAL 48 HOUR AS due_at,
        {{placed}} + to_hours(2 + {_pick(34, 48)}) AS picked_up_at, {{placed}} + INTERVAL 96 HOUR AS promised_at,
        {{placed}} + to_hours(40 + {_pick(35, 58)}) AS delivered_at, true AS complete, {_pick(36, 60)} > 0 AS undamaged,
        true AS documents_ok, {_pick(37, 150)} > 0 AS accurate {_MADE} WHERE i % 2 = 0""",
    "complaints": f"""SELECT 'K' || i AS complaint_id, i::VARCHAR AS order_id, {_SHOP}, {_AGENT} AS agent,
        {{placed}} + INTERVAL 80 HOUR AS opened_at,
        {{placed}} + to_hours(80 + {_pick(38, 30)}) AS resolved_at {_MADE} WHERE i % 200 = 0""",
    "tasks": f"""SELECT 'T' || i AS task_id, 'P' || lpad((1 + i // {len(MONTHS) * 8})::VARCHAR, 4, '0') AS owner,
        'report' AS kind, TIMESTAMP '{FIRST} 09:00:00' + to_days((i * 4 % {DAYS})::INTEGER) AS created_at,
        TIMESTAMP '{FIRST} 18:00:00' + to_days((i * 4 % {DAYS})::INTEGER + 2) AS due_at,
        TIMESTAMP '{FIRST} 15:00:00' + to_days((i * 4 % {DAYS})::INTEGER + 1 + ({_pick(39, 9)} // 7)::INTEGER)
        AS done_at, ({_pick(40, 15)} = 0)::BIGINT AS returned, 3 + {_pick(41, 3)} AS quality
        FROM range({{people}} * {len(MONTHS) * 8}) t(i)""",
    "traffic_daily": f"""SELECT {_DAY} AS day, {_SHOP_OF_DAY}, channel, 'all' AS sku,
        2000 + {_pick(42, 900, "day, shop_number")} AS visitors,
        6000 + {_pick(43, 900, "day, shop_number")} AS pageviews,
        3000 + {_pick(44, 900, "day, shop_number")} AS visits, 900 + {_pick(45, 90, "day, shop_number")} AS bounces
        {_SHOP_DAYS}, (SELECT unnest(['search', 'live', 'video']) AS channel)""",
    "ads": f"""SELECT {_DAY} AS day, {_SHOP_OF_DAY}, 'campaign' || (shop_number % 9) AS campaign, 'ads' AS channel,
        9000 + {_pick(46, 900, "day, shop_number")} AS impressions, 300 + {_pick(47, 90, "day, shop_number")} AS clicks,
        {_fen(50_000, 48, 90_000, "day, shop_number")} AS spend, 20 + {_pick(49, 9, "day, shop_number")} AS orders,
        {_fen(300_000, 50, 90_000, "day, shop_number")} AS sales {_SHOP_DAYS}""",
}


def _table(path: Path, heading: str, rows: Iterable[tuple[object, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as written:
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(heading.split(","))
        writer.writerows(rows)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
