"""Forecasts tried on the past: pinball loss and coverage against a seasonal naive and a library's automatic models.

`python benchmarks/forecast.py [--company DIR] [--retail FILE] [--series 20] [--every 28]
[--without-library] [--only losses|targets|monthly]` forecasts, from every so
many days on with only what was known then, each of the next 28 days and each of the next 4 weeks: of the demo company
(DIR is loaded; without it one is written and loaded, which takes minutes) and of online_retail_uci by country and by
product group. Then: how often targets were reached that were said to be 30, 50, 70, 90 per cent likely, and how long
2,000 monthly series take.
"""

import argparse
import csv
import gzip
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from rich.progress import track

from merit.company import nodes_of
from merit.engines.figures import data_span
from merit.forecast.arrays import Floats, Ints
from merit.forecast.engine import forecast_sums, known_of
from merit.forecast.history import KpiSource, histories_of, last_day_of
from merit.forecast.kpi_forecast import day_pattern
from merit.forecast.levels import DAILY, MONTHLY
from merit.forecast.past_errors import Window
from merit.forecast.spread import LEVELS
from merit.forecast.step_factors import Pattern
from merit.forecast.trade_calendar import TradeCalendar
from merit.kernel.period import Period
from merit.sources.trade_calendar import trade_calendar
from merit.workspace import open_workspace

RETAIL = Path(__file__).resolve().parents[2] / "shared/data/online_retail_uci/online_retail.csv.gz"
AHEAD, MONTH = 28, 31
INTERVALS = (50, 67, 80, 95, 99)
QUANTILES = np.array([0.005, 0.025, 0.1, 0.165, 0.25, 0.5, 0.75, 0.835, 0.9, 0.975, 0.995])
SAID = (30, 50, 70, 90)
LIBRARY = "--without-library" not in sys.argv


@dataclass(frozen=True)
class Data:
    """`values` is series × day."""

    name: str
    first: date
    values: Floats
    calendar: TradeCalendar
    begin: int
    """Days of history before the first forecast."""


@dataclass(frozen=True)
class Scores:
    """Per forecast: scaled pinball loss, weight, and whether the actual lay in the 80 % interval."""

    loss: Floats
    weight: Floats
    inside: Floats

    def line(self) -> tuple[float, float]:
        """Weighted loss and coverage."""
        return float(np.average(self.loss, weights=self.weight)), float(self.inside.mean())


def demo_data(folder: Path) -> Data:
    """Paid sales of company, shops, departments, teams and people that had any."""
    workspace = open_workspace(folder)
    span = data_span(workspace.engine)
    assert span is not None, "the company has no facts"
    nodes = nodes_of(workspace.company, span)
    bar = track(nodes, "reading the demo company")
    told = iter(bar)
    source = KpiSource(workspace.company.catalogue, workspace.figures)
    read = histories_of(source, "paid_sales", nodes, span, lambda _node: next(told, None) and None)
    last = last_day_of(read)
    assert last is not None
    cut = read.until(last)
    values = np.array([[float(value) for value in row.part] for row in cut.rows if any(row.part)])
    calendar = trade_calendar(workspace.company, range(span.start.year - 1, span.last.year + 2))
    return Data("demo company", span.start, np.unique(values, axis=0), calendar, 420)


def retail_data(file: Path, most: int) -> list[Data]:
    """Sales lines (quantity and price above zero) by country and by the first three digits of the stock code."""
    by: dict[str, dict[str, dict[str, float]]] = {"country": defaultdict(dict), "product group": defaultdict(dict)}
    with gzip.open(file, "rt", encoding="utf-8") as opened:
        for row in csv.DictReader(opened):
            amount = float(row["Quantity"]) * float(row["UnitPrice"])
            if float(row["Quantity"]) > 0 and amount > 0:
                code = row["StockCode"][:3]
                for kind, name in (("country", row["Country"]), ("product group", code if code.isdigit() else "other")):
                    days = by[kind][name]
                    day = row["InvoiceDate"][:10]
                    days[day] = days.get(day, 0.0) + amount
    first, last = date(2010, 12, 1), date(2011, 12, 9)
    names = [str(first + timedelta(days=at)) for at in range((last - first).days + 1)]
    return [
        Data(f"retail by {kind}", first, _largest(series, names, most), TradeCalendar(), 150)
        for kind, series in by.items()
    ]


def _largest(series: dict[str, dict[str, float]], names: list[str], most: int) -> Floats:
    values = np.array([[days.get(name, 0.0) for name in names] for days in series.values()])
    often = values[(values > 0).sum(axis=1) >= 24]
    return often[np.argsort(-often.sum(axis=1), kind="stable")[:most]]


def origins(data: Data, every: int) -> range:
    """Days known at each forecast."""
    return range(data.begin, data.values.shape[1] - AHEAD + 1, every)


