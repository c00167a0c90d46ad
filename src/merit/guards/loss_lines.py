"""Losses to pay lines: what each month takes of what people still owe, until all of it is paid back.

Deducted so far + still owed = the sum of the losses, by person and clause.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from merit.guards.deductions import LossClaim, LossDeduction, carried_notes, deduct_losses, loss_line
from merit.guards.law_tables import LawTables
from merit.guards.laws import LOSS_COMPENSATION
from merit.guards.minimum_wage import minimum_of
from merit.guards.month_pay import LOSS_LINE, MonthPay, Payroll, month_pay
from merit.guards.records import GuardRecords, LossRecord
from merit.kernel.explain import Explained, given, rule
from merit.kernel.money import Money
from merit.kernel.period import Grain, Period
from merit.kernel.problems import Place, Problem, Severity
from merit.people.organisation import Organisation
from merit.rewards.payment.paid_before import PaidLine
from merit.rewards.payment.pay_line import PayLine


@dataclass(frozen=True, slots=True)
class LossRun:
    """One month's losses: who owes what, what the month pays besides, and what earlier months took."""

    organisation: Organisation
    records: GuardRecords
    tables: LawTables
    region: str
    currency: str
    period: Period
    lines: tuple[PayLine, ...]
    """Everything else that the month pays; lines of loss compensation are left out."""
    paid: tuple[PaidLine, ...] = ()


@rule("guards.loss_owed")
def loss_owed(*, losses: tuple[Money, ...], taken: Money) -> Money:
    """What is still owed: all losses under one clause less what earlier months took."""
    return sum(losses, -taken)


def loss_lines(run: LossRun) -> list[PayLine]:
    """The lines of the month, one for each person and clause of which something is taken."""
    return [
        _citing(run, loss_line(each, pay))
        for pay, deductions in _months(run)
        for each in deductions
        if each.deducted.value.fen
    ]


def loss_notes(run: LossRun) -> list[Problem]:
    """What was carried forward or may not be taken, and whose month could not be worked out."""
    months = _months(run)
    notes = [note for pay, deductions in months for note in carried_notes(deductions, pay)]
    done = {pay.person for pay, _ in months}
    for person in sorted(_claims(run).keys() - done):
        params: dict[str, str | int] = {"person": person, **LOSS_COMPENSATION.cited}
        notes.append(Problem("guards.loss_not_taken", _place(run, person), params, Severity.WARNING))
    return notes


def _months(run: LossRun) -> list[tuple[MonthPay, list[LossDeduction]]]:
    """People whose wage and minimum wage of the month are known; nothing is taken of anybody else."""
    limits = run.tables.limits_on(run.period.last)
    if run.period.grain is not Grain.MONTH or limits is None:
        return []
    payroll = {each.person: each for each in run.records.payroll_of(run.period)}
    regions = run.records.regions_in(run.period)
    months: list[tuple[MonthPay, list[LossDeduction]]] = []
    for person, claims in sorted(_claims(run).items()):
        added = payroll.get(person) or _nothing_added(person, run.currency)
        own = [line for line in run.lines if line.person == person]
        pay = month_pay(run.organisation, run.period, own, person, added)
        minimum = minimum_of(run.tables, regions.get(person, run.region), pay.days, run.period) if pay else None
        if pay is not None and minimum is not None:
            months.append((pay, deduct_losses(claims, pay, minimum, limits.loss_share)))
    return months


def _claims(run: LossRun) -> dict[str, list[LossClaim]]:
    """What each person still owes, by clause, oldest first."""
    due = [each for each in run.records.losses if each.period.start <= run.period.start]
    clauses: dict[tuple[str, str, int], list[LossRecord]] = {}
    for each in sorted(due, key=lambda each: (each.period.start, each.loss)):
        clauses.setdefault((each.person, each.clause, each.version), []).append(each)
    claims: dict[str, list[LossClaim]] = {}
    for (person, clause, version), losses in clauses.items():
        owed = loss_owed(losses=tuple(_read(each) for each in losses), taken=_taken(run, person, clause, version))
        if owed.value.fen > 0:
            claims.setdefault(person, []).append(LossClaim(person, clause, version, owed.value, owed))
    return claims


def _read(loss: LossRecord) -> Explained[Money]:
    return Explained(loss.amount, given(value=loss.amount).step, (loss.source, loss.ref))


def _taken(run: LossRun, person: str, clause: str, version: int) -> Money:
    key = (LOSS_LINE, person, clause, version)
    earlier = [
        line
        for line in run.paid
        if (line.line, line.person, line.reward, line.reward_version) == key and line.period.end <= run.period.start
    ]
    return Money(-sum(line.amount.fen for line in earlier), run.currency)


def _citing(run: LossRun, line: PayLine) -> PayLine:
    sources = [each.source for each in _due(run.records.losses, line)]
    return PayLine(line.person, line.period, line.reward, line.reward_version, line.line, line.amount.citing(*sources))


def _due(losses: Iterable[LossRecord], line: PayLine) -> Sequence[LossRecord]:
    key = (line.person, line.reward, line.reward_version)
    return [each for each in losses if (each.person, each.clause, each.version) == key]


def _nothing_added(person: str, currency: str) -> Payroll:
    return Payroll(person, None, Money(0, currency), Money(0, currency))


def _place(run: LossRun, person: str) -> Place:
    source = next(each.source for each in run.records.losses if each.person == person)
    return Place(source.file, source.line, "person")
