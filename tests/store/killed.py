"""Loads, refreshes and compactions one after another, to be killed: `python -m tests.store.killed FOLDER LAST STEP`.

The process kills itself before that STEP it takes with files (0: never). It prints `ready` when it begins, then what
it is at (`loading 3`, `refreshing 3`, `compacting 3`) and what is done and must not be lost (`loaded 3`), and at the
end how many steps there were.
"""

import os
import random
import signal
import sys
from datetime import timedelta
from pathlib import Path

from merit.catalogue.kpi import Kpi
from merit.catalogue.read import read_kpis
from merit.company import Company
from merit.engines.cube.figures import ready_cube
from merit.engines.cube.files import remove_old_cubes
from merit.facts.tables import TABLES
from merit.sources.company_folder.definitions import shipped_kpi_documents
from merit.store import compaction
from merit.store.fact_store import FactStore
from tests.engines.tiny_company import company, share, spell
from tests.engines.two_loads import as_handed_over
from tests.store.lines import moment

KPIS = ("paid_sales", "buyers", "refund_amt")
PUBLISH_EVERY = 3
"""Of so many loads one brings the figures up to date, which takes longest."""
_FILE_EVENTS = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "shutil.rmtree"})
TABLES_OF = ("orders", "order_lines", "refunds")
Rows = dict[str, list[dict[str, object]]]


def rows_of(load: int) -> Rows:
    """Three new orders of two lines each, another price for an older order, and a refund of one still older."""
    chance = random.Random(load)  # noqa: S311
    ids = [f"{load}-{at}" for at in range(3)]
    orders = [_order(each, f"b{chance.randrange(4)}") for each in ids]
    lines = [_line(each, str(at), chance.randrange(1, 900)) for each in ids for at in (1, 2)]
    refunds: list[dict[str, object]] = []
    if load > 1:
        lines.append(_line(f"{load - 1}-0", "1", chance.randrange(1, 900)))
    if load > 2:
        refunds.append(_refund(f"{load - 2}-1", chance.randrange(1, 90)))
    return {"orders": orders, "order_lines": lines, "refunds": refunds}


def _order(order: str, buyer: str) -> dict[str, object]:
    at = "2026-03-09T04:00:00"
    return {"shop": "s1", "order_id": order, "buyer": buyer, "ordered_at": at, "paid_at": at, "status": "paid",
            "freight": "6", "channel": "live"}  # fmt: skip


def _line(order: str, line: str, paid: int) -> dict[str, object]:
    return {"shop": "s1", "order_id": order, "line_id": line, "ordered_at": "2026-03-09T04:00:00", "sku": "k1",
            "quantity": "1", "unit_price": str(paid), "paid_amount": str(paid)}  # fmt: skip


def _refund(order: str, amount: int) -> dict[str, object]:
    at = "2026-03-12T04:00:00"
    return {"shop": "s1", "refund_id": f"R{order}", "order_id": order, "line_id": "1", "amount": str(amount),
            "kind": "return", "applied_at": at, "refunded_at": at, "status": "success"}  # fmt: skip


def visible_after(load: int) -> dict[str, dict[tuple[object, ...], dict[str, object]]]:
    """The rows that must be visible when that many loads are done, by table and key; worked out without a store."""
    found: dict[str, dict[tuple[object, ...], dict[str, object]]] = {name: {} for name in TABLES_OF}
    for each in range(1, load + 1):
        for name, rows in rows_of(each).items():
            found[name] |= {tuple(row[part] for part in TABLES[name].key): row for row in rows}
    return found


def shop_company() -> Company:
    """One shop, one person, three KPIs and what they are made of."""
    catalogue = read_kpis(list(shipped_kpi_documents()))[0].kpis
    kpis: list[Kpi] = [catalogue[name] for name in KPIS]
    return company(kpis, [spell("ann", "north")], [share("s1", "ann")])


def say(line: str) -> None:
    """Tell whoever watches, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def work(folder: Path, last: int, here: Company) -> None:
    """Go on from where the store is."""
    store = FactStore(folder / "facts")
    compaction.FILES_OF_A_MONTH = 2
    for number in range(store.snapshot().number + 1, last + 1):
        say(f"loading {number}")
        with store.load(moment(number)) as load:
            for name, rows in rows_of(number).items():
                load.put(TABLES[name], as_handed_over(name, rows))
        say(f"loaded {number}")
        if number % PUBLISH_EVERY == 0:
            say(f"refreshing {number}")
            ready_cube(here, store.snapshot(), folder / "cube")
            remove_old_cubes(folder / "cube")
        say(f"compacting {number}")
        store.compact(keep_for=timedelta(0))


class Steps:
    """Counts what the process does to files, and kills it before that step (0: never)."""

    def __init__(self, kill_at: int) -> None:
        self.kill_at = kill_at
        self.count = 0
        self.counts = False

    def seen(self, event: str, _: object) -> None:
        """An event that Python tells of before it happens."""
        if self.counts and event in _FILE_EVENTS:
            self.count += 1
            if self.count == self.kill_at:
                os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    where, until, kill_at = sys.argv[1:]
    steps, its_company = Steps(int(kill_at)), shop_company()
    sys.addaudithook(steps.seen)
    say("ready")
    steps.counts = True
    work(Path(where), int(until), its_company)
    say(f"steps {steps.count}")
