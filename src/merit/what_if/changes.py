"""What the sliders of a trial move, and the company as it would be under them: the meaning of every fast figure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeAlias

from merit.company import Company
from merit.kernel.breakpoints import Breakpoints
from merit.rewards.plan.contest_terms import ContestTerms
from merit.rewards.plan.reward_plan import BonusTerms, CoefficientTable, CommissionTerms, PoolTerms, RewardPlan, Terms
from merit.rewards.plan.year_end_terms import YearEndTerms
from merit.scores.plan.score_plan import Indicator, ScorePlan

GradeEdges: TypeAlias = tuple[tuple[str, Fraction], ...]
"""Grades with the lowest total of each, from the best down."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Where the sliders stand; what is not named stays as declared. Applies to every version of the plan or reward.

    A plan is named by `plan`, a reward by `reward`, an indicator by its id. Shares and factors are plain numbers
    (1.05), weights are in percent, amounts in units of the currency (3000 is 3,000.00).
    """

    weights: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)
    """(plan, indicator) → weight, above zero. Weights that do not total 100 count in proportion."""
    target_times: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)
    """(plan, indicator) → factor above zero on the target in force, whatever row it comes from."""
    bands: Mapping[str, GradeEdges] = field(default_factory=dict)
    """plan → the same grades in the same order with other edges, strictly falling."""
    coefficients: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)
    """bonus, year-end bonus or pool → grade → individual coefficient, not below zero; other grades stay."""
    score_coefficients: Mapping[str, Breakpoints] = field(default_factory=dict)
    """the same, where the individual coefficient is read at the total → (total from, coefficient), rising."""
    department_bands: Mapping[str, Breakpoints] = field(default_factory=dict)
    """bonus or year-end bonus with a department coefficient → (value from, coefficient), rising."""
    company_bands: Mapping[str, Breakpoints] = field(default_factory=dict)
    """bonus or year-end bonus with a company coefficient → (value from, coefficient), rising."""
    bases: Mapping[str, Fraction] = field(default_factory=dict)
    """bonus → the same base per month for everybody, not below zero."""
    base_times: Mapping[str, Fraction] = field(default_factory=dict)
    """bonus → factor on everybody's base, not below zero."""
    pools: Mapping[str, Fraction] = field(default_factory=dict)
    """pool with a stated amount → the amount, not below zero."""
    pool_shares: Mapping[str, Fraction] = field(default_factory=dict)
    """pool filled by a KPI → the share of the KPI, not below zero."""


def changed(company: Company, changes: Changes) -> Company:
    """The company as if it had always been so; the exact engine on it is what every fast outcome must equal."""
    return replace(
        company,
        plans=tuple(changed_plan(plan, changes) for plan in company.plans),
        rewards=tuple(changed_reward(plan, changes) for plan in company.rewards),
    )


def changed_plan(plan: ScorePlan, changes: Changes) -> ScorePlan:
    """The plan with the weights, targets and edges of the trial."""
    indicators = tuple(_indicator(plan.plan, each, changes) for each in plan.indicators)
    return replace(plan, indicators=indicators, grades=changes.bands.get(plan.plan, plan.grades))


def changed_reward(plan: RewardPlan, changes: Changes) -> RewardPlan:
    """The reward with the coefficients, base or pool of the trial. No slider moves a commission or a contest."""
    match plan.terms:
        case BonusTerms() as terms:
            return replace(plan, terms=_bonus(plan.reward, terms, changes))
        case YearEndTerms() as terms:
            return replace(plan, terms=_year_end(plan.reward, terms, changes))
        case PoolTerms() as terms:
            return replace(plan, terms=_pool(plan.reward, terms, changes))
        case CommissionTerms() | ContestTerms():
            return plan


def _indicator(plan: str, indicator: Indicator, changes: Changes) -> Indicator:
    key = (plan, indicator.id)
    times = changes.target_times.get(key, Fraction(1)) * indicator.target_times
    return replace(indicator, weight=changes.weights.get(key, indicator.weight), target_times=times)


def _bonus(reward: str, terms: BonusTerms, changes: Changes) -> Terms:
    return replace(
        terms,
        grades=by_grade(terms.grades, changes.coefficients.get(reward, {})),
        scores=changes.score_coefficients.get(reward, terms.scores),
        department=_table(terms.department, changes.department_bands.get(reward)),
        company=_table(terms.company, changes.company_bands.get(reward)),
        base=changes.bases.get(reward, terms.base),
        base_times=terms.base_times * changes.base_times.get(reward, Fraction(1)),
    )


def _year_end(reward: str, terms: YearEndTerms, changes: Changes) -> Terms:
    return replace(
        terms,
        grades=by_grade(terms.grades, changes.coefficients.get(reward, {})),
        scores=changes.score_coefficients.get(reward, terms.scores),
        department=_table(terms.department, changes.department_bands.get(reward)),
        company=_table(terms.company, changes.company_bands.get(reward)),
    )


def _pool(reward: str, terms: PoolTerms, changes: Changes) -> Terms:
    return replace(
        terms,
        grades=by_grade(terms.grades, changes.coefficients.get(reward, {})),
        scores=changes.score_coefficients.get(reward, terms.scores),
        amount=changes.pools.get(reward, terms.amount),
        share=changes.pool_shares.get(reward, terms.share),
    )


def by_grade(declared: GradeEdges, moved: Mapping[str, Fraction]) -> GradeEdges:
    """Individual coefficients with those that a slider moved."""
    return tuple((grade, moved.get(grade, number)) for grade, number in declared)


def _table(table: CoefficientTable | None, bands: Breakpoints | None) -> CoefficientTable | None:
    return table if table is None or bands is None else replace(table, bands=bands)
