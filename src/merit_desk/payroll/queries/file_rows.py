"""The rows of a payroll or bank file: each person's parts, which add up to what they are paid."""

from collections.abc import Collection, Sequence

from merit.company import Company
from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit.reports.pay_file import PayFileRow, Value
from merit.rewards.payment.adjustments import PARTS
from merit.rewards.payment.pay_layout import PayLayout
from merit_desk.payroll.models import Payout, Slip
from merit_desk.payroll.queries.accounts import BankAccount, bank_accounts
from merit_desk.payroll.queries.lines import Line
from merit_desk.results.queries.names import standing, team_name
from merit_desk.results.queries.open_company import declared_company

BONUSES = frozenset({"bonus", "pool", "contest", "year_end", "veto"})
COMMISSIONS = frozenset({"commission", "override", "floor", "line_minimum", "draw", "draw_recovery", "carried"})
_EARLIER = frozenset({*PARTS, "clawback", "override_clawback", "holdback_release"})
_NAMED = 5


def is_earlier(payout: Payout, line: Line) -> bool:
    """Whether the line is about an earlier period, or takes back what refunds undo."""
    return line["line"] in _EARLIER or bool(line["concerns"] and line["concerns"] != payout.period)


def part_of(payout: Payout, line: Line) -> str:
    """bonus, commission, adjustments or other: the column in which a line counts."""
    if is_earlier(payout, line):
        return "adjustments"
    if line["line"] in BONUSES:
        return "bonus"
    return "commission" if line["line"] in COMMISSIONS else "other"


def file_rows(payout: Payout, slips: Sequence[Slip], layout: PayLayout) -> list[PayFileRow]:
    """By person. Raises ConflictRefusal when somebody who is to be paid has no account in the company's file."""
    accounts = bank_accounts() if layout.needs_accounts else {}
    company = declared_company()
    if layout.needs_accounts:
        _require_accounts([slip for slip in slips if slip.fen > 0], accounts)
    return [_row(company, payout, slip, accounts) for slip in slips]


def _row(company: Company, payout: Payout, slip: Slip, accounts: dict[str, BankAccount]) -> PayFileRow:
    who = standing(company, slip.person, Period.parse(payout.period))
    amount = Money(slip.fen, payout.currency)
    parts: dict[str, Value] = {
        name: Money(sum(line["fen"] for line in slip.lines if part_of(payout, line) == name), payout.currency)
        for name in ("bonus", "commission", "adjustments", "other")
    }
    bank = accounts.get(slip.person)
    texts: dict[str, Value] = {
        "person": slip.person,
        "name": who.name,
        "team": team_name(company, slip.team) if slip.team else "",
        "post": who.post,
        "account": bank.account if bank else "",
        "bank": bank.bank if bank else "",
        "holder": (bank.holder or who.name) if bank else who.name,
    }
    return PayFileRow(amount, {**texts, **parts, "amount": amount})


def _require_accounts(slips: Sequence[Slip], accounts: Collection[str]) -> None:
    missing = [slip.person for slip in slips if slip.person not in accounts]
    if missing:
        raise ConflictRefusal("payroll.no_account", count=len(missing), people=", ".join(missing[:_NAMED]))
