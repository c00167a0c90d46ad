"""A contest and a year-end bonus: in words, drawn, and worked out by the core's rules."""

from fractions import Fraction

from merit.company import Company
from merit.kernel.exact import plain
from merit.rewards.bonus.contest import contest_prize
from merit.rewards.bonus.year_end import year_end
from merit.rewards.plan.contest_terms import Best, ContestTerms
from merit.rewards.plan.reward_plan import BonusTerms
from merit.rewards.plan.year_end_terms import YearEndTerms
from merit.rewards.promise import coefficient_of, individual_of
from merit_desk.results.queries.names import kpi_title, kpi_unit
from merit_desk.reward_plans.queries.amounts import money, reading
from merit_desk.reward_plans.queries.supposed import Example
from merit_desk.shell import formats
from merit_desk.shell.parts import Fact
from merit_desk.shell.sentences import say

ONE = Fraction(1)


def contest_words(company: Company, terms: ContestTerms) -> list[Fact]:
    """What is ranked, the prizes, the days."""
    kpi, unit = kpi_title(company, terms.kpi), kpi_unit(company, terms.kpi)
    best = say(f"contest_words.{terms.best}") if terms.best else say("contest_words.direction")
    facts = [Fact(say("reward_terms.ranked"), say("contest_words.ranked", kpi=kpi, best=best))]
    if terms.minimum is not None:
        code = "at_most" if terms.best is Best.LOWEST else "at_least"
        limit = say(f"reward_condition.{code}", kpi=kpi, limit=reading(terms.minimum, unit))
        facts.append(Fact(say("reward_terms.minimum"), say("contest_words.minimum", limit=limit)))
    prizes = [say("contest_words.prize", place=at, amount=money(each)) for at, each in enumerate(terms.prizes, 1)]
    budget = say("contest_words.budget", amount=money(terms.budget))
    facts.append(Fact(say("reward_terms.prizes"), say("reward_words.semicolon").join(prizes), budget))
    facts.append(Fact(say("reward_terms.ties"), say("contest_words.ties")))
    if terms.first is not None and terms.last is not None:
        days = say("reward_words.days", first=str(terms.first), last=str(terms.last))
        facts.append(Fact(say("reward_terms.days"), days))
    return facts


def year_end_words(terms: YearEndTerms) -> list[Fact]:
    """The formula, and months of pay or an amount."""
    if terms.base is not None:
        base = say("year_words.base", amount=money(terms.base))
    else:
        base = say("year_words.months", months=plain(terms.months or 0), of=say(f"monthly_pay.{terms.of}"))
    return [Fact(say("reward_terms.formula"), say("year_words.formula")), Fact(say("reward_terms.base"), base)]


def prizes_of(terms: ContestTerms, currency: str, tied: bool = False) -> list[Fraction]:
    """What each place gets, everybody with a figure of their own; or with the first two places tied."""
    count = len(terms.prizes)
    figures = {f"{at:03d}": Fraction(count - at) for at in range(count)}
    if tied and count > 1:
        figures["001"] = figures["000"]
    paid = (
        contest_prize(person=name, standings=figures, prizes=terms.prizes, lowest_wins=False, currency=currency)
        for name in figures
    )
    return [each.value.units for each in paid]


def contest_steps(terms: ContestTerms, currency: str) -> tuple[tuple[str, str], ...]:
    """Each place, and what the first two get when they are tied."""
    steps = [
        (say("contest_words.place", place=at), money(each)) for at, each in enumerate(prizes_of(terms, currency), 1)
    ]
    if len(terms.prizes) > 1:
        steps.append((say("contest_words.tied"), money(prizes_of(terms, currency, tied=True)[0])))
    return tuple(steps)


def as_bonus(terms: YearEndTerms) -> BonusTerms:
    """Its coefficients as those of a bonus, which are read alike; without any the individual one is 1."""
    grades = terms.grades if terms.grades or terms.scores else ()
    return BonusTerms(grades, terms.scores, terms.department, terms.company)


def year_base(terms: YearEndTerms, example: Example) -> Fraction:
    """An amount a year, or the months of the pay of the example."""
    if terms.base is not None:
        return terms.base
    return (terms.months or ONE) * example.figures.get("base", Fraction(8_000))


def year_end_paid(base: Fraction, coefficients: list[Fraction], currency: str) -> Fraction:
    """For somebody on duty all year."""
    named = {str(at): each for at, each in enumerate(coefficients)}
    return year_end(base=base, coefficients=named, share=ONE, payout=ONE, currency=currency).value.units


def year_end_example(
    terms: YearEndTerms, example: Example, currency: str
) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """The product in a line, and its factors; None for a grade without a coefficient."""
    own = individual_of(as_bonus(terms), example.grade, example.score) if terms.grades or terms.scores else None
    if own is None and (terms.grades or terms.scores):
        return None
    base = year_base(terms, example)
    factors = [(say("reward_terms.individual"), own.value)] if own is not None else []
    if terms.department is not None:
        factors.append((say("reward_terms.department"), coefficient_of(terms.department, example.department)))
    if terms.company is not None:
        factors.append((say("reward_terms.company"), coefficient_of(terms.company, example.company)))
    paid = money(year_end_paid(base, [each for _, each in factors], currency))
    line = " × ".join((formats.fixed_places(base, 2), *(plain(each) for _, each in factors)))
    steps = ((say("reward_terms.base"), money(base)), *((name, plain(each)) for name, each in factors))
    return f"{line} = {paid}", steps