def ours(data: Data, rows: Ints, known: int, windows: list[Window]) -> Floats:
    """window × series × quantile."""
    pattern = day_pattern(data.calendar, Period(data.first, data.first + timedelta(days=known + AHEAD)))
    learnt = known_of(data.values[rows, :known], pattern, DAILY, LIBRARY)
    found = [forecast_sums(learnt, window).quantiles for window in windows]
    return np.stack([[np.interp(QUANTILES, LEVELS, row) for row in quantiles] for quantiles in found])


def library(model: Callable[[int], object], season: int) -> Callable[[Floats, int], Floats]:
    """Steps ahead × quantile, by a model of the library with its own intervals."""

    def forecast(history: Floats, ahead: int) -> Floats:
        found = model(season).forecast(y=history, h=ahead, level=list(INTERVALS))  # type: ignore[attr-defined]
        ends = {0.5: found["mean"]}
        for level in INTERVALS:
            ends[round(0.5 - level / 200, 3)] = found[f"lo-{level}"]
            ends[round(0.5 + level / 200, 3)] = found[f"hi-{level}"]
        return np.maximum(np.stack([ends[round(float(each), 3)] for each in QUANTILES], axis=1), 0)

    return forecast


def pinball(actual: Floats, quantiles: Floats) -> Floats:
    """Mean over the quantiles."""
    off = actual[..., None] - quantiles
    return np.maximum(QUANTILES * off, (QUANTILES - 1) * off).mean(axis=-1)


def weeks(values: Floats) -> Floats:
    """Sums of seven days, the last one ending where the values end."""
    whole = values.shape[-1] // 7 * 7
    return values[..., values.shape[-1] - whole :].reshape(*values.shape[:-1], -1, 7).sum(axis=-1)


def compared(data: Data, every: int, weekly: bool) -> dict[str, list[Scores]]:
    """By method, one for each origin."""
    found: dict[str, list[Scores]] = defaultdict(list)
    length = 7 if weekly else 1
    windows = [Window(at, length) for at in range(0, AHEAD, length)]
    grain = "weekly" if weekly else "daily"
    for known in track(list(origins(data, every)), f"{data.name}, {grain}"):
        past = data.values[:, :known]
        rows = np.flatnonzero((past > 0).sum(axis=1) >= 10)
        coming = data.values[rows, known : known + AHEAD]
        actual = weeks(coming) if weekly else coming
        history = weeks(past[rows]) if weekly else past[rows]
        judge = _judge(actual, history, 1 if weekly else 7, past[rows, -84:].sum(axis=1))
        for name, method in methods(history.shape[1], weekly).items():
            found[name].append(judge(np.stack([method(row, actual.shape[1]) for row in history])))
        found["ours"].append(judge(ours(data, rows, known, windows).transpose(1, 0, 2)))
    return found


def methods(length: int, weekly: bool) -> dict[str, Callable[[Floats, int], Floats]]:
    """The season is the week; of weekly values the year, where more than two are known, else none."""
    from statsforecast.models import AutoETS, AutoTheta, SeasonalNaive

    year = 52 if weekly and length > 60 else 1
    season = year if weekly else 7
    twice = season if length > 2 * season else 1
    return {
        "seasonal naive": library(lambda steps: SeasonalNaive(season_length=steps), season),
        "AutoTheta": library(lambda steps: AutoTheta(season_length=steps), twice),
        "AutoETS": library(lambda steps: AutoETS(season_length=steps), twice if twice <= 24 else 1),
    }


def _judge(actual: Floats, history: Floats, lag: int, weight: Floats) -> Callable[[Floats], Scores]:
    scale = np.abs(history[:, lag:] - history[:, :-lag]).mean(axis=1) + 1e-9

    def judge(quantiles: Floats) -> Scores:
        loss = pinball(actual, quantiles) / scale[:, None]
        low, high = quantiles[..., 2], quantiles[..., 8]
        weights = np.repeat(weight[:, None] / max(weight.sum(), 1e-9) + 1e-9, actual.shape[1], axis=1)
        return Scores(loss.ravel(), weights.ravel(), ((actual >= low) & (actual <= high)).ravel() * 1.0)

    return judge


def _joined(scores: list[Scores]) -> Scores:
    return Scores(*(np.concatenate([getattr(each, name) for each in scores]) for name in ("loss", "weight", "inside")))


def show(data: Data, every: int) -> None:
    """Two lines for each grain: the first half of the origins, on which constants were chosen, and the later ones."""
    for weekly in (False, True):
        grain, found = "weekly" if weekly else "daily", compared(data, every, weekly)
        half = len(found["ours"]) // 2
        parts = (("chosen on", slice(0, half)), ("later", slice(half, None)), ("all", slice(0, None)))
        for part, cut in parts:
            lines = {name: _joined(each[cut]).line() for name, each in found.items()}
            naive = lines["seasonal naive"][0]
            best = min(lines[name][0] for name in ("AutoTheta", "AutoETS"))
            cells = " | ".join(f"{loss:.4f}, {inside:.1%}" for loss, inside in lines.values())
            own = lines["ours"][0]
            count = len(found["ours"][cut])
            to = f"{own / naive - 1:+.1%} | {own / best - 1:+.1%}"
            print(f"| {data.name}, {grain}, {part} ({count}) | {cells} | {to} |", flush=True)


