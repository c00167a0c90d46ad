"""Which months a simulation replays unless told otherwise: the last twelve that have data."""

from merit.kernel.node import COMPANY
from merit.kernel.period import Grain, Period
from merit_desk.results.queries.open_company import at_work
from merit_desk.results.queries.period_files import periods_run

USUAL = 12
_SEEN_BY = "paid_sales"


def usual_span() -> tuple[str, str]:
    """First and last month; both empty where no month was run yet."""
    months = [Period.parse(name) for name in periods_run()]
    last = max((each for each in months if each.grain is Grain.MONTH), key=lambda each: each.end, default=None)
    if last is None:
        return "", ""
    first = last
    with at_work("") as workspace:
        for _ in range(USUAL - 1):
            earlier = first.previous()
            if not workspace.figures.value(_SEEN_BY, COMPANY, earlier).n:
                break
            first = earlier
    return str(first), str(last)
