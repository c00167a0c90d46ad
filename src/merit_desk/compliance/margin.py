"""In the margin of a statement: on which rule and notice a negative line rests, and what a guard has found."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from merit.guards.notice import acknowledged_on
from merit.guards.records import agreed_clauses, notices_of
from merit.kernel.problems import Severity
from merit.wording.sentences import problem_sentence
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.compliance.queries.findings import findings
from merit_desk.compliance.queries.shown import in_words
from merit_desk.results.queries.names import reward_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import PayRow, PeriodFiles
from merit_desk.rewards.queries.margin import MarginNote, in_the_margin
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say

_TONES = {Severity.ERROR: "bad", Severity.WARNING: "watch"}


@in_the_margin
def law_notes(viewer: Viewer, files: PeriodFiles, person: str) -> Iterator[MarginNote]:
    """Beside a negative line its rule and notice; beside the whole what is below the minimum wage, and the like."""
    rows = files.pay.get(person, ())
    for row in rows:
        if row.amount < 0:
            yield _rule_and_notice(row)
    if not rows:
        return
    address = f"{reverse('compliance:findings')}?period={files.period}" if viewer.can(Can.SEE_PAY) else ""
    for each in findings(files.period):
        if each.person == person and each.open:
            text = problem_sentence(in_words(each.problem), current_language())
            tone, beside = _TONES.get(each.problem.severity, ""), _row(rows, each.reference)
            yield MarginNote(text, address, tone, "shield-check", beside)


def _rule_and_notice(row: PayRow) -> MarginNote:
    day = _confirmed(row)
    rule = say("compliance.rule", reward=reward_title(declared_company(), row.reward), version=row.reward_version)
    if day is None:
        return MarginNote(say("compliance.no_notice", rule=rule), "", "watch", "file-alert", row)
    return MarginNote(say("compliance.noticed", rule=rule, day=str(day)), "", "", "file-check", row)


def _confirmed(row: PayRow) -> date | None:
    records = declared_company().guard_records
    notices = (*notices_of(records.notices), *agreed_clauses(records.losses))
    return acknowledged_on(notices, row.reward, int(row.reward_version), row.person)


def _row(rows: tuple[PayRow, ...], reference: str) -> PayRow | None:
    return next((row for row in rows if reference and f"{row.reward}/{row.line}" == reference), None)
