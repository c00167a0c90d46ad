"""Rewards as they are promised: whom for, what of, and the curve of the payout. Read only."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from merit.company import Company
from merit.kernel.breakpoints import Breakpoints
from merit.kernel.exact import plain
from merit.kernel.refusals import NotFoundRefusal
from merit.rewards.plan.contest_terms import ContestTerms
from merit.rewards.plan.reward_plan import (
    BonusTerms,
    CoefficientTable,
    CommissionTerms,
    PoolTerms,
    RateMode,
    RewardPlan,
)
from merit.rewards.plan.year_end_terms import YearEndTerms
from merit.scores.plan.curve_drawing import drawn
from merit.scores.plan.curves import Curve, Interpolation
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.names import kpi_title, kpi_unit, post_name, team_name, titled
from merit_desk.shell import formats
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class RewardLine:
    """One reward in its latest version."""

    reward: str
    title: str
    kind: str
    version: int
    whom: str


@dataclass(frozen=True, slots=True)
class PayoutCurve:
    """A table of the reward as a chart: what is read, what comes out, and its rows."""

    title: str
    data: dict[str, Any]
    rows: tuple[tuple[str, str], ...]
    reads: str
    gives: str


def reward_lines(viewer: Viewer, company: Company) -> list[RewardLine]:
    """All rewards, for those who may read definitions; none for others."""
    if not viewer.can(Can.SEE_DEFINITIONS):
        return []
    latest: dict[str, RewardPlan] = {}
    for each in company.rewards:
        if each.reward not in latest or latest[each.reward].version < each.version:
            latest[each.reward] = each
    return [_line(company, each) for each in latest.values()]


def reward_named(company: Company, reward: str, number: int | None = None) -> RewardPlan:
    """The latest version, or that number. Raises NotFoundRefusal."""
    found = [each for each in company.rewards if each.reward == reward and number in (None, each.version)]
    if not found:
        raise NotFoundRefusal("plans.no_such_reward", reward=reward)
    return max(found, key=lambda each: each.version)


def _line(company: Company, plan: RewardPlan) -> RewardLine:
    audience = plan.audience
    names = [
        *(post_name(company, each) for each in audience.posts),
        *(team_name(company, each) for each in audience.teams),
        *audience.people,
    ]
    whom = say("plans.list_comma").join(names)
    return RewardLine(plan.reward, titled(plan.title, plan.reward), plan.kind.value, plan.version, whom)


def reward_line(company: Company, plan: RewardPlan) -> RewardLine:
    """One reward, ready to be shown."""
    return _line(company, plan)


def payout_curves(company: Company, plan: RewardPlan) -> list[PayoutCurve]:
    """Every table of the reward, the individual one first."""
    terms = plan.terms
    match terms:
        case BonusTerms() | YearEndTerms():
            return [
                *_individual(terms.grades, terms.scores),
                *_coefficient(company, terms.department, "plans.department_coefficient"),
                *_coefficient(company, terms.company, "plans.company_coefficient"),
            ]
        case CommissionTerms():
            return [_rates(company, terms), *_coefficient(company, terms.multiplier, "plans.multiplier")]
        case PoolTerms():
            return _individual(terms.grades, terms.scores)
        case ContestTerms():
            return []


def _individual(grades: tuple[tuple[str, Fraction], ...], scores: Breakpoints) -> list[PayoutCurve]:
    gives = say("plans.coefficient")
    if scores:
        return [_chart(say("plans.by_score"), scores, Interpolation.STEP, (say("plans.total"), gives, False, False))]
    if not grades:
        return []
    rows = tuple((grade, plain(value)) for grade, value in grades)
    data = {"bars": [[grade, float(value)] for grade, value in grades], "x": say("plans.grade"), "y": gives}
    return [PayoutCurve(say("plans.by_grade"), data, rows, say("plans.grade"), gives)]


def _coefficient(company: Company, table: CoefficientTable | None, code: str) -> list[PayoutCurve]:
    if table is None or not table.bands:
        return []
    reads = f"{kpi_title(company, table.kpi)} · {say(f'reads_words.{table.on}')}"
    share = table.on == "attainment" or kpi_unit(company, table.kpi) == "rate"
    return [_chart(say(code), table.bands, Interpolation.STEP, (reads, say("plans.coefficient"), share, False))]


def _rates(company: Company, terms: CommissionTerms) -> PayoutCurve:
    reads = f"{kpi_title(company, terms.base.kpi)} · {say(f'rate_mode.{terms.rates.mode}')}"
    joined = Interpolation.LINEAR if terms.rates.mode is RateMode.INTERPOLATED else Interpolation.STEP
    words = (reads, say("plans.rate"), terms.rates.on == "attainment", True)
    return _chart(say("plans.rates"), terms.rates.bands, joined, words)


def _chart(title: str, bands: Breakpoints, joined: Interpolation, words: tuple[str, str, bool, bool]) -> PayoutCurve:
    reads, gives, x_share, y_share = words
    low, high = min(value for _, value in bands), max(value for _, value in bands)
    found = drawn(Curve(bands, joined, floor=min(low, Fraction(0)), cap=high))
    across, up = (100 if x_share else 1), (100 if y_share else 1)
    data = {
        "points": [[float(x * across), float(y * up)] for x, y in found.points],
        "marks": [[float(x * across), float(y * up)] for x, y in found.marks],
        "percent": x_share,
        "percent_y": y_share,
        "stepped": found.stepped,
        "x": reads,
        "y": gives,
    }
    rows = tuple((_text(x, x_share), _text(y, y_share)) for x, y in bands)
    return PayoutCurve(title, data, rows, reads, gives)


def _text(value: Fraction, share: bool) -> str:
    return formats.percent(value) if share else formats.short_number(value, 4)
