"""The waterfall: from the earlier value by the contributions to the value now; numbers for drawing only."""

from fractions import Fraction
from typing import Any

from merit.catalogue.kpi import Unit
from merit.insight.decomposition_sentence import total
from merit_desk.explorer.queries.cause import AskingCause
from merit_desk.explorer.queries.cause_rows import Cause
from merit_desk.results.queries.names import kpi_direction
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say

_SHORT = Fraction(1, 3)
"""Where all bars lie within the upper third, the axis begins below them, and the caption says so."""


def waterfall(asking: AskingCause, cause: Cause) -> dict[str, Any]:
    """`bars` are [name, from, to, kind, text]; `base` is where the axis begins."""
    found = cause.reason.found
    scale = 100 if cause.unit is Unit.RATE else 1
    through = found.through is not None
    at = Fraction(0) if through else found.before
    bars: list[tuple[str, Fraction, Fraction, str, str]] = []
    for row in cause.rows:
        to = at + row.raw.amount
        bars.append((row.name, at, to, row.tone or "up", row.amount))
        at = to
    ends = [value for bar in bars for value in bar[1:3]]
    base = Fraction(0) if through else _base(ends)
    if through:
        bars.append((cause.total.name, Fraction(0), total(found), "whole", cause.total.amount))
    else:
        before = say("cause.level" if found.is_level else "words.why_before")
        bars.insert(0, (before, base, found.before, "whole", cause.total.before.text))
        bars.append((say("words.why_now"), base, found.now, "whole", cause.total.now.text))
    return {
        "bars": [[name, float(low * scale), float(high * scale), kind, text] for name, low, high, kind, text in bars],
        "base": float(base * scale),
        "share": cause.unit is Unit.RATE,
        "zh": current_language() == "zh",
        "good": str(kpi_direction(asking.company, asking.asked.kpi)),
    }


def _base(ends: list[Fraction]) -> Fraction:
    low, high = min(ends), max(ends)
    if low <= 0 or (high - low) > high * _SHORT:
        return Fraction(0)
    return low - (high - low) / 2 if high > low else Fraction(0)
