"""Year-end lines: months of pay or an amount, coefficients, the share of the year, and the policy about leavers."""

from fractions import Fraction

from merit.kernel.explain import Explained, given
from merit.kernel.problems import Problem, Severity
from merit.people.duty import duty
from merit.people.spells import spells_in
from merit.rewards.bonus.bonus import bonus_base
from merit.rewards.bonus.pay_bonus import individual_coefficient, payout_share, usable_card
from merit.rewards.bonus.year_end import year_end, year_end_share
from merit.rewards.coefficients import no_coefficient
from merit.rewards.pay_run import PayRun, own_parts
from merit.rewards.payment.pay_line import PayLine
from merit.rewards.plan.reward_plan import RewardPlan
from merit.rewards.plan.year_end_terms import Leavers, MonthlyPay, YearEndTerms
from merit.rewards.readings import Reader


def pay_year_end(
    run: PayRun, plan: RewardPlan, terms: YearEndTerms, person: str
) -> tuple[PayLine | None, list[Problem]]:
    """The bonus of one person, or everything that stands in its way; a leaver who gets nothing is pointed out."""
    reader = Reader(run, plan, person, run.period)
    found = {
        "individual": _individual(run, plan, terms, person),
        "department": reader.coefficient(terms.department),
        "company": reader.coefficient(terms.company),
    }
    base = year_base(run, plan, terms, person)
    coefficients = {name: each for name, each in found.items() if isinstance(each, Explained)}
    if isinstance(base, Problem) or len(coefficients) < len(found):
        return None, [each for each in (*found.values(), base) if isinstance(each, Problem)]
    after, card = _days_after_leaving(run, plan, person), run.cards.get(person)
    paid = year_end(
        base=base,
        coefficients=coefficients,
        share=year_share(run, plan, terms, person),
        payout=payout_share(card, plan.reward) if card else Fraction(1),
        currency=run.company.profile.currency,
    )
    forfeits = after > 0 and terms.leavers is Leavers.NONE
    told = [Problem("rewards.leaver_forfeits", plan.place, reader.params(), Severity.WARNING)] if forfeits else []
    return PayLine(person, run.period, plan.reward, plan.version, "year_end", paid.citing(plan.ref)), told


def _individual(run: PayRun, plan: RewardPlan, terms: YearEndTerms, person: str) -> Explained[Fraction] | Problem:
    if not terms.grades and not terms.scores:
        return no_coefficient()
    card = usable_card(run, plan, person)
    return card if isinstance(card, Problem) else individual_coefficient(plan, card, terms.grades, terms.scores)


def year_base(run: PayRun, plan: RewardPlan, terms: YearEndTerms, person: str) -> Explained[Fraction] | Problem:
    """The year's base: the stated amount, or months of what the person is paid a month, weighted by working days."""
    if terms.months is None:
        stated = given(value=terms.base or Fraction(0))
        return Explained(terms.base or Fraction(0), stated.step, (plan.ref,))
    parts: list[tuple[Explained[Fraction], int]] = []
    for part in own_parts(run, plan, person, run.period):
        monthly = part.spell.wage if terms.of is MonthlyPay.WAGE else part.spell.bonus_base
        if monthly is None:
            code = "rewards.no_wage" if terms.of is MonthlyPay.WAGE else "rewards.no_bonus_base"
            params: dict[str, str | int] = {"reward": plan.reward, "person": person}
            return Problem(code, plan.place, params, Severity.WARNING)
        days = duty(run.organisation, run.company.calendar, person, part.period).on_duty
        parts.append((Explained(monthly, given(value=monthly).step, (part.spell.source,)), days))
    return bonus_base(parts=tuple(parts), months=terms.months)


def year_share(run: PayRun, plan: RewardPlan, terms: YearEndTerms, person: str) -> Explained[Fraction]:
    """The share of the year for which the bonus is paid, by days on duty and what leavers get."""
    calendar = run.company.calendar
    own = own_parts(run, plan, person, run.period)
    return year_end_share(
        on_duty=sum(duty(run.organisation, calendar, person, part.period).on_duty for part in own),
        after_leaving=_days_after_leaving(run, plan, person),
        working_days=calendar.working_days_in(run.period),
        leavers=str(terms.leavers),
    )


def _days_after_leaving(run: PayRun, plan: RewardPlan, person: str) -> int:
    """Working days from the person's last day to the end of the year; 0 for who stayed, or whose reward it was not."""
    last = spells_in(run.organisation, person, run.period)[-1].period.end
    own = own_parts(run, plan, person, run.period)[-1].period.end
    rest = run.period.overlap(last, run.period.end) if own == last else None
    return run.company.calendar.working_days_in(rest) if rest is not None else 0
