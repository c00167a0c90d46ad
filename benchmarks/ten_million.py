"""Ten million order lines: a seeded company folder, then `merit load` and `merit run`, each with wall, CPU and memory.

`python benchmarks/ten_million.py FOLDER [LINES]`; every value is a hash of its row number and the seed.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb

SEED = 20261
LINES = 10_000_000
LINES_EACH = 3
PEOPLE, SHOPS = 50, 4
FIRST, DAYS = "2025-11-01", 365
PERIOD = "2026-10"

POSTS = {"operator": 16, "cs_agent": 24, "warehouse": 10}
PLANS = {"operator": "paid_sales", "cs_agent": "refund_amt", "warehouse": "orders_paid"}


def main() -> None:
    """Write the folder unless it is there, then measure."""
    folder = Path(sys.argv[1])
    lines = int(sys.argv[2]) if len(sys.argv) > 2 else LINES
    if not folder.exists():
        write_company(folder)
        write_facts(folder / "facts", lines // LINES_EACH)
    for words in (("load", str(folder)), ("run", str(folder), "--period", PERIOD)):
        measure(*words)


def measure(*words: str) -> None:
    """Run one command in a process of its own; print its seconds and its peak of resident memory."""
    start = time.perf_counter()
    command = [sys.executable, "-c", "from merit.cli.main import main; main()", *words]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall, cpu = time.perf_counter() - start, used.ru_utime + used.ru_stime
    print(
        f"merit {words[0]}: exit {os.waitstatus_to_exitcode(status)}, wall {wall:.0f} s, CPU {cpu:.0f} s, "
        f"peak {used.ru_maxrss / 2**20:.2f} GiB",
        flush=True,
    )


def write_company(folder: Path) -> None:
    """50 people in three posts, 4 shops each shared by four operators, a plan per post and a commission."""
    people = [(f"P{at:03}", post) for at, post in enumerate(_posts(), start=1)]
    operators = [person for person, post in people if post == "operator"]
    _write(folder / "company.yaml", "name: Ten Million\ncurrency: CNY\ntime_zone: Asia/Shanghai\n")
    _write(folder / "teams.csv", "team,name,parent,leader,kind\ncompany,All,,P001,company\nshops,Shops,company,,team\n")
    spells = [f"{person},{person},{post},shops,2024-01-01,3000,9000" for person, post in people]
    _write(folder / "people.csv", "\n".join(["person,name,post,team,from,bonus_base,wage", *spells]) + "\n")
    shops = [f"s{at},Shop {at},taobao,Asia/Shanghai" for at in range(SHOPS)]
    _write(folder / "shops.csv", "\n".join(["shop,name,platform,time_zone", *shops]) + "\n")
    shares = [f"shop,s{at % SHOPS},{person},0.25,2024-01-01" for at, person in enumerate(operators)]
    _write(folder / "credits.csv", "\n".join(["kind,subject,person,share,from", *shares]) + "\n")
    for post, kpi in PLANS.items():
        _write(folder / "plans" / f"{post}.yaml", _plan(post, kpi))
    _write(folder / "rewards" / "commission.yaml", _COMMISSION)


def _posts() -> list[str]:
    return [post for post, count in POSTS.items() for _ in range(count)]


def _plan(post: str, kpi: str) -> str:
    return (
        f"plan: {post}\nversion: 1\ntitle: {{zh: {post}, en: {post}}}\nfor: {{post: {post}}}\ncycle: month\n"
        "valid_from: 2025-01-01\nindicators:\n"
        f"  - {{kpi: {kpi}, weight: 100, target: 1000, curve: {{proportional: {{cap: 120}}}}, missing: zero}}\n"
        "grades: [[S, 110], [A, 95], [B, 80], [C, 60], [D, 0]]\n"
    )


_COMMISSION = """reward: shop-commission
kind: commission
for: {post: operator}
base: {kpi: paid_sales, date_basis: paid}
rates: {mode: marginal, bands: [[0, 0.0001], [1000000, 0.0002]]}
refunds: clawback
split: by_credit
"""


def write_facts(folder: Path, orders: int) -> None:
    """A Parquet file per table and 500 000 orders."""
    folder.mkdir(parents=True)
    engine = duckdb.connect(config={"memory_limit": "2GB", "threads": "2"})
    for table in _QUERIES:
        (folder / table).mkdir()
    for part, first in enumerate(range(0, orders, 500_000)):
        past = min(first + 500_000, orders)
        for table, query in _QUERIES.items():
            text = query.format(first=first, past=past, placed=_placed(orders))
            engine.execute(f"COPY ({text}) TO '{folder / table / f'{part:03}.parquet'}' (FORMAT parquet)")


def _placed(orders: int) -> str:
    """The moment an order was placed: orders are numbered in order of time."""
    seconds = DAYS * 86_400 / orders
    return f"(TIMESTAMP '{FIRST}' + to_seconds((i * {seconds:.9f})::BIGINT))"


def _pick(salt: int, choices: int, of: str = "i") -> str:
    return f"(hash({of}, {SEED + salt}) % {choices})::BIGINT"


_KEYS = f"'s' || {_pick(1, SHOPS)} AS shop, i::VARCHAR AS order_id"
_LINE = "i * 3 + line"
_QUERIES = {
    "orders": f"""SELECT {_KEYS}, 'b' || {_pick(2, 900_000)} AS buyer, 'region' || {_pick(3, 30)} AS region,
        {{placed}} AS ordered_at,
        CASE WHEN {_pick(4, 20)} > 0 THEN {{placed}} + to_minutes({_pick(5, 90)}) END AS paid_at,
        {{placed}} + to_hours(2 + {_pick(6, 40)}) AS shipped_at,
        {{placed}} + to_hours(50 + {_pick(7, 90)}) AS signed_at,
        'signed' AS status, CASE WHEN {_pick(8, 5)} = 0 THEN 6.00 ELSE 0 END::DECIMAL(9, 2) AS freight,
        'channel' || {_pick(9, 5)} AS channel, CASE WHEN {_pick(10, 100)} = 0 THEN 'brush' END AS invalid_reason
        FROM range({{first}}, {{past}}) t(i)""",
    "order_lines": f"""SELECT {_KEYS}, (line + 1)::VARCHAR AS line_id, 'sku' || {_pick(11, 5000, _LINE)} AS sku,
        'category' || {_pick(12, 20, _LINE)} AS category, 1 + {_pick(13, 3, _LINE)} AS quantity,
        ((990 + {_pick(14, 20_000, _LINE)}) / 100)::DECIMAL(12, 2) AS unit_price,
        ((990 + {_pick(15, 40_000, _LINE)}) / 100)::DECIMAL(12, 2) AS paid_amount,
        ((300 + {_pick(16, 9_000, _LINE)}) / 100)::DECIMAL(12, 2) AS unit_cost,
        'P0' || (17 + {_pick(17, 24)}) AS agent FROM range({{first}}, {{past}}) t(i), range({LINES_EACH}) u(line)""",
    "refunds": f"""SELECT {_KEYS}, 'R' || i AS refund_id, '1' AS line_id,
        ((500 + {_pick(18, 9_000)}) / 100)::DECIMAL(12, 2) AS amount, 1::BIGINT AS quantity, 'return' AS kind,
        'size' AS reason, {{placed}} + to_hours(60 + {_pick(19, 300)}) AS refunded_at, 'success' AS status
        FROM range({{first}}, {{past}}) t(i) WHERE {_pick(20, 15)} = 0""",
}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
