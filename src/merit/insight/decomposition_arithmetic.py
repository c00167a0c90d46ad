"""Exact shares in a change: by adding, by mix and rate, and by Shapley values. Each way adds up to the last digit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial, floor

from merit.kernel.exact import half_up
from merit.kernel.ratio import Ratio

REST = "rest"
"""What belongs to the whole and to none of the parts; below zero where parts overlap."""

NIL = Fraction(0)
NOTHING = Ratio(NIL, NIL)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one part adds to the change of the whole. Of ratios, `amount` = `mix` + `rate`."""

    part: str
    before: Fraction | None
    now: Fraction | None
    """The part's own value; None where it has none."""
    amount: Fraction
    mix: Fraction | None = None
    """From a larger or smaller weight of a part that is better or worse than the whole."""
    rate: Fraction | None = None
    """From the part's own ratio having changed."""
    weight: Fraction | None = None
    """Of a ratio: the part's mean share of the denominator in both periods."""
    expected: Fraction = NIL
    """The share of the change that the part would make if all parts moved alike: by as much, or by the same factor,
    whichever is more."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A number in the earlier period and now."""

    before: Fraction
    now: Fraction


@dataclass(frozen=True, slots=True)
class RatioMovement:
    """A ratio in the earlier period and now."""

    before: Ratio
    now: Ratio


def by_adding(whole: Movement, parts: Mapping[str, Movement]) -> list[Contribution]:
    """Each part's own change; what the parts leave of the whole is the rest."""
    listed = dict(parts)
    rest = Movement(
        whole.before - sum((each.before for each in parts.values()), NIL),
        whole.now - sum((each.now for each in parts.values()), NIL),
    )
    if rest.before or rest.now:
        listed[REST] = rest
    return [
        Contribution(name, each.before, each.now, each.now - each.before, expected=_share(each.before, whole.before))
        for name, each in listed.items()
    ]


def _share(part: Fraction, whole: Fraction) -> Fraction:
    return max(part / whole, NIL) if whole else NIL


def by_mix_and_rate(whole: RatioMovement, parts: Mapping[str, RatioMovement]) -> list[Contribution]:
    """Midpoint (Bennet) effects: rate = Δr × mean weight, mix = Δweight × (mean r − mean R).

    A weight is the part's share of Σ whole. A part that had no ratio in one period is taken to have had the other
    period's, so that all of it is mix. Raises ValueError when the whole has no ratio in one of the periods.
    """
    before, now = whole.before.value, whole.now.value
    if before is None or now is None:
        raise ValueError("the whole has no ratio in one of the periods")
    listed = dict(parts)
    rest = RatioMovement(_left(whole.before, parts, "before"), _left(whole.now, parts, "now"))
    if rest != RatioMovement(NOTHING, NOTHING):
        listed[REST] = rest
    middle = (before + now) / 2
    return [_effects(name, each, whole, middle) for name, each in listed.items()]


def _left(whole: Ratio, parts: Mapping[str, RatioMovement], side: str) -> Ratio:
    taken = sum((getattr(each, side) for each in parts.values()), NOTHING)
    return Ratio(whole.part - taken.part, whole.whole - taken.whole)


def _effects(name: str, part: RatioMovement, whole: RatioMovement, middle: Fraction) -> Contribution:
    own = [value for value in (part.before.value, part.now.value) if value is not None]
    mean = sum(own, NIL) / len(own) if own else NIL
    weight = part.now.whole / whole.now.whole - part.before.whole / whole.before.whole
    in_whole = part.now.part / whole.now.whole - part.before.part / whole.before.whole
    rate, mix = in_whole - weight * mean, weight * (mean - middle)
    share = (part.now.whole / whole.now.whole + part.before.whole / whole.before.whole) / 2
    expected = max(share, _share(part.before.part, whole.before.part))
    return Contribution(name, part.before.value, part.now.value, mix + rate, mix, rate, share, expected)


def shapley(
    value: Callable[[Mapping[str, Fraction]], Fraction], before: Mapping[str, Fraction], now: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    """Each factor's mean step over all orders in which factors may change (Shapley 1953).

    They add up to value(now) − value(before).
    """
    names = list(before)
    count = len(names)

    def reached(changed: frozenset[str]) -> Fraction:
        return value({name: now[name] if name in changed else before[name] for name in names})

    known = {
        frozenset(chosen): reached(frozenset(chosen))
        for size in range(count + 1)
        for chosen in combinations(names, size)
    }
    shares = dict.fromkeys(names, NIL)
    for changed, level in known.items():
        weight = Fraction(factorial(len(changed)) * factorial(max(count - len(changed) - 1, 0)), factorial(count))
        for name in names:
            if name not in changed:
                shares[name] += weight * (known[changed | {name}] - level)
    return shares


def rounded_to_add_up(amounts: Sequence[Fraction], places: int) -> list[Fraction]:
    """The amounts at that many decimals, so that they add up to their rounded sum; the largest remainders go up."""
    scale = 10**places
    floors = [floor(amount * scale) for amount in amounts]
    left = int(half_up(sum(amounts, NIL), places) * scale) - sum(floors)
    by_remainder = sorted(range(len(amounts)), key=lambda at: (floors[at] - amounts[at] * scale, at))
    for at in by_remainder[:left]:
        floors[at] += 1
    return [Fraction(each, scale) for each in floors]


def product(values: Mapping[str, Fraction]) -> Fraction:
    """Of all values; 1 of none."""
    result = Fraction(1)
    for each in values.values():
        result *= each
    return result