def reached(sets: list[Data]) -> None:
    """Of targets set where the forecast said so likely, how many were reached: next week, next 4 weeks, next month."""
    count: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
    for data in sets:
        for known in track(list(range(data.begin, data.values.shape[1] - MONTH, 14)), f"{data.name}, targets"):
            rows = np.flatnonzero((data.values[:, :known] > 0).sum(axis=1) >= 10)
            pattern = day_pattern(data.calendar, Period(data.first, data.first + timedelta(days=known + MONTH)))
            learnt = known_of(data.values[rows, :known], pattern, DAILY, LIBRARY)
            for name, window in _periods(data, known):
                sums = forecast_sums(learnt, window).quantiles
                actual = data.values[rows, known : known + window.length].sum(axis=1)
                for said in SAID:
                    target = np.array([np.interp(1 - said / 100, LEVELS, row) for row in sums])
                    told = count[f"{data.name}, {name}", said]
                    told[0] += int((actual >= target).sum())
                    told[1] += len(rows)
    print("\n| targets of | " + " | ".join(f"said {said} %" for said in SAID) + " | targets in each |")
    print("|---|" + "---|" * (len(SAID) + 1))
    for name in dict.fromkeys(name for name, _ in count):
        cells = " | ".join(f"{hit / asked:.1%}" for hit, asked in (count[name, said] for said in SAID))
        print(f"| {name} | {cells} | {count[name, SAID[0]][1]} |", flush=True)


def _periods(data: Data, known: int) -> Iterator[tuple[str, Window]]:
    """What is left of the running month counts where it is at least a week."""
    yield "next week", Window(0, 7)
    yield "next 4 weeks", Window(0, 28)
    tomorrow = data.first + timedelta(days=known)
    following = (tomorrow.replace(day=28) + timedelta(days=4)).replace(day=1)
    if (following - tomorrow).days >= 7:
        yield "the rest of the month", Window(0, (following - tomorrow).days)


def monthly(count: int = 2000, months: int = 36, at_once: int = 200) -> None:
    """The time for so many monthly series of three years, a year's course each, forecast half a year ahead."""
    chance = np.random.default_rng(1)
    course = 1 + 0.3 * np.sin(np.arange(months) / 12 * 2 * np.pi)
    values = chance.gamma(20, 5, (count, months)) * course * chance.lognormal(0, 1, (count, 1))
    ahead = 6
    pattern = Pattern(
        np.arange(months + ahead) % 12, np.zeros(months + ahead, dtype=np.int64), np.ones(months + ahead), 6
    )
    forecast_sums(known_of(values[:at_once], pattern, MONTHLY), Window(0, 1))
    begun = time.perf_counter()
    for first in track(range(0, count, at_once), f"{count} monthly series"):
        learnt = known_of(values[first : first + at_once], pattern, MONTHLY)
        for step in range(ahead):
            forecast_sums(learnt, Window(step, 1))
    print(
        f"\n{count} monthly series of {months} months, {ahead} months ahead each: {time.perf_counter() - begun:.1f} s"
    )


def company_folder(given: Path | None) -> Path:
    """The folder given, or a demo company written and loaded now."""
    if given is not None:
        return given
    from merit.demo.write import write_demo
    from merit.sources.company_folder import read_company
    from merit.sources.load_facts import load_facts

    folder = Path(tempfile.mkdtemp(prefix="merit-forecast-")) / "demo"
    write_demo(folder, 1, Period.parse("2026-10"))
    company, problems = read_company(folder)
    assert company is not None, problems
    load_facts(company, folder, datetime.now(UTC))
    return folder


def main() -> None:
    """Everything, in one run."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--company", type=Path)
    options.add_argument("--retail", type=Path, default=RETAIL)
    options.add_argument("--series", type=int, default=20, help="of each kind of the retailer, for the comparison")
    options.add_argument("--every", type=int, default=28, help="days from one forecast to the next")
    options.add_argument("--only", choices=("losses", "targets", "monthly"))
    options.add_argument("--without-library", action="store_true", help="our own readings of the level alone")
    given = options.parse_args()
    if given.only in (None, "losses"):
        print(
            "| loss, coverage of the 80 % interval | seasonal naive | AutoTheta | AutoETS | ours | to naive | to best |"
        )
        print("|---|---|---|---|---|---|---|")
        for data in (demo_data(company_folder(given.company)), *retail_data(given.retail, given.series)):
            show(data, given.every)
    if given.only in (None, "targets"):
        reached(retail_data(given.retail, 60))
    if given.only in (None, "monthly"):
        monthly()


if __name__ == "__main__":
    main()
