"""The desk of a company of 2,000 people and 5 million order lines: time per page with 1 and 16 users, queries per page.

`python benchmarks/desk.py FOLDER [--asks 160] [--users 16] [--processes 2]` writes, loads and runs FOLDER/large and
FOLDER/small (50 people) unless they are there. The users are threads of a process of its own, on the same machine.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path
from threading import local

sys.path.insert(0, str(Path(__file__).parent))

from desk_company import LARGE, PERIOD, SMALL, Scale, write_desk_company

MERIT = (sys.executable, "-c", "import sys; from merit.cli.main import main; sys.argv[0] = 'merit'; main()")
PORT = 8479
RANKING = f"grain=month&from={PERIOD}&to={PERIOD}&sort=-paid_sales&whole=1"
PAGES = {
    "home, owner": ("owner", ["/"]),
    "home, leader of 19": ("manager", ["/"]),
    "home, operator": ("employee", ["/"]),
    "overview": ("owner", [f"/periods/{PERIOD}/"]),
    "people": ("owner", [f"/periods/{PERIOD}/people/"]),
    "explorer, a year": ("owner", ["/explorer/?kpi=paid_sales&kpi=net_sales&by=company&whole=1"]),
    "explorer, the frame": ("owner", ["/explorer/?kpi=paid_sales&by=company"]),
    "ranking of teams": ("owner", [f"/explorer/?kpi=paid_sales&kpi=refund_rate_amt_event&by=team&{RANKING}"]),
    "ranking of people": ("owner", [f"/explorer/?kpi=paid_sales&by=person&{RANKING}"]),
    "statement, owner": ("owner", [f"/periods/{PERIOD}/people/P{at:04}/" for at in range(10, 40)]),
    "statement, operator": ("employee", [f"/periods/{PERIOD}/people/P0010/"]),
    "why a bonus": ("owner", [f"/periods/{PERIOD}/why/payable/P{at:04}/" for at in range(10, 40)]),
    "wall": ("owner", ["/wall/"]),
}
"""Who asks, and for what: each page is asked in turn. P0003 leads the first team, P0010 is an operator of it."""


def main() -> None:
    """Prepare, count queries, then serve and measure."""
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", type=Path)
    asked.add_argument("--asks", type=int, default=160)
    asked.add_argument("--users", type=int, default=16)
    asked.add_argument("--processes", type=int, default=2)
    asked.add_argument("--count", action="store_true", help="count the queries of one company and print them as JSON")
    options = asked.parse_args()
    if options.count:
        print(json.dumps(counted(options.folder)))
        return
    large, small = options.folder / "large", options.folder / "small"
    for folder, scale in ((large, LARGE), (small, SMALL)):
        ready(folder, scale)
    few, many = (counts_of(folder) for folder in (small, large))
    with served(large, options.processes) as server:
        measure(many["sessions"], options, server)
    print("\nqueries per page          50 people  2,000 people")
    for page, (role, addresses) in PAGES.items():
        del role, addresses
        print(f"{page:<25} {few['queries'][page]!s:>9} {many['queries'][page]!s:>13}")


def ready(folder: Path, scale: Scale) -> None:
    """Written, loaded, published and run."""
    write_desk_company(folder, scale)
    if not (folder / "results" / PERIOD).exists():
        for words in (("load", folder), ("run", folder, "--period", PERIOD)):
            start = time.perf_counter()
            subprocess.run([*MERIT, *words], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            print(f"merit {words[0]} {folder.name}: {time.perf_counter() - start:.0f} s", flush=True)


def counts_of(folder: Path) -> dict[str, dict[str, str]]:
    """What `--count` prints of the company, from a process of its own."""
    command = [sys.executable, __file__, str(folder), "--count"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    found: dict[str, dict[str, str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def counted(folder: Path) -> dict[str, dict[str, object]]:
    """Queries of each page when everything else is warm, and a signed-in session of each role."""
    from merit_desk.desk_command import opened_desk, prepared_database

    prepared_database(folder)
    with opened_desk(folder):
        from django.db import connection
        from django.test import Client
        from django.test.utils import CaptureQueriesContext

        names = ("owner", "manager", "employee")
        clients = {name: _signed_in(Client(SERVER_NAME="127.0.0.1"), name) for name in names}
        _release(clients["owner"])
        queries: dict[str, object] = {}
        for page, (role, addresses) in PAGES.items():
            clients[role].get(addresses[0])
            with CaptureQueriesContext(connection) as found:
                answer = clients[role].get(addresses[0])
            queries[page] = len(found) if answer.status_code == 200 else f"({answer.status_code})"
        return {
            "queries": queries,
            "sessions": {role: each.cookies["sessionid"].value for role, each in clients.items()},
        }


def _signed_in(client, role):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 (Django is not set up yet)
    from datetime import date

    from merit_desk.accounts.models import Account, Grant

    person = {"owner": "P0001", "manager": "P0003", "employee": "P0010"}[role]
    account, made = Account.objects.get_or_create(username=role, defaults={"name": role, "person": person})
    if made and role == "owner":
        Grant.objects.create(account=account, role=role, team="", start=date(2026, 1, 1))
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.account = account
    return client


def _release(client):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Everybody may see their own result."""
    from merit_desk.results.models import Release

    Release.objects.get_or_create(period=PERIOD, defaults={"by": client.account})


