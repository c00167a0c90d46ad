"""Three experiments of the last month: one that works, one whose split is broken, and one without any effect."""

from importlib.resources import files
from pathlib import Path

import numpy as np

from merit.demo.arrow_columns import Column, blank, constant, instants, numbered, pick
from merit.demo.conversations import Conversations
from merit.demo.files import write_fact_csv, write_parquet
from merit.demo.people import Staff
from merit.demo.setting import DAY, Setting, moment

_LAST_DAY = 28
_EACH_DAY = 1_600
"""Visitors of an arm a day, at the demo's usual size."""
_PAGE = (("bought", (0.05, 0.0575)), ("refunded", (0.004, 0.004)), ("carted", (0.12, 0.13)))
_DAILY = (
    ("detail-page", ("old", "new"), (1.0, 1.0), _PAGE),
    ("ad-words", ("long", "short"), (1.1, 0.9), (("clicked", (0.03, 0.034)),)),
)
"""Experiment, arms, how many of the usual visitors each got, and per metric the true rates."""


def write_experiments(folder: Path, setting: Setting, staff: Staff, talks: Conversations) -> None:
    """experiments/experiments.yaml, experiment_daily and experiment_assignments."""
    write_fact_csv(folder, "experiment_daily", _daily(setting))
    write_parquet(folder, "experiment_assignments", _assigned(setting, talks))
    owner, leader = staff.holding("operations_manager")[0], staff.leader("company")
    first = setting.end.start
    text = files("merit.demo").joinpath("texts/experiments/experiments.yaml").read_text(encoding="utf-8")
    gaps = {"FIRST": first, "LAST": first.replace(day=_LAST_DAY), "OWNER": owner.person, "LEADER": leader.person}
    for name, value in gaps.items():
        text = text.replace("{" + name + "}", str(value))
    path = folder / "experiments" / "experiments.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _daily(setting: Setting) -> dict[str, Column]:
    chance = setting.chance("experiments")
    columns: dict[str, list[object]] = {
        name: [] for name in ("day", "experiment", "arm", "metric", "units", "successes")
    }
    for day in range(_LAST_DAY):
        for experiment, arms, sizes, metrics in _DAILY:
            units = [int(chance.poisson(setting.share_of(_EACH_DAY) * size)) for size in sizes]
            for metric, rates in metrics:
                for arm, count, rate in zip(arms, units, rates, strict=True):
                    row = (
                        setting.end.start.replace(day=day + 1),
                        experiment,
                        arm,
                        metric,
                        count,
                        int(chance.binomial(count, rate)),
                    )
                    for name, value in zip(columns, row, strict=True):
                        columns[name].append(value)
    return columns


def _assigned(setting: Setting, talks: Conversations) -> dict[str, Column]:
    """Every conversation of four weeks, dealt by chance as it began."""
    first = moment(setting.end.start)
    taken = np.flatnonzero((talks.started >= first) & (talks.started < first + _LAST_DAY * DAY))
    dealt = setting.chance("greetings").integers(0, 2, len(taken))
    return {
        "experiment": constant("greeting", len(taken)),
        "unit": numbered("CV", taken + 1, 8),
        "customer": blank(constant("", len(taken)), np.ones(len(taken), bool)),
        "arm": pick(("usual", "asking"), dealt),
        "assigned_at": instants(talks.started[taken]),
    }
