"""Days of advertising by a declared curve, and responses given outright."""

from datetime import date
from fractions import Fraction
from math import log
from typing import Any

import numpy as np

from merit.allocation.moves import Judged, judged
from merit.allocation.response import Response
from merit.allocation.spending import SpendDays, TestedReturn

FIRST = date(2026, 1, 5)
NO_DOUBT = ((0.0, 0.0), (0.0, 0.0))


def declared_days(seed: int, elasticity: float = 0.6, days: int = 182, **changed: Any) -> SpendDays:
    """sales = 60 · spend ** elasticity · weekday · demand · noise that lasts from day to day (AR 0.4, 20 %)."""
    chance = np.random.default_rng(seed)
    noise = np.zeros(days)
    for at in range(1, days):
        noise[at] = 0.4 * noise[at - 1] + chance.normal(0, 0.2)
    demand = np.exp(chance.normal(0, 0.2, days))
    spend = 1000 * np.exp(chance.normal(0, 0.35, days))
    weekday = np.array([1, 1, 1, 1, 1.1, 1.3, 1.3])[np.arange(days) % 7]
    sales = 60 * spend**elasticity * weekday * demand * np.exp(noise)
    given = {
        "unit": "camp",
        "shops": ("s1",),
        "first": FIRST,
        "spend": spend,
        "sales": sales,
        "elsewhere": 20_000 * demand,
        "special": ("",) * days,
        "margin": Fraction(2, 5),
    }
    return SpendDays(**{**given, **changed})


def flat_days(unit: str, margin: Fraction | None, incremental: Fraction | None = None) -> SpendDays:
    ones = np.ones(3)
    test = TestedReturn("T1", FIRST, FIRST, incremental) if incremental is not None else None
    return SpendDays(unit, ("s1",), FIRST, ones, ones, ones, ("",) * 3, margin, test)


def given_response(unit: str, level: float, elasticity: float, **changed: Any) -> Response:
    """Spends 1,000 a day and sells `level`; 500 to 1,400 a day were seen."""
    known: dict[str, Any] = {
        "unit": unit,
        "days": 180,
        "today": 1000.0,
        "lowest": 500.0,
        "highest": 1400.0,
        "log_level": log(level),
        "elasticity": elasticity,
        "covariance": NO_DOUBT,
        "freedom": 170,
        "follows_demand": False,
    }
    return Response(**{**known, **changed})


def one(unit: str, level: float, elasticity: float, margin: str, **changed: Any) -> Judged:
    incremental = changed.pop("incremental", None)
    return judged(flat_days(unit, Fraction(margin), incremental), given_response(unit, level, elasticity, **changed))
