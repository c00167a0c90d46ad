"""Tests of advertising against regions without it: one with a real effect, one with none, and the burning campaign."""

from pathlib import Path

import numpy as np

from merit.demo.arrow_columns import Column, days, money, numbered, pick
from merit.demo.credit_shares import BURNING_CAMPAIGN, CAMPAIGNS
from merit.demo.files import write_fact_csv
from merit.demo.setting import DAY, Ints, Setting
from merit.demo.traffic import Ads

TEST_DAYS, LAST_DAY = 14, 20
REAL_EFFECT, NO_EFFECT = "dy-千川-短视频", "tb-直通车-床品"
_TESTS = ((REAL_EFFECT, 1, 2.3), (NO_EFFECT, 2, 0.0), ("pdd-全站推广", 4, 0.9), (BURNING_CAMPAIGN, 0, 0.2))
"""Campaign, months before the last, and what is sold more for each unit spent."""


def write_ad_tests(folder: Path, setting: Setting, ads: Ads) -> None:
    """ad_tests: two weeks each, in half of the regions."""
    write_fact_csv(folder, "ad_tests", _ad_tests(setting, ads))


def _ad_tests(setting: Setting, ads: Ads) -> dict[str, Column]:
    """What the regions without advertising foretell is off by some per mille of what was sold."""
    chance = setting.chance("ad tests")
    names = [name for name, _, _ in CAMPAIGNS]
    asked = [(names.index(name), back, more) for name, back, more in _TESTS if back < setting.months]
    last = np.array([(setting.month(back).start - setting.first_day).days + LAST_DAY - 1 for _, back, _ in asked])
    campaign = np.array([each for each, _, _ in asked])
    spend, sold = _in_half(ads.spend, campaign, last), _in_half(ads.sales, campaign, last)
    more = np.rint(spend * np.array([each for _, _, each in asked])).astype(np.int64)
    baseline = sold - more + np.rint(sold * chance.uniform(-0.004, 0.004, len(asked))).astype(np.int64)
    return {
        "test_id": numbered("DZ", np.arange(len(asked)) + 1, 3),
        "to": days(setting.start + last * DAY),
        "campaign": pick(names, campaign),
        "from": days(setting.start + (last - TEST_DAYS + 1) * DAY),
        "spend": money(spend),
        "test_sales": money(sold),
        "baseline_sales": money(baseline),
    }


def _in_half(amounts: Ints, campaign: Ints, last: Ints) -> Ints:
    """Half of what the campaign came to in the days of its test."""
    return np.array(
        [amounts[each, end - TEST_DAYS + 1 : end + 1].sum() // 2 for each, end in zip(campaign, last, strict=True)],
        np.int64,
    )
