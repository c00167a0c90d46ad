"""What people said and what happened: ratings, events, and values that no system holds."""

from datetime import timedelta

import numpy as np

from merit.demo.people import (
    NEW_AGENT,
    ON_MATERNITY_LEAVE,
    RED_LINE,
    TWO_MANAGERS,
    Member,
    Staff,
)
from merit.demo.setting import Setting
from merit.kernel.period import Period

Row = tuple[object, ...]
RATING_HEADER = ("period", "subject", "rater", "relation", "indicator", "score", "comment")
EVENT_HEADER = ("event", "person", "at", "count", "note")
MANUAL_HEADER = ("kpi", "node_kind", "node", "period", "value", "entered_by", "confirmed_by", "evidence")
RATED_MONTHS = 3
RED_LINE_DAY = 19
_COMMENTS = ("配合主动", "交接清楚", "响应及时", "", "", "", "沟通可以更早一些", "")


def rating_rows(setting: Setting, staff: Staff) -> list[Row]:
    """ratings.csv of the last months: self, manager, three or four peers; small teams have fewer, below the floor."""
    chance = setting.chance("ratings of people")
    found: list[Row] = []
    liking = {member.person: float(chance.uniform(3.7, 4.9)) for member in staff.members}
    for back in reversed(range(min(RATED_MONTHS, setting.months))):
        month = setting.month(back)
        for member in staff.members:
            if member.post == "general_manager" or not _there(member, month) or member == staff.at(ON_MATERNITY_LEAVE):
                continue
            for rater, relation in _raters(staff, chance, member, month):
                found.append(_rating(chance, (month, member.person, rater, relation), liking[member.person]))
    return found


def _there(member: Member, month: Period) -> bool:
    return member.joined < month.end and (member.left is None or member.left >= month.end)


def _raters(staff: Staff, chance: np.random.Generator, member: Member, month: Period) -> list[tuple[str, str]]:
    raters = [(member.person, "self"), (staff.manager_of(member), "manager")]
    if member == staff.at(TWO_MANAGERS):
        raters.append((staff.leader("cs").person, "manager"))
    peers = [each.person for each in staff.members if _peers(each, member) and _there(each, month)]
    chosen = chance.permutation(len(peers))[: int(chance.integers(3, 5))]
    return [*raters, *((peers[int(number)], "peer") for number in sorted(chosen))]


def _peers(one: Member, other: Member) -> bool:
    return one.team == other.team and one.post == other.post and one.person != other.person


def _rating(chance: np.random.Generator, asked: tuple[Period, str, str, str], liking: float) -> Row:
    month, subject, rater, relation = asked
    spread = 0.5 if relation == "manager" else 0.7
    drawn = int(np.clip(np.rint(liking + (0.3 if relation == "self" else 0.0) + chance.normal(0, spread)), 1, 5))
    score = None if relation == "peer" and chance.random() < 0.06 else drawn
    comment = _COMMENTS[int(chance.integers(0, len(_COMMENTS)))] if score else "接触不多，无法评价"
    return (month, subject, rater, relation, "collaboration", score, comment)


def event_rows(setting: Setting, staff: Staff) -> list[Row]:
    """events.csv of the last months: praise, missed shifts, wrong parcels, and one red line that vetoes a grade."""
    chance = setting.chance("events")
    newcomer = staff.at(NEW_AGENT)
    found: list[Row] = []
    for back in reversed(range(min(RATED_MONTHS, setting.months))):
        month = setting.month(back)
        for member in staff.members:
            if _there(member, month) and member != newcomer:
                found += _events(chance, month, member)
    day = setting.end.start + timedelta(days=RED_LINE_DAY - 1)
    found.append(("red_line", staff.at(RED_LINE).person, f"{day}T15:20:00", 1, "聊天中辱骂客户，已核实"))
    return found


def _events(chance: np.random.Generator, month: Period, member: Member) -> list[Row]:
    kinds = [("praise", 0.16, "客户或同事点名表扬")]
    if member.post in {"cs_agent", "packer", "streamer"}:
        kinds.append(("missed_shift", 0.05, "缺班未请假"))
    if member.post == "packer":
        kinds.append(("wrong_parcel", 0.2, "错发一件"))
    found: list[Row] = []
    for event, odds, note in kinds:
        drawn, day = float(chance.random()), int(chance.integers(0, month.length))
        if drawn < odds:
            at = max(month.start + timedelta(days=day), member.joined)
            found.append((event, member.person, f"{at}T10:00:00", 1, note))
    return found


def manual_rows(setting: Setting, staff: Staff) -> list[Row]:
    """manual_values.csv: how long closing the month took; one value waits for its confirmation."""
    chance = setting.chance("manual values")
    head, clerk = staff.leader("finance").person, staff.holding("accountant")[0].person
    chief = staff.leader("management").person
    found: list[Row] = []
    for back in reversed(range(min(12, setting.months))):
        month = setting.month(back)
        days = int(chance.integers(4, 7))
        confirmed = None if back == 2 else chief
        found.append(("month_end_close_days", "person", head, month, days, clerk, confirmed, f"结账记录 {month}"))
    return found
