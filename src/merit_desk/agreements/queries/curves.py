"""How an indicator gives points, in words that somebody can sign: the way, then every breakpoint."""

from fractions import Fraction

from merit.company import Company
from merit.kernel.exact import plain
from merit.scores.plan.curve_drawing import drawn
from merit.scores.plan.curves import Interpolation, Reading
from merit.scores.plan.score_plan import Indicator
from merit_desk.plans.queries.drawing import reading_text
from merit_desk.plans.queries.words import curve_words, reading_as_share, value_words
from merit_desk.results.queries.names import kpi_unit
from merit_desk.shell.sentences import say

_MOST = 8


def curve_sentence(company: Company, indicator: Indicator) -> str:
    """In the language being spoken; of a rated indicator its raters. A long curve is told by its first breakpoints."""
    words = curve_words(indicator)
    if indicator.curve is None:
        return words
    marks = drawn(indicator.curve).marks
    code = "agreements.mark" if indicator.curve.interpolation is Interpolation.LINEAR else "agreements.band"
    told = [say(code, at=_at(company, indicator, x), points=plain(points, 2)) for x, points in marks[:_MOST]]
    more = say("agreements.more_marks") if len(marks) > _MOST else ""
    return say("agreements.curve", words=words, marks=say("agreements.mark_comma").join(told) + more)


def _at(company: Company, indicator: Indicator, x: Fraction) -> str:
    curve, unit = indicator.curve, kpi_unit(company, indicator.subject)
    if curve is not None and curve.reads is Reading.ACTUAL and indicator.subject in company.catalogue:
        return value_words(x, unit)
    return reading_text(x, curve is not None and reading_as_share(curve, unit))
