"""An example of a reward worked out: what goes in, each step of the core's rules, and what comes out."""

from dataclasses import dataclass
from fractions import Fraction

from merit.company import Company
from merit.kernel.exact import plain
from merit.kernel.money import share_out
from merit.rewards.plan.reward_plan import (
    BonusTerms,
    CommissionTerms,
    ContestTerms,
    PoolTerms,
    RewardPlan,
    YearEndTerms,
)
from merit.rewards.promise import bonus_promised, coefficient_of, commission_promised, individual_of, needs_target
from merit_desk.results.queries.names import kpi_title, kpi_unit
from merit_desk.reward_plans.queries.amounts import money, reading
from merit_desk.reward_plans.queries.other_kinds import contest_steps, year_end_example
from merit_desk.reward_plans.queries.supposed import Example
from merit_desk.shell import formats
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class Worked:
    """`sum_up` is the example in a sentence; `steps` are (what, figure)."""

    sum_up: str
    steps: tuple[tuple[str, str], ...]


def worked(company: Company, plan: RewardPlan, example: Example) -> Worked | None:
    """None where the figures given do not suffice."""
    match plan.terms:
        case CommissionTerms() as terms:
            return _commission(company, terms, example)
        case BonusTerms() as terms:
            return _bonus(company, terms, example)
        case PoolTerms() as terms:
            return _pool(company, terms, example)
        case ContestTerms() as terms:
            return _contest(company, terms)
        case YearEndTerms() as terms:
            found = year_end_example(terms, example, company.profile.currency)
            return None if found is None else Worked(*found)


def _commission(company: Company, terms: CommissionTerms, example: Example) -> Worked | None:
    supposed, amount = example.supposed(terms), example.amount(terms)
    if not terms.rates.bands or (needs_target(terms) and supposed.target is None):
        return None
    found = commission_promised(terms, amount, supposed, company.profile.currency)
    unit = kpi_unit(company, terms.base.kpi)
    steps = [(kpi_title(company, terms.base.kpi), reading(amount, unit))]
    if supposed.target is not None:
        share = formats.percent(amount / supposed.target)
        steps.append((say("reward_plans.attained", target=reading(supposed.target, unit)), share))
    steps += [(say(each.code), money(each.value)) for each in found.steps]
    if found.paid != found.earned:
        steps.append((say("reward_plans.paid_now"), money(found.paid.units)))
    result = money(found.earned.units)
    return Worked(say("reward_plans.sells", amount=reading(amount, unit), money=result), tuple(steps))


def _bonus(company: Company, terms: BonusTerms, example: Example) -> Worked | None:
    own = individual_of(terms, example.grade, example.score)
    if own is None:
        return None
    department = coefficient_of(terms.department, example.department)
    whole = coefficient_of(terms.company, example.company)
    base = example.base(terms)
    paid = bonus_promised(base, [own.value, department, whole], company.profile.currency)
    who = plain(example.score) if terms.scores else example.grade
    steps = [(say("reward_terms.base"), money(base)), (say("reward_plans.own_coefficient", of=who), plain(own.value))]
    if terms.department is not None:
        steps.append((_coefficient(company, "department", example.department), plain(department)))
    if terms.company is not None:
        steps.append((_coefficient(company, "company", example.company), plain(whole)))
    factors = [own.value, *([department] if terms.department else []), *([whole] if terms.company else [])]
    line = " × ".join((formats.fixed_places(base, 2), *(plain(each) for each in factors)))
    result = money(paid.units)
    return Worked(f"{line} = {result}", tuple(steps))


def _coefficient(company: Company, name: str, value: Fraction | None) -> str:
    del company
    term = say(f"reward_terms.{name}")
    return say("reward_plans.no_figure_yet", term=term) if value is None else term


def _contest(company: Company, terms: ContestTerms) -> Worked | None:
    if not terms.prizes:
        return None
    budget = say("contest_words.sum_up", count=len(terms.prizes), amount=money(terms.budget))
    return Worked(budget, contest_steps(terms, company.profile.currency))


def _pool(company: Company, terms: PoolTerms, example: Example) -> Worked:
    pool, count = example.pool(terms, company.profile.currency), example.members
    width = len(str(count))
    parts = share_out(pool.fen, {f"{at:0{width}d}": Fraction(1) for at in range(1, count + 1)})
    found = [money(Fraction(fen, 100)) for fen in parts.values()]
    steps = [(say("reward_plans.pool"), money(pool.units))]
    if terms.amount is None:
        value = reading(example.amount_of_pool(), kpi_unit(company, terms.kpi))
        steps.insert(0, (kpi_title(company, terms.kpi), value))
    steps += [(say("reward_plans.alike", count=found.count(each)), each) for each in dict.fromkeys(found)]
    sum_up = say("reward_plans.pool_sum", pool=money(pool.units), count=count, money=found[0])
    return Worked(sum_up, tuple(steps))
