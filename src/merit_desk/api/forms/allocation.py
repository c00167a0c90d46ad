"""What the API gives of moving money and hours; all of it estimates, never part of a score or pay."""

from datetime import date

from merit_desk.api.forms.given import Given


class IntervalGiven(Given):
    """80 % likely between `low` and `high`."""

    low: float
    middle: float
    high: float


class SpendingUnitGiven(Given):
    """A campaign, channel or shop; money a day in the company's currency, null where nothing can be read."""

    unit: str
    standing: str
    today: float | None
    lowest: float | None
    highest: float | None
    elasticity: IntervalGiven | None
    back_from_one_more: IntervalGiven | None
    tested_back: float | None
    said: list[str]


class MoneyMoveGiven(Given):
    """So much a day; `to` is null where it is better kept. `gain` is contribution a month."""

    source: str
    to: str | None
    a_day: int
    gain: IntervalGiven
    said: str


class MoneyGiven(Given):
    """Over these days, both ends included."""

    first: date
    last: date
    units: list[SpendingUnitGiven]
    moves: list[MoneyMoveGiven]


class HourGiven(Given):
    """One hour of the day, means of the days."""

    hour: int
    enquiries_a_day: IntervalGiven
    present: float
    needed: list[int]
    in_time: float | None
    standing: str


class ShiftMoveGiven(Given):
    """Person-hours a day from one hour to another, with the share answered in time after."""

    source: int
    to: int
    people: float
    after: IntervalGiven
    said: str


class StaffedTeamGiven(Given):
    """A team of which the asker sees every account."""

    team: str
    hours: list[HourGiven]
    moves: list[ShiftMoveGiven]


class ServiceHoursGiven(Given):
    """Over these days, both ends included."""

    first: date
    last: date
    teams: list[StaffedTeamGiven]
