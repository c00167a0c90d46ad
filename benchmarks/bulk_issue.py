"""Enrol many people in a monthly cycle and issue their agreements: how long it takes, as a whole and per person.

Run: python benchmarks/bulk_issue.py [people]. The folder and the database are made anew in a temporary place.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

PEOPLE = 2_000
A_TEAM = 20
LIMIT = 10.0
"""Seconds that 2,000 people may take, from the organisation to agreements of which everybody was told."""


def write_company(folder: Path, people: int) -> None:
    """A company of one level of departments and teams of twenty, a tenth of whom are transferred on the 12th."""
    from tests.tiny_company import write_tiny_company

    write_tiny_company(folder)
    teams, rows = [], []
    for number in range(people):
        team = f"t{number // A_TEAM}"
        if number % A_TEAM == 0:
            teams.append(f"{team},组{number // A_TEAM},trade,p{number},team,,")
        other = f"t{(number // A_TEAM + 1) % max(people // A_TEAM, 1)}"
        if number % 10 == 9:
            rows.append(f"p{number},员工{number},sales,{team},,2026-01-01,2026-10-11,regular,2000,8000")
            rows.append(f"p{number},员工{number},sales,{other},,2026-10-12,,regular,2000,8000")
        else:
            rows.append(f"p{number},员工{number},sales,{team},,2026-01-01,,regular,2000,8000")
    for name, more in (("people.csv", rows), ("teams.csv", teams)):
        file = folder / name
        file.write_text(file.read_text("utf-8") + "\n".join(more) + "\n", "utf-8")


def timed(name: str, count: int, work: object) -> float:
    """Seconds, printed with those per person."""
    started = time.perf_counter()
    work()  # type: ignore[operator]
    seconds = time.perf_counter() - started
    print(f"{name:<42}{seconds:8.2f} s{seconds / count * 1000:10.3f} ms a person")
    return seconds


def main(people: int) -> int:
    """0 when both together keep within their limit."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "company"
        folder.mkdir()
        os.environ |= {"MERIT_COMPANY": str(folder), "DJANGO_SETTINGS_MODULE": "merit_desk.settings"}
        sys.path.insert(0, str(Path(__file__).parents[1]))
        write_company(folder, people)
        (folder / ".merit").mkdir(exist_ok=True)
        return measured(people)


def measured(people: int) -> int:
    """Make a cycle, enrol everybody, issue the agreements; everybody has an account and is told."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.urls import reverse

    call_command("migrate", verbosity=0)
    from merit.kernel.period import Period
    from merit.reviews.stages import CycleKind, usual_days, usual_deadlines
    from merit_desk.accounts.access import Role
    from merit_desk.accounts.models import Account, Grant
    from merit_desk.accounts.viewer import viewer_for
    from merit_desk.agreements.actions.issue import issue
    from merit_desk.agreements.models import Agreement
    from merit_desk.cycles.actions.enrol import enrol
    from merit_desk.cycles.actions.make import NewCycle, make_cycle
    from merit_desk.cycles.queries.sync import sync_of
    from merit_desk.notices.models import Notice
    from merit_desk.results.queries.open_company import declared_company

    Account.objects.bulk_create(Account(username=f"p{at}", person=f"p{at}") for at in range(people))
    hr = Account.objects.create(username="hr")
    Grant.objects.create(account=hr, role=Role.HR, start="2026-01-01")
    company, october = declared_company(), Period.parse("2026-10")
    dates = usual_deadlines(october, company.calendar, usual_days(CycleKind.MONTH))
    cycle = make_cycle(viewer_for(hr), NewCycle("十月考核", CycleKind.MONTH, october, dates))
    print(f"{people} people, SQLite, {os.cpu_count()} cores")
    seconds = timed("enrol: organisation → saved reviews", people, lambda: enrol(hr.pk, cycle))
    timed("look for changes of the organisation", people, lambda: sync_of(cycle))
    timed("once a process: addresses and sentences", people, lambda: reverse("agreements:agreements"))
    seconds += timed("issue: plans → agreements with notice", people, lambda: issue(viewer_for(hr), cycle.code))
    print(f"{Agreement.objects.count()} agreements, {Notice.objects.count()} notices; together {seconds:.2f} s")
    print(f"{cycle.participants.count()} reviews, {cycle.participants.filter(state='left_out').count()} left out")
    return int(seconds > LIMIT)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE))
