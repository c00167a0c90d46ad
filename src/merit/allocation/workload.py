"""Who answered how much in which hour, and how many people were there: what hours of work are moved by."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

HOURS = range(24)
NOBODYS = ""
"""The group of accounts of which the company has not said whose they are."""


@dataclass(frozen=True, slots=True)
class AgentHour:
    """What one account did on a day in the hour that begins then, by when conversations began."""

    agent: str
    day: date
    hour: int
    talks: int
    answered: int
    in_time: int
    """First replies within the seconds asked for."""
    waited: int
    """Seconds until the first reply, of those answered."""
    worked: int
    """Seconds that buyers waited for the account's replies: no less than it worked on them, as far as recorded."""
    measured: int
    """Answered conversations of which `worked` is known."""
    at_once: int
    """Conversations open at once when each began, summed up."""
    orders: int
    """Conversations that led to an order or are about one."""


@dataclass(frozen=True, slots=True)
class Load:
    """Sums over days, of one account or a whole group, in one hour of the day."""

    talks: int = 0
    answered: int = 0
    in_time: int = 0
    waited: int = 0
    worked: int = 0
    measured: int = 0
    at_once: int = 0
    orders: int = 0
    present: float = 0.0
    """Hours that people were there, summed up; an estimate where nobody records shifts by the hour."""

    def with_row(self, row: AgentHour, present: float) -> "Load":
        return Load(
            self.talks + row.talks,
            self.answered + row.answered,
            self.in_time + row.in_time,
            self.waited + row.waited,
            self.worked + row.worked,
            self.measured + row.measured,
            self.at_once + row.at_once,
            self.orders + row.orders,
            self.present + present,
        )


@dataclass(frozen=True, slots=True)
class Workload:
    """Loads by account and hour over some days; `counts` are the conversations of each day, by group and hour."""

    days: int
    groups: Mapping[str, str]
    """The team of each account, NOBODYS where nobody has said."""
    loads: Mapping[tuple[str, int], Load]
    counts: Mapping[tuple[str, int], Sequence[int]]

    def of_group(self, group: str, hour: int) -> Load:
        """All accounts of the group together."""
        mine = [self.loads.get((agent, hour), Load()) for agent, team in self.groups.items() if team == group]
        return Load(*(sum(getattr(each, name) for each in mine) for name in Load.__slots__))

    def agents_of(self, group: str) -> list[str]:
        return sorted(agent for agent, team in self.groups.items() if team == group)


def workload_of(
    rows: Iterable[AgentHour],
    online: Mapping[tuple[str, date], float],
    groups: Mapping[str, str],
    days: Sequence[date],
) -> Workload:
    """`online` are the hours that an account was on line on a day, where they are recorded."""
    listed = sorted(rows, key=lambda each: (each.agent, each.day, each.hour))
    by_day: dict[tuple[str, date], list[AgentHour]] = defaultdict(list)
    for row in listed:
        by_day[row.agent, row.day].append(row)
    there = {key: present_hours({row.hour for row in mine}, online.get(key)) for key, mine in by_day.items()}
    loads: dict[tuple[str, int], Load] = defaultdict(Load)
    place = {day: at for at, day in enumerate(days)}
    counts: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0] * len(days))
    teams = {row.agent: groups.get(row.agent, NOBODYS) for row in listed}
    for row in listed:
        loads[row.agent, row.hour] = loads[row.agent, row.hour].with_row(row, 0.0)
        counts[teams[row.agent], row.hour][place[row.day]] += row.talks
    for (agent, _), hours in there.items():
        for hour, part in hours.items():
            loads[agent, hour] = _present(loads[agent, hour], part)
    return Workload(len(days), teams, dict(loads), dict(counts))


def _present(load: Load, part: float) -> Load:
    empty = AgentHour("", date.min, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    return load.with_row(empty, part)


def present_hours(active: set[int], online: float | None) -> dict[int, float]:
    """The part of each hour of a day that an account was there, as far as can be told.

    It was there in the hours in which conversations came to it. Fewer recorded hours on line are shared equally among
    these; more of them fill the hours between the first and the last. Without a record, gaps of one hour are filled.
    """
    if not active:
        return {}
    between = [hour for hour in range(min(active), max(active) + 1) if hour not in active]
    if online is None:
        short = [hour for hour in between if hour - 1 in active and hour + 1 in active]
        return dict.fromkeys([*active, *short], 1.0)
    found = dict.fromkeys(active, min(online / len(active), 1.0))
    rest = online - len(active)
    if rest > 0 and between:
        found |= dict.fromkeys(between, min(rest / len(between), 1.0))
    return found
