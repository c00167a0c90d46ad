"""Bonus lines: the base, the individual, department and company coefficients and the on-duty share of each person."""

from fractions import Fraction

from merit.kernel.breakpoints import Breakpoints
from merit.kernel.calendar import WorkCalendar
from merit.kernel.explain import Explained, given, rule
from merit.kernel.period import Grain, Period
from merit.kernel.problems import Problem, Severity
from merit.people.duty import duty
from merit.people.spells import SpellPart, spells_in
from merit.rewards.bonus.bonus import bonus, bonus_base, times_base
from merit.rewards.coefficients import coefficient, grade_coefficient
from merit.rewards.pay_run import PayRun, own_parts
from merit.rewards.payment.pay_line import PayLine
from merit.rewards.plan.reward_plan import BonusTerms, RewardPlan
from merit.rewards.readings import Reader
from merit.scores.scorecard import Scorecard, ScoreStatus
from merit.scores.total.consequences import strictest

Grades = tuple[tuple[str, Fraction], ...]


@rule("rewards.own_share")
def own_share(*, on_duty: Fraction, own_days: int, all_days: int) -> Fraction:
    """The part of the on-duty share that falls on the days on which this reward is the person's own."""
    return on_duty * own_days / all_days if all_days else Fraction(0)


def pay_bonus(run: PayRun, plan: RewardPlan, terms: BonusTerms, person: str) -> PayLine | list[Problem]:
    """The bonus of one person, or everything that stands in its way."""
    reader = Reader(run, plan, person, run.period)
    card = usable_card(run, plan, person)
    if isinstance(card, Problem):
        return [card]
    found = {
        "individual": individual_coefficient(plan, card, terms.grades, terms.scores),
        "department": reader.coefficient(terms.department),
        "company": reader.coefficient(terms.company),
    }
    base = base_of(run, plan, person, terms.base)
    if isinstance(base, Explained) and terms.base_times != 1:
        base = times_base(base=base, times=terms.base_times)
    coefficients = {name: each for name, each in found.items() if isinstance(each, Explained)}
    if isinstance(base, Problem) or len(coefficients) < len(found):
        return [each for each in (*found.values(), base) if isinstance(each, Problem)]
    paid = bonus(
        base=base,
        coefficients=coefficients,
        on_duty=on_duty_share(run, plan, card),
        payout=payout_share(card, plan.reward),
        currency=run.company.profile.currency,
    )
    return PayLine(person, run.period, plan.reward, plan.version, "bonus", paid.citing(plan.ref))


def usable_card(run: PayRun, plan: RewardPlan, person: str) -> Scorecard | Problem:
    """The person's final scorecard, or why there is none to pay by."""
    card = run.cards.get(person)
    params: dict[str, str | int] = {"reward": plan.reward, "person": person}
    if card is None:
        return Problem("rewards.no_scorecard", plan.place, params, Severity.WARNING)
    if card.status is ScoreStatus.BLOCKED:
        return Problem("rewards.score_blocked", plan.place, params, Severity.WARNING)
    if card.status is ScoreStatus.NOT_SCORED or card.total is None:
        return Problem("rewards.not_scored", plan.place, params, Severity.NOTE)
    return card


def individual_coefficient(
    plan: RewardPlan, card: Scorecard, grades: Grades, scores: Breakpoints
) -> Explained[Fraction] | Problem:
    """The coefficient of the grade, or of the total score where the plan gives bands."""
    params: dict[str, str | int] = {"reward": plan.reward, "person": card.person}
    if scores and card.total is not None:
        return coefficient(value=card.total, bands=scores)
    if card.grade is None:
        return Problem("rewards.no_grade", plan.place, params, Severity.WARNING)
    if card.grade.value not in dict(grades):
        return Problem(
            "rewards.grade_without_coefficient", plan.place, {**params, "grade": card.grade.value}, Severity.WARNING
        )
    return grade_coefficient(grade=card.grade, coefficients=grades)


def base_of(run: PayRun, plan: RewardPlan, person: str, stated: Fraction | None) -> Explained[Fraction] | Problem:
    """The base of the period: the plan's own, else the `bonus_base` of the person's spells on which it is theirs."""
    parts = own_parts(run, plan, person, run.period)
    months = months_in(run.period, run.company.calendar)
    bases: list[tuple[Explained[Fraction], int]] = []
    for part in parts:
        monthly = stated if stated is not None else part.spell.bonus_base
        if monthly is None:
            params: dict[str, str | int] = {"reward": plan.reward, "person": person}
            return Problem("rewards.no_bonus_base", plan.place, params, Severity.WARNING)
        source = Explained(monthly, given(value=monthly).step, (part.spell.source,))
        bases.append((source, _days(run, part)))
    return bonus_base(parts=tuple(bases), months=months)


def payout_share(card: Scorecard, reward: str) -> Explained[Fraction] | Fraction:
    """The share of the reward that gates and vetoes leave, with its working; all of it without one."""
    limits = [each for each in (card.payout, card.vetoed.get(reward)) if each is not None]
    return strictest(limits) or Fraction(1)


def months_in(period: Period, calendar: WorkCalendar) -> Fraction:
    """How many months the period is: whole months count 1, a part of one by its working days."""
    total = Fraction(0)
    for month in period.split(Grain.MONTH):
        part = period.overlap(month.start, month.end)
        days = calendar.working_days_in(month)
        if part is not None and days:
            total += Fraction(calendar.working_days_in(part), days)
    return total


def on_duty_share(run: PayRun, plan: RewardPlan, card: Scorecard) -> Explained[Fraction]:
    """The share of the period on duty, of it the days on which the reward is the person's own."""
    own = own_parts(run, plan, card.person, run.period)
    everything = spells_in(run.organisation, card.person, run.period)
    if sum(part.period.length for part in own) == sum(part.period.length for part in everything):
        return card.on_duty
    own_days, all_days = (sum(_days(run, part) for part in parts) for parts in (own, everything))
    return own_share(on_duty=card.on_duty, own_days=own_days, all_days=all_days)


def _days(run: PayRun, part: SpellPart) -> int:
    return duty(run.organisation, run.company.calendar, part.spell.person, part.period).on_duty
