"""What all parts of the demo share: the span of days, the seed, and one stream of chance per subject."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any, TypeAlias
from zlib import crc32

import numpy as np
import yaml
from numpy.typing import NDArray

from merit.kernel.period import Grain, Period

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

DAY = 86_400
NEVER = -1
"""Instants are seconds since 1970 in local time; NEVER marks one that has not happened."""

SETTLING_DAYS = 5
"""Days after the end in which parcels, refunds and settlements of the last month are still seen."""


@dataclass(frozen=True, slots=True)
class Setting:
    """`months` months that end with `end`; about `orders` orders in all (other volumes follow)."""

    seed: int
    end: Period
    months: int = 24
    orders: int = 300_000

    @property
    def first_day(self) -> date:
        """The first day of the first month."""
        return self.month(self.months - 1).start

    @property
    def days(self) -> int:
        """Number of days from the first to the last."""
        return (self.end.end - self.first_day).days

    @property
    def start(self) -> int:
        """The first moment."""
        return moment(self.first_day)

    @property
    def cut(self) -> int:
        """The moment at which the files were written: what happens later is not known yet."""
        return moment(self.end.end) + SETTLING_DAYS * DAY

    def month(self, back: int) -> Period:
        """The month `back` months before the last one."""
        month = Period.containing(self.end.last, Grain.MONTH)
        for _ in range(back):
            month = month.previous()
        return month

    def all_months(self) -> list[Period]:
        """Every month in order."""
        return [self.month(back) for back in reversed(range(self.months))]

    def chance(self, subject: str) -> np.random.Generator:
        """The subject's own stream, so that a change in one part leaves the others as they are."""
        return np.random.default_rng([self.seed, crc32(subject.encode())])

    def known(self, moments: Ints) -> Ints:
        """The moments, with those after the cut not happened yet."""
        return np.where(moments < self.cut, moments, NEVER)

    def share_of(self, count: int) -> int:
        """A volume meant for 300,000 orders over 24 months, at this demo's scale."""
        return max(1, count * self.orders // 300_000)

    def monthly(self, count: int) -> int:
        """What happens so often in a month of 300,000 orders over 24 months, in a month of this demo."""
        return max(1, count * self.orders * 24 // (300_000 * self.months))


def moment(day: date) -> int:
    """Midnight of that day."""
    return (day - date(1970, 1, 1)).days * DAY


@cache
def world() -> Mapping[str, Any]:
    """texts/world.yaml."""
    found: Mapping[str, Any] = yaml.safe_load(text("world.yaml"))
    return found


def text(name: str) -> str:
    """The contents of a shipped text file."""
    return files("merit.demo").joinpath("texts").joinpath(name).read_text(encoding="utf-8")


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a shipped CSV."""
    return list(csv.DictReader(StringIO(text(name))))
