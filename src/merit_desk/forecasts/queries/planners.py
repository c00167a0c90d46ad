"""What planners add to history: growth of the market from the company's benchmarks, and what can be carried."""

from dataclasses import dataclass
from fractions import Fraction

from merit.company import Benchmark, Company
from merit.forecast.suggestion import Outlook
from merit.kernel.period import Period
from merit_desk.forecasts.queries.outlook import Wanted
from merit_desk.results.queries.now import at_present, present_day

MARKET = "market_size"
MONEY_OF_MARKET = ("paid_sales", "gmv_placed", "line_sales", "net_sales")
"""KPIs that grow with the market's size: what was sold, in money."""


@dataclass(frozen=True, slots=True)
class MarketGrowth:
    """By how much the market's latest figure is above that of a year before, and who says so."""

    growth: Fraction
    period: Period
    cited: str


def market_growth(company: Company, wanted: Wanted) -> MarketGrowth | None:
    """The latest growth over a year in benchmarks.csv: of the market's size for what is sold, else of the KPI's own
    benchmark, each within one segment; None where no year is behind it."""
    kpi = MARKET if wanted.kpi in MONEY_OF_MARKET else wanted.kpi
    rows = [each for each in company.benchmarks if each.kpi == kpi and each.period.start <= wanted.period.start]
    known = {(each.segment, each.period): each for each in rows}
    pairs = [
        (each, before)
        for each in rows
        if (before := known.get((each.segment, each.period.a_year_earlier()))) is not None and before.value > 0
    ]
    return max((_grown(*each) for each in pairs), key=lambda each: each.period.start, default=None)


def _grown(now: Benchmark, before: Benchmark) -> MarketGrowth:
    return MarketGrowth(now.value / before.value - 1, now.period, now.cited)


def base_of(wanted: Wanted) -> Fraction | None:
    """What the market's growth is laid on: the same period last year, else the last one if it is over."""
    day = present_day()
    before = (wanted.period.a_year_earlier(), wanted.period.previous())
    with at_present() as workspace:
        over = [each for each in before if day is not None and each.last <= day]
        values = (workspace.figures.value(wanted.kpi, wanted.whose, each) for each in over)
        return next((each.value for each in values if each.value), None)


def outlook_with(wanted: Wanted, growth: Fraction | None, capacity: Fraction | None) -> Outlook:
    """What the suggestions are made with."""
    return Outlook(base=base_of(wanted) if growth is not None else None, market_growth=growth, capacity=capacity)
