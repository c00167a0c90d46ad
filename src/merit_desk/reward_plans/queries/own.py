"""A reward worked out on the reader's own latest figures, as far as they may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from merit.company import Company
from merit.kernel.node import NodeKind
from merit.kernel.period import Period
from merit.kernel.section import number_in
from merit.people.spells import SpellPart, spells_in
from merit.rewards.plan.reward_plan import BonusTerms, CoefficientTable, CommissionTerms, Reading, RewardPlan
from merit.rewards.promise import individual_of, needs_target
from merit.scores.figure_node import node_around
from merit.scores.plan.score_plan import FigureOf
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.period_files import PeriodFiles, periods_run
from merit_desk.reward_plans.queries.supposed import Example
from merit_desk.reward_plans.queries.worked import Worked, worked

LOOKED_AT = 6
"""How many periods are looked through for one with figures of the reader."""


@dataclass(frozen=True, slots=True)
class OwnExample:
    """The period whose figures were taken, and what the version would pay on them."""

    period: str
    worked: Worked
    complete: bool
    """False where a coefficient had no figure to read and counts as 1."""


def own_example(viewer: Viewer, company: Company, plan: RewardPlan) -> OwnExample | None:
    """None where there are no own figures yet, or the reward is shared among many."""
    if not viewer.person:
        return None
    for period in periods_run()[:LOOKED_AT]:
        parts = spells_in(company.organisation, viewer.person, Period.parse(period))
        if not parts:
            continue
        found = _of(company, plan, visible_files(viewer, period), parts[-1], viewer.person)
        if found is not None:
            return found
    return None


def _of(company: Company, plan: RewardPlan, files: PeriodFiles, part: SpellPart, person: str) -> OwnExample | None:
    match plan.terms:
        case CommissionTerms() as terms:
            return _commission(company, plan, terms, files, person)
        case BonusTerms() as terms:
            return _bonus(company, plan, terms, files, part)
        case _:
            return None


def _commission(
    company: Company, plan: RewardPlan, terms: CommissionTerms, files: PeriodFiles, person: str
) -> OwnExample | None:
    row = files.kpi(terms.base.kpi, NodeKind.PERSON, person)
    if row is None or row.value is None or row.value < 0:
        return None
    figures = {"amount": Fraction(row.value)}
    target = _target(company, terms.base.kpi, person, files.period)
    if needs_target(terms) and terms.base.target is None:
        if target is None:
            return None
        figures["target"] = target
    found = worked(company, plan, Example(figures))
    return None if found is None else OwnExample(files.period, found, terms.multiplier is None)


def _bonus(
    company: Company, plan: RewardPlan, terms: BonusTerms, files: PeriodFiles, part: SpellPart
) -> OwnExample | None:
    total = files.totals.get(part.spell.person)
    if total is None or total.total is None:
        return None
    base = terms.base if terms.base is not None else part.spell.bonus_base
    if base is None or individual_of(terms, total.grade, Fraction(total.total)) is None:
        return None
    figures: dict[str, Fraction] = {"base": base, "score": Fraction(total.total)}
    tables = {"department": terms.department, "company": terms.company}
    for name, table in tables.items():
        if table is None:
            continue
        value = _paid_on(company, plan, name, files, part.spell.person)
        value = _read(company, table, files, part) if value is None else value
        if value is not None:
            figures[name] = value
    found = worked(company, plan, Example(figures, grade=total.grade))
    complete = all(table is None or name in figures for name, table in tables.items())
    return None if found is None else OwnExample(files.period, found, complete)


def _paid_on(company: Company, plan: RewardPlan, name: str, files: PeriodFiles, person: str) -> Fraction | None:
    """What that coefficient read when the period's bonus was paid, as the reader's own working tells it.

    None where nothing was paid, or by a version whose coefficient reads something else.
    """
    paid = next((row for row in files.pay.get(person, ()) if (row.reward, row.line) == (plan.reward, "bonus")), None)
    workings = files.workings.get(("pay", person, plan.reward, "bonus"), ())
    if paid is None or not workings or not _reads_the_same(company, plan, name, paid.reward_version):
        return None
    step: Any = workings[0]
    for key in ("coefficients", name, "value"):
        step = _inside(step, key)
    found = step.get("value") if isinstance(step, dict) else step
    return number_in(found)


def _inside(step: Any, key: str) -> Any:
    inputs = step.get("inputs", step) if isinstance(step, dict) else {}
    return inputs.get(key) if isinstance(inputs, dict) else None


def _reads_the_same(company: Company, plan: RewardPlan, name: str, version: str) -> bool:
    then = next((each for each in company.rewards if (each.reward, str(each.version)) == (plan.reward, version)), None)
    tables = [getattr(each.terms, name, None) for each in (plan, then) if each is not None]
    read = [(each.kpi, each.of, each.on) for each in tables if each is not None]
    return len(read) == 2 and read[0] == read[1]


def _read(company: Company, table: CoefficientTable, files: PeriodFiles, part: SpellPart) -> Fraction | None:
    """What the coefficient's table reads: the value seen of the node, or its attainment against its target."""
    node = node_around(FigureOf(table.of), part.spell, part.period.last, company.organisation)
    row = files.kpi(table.kpi, node.kind, node.id)
    if row is None or row.value is None:
        return None
    if table.on is Reading.ACTUAL:
        return Fraction(row.value)
    target = table.target or _target(company, table.kpi, node.id, files.period)
    return Fraction(row.value) / target if target else None


def _target(company: Company, kpi: str, node: str, period: str) -> Fraction | None:
    """The plain target of exactly that period, above zero."""
    rows = _targets(company, period)
    found = rows.get((kpi, node))
    return found if found is not None and found > 0 else None


def _targets(company: Company, period: str) -> Mapping[tuple[str, str], Fraction]:
    asked = Period.parse(period)
    return {
        (each.kpi, each.node): each.target
        for each in company.targets
        if each.period == asked and each.basis == "absolute" and each.start is None
    }
