"""What a step (a day, a month) brings beside an ordinary one: weekday and special-day factors, learnt with borrowing.

A factor is a ratio of sums, what such steps brought over what their neighbourhood would have brought. The factors of
all series together are learnt first; each series' own are drawn towards them, the more so the less it has seen.
"""

from dataclasses import dataclass

import numpy as np

from merit.forecast.arrays import Flags, Floats, Ints

ROUNDS = 5
KIND_SPREAD = 0.35
"""How far, in logarithms, special steps of a whole company lie apart before anything is known about them."""
OWN_SPREAD = 0.2
"""How far a series' own factor lies from the common one."""
SPECIAL_WEIGHT = 0.1
"""What a special step counts when the neighbourhood's level is taken."""
BORROWED_ROUNDS = 4.0
"""So many turns of the cycle (weeks) of the common pattern stand beside a series' own."""
SMALLEST = 0.02


@dataclass(frozen=True, slots=True)
class Pattern:
    """The steps of history and future: `cycle` is the place in the week (or 0), `kind` 0 for ordinary steps.

    `exposure` is what a step is worth by its length alone (1 for a day, its days for a month). `reach` is half the
    width of the neighbourhood.
    """

    cycle: Ints
    kind: Ints
    exposure: Floats
    reach: int


@dataclass(frozen=True, slots=True)
class Factors:
    """By series and step, history and future together. `doubt` is the standard error of the logarithm."""

    factor: Floats
    doubt: Floats


def step_factors(values: Floats, known: Flags, pattern: Pattern) -> Factors:
    """`values` and `known` are series × past steps; what is not known counts for nothing."""
    together = np.where(known, values, 0).sum(axis=0)[None, :]
    nothing = np.zeros(int(pattern.kind.max(initial=0)) + 1)
    level = np.ones(int(pattern.cycle.max(initial=0)) + 1)
    anywhere: Flags = known.sum(axis=0, keepdims=True) > 0
    common = _learnt(together, anywhere, pattern, _Prior(level[None, :], nothing[None, :], KIND_SPREAD, 0.0))
    if len(values) == 1:
        return _laid_out(common, pattern)
    prior = _Prior(common.cycle, common.kind, OWN_SPREAD, BORROWED_ROUNDS)
    own = _learnt(values, known, pattern, prior)
    doubt = np.sqrt(own.doubt**2 + common.doubt**2)
    return _laid_out(_Learnt(own.cycle, own.kind, doubt), pattern)


@dataclass(frozen=True, slots=True)
class _Prior:
    cycle: Floats
    kind: Floats
    spread: float
    rounds: float


@dataclass(frozen=True, slots=True)
class _Learnt:
    cycle: Floats
    kind: Floats
    doubt: Floats


def _laid_out(learnt: _Learnt, pattern: Pattern) -> Factors:
    factor = pattern.exposure * learnt.cycle[:, pattern.cycle] * np.exp(learnt.kind[:, pattern.kind])
    return Factors(factor, learnt.doubt[:, pattern.kind])


def _learnt(values: Floats, known: Flags, pattern: Pattern, prior: _Prior) -> _Learnt:
    past = values.shape[1]
    cycle, kind = pattern.cycle[:past], pattern.kind[:past]
    rows = len(values)
    weekly, special = (
        np.repeat(prior.cycle, rows // len(prior.cycle), 0),
        np.repeat(prior.kind, rows // len(prior.kind), 0),
    )
    doubt = np.full(special.shape, prior.spread)
    weight: Floats = np.where(known, np.where(kind > 0, SPECIAL_WEIGHT, 1.0), 0.0)
    for _ in range(ROUNDS):
        factor = pattern.exposure[:past] * weekly[:, cycle] * np.exp(special[:, kind])
        level = _around(values * weight, pattern.reach) / np.maximum(_around(factor * weight, pattern.reach), 1e-12)
        bare = level * pattern.exposure[:past]
        weekly = _by_cycle(values, bare * np.exp(special[:, kind]), weight, cycle, prior)
        expected = bare * weekly[:, cycle]
        special, doubt = _by_kind(values, expected, known, kind, prior)
    return _Learnt(weekly, special, doubt)


def _around(values: Floats, reach: int) -> Floats:
    """Sums over the neighbourhood of each step."""
    padded = np.pad(np.cumsum(values, axis=1), ((0, 0), (1, 0)))
    steps = np.arange(values.shape[1])
    upper, lower = np.minimum(steps + reach + 1, len(steps)), np.maximum(steps - reach, 0)
    return padded[:, upper] - padded[:, lower]


def _by_cycle(values: Floats, expected: Floats, weight: Floats, cycle: Ints, prior: _Prior) -> Floats:
    places = prior.cycle.shape[1]
    member = np.eye(places)[cycle]
    brought, due = (values * weight) @ member, (expected * weight) @ member
    typical = (expected * weight).sum(axis=1, keepdims=True) / np.maximum(weight.sum(axis=1, keepdims=True), 1)
    borrowed = prior.rounds * typical
    found: Floats = (brought + borrowed * prior.cycle) / np.maximum(due + borrowed, 1e-12)
    level: Floats = found / np.maximum(found.mean(axis=1, keepdims=True), 1e-12)
    return level


def _by_kind(values: Floats, expected: Floats, known: Flags, kind: Ints, prior: _Prior) -> tuple[Floats, Floats]:
    kinds = prior.kind.shape[1]
    member = np.eye(kinds)[kind]
    brought, due, seen = (values * known) @ member, (expected * known) @ member, known @ member
    ordinary = known & (kind == 0) & (expected > 0)
    off = np.where(ordinary, np.clip(values / np.maximum(expected, 1e-12) - 1, -1, 3), 0)
    noise = (off**2).sum(axis=1, keepdims=True) / np.maximum(ordinary.sum(axis=1, keepdims=True), 1) + 1e-6
    apart = np.log((brought + SMALLEST * due + 1e-12) / ((1 + SMALLEST) * due + 1e-12)) - prior.kind
    error = noise / np.maximum(seen, 1)
    trust = np.where((seen > 0) & (due > 0), prior.spread**2 / (prior.spread**2 + error), 0)
    special = prior.kind + trust * apart
    doubt = np.sqrt(np.where(trust > 0, prior.spread**2 * error / (prior.spread**2 + error), prior.spread**2))
    special[:, 0], doubt[:, 0] = 0, 0
    return special, doubt
