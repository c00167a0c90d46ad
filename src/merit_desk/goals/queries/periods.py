"""The period that the goals open with."""

from merit.kernel.period import Grain, Period
from merit_desk.accounts.viewer import Viewer
from merit_desk.goals.queries.tree import periods_known


def chosen_period(viewer: Viewer, asked: str) -> str:
    """What was asked for, if it is a period; else the shortest known one that holds today, else the latest known."""
    try:
        return str(Period.parse(asked))
    except ValueError:
        pass
    known = periods_known(viewer)
    now = [each for each in known if viewer.today in Period.parse(each)]
    quarter = str(Period.containing(viewer.today, Grain.QUARTER))
    longest = max(now, key=lambda each: Period.parse(each).length, default="")
    if quarter in now:
        return quarter
    return longest or (known[0] if known else quarter)


def period_choices(viewer: Viewer, chosen: str) -> list[str]:
    """Known periods with this month, quarter and year, the latest first."""
    today = viewer.today
    near = {str(Period.containing(today, grain)) for grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR)}
    near |= {str(Period.containing(today, Grain.QUARTER).previous()), chosen}
    every = near | set(periods_known(viewer))
    return sorted(every, key=lambda each: (Period.parse(each).end, Period.parse(each).length), reverse=True)
