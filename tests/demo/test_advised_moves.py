"""The planted campaign that burns money is the one to take money from, whatever margin a shop of this trade has."""

import csv
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from merit.allocation.moves import Standing, judged
from merit.allocation.response import response_of
from merit.allocation.spending import SpendDays
from merit.demo.credit_shares import BURNING_CAMPAIGN

DAYS = 182


def last_days(demo: Path, margin: Fraction) -> dict[str, SpendDays]:
    with (demo / "facts" / "ads.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    found = {}
    for campaign in {row["campaign"] for row in rows}:
        own = sorted((row for row in rows if row["campaign"] == campaign), key=lambda row: row["day"])[-DAYS:]
        spend, sales = (np.array([float(row[name]) for row in own]) for name in ("spend", "sales"))
        first = date.fromisoformat(own[0]["day"])
        quiet = np.zeros(DAYS)
        found[campaign] = SpendDays(campaign, ("x",), first, spend, sales, quiet, ("",) * DAYS, margin)
    return found


@pytest.mark.parametrize("percent", [25, 45])
def test_the_burning_campaign_brings_back_least_and_has_to_give(demo: Path, percent: int) -> None:
    units = [judged(each, response_of(each)) for each in last_days(demo, Fraction(percent, 100)).values()]
    worst = min((each for each in units if each.back is not None), key=lambda each: each.back.middle)
    assert worst.days.unit == BURNING_CAMPAIGN
    assert worst.standing is Standing.TAKE
    assert worst.back.high < 0.5
