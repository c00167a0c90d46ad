"""Clawback lines: for every period with refunded sales, what they take back at the rate earned then.

Sales refunded in the period they were sold in go the same way as later ones: the commission stands, the refund stands
beside it. So however refunds fall over the periods, refunding everything leaves nothing.
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from merit.kernel.explain import Explained
from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.rewards.commission.clawback import clawback, earned_in_period
from merit.rewards.commission.commission import taken_back
from merit.rewards.commission.commission_case import Case, Statement, span_to_date, sum_of_lines
from merit.rewards.commission.rates import table_value
from merit.rewards.payment.paid_before import Sale
from merit.rewards.plan.reward_plan import CommissionTerms, Counting, RefundRule

OWN = ("commission", "veto")


@dataclass(frozen=True, slots=True)
class Earned:
    """What one period's sales earned under which terms: amount ÷ base is their rate."""

    period: Period
    amount: Explained[Money]
    base: Fraction
    terms: CommissionTerms


def pay_refunds(case: Case, statement: Statement) -> None:
    """Add a clawback line for each period of which more is refunded than was clawed back so far."""
    for each in _kept([*_sealed(case), *_current(case, statement)]):
        if each.terms.refunds is not RefundRule.CLAWBACK:
            continue
        sales = [sale for sale in case.sold_in(each.period) if sale.taken_back]
        refunded = taken_back(lines=tuple(_in_base(each.terms, sale) for sale in sales))
        add_clawback(case, statement, "clawback", each, refunded)


def add_clawback(case: Case, statement: Statement, name: str, of: Earned, refunded: Explained[Fraction]) -> None:
    """Add the line unless nothing changed since the last time."""
    clawed = case.paid(tuple(line for line in case.earlier(name) if line.concerns == of.period))
    amount = clawback(earned=of.amount, base=of.base, refunded=refunded, clawed=clawed)
    if amount.value.fen:
        statement.lines.append(case.line(name, amount, concerns=of.period))


def _sealed(case: Case) -> list[Earned]:
    periods = sorted({line.period for line in case.earlier("commission")})
    return [_sealed_period(case, period) for period in periods]


def _sealed_period(case: Case, period: Period) -> Earned:
    own = tuple(line for line in case.earlier(*OWN) if line.period == period)
    adjusted = tuple(line for line in case.earlier("adjustment") if line.concerns == period)
    lines = (*own, *adjusted)
    base = sum((line.base or Fraction(0) for line in lines), Fraction(0))
    return Earned(period, case.paid(lines), base, case.terms_of(max(line.reward_version for line in own)))


def _current(case: Case, statement: Statement) -> list[Earned]:
    lines = [line for line in statement.lines if line.line in OWN]
    if not lines:
        return []
    amount = sum_of_lines(lines, case.currency)
    base = sum((line.base or Fraction(0) for line in lines), Fraction(0))
    return [Earned(case.run.period, amount, base, case.terms)]


def _kept(earned: list[Earned]) -> list[Earned]:
    """What later payments of the same span left of each period's earning."""
    kept: list[Earned] = []
    for each in earned:
        together = [other for other in earned if _span_start(other) == _span_start(each)]
        payments = tuple(other.amount for other in together)
        bases = tuple(other.base for other in together)
        amount = earned_in_period(payments=payments, bases=bases, index=together.index(each))
        kept.append(replace(each, amount=amount) if len(together) > 1 else each)
    return kept


def _span_start(earned: Earned) -> date:
    return span_to_date(earned.terms.base.cumulative, earned.period).start


def _in_base(terms: CommissionTerms, sale: Sale) -> Explained[Fraction]:
    """The refunded part as it stands in the base: of rates by line, its part of the line's computed commission."""
    if terms.base.counting is Counting.SPAN or not sale.amount:
        return sale.worked_out(sale.taken_back)
    computed = table_value(terms.rates.mode, sale.amount, terms.rates.bands)
    return sale.worked_out(computed.value * sale.taken_back / sale.amount)
