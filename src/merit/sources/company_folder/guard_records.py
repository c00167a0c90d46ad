"""notices, contracts, payroll, losses and guard_overrides: rows to what the law guards read."""

from collections.abc import Callable
from fractions import Fraction
from typing import Protocol, TypeVar

from merit.company import Profile
from merit.guards.month_pay import Payroll
from merit.guards.months import ContractKind
from merit.guards.probation import Contract
from merit.guards.records import (
    ContractRecord,
    GuardOverride,
    GuardRecords,
    LossRecord,
    NoticeRecord,
    PayrollRecord,
)
from merit.kernel.money import Money
from merit.kernel.period import Grain
from merit.kernel.problems import Problem
from merit.sources.company_folder.review_tables import needed_moment
from merit.sources.company_folder.row import Row

Thing = TypeVar("Thing")


class Table(Protocol):
    """Reads the rows of one table by a function, and notes what is wrong with them."""

    def __call__(self, table: str, build: Callable[[Row], Thing]) -> tuple[Thing, ...]:
        """The things on the rows that could be read."""


def read_guard_records(table: Table, profile: Profile) -> GuardRecords:
    """All of them, in the order of their files."""
    return GuardRecords(
        notices=table("notices", notice_of),
        contracts=table("contracts", lambda row: contract_of(row, profile.currency)),
        payroll=table("payroll", lambda row: payroll_of(row, profile.currency)),
        losses=table("losses", lambda row: loss_of(row, profile)),
        overrides=table("guard_overrides", lambda row: override_of(row, profile)),
    )


def notice_of(row: Row) -> NoticeRecord:
    """One row of notices: without a person the notice itself, with one that person's confirmation."""
    notice = NoticeRecord(
        plan=row.needed("plan"),
        version=_whole(row, "version", 1),
        given_on=row.needed_day("given_on"),
        person=row.text("person"),
        acknowledged_on=row.day("acknowledged_on"),
        how=row.text("how"),
        source=row.source,
    )
    if bool(notice.person) != (notice.acknowledged_on is not None) and row.good:
        row.problems.append(Problem("company.half_acknowledged", row.place("acknowledged_on")))
    if notice.acknowledged_on is not None and notice.acknowledged_on < notice.given_on and row.good:
        params: dict[str, str | int] = {"given_on": str(notice.given_on)}
        row.problems.append(Problem("company.acknowledged_too_early", row.place("acknowledged_on"), params))
    return notice


def contract_of(row: Row, currency: str) -> ContractRecord:
    """One row of contracts; `to` and `probation_to` are last days."""
    row.needed("kind")
    contract = Contract(
        person=row.identifier("person"),
        kind=row.choice("kind", ContractKind, ContractKind.FIXED),
        start=row.needed_day("from"),
        end=row.end_after("to"),
        probation_end=row.end_after("probation_to"),
        wage=_money(row, "wage", currency),
        probation_wage=_money(row, "probation_wage", currency),
        lowest_grade=_money(row, "lowest_grade", currency),
        earlier_probations=_whole(row, "earlier_probations", 0),
        place=row.place("person"),
    )
    if contract.kind is ContractKind.FIXED and contract.end is None and row.good:
        row.problems.append(Problem("company.cell_empty", row.place("to"), {"column": "to"}))
    if contract.end is not None and contract.end <= contract.start and row.good:
        row.problems.append(Problem("company.contract_ends_first", row.place("to")))
    return ContractRecord(contract, row.text("region"), row.source)


def payroll_of(row: Row, currency: str) -> PayrollRecord:
    """One row of payroll; an empty wage is the contract wage."""
    nothing = Money(0, currency)
    person, period = row.identifier("person"), row.period("period")
    if row.good and period.grain is not Grain.MONTH:
        row.problems.append(Problem("company.not_a_month", row.place("period"), {"value": str(period)}))
    payroll = Payroll(
        person,
        _money(row, "wage", currency),
        _money(row, "overtime", currency) or nothing,
        _money(row, "special_allowances", currency) or nothing,
    )
    return PayrollRecord(period, payroll, row.source)


def loss_of(row: Row, profile: Profile) -> LossRecord:
    """One row of losses; an empty clause is told by the guard, and nothing is taken."""
    loss = LossRecord(
        loss=row.identifier("loss"),
        person=row.identifier("person"),
        amount=_money(row, "amount", profile.currency, needed=True) or Money(0, profile.currency),
        clause=row.text("clause"),
        version=_whole(row, "version", 1),
        agreed_on=row.day("agreed_on"),
        period=row.period("period"),
        reason=row.needed("reason"),
        decided_by=row.needed("decided_by"),
        decided_at=needed_moment(row, "decided_at", profile),
        source=row.source,
    )
    _not_about_oneself(row, loss.person, loss.decided_by)
    return loss


def override_of(row: Row, profile: Profile) -> GuardOverride:
    """One row of guard_overrides; whether the law permits it is told with all others."""
    override = GuardOverride(
        guard=row.needed("guard"),
        period=row.period("period"),
        person=row.text("person"),
        reference=row.text("reference"),
        reason=row.needed("reason"),
        decided_by=row.needed("decided_by"),
        decided_at=needed_moment(row, "decided_at", profile),
        source=row.source,
    )
    _not_about_oneself(row, override.person, override.decided_by)
    return override


def _not_about_oneself(row: Row, person: str, decided_by: str) -> None:
    if person and person == decided_by:
        row.problems.append(Problem("company.decided_about_oneself", row.place("decided_by"), {"person": person}))


def _whole(row: Row, column: str, default: int) -> int:
    number = row.number(column)
    if number is None:
        return default
    if number.denominator != 1 or number < 0:
        params: dict[str, str | int] = {"column": column, "value": row.text(column)}
        row.problems.append(Problem("company.not_a_whole_number", row.place(column), params))
        return default
    return int(number)


def _money(row: Row, column: str, currency: str, needed: bool = False) -> Money | None:
    if needed:
        row.needed(column)
    amount = row.amount(column)
    if amount is None:
        return None
    if Fraction(amount * 100).denominator != 1:
        params: dict[str, str | int] = {"column": column, "value": row.text(column)}
        row.problems.append(Problem("company.broken_fen", row.place(column), params))
    return Money.of(amount, currency)
