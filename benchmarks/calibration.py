"""The page of a calibration session with 20 and with 200 people: time and queries, and the ratio between the two.

`python benchmarks/calibration.py [--asks 30]` writes a company with seeded grades and ratings into a temporary folder
and asks for the page in this process: whole, and as the part that is drawn again after each change.
"""

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

PERIOD, SIZES = "2026-10", (20, 200)
PLAN = """\
plan: clerk
version: 1
title: {zh: 客服, en: Clerk}
for: {post: clerk}
cycle: month
valid_from: 2026-01-01
indicators:
  - {kpi: reply_3min, weight: 70, target: 0.90, curve: {proportional: {cap: 120}}, missing: block}
  - {rated: teamwork, weight: 30, scale: [1, 5], raters: {manager: 100}, missing: reweight}
grades: [[S, 105], [A, 95], [B, 80], [C, 60], [D, 0]]
distribution: {group: post, minimum: 10, quota: {S: 0.1, A: 0.2, B: 0.5, C: 0.15, D: 0.05}}
"""
HEADS = {
    "kpis.csv": "kpi,version,node_kind,node,grain,period,numerator,denominator,value,n,status,as_of",
    "payouts.csv": "period,person,reward,reward_version,line,amount,currency,rule,concerns,base",
    "problems.csv": "severity,file,line,field,code,zh,en",
    "totals.csv": "period,person,plan,plan_version,total,grade,on_duty,status",
    "scores.csv": (
        "period,person,plan,plan_version,segment,indicator,actual,target,attainment,points,weight,weighted,status"
    ),
}


def main() -> None:
    """Write, ask, print."""
    options = argparse.ArgumentParser()
    options.add_argument("--asks", type=int, default=30)
    asks = options.parse_args().asks
    with tempfile.TemporaryDirectory(prefix="merit-calibration-") as made:
        folder = Path(made)
        write_company(folder, max(SIZES))
        os.environ |= {"MERIT_COMPANY": str(folder), "DJANGO_SETTINGS_MODULE": "merit_desk.settings"}
        measured = {size: page_times(size, asks) for size in SIZES}
    print(
        "| page | "
        + " | ".join(f"{size} people: p50, p95, processor, queries" for size in SIZES)
        + " | ratio of processor time |"
    )
    print("|---|" + "---|" * (len(SIZES) + 1))
    for page in measured[SIZES[0]]:
        found = [measured[size][page] for size in SIZES]
        cells = " | ".join(f"{p50:.0f}, {p95:.0f}, {used:.0f} ms, {queries}" for p50, p95, used, queries in found)
        print(f"| {page} | {cells} | {found[-1][2] / found[0][2]:.1f} |")


def write_company(folder: Path, people: int) -> None:
    """People of one post under managers of about ten each, with results as `merit run` writes them."""
    chance = random.Random(4)
    tables: dict[str, list[str]] = {name: [head] for name, head in HEADS.items()}
    rows = ["person,name,post,team,manager,from", "boss,老板,boss,all,,2026-01-01"]
    rows += [f"m{number:02},主管{number:02},lead,all,boss,2026-01-01" for number in range(people // 10)]
    ratings = ["period,subject,rater,relation,indicator,score,comment"]
    for number in range(people):
        person, manager = f"p{number:03}", f"m{number % max(people // 10, 1):02}"
        rows.append(f"{person},员工{number:03},clerk,all,{manager},2026-01-01")
        points, score = round(chance.uniform(55, 120), 2), chance.randint(2, 5)
        total = round(0.7 * points + 0.3 * 25 * (score - 1), 2)
        grade = next(name for name, edge in zip("SABCD", (105, 95, 80, 60, 0), strict=True) if total >= edge)
        ratings.append(f"{PERIOD},{person},{manager},manager,teamwork,{score},")
        who = f"{PERIOD},{person},clerk,1"
        tables["scores.csv"].append(f"{who},{PERIOD},reply_3min,0.9,0.9,1,{points},70,{0.7 * points:.4f},scored")
        tables["totals.csv"].append(f"{who},{total},{grade},1,final")
    results = folder / "results" / PERIOD
    for inside in ("plans", ".merit"):
        (folder / inside).mkdir()
    results.mkdir(parents=True)
    (folder / "plans" / "clerk.yaml").write_text(PLAN, "utf-8")
    texts = {"company.yaml": ["name: 测速", "currency: CNY", "time_zone: Asia/Shanghai"], "people.csv": rows}
    texts |= {"teams.csv": ["team,name,leader,kind", "all,全公司,boss,company"], "ratings.csv": ratings}
    for name, lines in (*texts.items(), *((f"results/{PERIOD}/{name}", lines) for name, lines in tables.items())):
        (folder / name).write_text("\n".join(lines) + "\n", "utf-8")
    (results / "explain.jsonl").write_text("", "utf-8")
    (results / "data.json").write_text(json.dumps({"as_of": "2026-11-01T00:00:00+00:00"}), "utf-8")


def page_times(size: int, asks: int) -> dict[str, tuple[float, float, float, int]]:
    """p50, p95 and processor time in milliseconds, and the number of queries, by page."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", verbosity=0)
    number = session_of(size)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(owner(), backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/calibration/{number}/"
    return {
        "the whole page": timed(client, address, asks, {}),
        "the part that changes": timed(client, address, asks, {"HX-Request": "true"}),
        "against KPIs": timed(client, f"{address}kpis/", asks, {}),
    }


def owner() -> Any:
    """The account that leads the session."""
    from datetime import date

    from merit_desk.accounts.models import Account, Grant

    account, made = Account.objects.get_or_create(username="owner", defaults={"name": "老板", "person": "boss"})
    if made:
        Grant.objects.create(account=account, role="owner", start=date(2026, 1, 1))
    return account


def session_of(size: int) -> int:
    """A session about so many people, a third of them with a potential and every tenth with another grade."""
    from datetime import date

    from merit_desk.calibration.models import Change, Session
    from merit_desk.cycles.models import Cycle, Participant

    cycle = Cycle.objects.create(code=f"c{size}", title="十月", kind="month", period=PERIOD, made_by=owner())
    days = {"start": date(2026, 10, 1), "end": date(2026, 10, 31), "post": "clerk", "team": "all", "plan": "clerk"}
    Participant.objects.bulk_create(
        Participant(cycle=cycle, person=f"p{number:03}", state="calibration", **days) for number in range(size)
    )
    session = Session.objects.create(cycle=cycle, title="十月校准会", opened_by=owner())
    for number in range(size):
        told = {"session": session, "person": f"p{number:03}", "reason": "一个事实", "by": owner()}
        if number % 3 == 0:
            Change.objects.create(field="potential", before="", after=("low", "mid", "high")[number % 9 // 3], **told)
        if number % 10 == 0:
            Change.objects.create(field="grade", before="A", after="B", **told)
    return session.pk


def timed(client: Any, address: str, asks: int, headers: dict[str, str]) -> tuple[float, float, float, int]:
    """The first two answers fill what is kept and do not count."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times = []
    for _ in range(asks + 2):
        begun, worked = time.perf_counter(), time.process_time()
        answer = client.get(address, headers=headers)
        times.append((1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - worked)))
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(address, headers=headers)
    clock = sorted(each for each, _ in times[2:])
    processor = statistics.median(each for _, each in times[2:])
    return statistics.median(clock), clock[int(0.95 * (len(clock) - 1))], processor, len(queries)


if __name__ == "__main__":
    main()
