"""Whether the sliders stand where a plan could: what is named exists, and every value is one that a plan may state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from merit.company import Company
from merit.kernel.breakpoints import Breakpoints
from merit.kernel.exact import plain
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.rewards.plan.reward_plan import BonusTerms, PoolTerms, Terms
from merit.rewards.plan.year_end_terms import YearEndTerms
from merit.what_if.changes import Changes, GradeEdges


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to move."""

    indicators: frozenset[tuple[str, str]]
    """Plan and indicator."""
    grades: Mapping[str, frozenset[tuple[str, ...]]]
    """By plan: the grades of each of its versions, best first."""
    rewards: Mapping[str, tuple[Terms, ...]]
    """By reward: the terms of each of its versions."""

    @classmethod
    def of(cls, company: Company) -> "Known":
        """Everything that the company's plans have."""
        names: dict[str, set[tuple[str, ...]]] = {}
        terms: dict[str, tuple[Terms, ...]] = {}
        for plan in company.plans:
            names.setdefault(plan.plan, set()).add(tuple(name for name, _ in plan.grades))
        for reward in company.rewards:
            terms[reward.reward] = (*terms.get(reward.reward, ()), reward.terms)
        indicators = frozenset((plan.plan, each.id) for plan in company.plans for each in plan.indicators)
        return cls(indicators, {plan: frozenset(found) for plan, found in names.items()}, terms)


def check(known: Known, changes: Changes) -> None:
    """Raises NotFoundRefusal for what is not there, ConflictRefusal for what no plan may state."""
    for plan, indicator in (*changes.weights, *changes.target_times):
        if (plan, indicator) not in known.indicators:
            raise NotFoundRefusal("what_if.no_indicator", plan=plan, indicator=indicator)
    _above_zero("what_if.weight_not_above_zero", changes.weights)
    _above_zero("what_if.target_not_above_zero", changes.target_times)
    for plan, edges in changes.bands.items():
        _check_edges(plan, edges, known.grades.get(plan, frozenset()))
    _check_bonuses(known, changes)
    _check_pools(known, changes)


def _above_zero(code: str, values: Mapping[tuple[str, str], Fraction]) -> None:
    for (plan, indicator), value in values.items():
        if value <= 0:
            raise ConflictRefusal(code, plan=plan, indicator=indicator, value=plain(value))


def _check_edges(plan: str, edges: GradeEdges, versions: frozenset[tuple[str, ...]]) -> None:
    names = tuple(name for name, _ in edges)
    if not versions - {()}:
        raise NotFoundRefusal("what_if.no_bands", plan=plan)
    if versions != {names}:
        raise ConflictRefusal("what_if.other_grades", plan=plan)
    if any(better <= worse for (_, better), (_, worse) in pairwise(edges)):
        raise ConflictRefusal("what_if.edges_not_falling", plan=plan)


def _check_bonuses(known: Known, changes: Changes) -> None:
    for reward, bands in changes.department_bands.items():
        _has(reward, [each.department is not None for each in _tabled(known, reward)])
        _check_bands(reward, bands)
    for reward, bands in changes.company_bands.items():
        _has(reward, [each.company is not None for each in _tabled(known, reward)])
        _check_bands(reward, bands)
    for reward, value in (*changes.bases.items(), *changes.base_times.items()):
        _has(reward, [True for _ in _bonuses(known, reward)])
        _not_negative(reward, [value])


def _check_pools(known: Known, changes: Changes) -> None:
    for reward, moved in changes.coefficients.items():
        declared = [set(dict(each.grades)) for each in _terms(known, reward)]
        _has(reward, [set(moved) <= grades for grades in declared])
        _not_negative(reward, moved.values())
    for reward, bands in changes.score_coefficients.items():
        _has(reward, [bool(each.scores) for each in _terms(known, reward)])
        _check_bands(reward, bands)
    for reward, amount in changes.pools.items():
        _has(reward, [each.amount is not None for each in _pools(known, reward)])
        _not_negative(reward, [amount])
    for reward, share in changes.pool_shares.items():
        _has(reward, [each.amount is None for each in _pools(known, reward)])
        _not_negative(reward, [share])


def _terms(known: Known, reward: str) -> list[BonusTerms | YearEndTerms | PoolTerms]:
    return [each for each in known.rewards.get(reward, ()) if isinstance(each, BonusTerms | YearEndTerms | PoolTerms)]


def _tabled(known: Known, reward: str) -> list[BonusTerms | YearEndTerms]:
    return [each for each in known.rewards.get(reward, ()) if isinstance(each, BonusTerms | YearEndTerms)]


def _bonuses(known: Known, reward: str) -> list[BonusTerms]:
    return [each for each in known.rewards.get(reward, ()) if isinstance(each, BonusTerms)]


def _pools(known: Known, reward: str) -> list[PoolTerms]:
    return [each for each in known.rewards.get(reward, ()) if isinstance(each, PoolTerms)]


def _has(reward: str, fits: list[bool]) -> None:
    """Every version of the reward must have what is moved, and there must be one."""
    if not fits or not all(fits):
        raise NotFoundRefusal("what_if.nothing_to_move", reward=reward)


def _check_bands(reward: str, bands: Breakpoints) -> None:
    if not bands or any(low >= high for (low, _), (high, _) in pairwise(bands)):
        raise ConflictRefusal("what_if.bands_not_rising", reward=reward)
    _not_negative(reward, [number for _, number in bands])


def _not_negative(reward: str, values: Iterable[Fraction]) -> None:
    for value in values:
        if value < 0:
            raise ConflictRefusal("what_if.below_zero", reward=reward, value=plain(value))
