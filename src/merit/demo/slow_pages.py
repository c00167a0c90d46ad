"""The slow days: heavy pictures on two pages for phones, so that fewer visits end in a purchase until it is mended."""

from merit.demo.setting import DAY, Flags, Ints, Setting, moment

SLOW_DAYS = (15, 23)
"""First and last day, in the month before the last."""
SLOW_PAGES = ("detail", "checkout")
SLOWER = 1.9


def slow_span(setting: Setting) -> tuple[int, int]:
    """First day and the day after the last, counted from the first day; no days in a company of one month."""
    if setting.months < 2:
        return 0, 0
    month = (setting.month(1).start - setting.first_day).days
    return month + SLOW_DAYS[0] - 1, month + SLOW_DAYS[1]


def is_slow(setting: Setting, at: Ints) -> Flags:
    """Which moments fall into those days."""
    first, past = slow_span(setting)
    start = moment(setting.first_day)
    found: Flags = (at >= start + first * DAY) & (at < start + past * DAY)
    return found
