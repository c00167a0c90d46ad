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
from merit.rewards.commission.clawback import base_in_span, clawback, earned_in_period, refunded_in_span
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
    base: Fraction | Explained[Fraction]
    terms: CommissionTerms


def pay_refunds(case: Case, statement: Statement) -> None:
    """Add a clawback line for each period of which more is refunded than was clawed back so far."""
    earned = [*_sealed(case), *_current(case, statement)]
    back = [_refunded(case, each) for each in earned]
    for each in earned:
        if each.terms.refunds is not RefundRule.CLAWBACK:
            continue
        span = [other for other in earned if _span_start(other) == _span_start(each)]
        if len(span) == 1:
            add_clawback(case, statement, "clawback", each, back[earned.index(each)])
            continue
        refunded = tuple(back[earned.index(other)] for other in span)
        place, bases = span.index(each), tuple(other.base for other in span)
        kept = earned_in_period(payments=tuple(other.amount for other in span), bases=bases, index=place)
        share = refunded_in_span(refunded=refunded, bases=bases, index=place)
        own = replace(each, amount=kept, base=base_in_span(bases=bases, index=place))
        add_clawback(case, statement, "clawback", own, share)


def _refunded(case: Case, earned: Earned) -> Explained[Fraction]:
    """What came back of the period's sales, as it stands in the base.

    Of rates by line that is its part of what the line earned, unless no line earned anything (a kicker alone did).
    """
    sold, terms = case.sold_in(earned.period), earned.terms
    by_line = terms.base.counting is Counting.LINE and any(_computed(terms, sale) for sale in sold)
    sales = [sale for sale in sold if sale.taken_back]
    return taken_back(
        lines=tuple(_in_base(terms, sale) if by_line else sale.worked_out(sale.taken_back) for sale in sales)
    )


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


def _span_start(earned: Earned) -> date:
    return span_to_date(earned.terms.base.cumulative, earned.period).start


def _in_base(terms: CommissionTerms, sale: Sale) -> Explained[Fraction]:
    return sale.worked_out(_computed(terms, sale) * sale.taken_back / sale.amount if sale.amount else sale.taken_back)


def _computed(terms: CommissionTerms, sale: Sale) -> Fraction:
    return table_value(terms.rates.mode, sale.amount, terms.rates.bands).value
