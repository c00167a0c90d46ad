"""Effects in parts of the units, without fishing: a part named too late is told as a hint and held to more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import hypot

import numpy as np
from statsmodels.stats.meta_analysis import combine_effects
from statsmodels.stats.multitest import multipletests

from merit.experiments.effect import Effect


@dataclass(frozen=True, slots=True)
class SegmentEffect:
    """The effect in one part. `corrected_p` is by Holm among declared parts, by Benjamini–Hochberg among the others."""

    segment: str
    value: str
    effect: Effect
    declared: bool
    corrected_p: float


@dataclass(frozen=True, slots=True)
class Interaction:
    """Whether the parts of a segment differ in effect more than chance would have it: Cochran's Q test."""

    segment: str
    arm: str
    declared: bool
    p: float


def corrected(effects: Iterable[SegmentEffect]) -> tuple[SegmentEffect, ...]:
    """The p-values corrected for the number of parts looked at, declared and exploratory ones apart."""
    every = tuple(effects)
    found: dict[int, float] = {}
    for declared, method in ((True, "holm"), (False, "fdr_bh")):
        places = [at for at, each in enumerate(every) if each.declared is declared]
        found |= dict(zip(places, corrected_ps([every[at].effect.p for at in places], method), strict=True))
    return tuple(replace(each, corrected_p=found[at]) for at, each in enumerate(every))


def corrected_ps(ps: Sequence[float], method: str) -> list[float]:
    """`holm` (S. Holm 1979) keeps the chance of any false find; `fdr_bh` (Benjamini, Hochberg 1995) their share."""
    return [float(each) for each in multipletests(ps, method=method)[1]] if ps else []


def interactions(effects: Sequence[SegmentEffect]) -> tuple[Interaction, ...]:
    """One per segment and arm with at least two parts whose effect has an error."""
    groups: dict[tuple[str, str], list[SegmentEffect]] = {}
    for each in effects:
        if error_of(each.effect) > 0:
            groups.setdefault((each.segment, each.effect.arm), []).append(each)
    return tuple(
        Interaction(segment, arm, found[0].declared, _heterogeneity(found))
        for (segment, arm), found in groups.items()
        if len(found) > 1
    )


def error_of(effect: Effect) -> float:
    """The standard error of the difference."""
    return hypot(effect.control.error, effect.treated.error)


def _heterogeneity(parts: Sequence[SegmentEffect]) -> float:
    """W. Cochran, Biometrics 10 (1954): squared deviations from the common effect, weighted by precision."""
    differences = np.array([each.effect.difference for each in parts])
    variances = np.array([error_of(each.effect) ** 2 for each in parts])
    return float(combine_effects(differences, variances).test_homogeneity().pvalue)
