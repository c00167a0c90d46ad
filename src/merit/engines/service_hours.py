"""Conversations by account, day and hour out of the facts, and the hours that accounts were on line."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import ibis

from merit.allocation.shifts import HourNeed, ServiceGoal, ShiftMove, needs_of, shift_moves
from merit.allocation.workload import NOBODYS, AgentHour, Workload, workload_of
from merit.company import Company
from merit.engines.query_engine import QueryEngine
from merit.kernel.exact import STORED_SCALE
from merit.kernel.period import Period

_COUNTS = ("talks", "answered", "in_time", "waited", "worked", "measured", "at_once", "orders")
STRAY = 10
"""A last day with less than this part of the usual conversations is not yet complete."""


def talk_span(engine: QueryEngine, days: int) -> Period | None:
    """The last complete days with conversations, at most so many; None where there are none."""
    if not engine.may_have_rows("conversations"):
        return None
    rows = engine.table("conversations")
    found = engine.run(rows.group_by(day=rows.started_at_day).agg(talks=rows.count()).order_by("day")).to_pylist()
    found = [row for row in found if row["day"] is not None]
    if not found:
        return None
    usual = sorted(row["talks"] for row in found[-days:])[len(found[-days:]) // 2]
    last = next(row["day"] for row in reversed(found) if row["talks"] * STRAY >= usual)
    past = last + timedelta(days=1)
    return Period(max(found[0]["day"], past - timedelta(days=days)), past)


def workload_in(engine: QueryEngine, company: Company, span: Period, within: int) -> Workload:
    """Every account of every team; `within` are the seconds of a first reply in time."""
    days = list(span.days())
    return workload_of(_rows(engine, span, within), _online(engine, span), groups_of(company, span), days)


@dataclass(frozen=True, slots=True)
class StaffedTeam:
    """A team's 24 hours and what to move between them."""

    team: str
    needs: list[HourNeed]
    moves: list[ShiftMove]


def staffed_teams(workload: Workload, goal: ServiceGoal) -> list[StaffedTeam]:
    """Every team with accounts of its own; what answers for nobody is left out."""
    found = []
    for team in sorted(set(workload.groups.values()) - {NOBODYS}):
        needs = needs_of(workload, team, goal)
        found.append(StaffedTeam(team, needs, shift_moves(team, needs, goal)))
    return found


def groups_of(company: Company, span: Period) -> dict[str, str]:
    """The team of each account: that of the person whose it was last, when it was."""
    shares = [
        each for each in company.credits if each.kind == "agent" and span.overlap(each.start or span.start, each.end)
    ]
    found = {}
    for share in sorted(shares, key=lambda each: (each.start or date.min, each.person)):
        last = min(span.last, share.end - timedelta(days=1)) if share.end else span.last
        team = _team_on(company, share.person, last)
        if team:
            found[share.subject] = team
    return found


def _team_on(company: Company, person: str, day: date) -> str:
    spells = company.organisation.spells_of.get(person, ())
    return next((each.team for each in spells if each.start <= day and (each.end is None or each.end > day)), "")


def _rows(engine: QueryEngine, span: Period, within: int) -> list[AgentHour]:
    rows = engine.columns_of("agent_load", _COLUMNS)
    rows = rows.filter(rows.started_at_day >= ibis.literal(span.start), rows.started_at_day < ibis.literal(span.end))
    rows = rows.mutate(
        hour=rows.started_at_minute // 60,
        wait=rows.first_reply_at.epoch_seconds() - rows.started_at.epoch_seconds(),
    )
    known = rows.first_reply_at.notnull() & rows.reply_seconds.notnull()
    summed = rows.group_by("agent", "hour", day=rows.started_at_day).agg(
        talks=rows.count(),
        answered=rows.first_reply_at.count(),
        in_time=(rows.wait <= within).sum(),
        waited=rows.wait.sum(),
        worked=known.ifelse(rows.reply_seconds, 0).sum(),
        measured=known.sum(),
        at_once=rows.at_once.sum(),
        orders=rows.order_id.count(),
    )
    return [_row(row) for row in engine.run(summed.order_by("agent", "day", "hour")).to_pylist()]


_COLUMNS = frozenset(
    {
        *("agent", "started_at", "started_at_day", "started_at_minute"),
        *("first_reply_at", "reply_seconds", "order_id", "at_once"),
    }
)


def _row(row: dict[str, Any]) -> AgentHour:
    counts = {name: int(row[name] or 0) for name in _COUNTS}
    counts["worked"] //= STORED_SCALE
    return AgentHour(row["agent"], row["day"], int(row["hour"]), **counts)


def _online(engine: QueryEngine, span: Period) -> dict[tuple[str, date], float]:
    if not engine.may_have_rows("agent_hours"):
        return {}
    rows = engine.table("agent_hours")
    rows = rows.filter(rows.day >= ibis.literal(span.start), rows.day < ibis.literal(span.end))
    return {(row["agent"], row["day"]): int(row["hours"]) / STORED_SCALE for row in engine.run(rows).to_pylist()}
