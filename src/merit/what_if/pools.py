"""Every pool where the sliders stand: whole-number weights, shared out exactly, in 64-bit integers where they fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

import numpy as np

from merit.kernel.money import Money
from merit.kernel.problems import Problem
from merit.rewards.bonus.pay_bonus import on_duty_share, payout_share, usable_card
from merit.rewards.bonus.pay_pool import BY_SCORE, coefficients_of, measured_factor, pool_source
from merit.rewards.bonus.pool import pool_of_kpi
from merit.rewards.pay_run import PayRun, receivers
from merit.rewards.plan.reward_plan import BonusTerms, PoolTerms, RewardPlan
from merit.scores.scorecard import ScoreStatus
from merit.what_if.bonuses import bare
from merit.what_if.choices import ONE, Scored
from merit.what_if.rounding import Whole

_MOVING = frozenset({"score", "coefficient"})
_FITS = 2**62
"""Products below this are exact in 64-bit integers."""


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Members of the pool whose individual coefficients one reward gives."""

    reward: str
    terms: BonusTerms | PoolTerms
    members: Whole
    """Places among the members who weigh anything."""


@dataclass(frozen=True, slots=True)
class Pool:
    """One pool in one period."""

    reward: str
    column: int
    terms: PoolTerms
    source: Fraction | None
    """Value of the KPI that fills it; None with a stated amount."""
    people: tuple[str, ...]
    """Members who weigh anything, by id."""
    rows: Whole
    """Rows of their scorecards; not asked where no factor is one of score."""
    fixed: tuple[int, ...]
    """The part of each weight that no slider moves, in proportion."""
    times_score: int
    """How often the total is a factor."""
    coefficients: tuple[Coefficients, ...]
    times_coefficient: int

    def paid(self, scored: Scored) -> list[int]:
        """Fen of each of `people`; all zero where the engine pays no line."""
        nothing = [0] * len(self.people)
        weights = self._weights(scored)
        if weights is None or not any(weights):
            return nothing
        return shared(self._fen(scored), weights)

    def _fen(self, scored: Scored) -> int:
        changes = scored.changes
        if self.source is None:
            return Money.of(changes.pools.get(self.reward, self.terms.amount or Fraction(0))).fen
        share = changes.pool_shares.get(self.reward, self.terms.share)
        return pool_of_kpi.compute(value=self.source, share=share, currency="", above=self.terms.above).fen

    def _weights(self, scored: Scored) -> list[int] | None:
        """Whole numbers in proportion; None while a member has no coefficient, for nobody is paid then."""
        weights = list(self.fixed)
        if self.times_score:
            points = np.maximum(scored.totals[self.rows], 0).tolist()
            weights = [weight * total**self.times_score for weight, total in zip(weights, points, strict=True)]
        if not self.times_coefficient:
            return weights
        given = self.coefficients
        choices = [(each, scored.individual(each.reward, each.terms, self.rows[each.members])) for each in given]
        if any((choice.places < 0).any() for _, choice in choices):
            return None
        scale = lcm(*(number.denominator for _, choice in choices for number in choice.numbers))
        for each, choice in choices:
            whole = [max(int(number * scale), 0) ** self.times_coefficient for number in choice.numbers]
            for member, place in zip(each.members.tolist(), choice.places.tolist(), strict=True):
                weights[member] *= whole[place]
        return weights


def shared(total: int, weights: list[int]) -> list[int]:
    """`total` ≥ 0 split in proportion by largest remainder; ties go to the earlier place. One weight is above zero."""
    common = gcd(*weights)
    weights = [weight // common for weight in weights]
    whole = sum(weights)
    if whole * max(total, 1) < _FITS:
        parts, rest = np.divmod(total * np.array(weights, np.int64), whole)
    else:
        both = [divmod(total * weight, whole) for weight in weights]
        parts, rest = np.array([part for part, _ in both], np.int64), np.array([left for _, left in both], object)
    left = total - int(parts.sum())
    if left:
        order = np.argsort(-rest, kind="stable")
        parts[order[:left]] += 1
    return [int(part) for part in parts]


@dataclass(frozen=True, slots=True)
class _Member:
    person: str
    row: int
    fixed: Fraction
    gives: tuple[str, BonusTerms | PoolTerms] | None


def pool_in(run: PayRun, plan: RewardPlan, terms: PoolTerms, column: int, row_of: Mapping[str, int]) -> Pool | None:
    """The pool of one period, ready; None where nothing that a slider moves could make it pay."""
    if terms.last is not None and terms.last not in run.period:
        return None
    found = None if terms.amount is not None else pool_source(run, plan, terms)
    if terms.amount is None and found is None:
        return None
    members = [_member(run, plan, terms, person, row_of) for person in receivers(run, plan)]
    weighing = [each for each in members if isinstance(each, _Member)]
    if any(isinstance(each, Problem) for each in members) or not weighing:
        return None
    scale = lcm(*(each.fixed.denominator for each in weighing))
    groups: dict[str, tuple[BonusTerms | PoolTerms, list[int]]] = {}
    for place, each in enumerate(weighing):
        if each.gives is not None:
            groups.setdefault(each.gives[0], (each.gives[1], []))[1].append(place)
    factors = [share.factor for share in terms.share_by]
    return Pool(
        plan.reward,
        column,
        terms,
        None if found is None else found.value,
        tuple(each.person for each in weighing),
        np.array([each.row for each in weighing], np.int64),
        tuple(int(each.fixed * scale) for each in weighing),
        factors.count("score"),
        tuple(Coefficients(reward, given, np.array(places)) for reward, (given, places) in groups.items()),
        factors.count("coefficient"),
    )


def _member(
    run: PayRun, plan: RewardPlan, terms: PoolTerms, person: str, row_of: Mapping[str, int]
) -> "_Member | Problem | None":
    """None for a member who weighs nothing whatever the sliders do."""
    card = run.cards.get(person)
    scored = any(each.factor in BY_SCORE for each in terms.share_by)
    usable_now = usable_card(run, plan, person) if scored else None
    if isinstance(usable_now, Problem):
        return None if card is not None and card.status is ScoreStatus.NOT_SCORED else usable_now
    fixed = bare(payout_share(card, plan.reward)) if card is not None else ONE
    gives = None
    if any(each.factor == "coefficient" for each in terms.share_by):
        stated = coefficients_of(run, plan, terms, person)
        if stated is None:
            return Problem("rewards.no_coefficient_for", plan.place, {"reward": plan.reward, "person": person})
        gives = (stated[0].reward, stated[1])
    for share in (each for each in terms.share_by if each.factor not in _MOVING):
        factor = (
            on_duty_share(run, plan, usable_now)
            if share.factor == "on_duty" and usable_now is not None
            else measured_factor(run, plan, terms, share, person)
        )
        if isinstance(factor, Problem):
            return factor
        fixed *= max(factor.value, Fraction(0))
    return _Member(person, row_of.get(person, 0), fixed, gives)
