"""One sentence on how far the present period is."""

from datetime import date

from merit.kernel.period import Period
from merit_desk.shell import formats
from merit_desk.shell.sentences import say


def season_sentence(period: Period, day: date) -> str:
    """How many days have passed, or that the period is over."""
    passed = (day - period.start).days + 1
    name = formats.period_name(str(period))
    if passed >= period.length:
        return say("season.over", period=name, day=formats.day_name(day))
    left = period.length - passed
    return say("season.on", period=name, day=formats.day_name(day), passed=passed, count=left)
