"""Can the people of a plan move a KPI? If they can, some are lastingly better at it than others.

What differs between people is held against what varies from month to month within each of them, after what is common
to a month is taken out (F test of nested weighted least squares). The share of the variance that lies between people
comes with its exact upper limit (J. D. Thomas, R. A. Hultquist, Ann. Statist. 6, 1978, for unequal numbers).
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from statistics import harmonic_mean

from merit.insight.plan_check.association import HALF, least_squares
from merit.insight.plan_check.subject import PlanInUse, note
from merit.kernel.period import Period
from merit.kernel.problems import Problem
from merit.metrics.figures import KpiValue
from merit.scores.plan.score_plan import FigureOf, Indicator
from merit.scores.scoring import UNUSABLE

FEWEST_PEOPLE = 4
FEWEST_PERIODS = 6
UNPROVEN = 0.2
"""A difference this likely by chance alone is none."""
MOST_SHARE = 0.3
"""Where more than this may still lie between people, nothing is said."""

Values = Mapping[tuple[str, Period], KpiValue]


def influence_findings(used: PlanInUse, indicator: Indicator, values: Values) -> Iterator[Problem]:
    """Told only where people could show a difference, and the data rule out all but a small one."""
    if indicator.of is not FigureOf.PERSON:
        return
    known = _usable(values)
    if len(known) < FEWEST_PEOPLE:
        return
    found = between_people(known)
    if found is None:
        return
    chance, share, most = found
    if chance > UNPROVEN and most < MOST_SHARE:
        params: dict[str, str | int] = {
            "indicator": indicator.id,
            "people": len(known),
            "count": sum(len(each) for each in known.values()),
            "share": f"{100 * share:.0f}%",
            "most": f"{100 * most:.0f}%",
        }
        yield note("insight.nobody_stands_out", indicator.source, plan=used.plan.plan, **params)


def _usable(values: Values) -> dict[str, dict[Period, KpiValue]]:
    """Of people with enough periods."""
    found: dict[str, dict[Period, KpiValue]] = {}
    for (person, period), value in values.items():
        if value.value is not None and value.status not in UNUSABLE:
            found.setdefault(person, {})[period] = value
    return {person: each for person, each in found.items() if len(each) >= FEWEST_PERIODS}


def between_people(known: Mapping[str, Mapping[Period, KpiValue]]) -> tuple[float, float, float] | None:
    """The chance of differences as large without any, the share of the variance between people, its upper limit.

    None where nothing varies.
    """
    rows = [(person, period, value) for person, each in known.items() for period, value in each.items()]
    periods = sorted({period for _, period, _ in rows})
    common = [[1.0, *(float(period == each) for each in periods[1:])] for _, period, _ in rows]
    people = sorted(known)[1:]
    own = [
        [*row, *(float(person == each) for each in people)] for row, (person, _, _) in zip(common, rows, strict=True)
    ]
    weights = [value.n / (value.n + HALF) if value.n else 1.0 for _, _, value in rows]
    values = [float(value.value or Fraction(0)) for _, _, value in rows]
    if len(set(values)) == 1:
        return None
    from scipy.stats import f  # here, for importing it takes longer than the desk takes to start

    within, all_alike = least_squares(values, own, weights), least_squares(values, common, weights)
    if within.ssr <= 0:
        return None
    ratio, chance, _ = within.compare_f_test(all_alike)
    groups, free = len(people), float(within.df_resid)
    each = harmonic_mean([len(periods) for periods in known.values()])
    highest = float(ratio) / float(f.ppf(0.025, groups, free))
    return float(chance), max(_share(float(ratio), each), 0.0), max(_share(highest, each), 0.0)


def _share(ratio: float, each: float) -> float:
    return (ratio - 1) / (ratio - 1 + each)
