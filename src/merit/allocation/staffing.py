"""How many people an hour of conversations needs: the queue M/M/c, waiting by the Erlang C formula.

Gans, Koole & Mandelbaum, "Telephone Call Centers: Tutorial, Review, and Research Prospects" (M&SOM 5, 2003), section 4.
Buyers are taken to wait rather than leave, so that the need is rather too high than too low.
"""

from math import ceil, exp, floor

from scipy.stats import chi2, poisson

HOUR = 3600.0
_MOST_PEOPLE = 1000


def in_time_share(talks: float, work_seconds: float, people: float, within: float) -> float:
    """The share that is answered within so many seconds, by `talks` an hour; half people are between whole ones."""
    low, part = floor(people), people - floor(people)
    found = _in_time(talks, work_seconds, low, within)
    return found if not part else found + part * (_in_time(talks, work_seconds, low + 1, within) - found)


def people_needed(talks: float, work_seconds: float, within: float, share: float) -> int:
    """The fewest people for whom at least that share is answered within so many seconds. 0 where nobody asks."""
    if talks <= 0:
        return 0
    first = max(ceil(talks * work_seconds / HOUR), 1)
    for people in range(first, first + _MOST_PEOPLE):
        if _in_time(talks, work_seconds, people, within) >= share:
            return people
    raise ValueError(f"no number of people answers {share} of {talks} within {within} s")


def _in_time(talks: float, work_seconds: float, people: int, within: float) -> float:
    load = talks * work_seconds / HOUR
    if load <= 0:
        return 1.0
    if people <= load:
        return 0.0
    return 1 - _waits(load, people) * exp(-(people - load) * within / work_seconds)


def _waits(load: float, people: int) -> float:
    """The chance of having to wait: Erlang C by way of Erlang B, which is a Poisson density over its sum."""
    lost = float(poisson.pmf(people, load) / poisson.cdf(people, load))
    return lost / (1 - load / people * (1 - lost))


def rate_interval(counts: list[int], level: float) -> tuple[float, float, float]:
    """Low, middle and high number a day of counts of days: exact Poisson (Garwood, Biometrika 28, 1936), made wider by
    how much more the days differ than Poisson's would."""
    days, total = len(counts), sum(counts)
    mean = total / days
    tail = (1 - level) / 2
    low = float(chi2.ppf(tail, 2 * total)) / 2 / days if total else 0.0
    high = float(chi2.ppf(1 - tail, 2 * total + 2)) / 2 / days
    wider = max(_dispersion(counts, mean), 1.0) ** 0.5
    return max(mean - (mean - low) * wider, 0.0), mean, mean + (high - mean) * wider


def _dispersion(counts: list[int], mean: float) -> float:
    """Variance over mean; 1 is Poisson's own."""
    if len(counts) < 2 or not mean:
        return 1.0
    return sum((each - mean) ** 2 for each in counts) / (len(counts) - 1) / mean