@contextmanager
def served(folder: Path, processes: int) -> Iterator[int]:
    """The process id of `merit serve` without its background worker."""
    words = ("serve", str(folder), "--port", str(PORT), "--workers", str(processes), "--no-worker")
    with subprocess.Popen([*MERIT, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert str(PORT) in process.stdout.readline()
            yield process.pid
        finally:
            process.terminate()


def measure(sessions: dict[str, str], options: argparse.Namespace, server: int) -> None:
    """Each page by one user, then by many at once; both after every process has answered it.

    Processor time says what a page costs also where the machine has other work to do.
    """
    users = f"{options.users} users"
    print(f"{'p50, p95':<25} {'first':>7} {'1 user':>9} {'':>8} {users:>13} {'':>8} {'CPU':>7}")
    for page, (role, addresses) in PAGES.items():
        asked = [(sessions[role], address) for address in addresses]
        first, status = _seconds(asked[0])
        if status != 200:
            print(f"{page:<25} answers {status}")
            continue
        timed(asked, 3 * options.processes * options.users, options.users)
        alone = timed(asked, options.asks // 2, 1)
        before = processor_seconds(server)
        together = timed(asked, options.asks, options.users)
        each = (processor_seconds(server) - before) / options.asks
        print(
            f"{page:<25} {first * 1000:5.0f}ms {_ms(alone, 50):>9} {_ms(alone, 95):>8} "
            f"{_ms(together, 50):>13} {_ms(together, 95):>8} {each * 1000:>5.0f}ms",
            flush=True,
        )


def timed(asked: list[tuple[str, str]], asks: int, users: int) -> list[float]:
    """Seconds of each page."""
    with ThreadPoolExecutor(users) as pool:
        return [seconds for seconds, _ in pool.map(_seconds, islice(cycle(asked), asks))]


def processor_seconds(process: int) -> float:
    """User and system time of the process and of all that it started."""
    used, started = 0.0, {process}
    for stat in sorted(Path("/proc").glob("[0-9]*/stat"), key=lambda each: int(each.parent.name)):
        with suppress(FileNotFoundError, ProcessLookupError):
            fields = stat.read_text("ascii", "replace").rpartition(")")[2].split()
            if int(stat.parent.name) in started or int(fields[1]) in started:
                started.add(int(stat.parent.name))
                used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


_own = local()


def _seconds(asked: tuple[str, str]) -> tuple[float, int]:
    """One page over a connection that stays open, as a browser does it. Tried again until the server is there."""
    session, address = asked
    for attempt in range(300):
        if not hasattr(_own, "connection"):
            _own.connection = HTTPConnection("127.0.0.1", PORT, timeout=120)
        start = time.perf_counter()
        try:
            _own.connection.request("GET", address, headers={"Cookie": f"sessionid={session}"})
            answer = _own.connection.getresponse()
            answer.read()
        except (ConnectionError, OSError):
            del _own.connection
            assert attempt < 299
            time.sleep(0.1)
        else:
            return time.perf_counter() - start, answer.status
    raise AssertionError


def _ms(seconds: list[float], percent: int) -> str:
    return f"{statistics.quantiles(seconds, n=100, method='inclusive')[percent - 1] * 1000:.0f}ms"


if __name__ == "__main__":
    main()
