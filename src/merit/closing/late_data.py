"""What came after a period was sealed, facts, a decision about a grade or who bears a refund: the sealed result stays,
the difference becomes a line of an open period.

Only what is earned is compared. Refunds are clawed back by the open period itself, and draws and withheld shares follow
the open period's own settlement; comparing them too would count a late refund twice.
"""

from collections.abc import Sequence
from dataclasses import replace

from merit.closing.paid_before import paid_before, sealed_periods
from merit.closing.sealed_period import read_seal, sealed_folder
from merit.company import Company
from merit.kernel.explain import LineRef
from merit.kernel.period import Period
from merit.rewards.payment.adjustments import prior_period_adjustments
from merit.rewards.payment.paid_before import PaidBefore
from merit.rewards.payment.pay_line import PayLine
from merit.rewards.payment.refund_bearer import bearers_that_count
from merit.run import score_and_pay
from merit.scores.grades.decisions import LAST_WORD, GradeDecision
from merit.workspace import Workspace, open_workspace

_ANYWHERE = LineRef("", 0)


def adjustments(workspace: Workspace, period: Period, before: PaidBefore) -> list[PayLine]:
    """One adjustment line per person and reward for each sealed period that new facts or decisions have changed."""
    closed = sealed_periods(workspace.folder, period)
    decided = {each.period for each in workspace.company.grade_decisions}
    bearers = bool(workspace.company.refund_bearers)
    late = [each for each in closed if bearers or each in decided or _has_late_facts(workspace, each)]
    return [line for each in late for line in _adjustments(workspace, each, (period, before))]


def _has_late_facts(workspace: Workspace, closed: Period) -> bool:
    return read_seal(workspace.folder, closed).data != workspace.snapshot.fingerprint


def _adjustments(workspace: Workspace, closed: Period, into: tuple[Period, PaidBefore]) -> list[PayLine]:
    period, before = into
    as_sealed = sealed_folder(workspace.folder, closed) / "definitions"
    then = open_workspace(workspace.folder, workspace.figures.as_of, as_sealed)
    later = decided_since(then.company, workspace.company, closed)
    known = as_decided_now(then, workspace.company, closed)
    if known.company == then.company and not _has_late_facts(workspace, closed):
        return []
    recomputed = score_and_pay(known.company, known.figures, closed, paid_before(known, closed)).pay_lines
    lines = prior_period_adjustments(recomputed, before, closed, period, then.company.rewards)
    return [_citing(line, later) for line in lines]


def _citing(line: PayLine, decided: Sequence[GradeDecision]) -> PayLine:
    """An adjustment is a difference of sums, which end its working: the decision behind it is named at the line."""
    about = [ref for each in decided if each.person == line.person for ref in (each.ref, each.source)]
    return replace(line, amount=line.amount.citing(*about)) if about else line


def as_decided_now(sealed: Workspace, now: Company, closed: Period) -> Workspace:
    """The sealed declarations with what people decided since: grades of the period, and who bears which refund."""
    grades = (*sealed.company.grade_decisions, *decided_since(sealed.company, now, closed))
    company = replace(sealed.company, grade_decisions=grades)
    held, today = (bearers_that_count(each.refund_bearers) for each in (company, now))
    if [replace(each, source=_ANYWHERE) for each in held] != [replace(each, source=_ANYWHERE) for each in today]:
        company = replace(company, refund_bearers=now.refund_bearers)
    return replace(sealed, company=company)


def decided_since(sealed: Company, now: Company, closed: Period) -> list[GradeDecision]:
    """Appeals and corrections about the sealed period that its seal does not hold; the seal's own stay as they are.

    What the sealed definitions lack came after the seal: no clock has to be believed.
    """
    held = {replace(each, source=_ANYWHERE) for each in sealed.grade_decisions}
    return [
        each
        for each in now.grade_decisions
        if each.period == closed and each.stage in LAST_WORD and replace(each, source=_ANYWHERE) not in held
    ]
