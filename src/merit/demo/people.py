"""The staff of the demo company: names, posts, teams, and what happened to whom in the last month."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from merit.demo.setting import Setting, rows, world


@dataclass(frozen=True, slots=True)
class Member:
    """One person in a place of the organisation; `slot` counts from 1 within team and post."""

    person: str
    name: str
    team: str
    post: str
    leads: bool
    slot: int
    wage: int
    bonus_base: int
    joined: date
    left: date | None = None
    """The first day on which the person is no longer there."""


Place = tuple[str, str, int]
FAST_AGENT: Place = ("cs_a", "cs_agent", 3)
TRANSFERRED: Place = ("cs_a", "cs_agent", 5)
TWO_MANAGERS: Place = ("cs_b", "cs_agent", 2)
NEW_AGENT: Place = ("cs_b", "cs_agent", 6)
FORMER_AGENT: Place = ("cs_b", "cs_agent", 7)
RED_LINE: Place = ("cs_after", "cs_agent", 3)
NEW_OPERATOR: Place = ("ops_b", "operator_trainee", 1)
LEAVER: Place = ("ads", "advertiser", 5)
ON_MATERNITY_LEAVE: Place = ("content", "content_creator", 3)
LONG_NAME: Place = ("ads", "advertiser", 2)

TRANSFER_DAY, LEAVING_DAY, JOINING_DAY, NEW_MANAGER_DAY = 12, 21, 8, 16
_LONG_NAME = "阿依古丽·买买提"
_SOME_JOINED_LATER = {"packer", "developer", "designer", "streamer", "buyer", "accountant"}


@dataclass(frozen=True, slots=True)
class Staff:
    """All members, found by their place."""

    members: tuple[Member, ...]

    def at(self, place: Place) -> Member:
        """The member in that team, post and slot."""
        return next(each for each in self.members if (each.team, each.post, each.slot) == place)

    def holding(self, post: str, team: str = "") -> list[Member]:
        """Everybody in that post (and team)."""
        return [each for each in self.members if each.post == post and team in {"", each.team}]

    def leader(self, team: str) -> Member:
        """Who leads the team; the general manager leads the company."""
        wanted = "management" if team == "company" else team
        return next(each for each in self.members if each.leads and each.team == wanted)

    def manager_of(self, member: Member) -> str:
        """The leader of the team, or of the team above for a leader; empty at the top."""
        if member.post == "general_manager":
            return ""
        team = parents()[member.team] if member.leads else member.team
        return self.leader(team).person


def parents() -> dict[str, str]:
    """Team → the team above."""
    return {row["team"]: row["parent"] for row in rows("teams.csv")}


def make_staff(setting: Setting) -> Staff:
    """The same places for every seed; names, wages and starting days differ."""
    places = [(row, slot) for row in rows("staff.csv") for slot in range(1, int(row["count"]) + 1)]
    names = _names(setting, len(places) + 1)
    chance = setting.chance("staff")
    members = [
        _member(setting, chance, place, (f"P{number + 1:03d}", names[number])) for number, place in enumerate(places)
    ]
    former = replace(
        next(each for each in members if (each.team, each.post, each.slot) == TWO_MANAGERS),
        person=f"P{len(members) + 1:03d}",
        name=names[-1],
        slot=FORMER_AGENT[2],
        joined=setting.first_day - timedelta(days=400),
        left=setting.month(max(1, setting.months // 2)).start,
    )
    return Staff((*members, former))


def _names(setting: Setting, count: int) -> list[str]:
    """Surname and two given characters, each name once."""
    chance = setting.chance("names")
    surnames, given = world()["surnames"], world()["given"]
    names: dict[str, None] = {}
    while len(names) < count:
        first = 2 * int(chance.integers(0, len(given) // 2))
        names[surnames[int(chance.integers(0, len(surnames)))] + given[first : first + 2]] = None
    return list(names)


def _member(
    setting: Setting, chance: np.random.Generator, place: tuple[dict[str, str], int], who: tuple[str, str]
) -> Member:
    row, slot = place
    where: Place = (row["team"], row["post"], slot)
    wage = int(row["wage"]) + int(chance.integers(-3, 8)) * 100
    joined = setting.first_day - timedelta(days=int(chance.integers(30, 1800)))
    if row["post"] in _SOME_JOINED_LATER and chance.random() < 0.3:
        joined = setting.first_day + timedelta(days=int(chance.integers(0, setting.days * 3 // 4)))
    return Member(
        person=who[0],
        name=_LONG_NAME if where == LONG_NAME else who[1],
        team=row["team"],
        post=row["post"],
        leads=row["leads"] == "yes",
        slot=slot,
        wage=wage,
        bonus_base=int(row["bonus_base"]),
        joined=_joined_lately(setting, where) or joined,
        left=setting.end.start + timedelta(days=LEAVING_DAY - 1) if where == LEAVER else None,
    )


def _joined_lately(setting: Setting, place: Place) -> date | None:
    match place:
        case _ if place == NEW_AGENT:
            return setting.end.start + timedelta(days=JOINING_DAY - 1)
        case _ if place == NEW_OPERATOR:
            return setting.month(min(2, setting.months - 1)).start
        case _:
            return None


SPELL_HEADER = ("person", "name", "post", "team", "manager", "from", "to", "status", "bonus_base", "wage")


def spell_rows(setting: Setting, staff: Staff) -> list[tuple[object, ...]]:
    """people.csv: one row per spell."""
    return [spell for member in staff.members for spell in _spells(setting, staff, member)]


def _spells(setting: Setting, staff: Staff, member: Member) -> list[tuple[object, ...]]:
    place: Place = (member.team, member.post, member.slot)
    manager = staff.manager_of(member)
    month = setting.end.start
    if place == TRANSFERRED:
        moved = month + timedelta(days=TRANSFER_DAY - 1)
        after = replace(member, team="ops_b", post="operator", wage=7000, bonus_base=2400)
        return [_spell(member, manager, None, moved), _spell(after, staff.leader("ops_b").person, moved, None)]
    if place == TWO_MANAGERS:
        changed = month + timedelta(days=NEW_MANAGER_DAY - 1)
        return [_spell(member, manager, None, changed), _spell(member, staff.leader("cs").person, changed, None)]
    status = "probation" if place in {NEW_AGENT, NEW_OPERATOR} else "regular"
    return [_spell(member, manager, None, member.left, status)]


def _spell(
    member: Member, manager: str, start: date | None, end: date | None, status: str = "regular"
) -> tuple[object, ...]:
    return (
        member.person, member.name, member.post, member.team, manager, start or member.joined, day_before(end), status,
        member.bonus_base, member.wage,
    )  # fmt: skip


def day_before(end: date | None) -> date | None:
    """The last day, as files name it, of a span that ends before `end`."""
    return end - timedelta(days=1) if end else None


TEAM_HEADER = ("team", "name", "parent", "leader", "kind", "from", "to")


def team_rows(staff: Staff) -> list[tuple[object, ...]]:
    """teams.csv with its leaders."""
    return [
        (row["team"], row["name"], row["parent"], staff.leader(row["team"]).person, row["kind"], None, None)
        for row in rows("teams.csv")
    ]


LEAVE_HEADER = ("person", "from", "to", "kind")


def leave_rows(setting: Setting, staff: Staff) -> list[tuple[object, ...]]:
    """facts/leave.csv: maternity leave over the last months, and scattered annual and sick leave."""
    chance = setting.chance("leave")
    absent = staff.at(ON_MATERNITY_LEAVE)
    first = setting.month(min(2, setting.months - 1)).start
    kept = [(absent.person, first, first + timedelta(days=157), "maternity")]
    for month in setting.all_months():
        for member in staff.members:
            there = member.joined <= month.start and (member.left is None or member.left >= month.end)
            if there and member is not absent and chance.random() < 0.12:
                day = month.start + timedelta(days=int(chance.integers(0, 24)))
                length = int(chance.integers(1, 4))
                kind = "annual" if chance.random() < 0.7 else "sick"
                kept.append((member.person, day, day + timedelta(days=length - 1), kind))
    return sorted(kept, key=str)
