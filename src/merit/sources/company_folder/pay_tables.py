"""pay_decisions, refund_bearers, pay_budgets: rows to what people decided about pay, and what it may come to."""

from fractions import Fraction
from pathlib import Path

from merit.company import Profile
from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.kernel.problems import Problem
from merit.rewards.payment.pay_budget import BudgetLimit, PayBudget
from merit.rewards.payment.pay_decision import PayDecision
from merit.rewards.payment.refund_bearer import Bearer, RefundBearer
from merit.sources.company_folder.review_tables import needed_moment
from merit.sources.company_folder.row import Row
from merit.sources.company_folder.rows import table_rows


def budget_of(row: Row, currency: str) -> PayBudget:
    """One row of pay_budgets; a limit that is not named is soft."""
    row.needed("amount")
    return PayBudget(
        period=row.period("period"),
        team=row.text("team"),
        amount=Money.of(row.amount("amount") or 0, currency),
        limit=row.choice("limit", BudgetLimit, BudgetLimit.SOFT),
        reason=row.text("reason"),
        source=row.source,
    )


def pay_decision_of(row: Row, profile: Profile) -> PayDecision:
    """One row of pay_decisions; a time without an offset is the company's."""
    decision = PayDecision(
        period=row.period("period"),
        person=row.identifier("person"),
        reward=row.needed("reward"),
        amount=_whole_fen(row),
        concerns=row.period("concerns") if row.text("concerns") else None,
        reason=row.needed("reason"),
        decided_by=row.needed("decided_by"),
        decided_at=needed_moment(row, "decided_at", profile),
        dispute=row.text("dispute"),
        rule=row.text("rule"),
        source=row.source,
    )
    if decision.amount < 0 and not decision.rule:
        row.problems.append(Problem("company.taken_without_rule", row.place("rule"), {"amount": row.text("amount")}))
    if decision.person and decision.person == decision.decided_by:
        params: dict[str, str | int] = {"person": decision.person}
        row.problems.append(Problem("company.paid_oneself", row.place("decided_by"), params))
    _concerns_earlier(row, decision.concerns, decision.period)
    return decision


def read_pay_decisions(folder: Path, profile: Profile) -> tuple[PayDecision, ...]:
    """The decisions of a folder that was read and checked before, such as a sealed one."""
    rows, _ = table_rows(folder, "pay_decisions")
    read = [(row, pay_decision_of(row, profile)) for row in rows]
    return tuple(decision for row, decision in read if row.good)


def _whole_fen(row: Row) -> Fraction:
    amount = row.needed_number("amount")
    if row.good and (not amount or (amount * 100).denominator != 1):
        row.problems.append(Problem("company.not_fen", row.place("amount"), {"value": row.text("amount")}))
    return amount


def _concerns_earlier(row: Row, concerns: Period | None, period: Period) -> None:
    if row.good and concerns is not None and concerns.end > period.end:
        params: dict[str, str | int] = {"concerns": str(concerns), "period": str(period)}
        row.problems.append(Problem("company.concerns_later", row.place("concerns"), params))


def bearer_of(row: Row, profile: Profile) -> RefundBearer:
    """One row of refund_bearers."""
    row.needed("borne_by")
    return RefundBearer(
        shop=row.needed("shop"),
        refund_id=row.identifier("refund_id"),
        borne_by=row.choice("borne_by", Bearer, Bearer.PERSON),
        reason=row.needed("reason"),
        decided_by=row.needed("decided_by"),
        decided_at=needed_moment(row, "decided_at", profile),
        source=row.source,
    )
