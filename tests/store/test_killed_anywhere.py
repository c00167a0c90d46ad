"""A process that loads, refreshes figures and compacts the store may be killed at any moment.

The store always opens, nothing that was loaded is lost, nothing is counted twice; the figures are those of the rows.
"""

import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from merit.engines.cube.cube import Cube
from merit.engines.cube.figures import ready_cube
from merit.facts.tables import TABLES
from merit.kernel.node import COMPANY
from merit.kernel.period import Period
from merit.store.fact_store import FactStore
from tests.store.killed import KPIS, PUBLISH_EVERY, TABLES_OF, shop_company, visible_after
from tests.store.lines import moment, visible

ROOT = Path(__file__).parent.parent.parent
LOADS = PUBLISH_EVERY
"""Loads that a process makes if nobody kills it; one of them is followed by a refresh of the figures."""
MARCH = Period.parse("2026-03")
WORK = frozenset({"loading", "refreshing", "compacting"})
LATEST = 4
"""Of so many loads the moment is looked at after every kill; of all of them at the end, which costs more and more."""


@dataclass(frozen=True)
class Life:
    """How many steps with files a process takes that nobody kills, and how long from when it is ready."""

    steps: int
    seconds: float


def whole_life(folder: Path) -> Life:
    """Of one process on an empty store, on this machine as busy as it is."""
    with subprocess.Popen(_command(folder, 0), stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        start = time.monotonic()
        last = process.stdout.read().splitlines()[-1]
        return Life(int(last.split()[1]), time.monotonic() - start)


def killed_at_a_step(folder: Path, step: int) -> list[str]:
    """What a process had told when it killed itself before that step; SIGKILL, so that it can clean nothing up."""
    run = subprocess.run(_command(folder, step), check=False, capture_output=True, text=True, cwd=ROOT)
    assert run.returncode in (0, -9), run.stderr
    return run.stdout.splitlines()


def killed_after(folder: Path, seconds: float) -> list[str]:
    """What a process had told when it was killed from outside so long after it was ready, also amid native code."""
    with subprocess.Popen(_command(folder, 0), stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        return process.stdout.read().splitlines()


def _command(folder: Path, step: int) -> list[str]:
    last = FactStore(folder / "facts").snapshot().number + LOADS
    return [sys.executable, "-m", "tests.store.killed", str(folder), str(last), str(step)]


def check(folder: Path, told: list[str], moments: int = LATEST) -> None:
    """Everything that was told is there, and each of the latest moments shows just the rows that were known at it."""
    store = FactStore(folder / "facts")
    number = store.snapshot().number
    done = [int(line.split()[1]) for line in told if line.startswith("loaded")]
    assert number >= max(done, default=0), "a load that was done is there"
    for each in range(max(number - moments, 0) + 1, number + 1):
        assert shown(store, each) == expected(each), f"as of load {each} of {number}"
    cube = ready_cube(shop_company(), store.snapshot(), folder / "cube")
    assert figures(cube) == expected_figures(number), "the figures are those of the rows"


def shown(store: FactStore, load: int) -> dict[str, list[Any]]:
    snapshot = store.snapshot(moment(load))
    return {
        name: visible(snapshot, name, f"{', '.join(TABLES[name].key)}, {_amount(name)}")
        for name in TABLES_OF
        if snapshot.rows(name)
    }


def expected(load: int) -> dict[str, list[Any]]:
    found = {
        name: sorted((*key, int(Fraction(str(row[_amount(name)])) * 10_000)) for key, row in rows.items())
        for name, rows in visible_after(load).items()
    }
    return {name: rows for name, rows in found.items() if rows}


def _amount(table: str) -> str:
    return {"orders": "freight", "order_lines": "paid_amount", "refunds": "amount"}[table]


def figures(cube: Cube) -> dict[str, Fraction | None]:
    kpis = shop_company().catalogue.kpis
    return {name: cube.number(kpis[name].body.measure, COMPANY, MARCH).value for name in KPIS}  # type: ignore[union-attr]


def expected_figures(load: int) -> dict[str, Fraction]:
    rows = visible_after(load)
    orders, lines, refunds = (list(rows[name].values()) for name in TABLES_OF)
    return {
        "paid_sales": Fraction(sum(int(str(row["paid_amount"])) for row in lines) + 6 * len(orders)),
        "buyers": Fraction(len({row["buyer"] for row in orders})),
        "refund_amt": Fraction(sum(int(str(row["amount"])) for row in refunds)),
    }


def at_moments(folder: Path, moments: int, seed: int) -> Counter[str]:
    """Kill at that many moments of a life, by turns at a step and by the clock, one process after another in one store.

    How many were killed at each kind of work, and how many came to their end in time (`steps`).
    """
    chance = random.Random(seed)  # noqa: S311
    life, hit = whole_life(folder.with_name("whole_life")), Counter[str]()
    for at in range(moments):
        if at % 2:
            told = killed_after(folder, chance.uniform(0, life.seconds))
        else:
            told = killed_at_a_step(folder, chance.randrange(1, life.steps))
        hit[told[-1].split()[0] if told else "starting"] += 1
        check(folder, told)
    return hit


def test_a_process_killed_at_a_few_moments_loses_nothing_and_counts_nothing_twice(tmp_path: Path) -> None:
    at_moments(tmp_path / "company", 3, seed=1)


@pytest.mark.long
def test_a_process_killed_at_fifty_moments_loses_nothing_and_counts_nothing_twice(tmp_path: Path) -> None:
    folder = tmp_path / "company"
    hit = at_moments(folder, 50, seed=2)
    assert hit.keys() >= WORK, f"some work was never killed: {hit}"
    told = killed_at_a_step(folder, 0)
    check(folder, told, FactStore(folder / "facts").snapshot().number)
    store = FactStore(folder / "facts")
    store.compact(keep_for=timedelta(0))
    for name in TABLES_OF:
        on_disk = set((store.folder / name).glob("in_month=*/*.parquet"))
        assert on_disk == set(store.snapshot().files(name)), "nothing that killed processes left is kept for ever"
    assert not (store.folder / ".staging").exists()
