"""Somebody goes on in spite of a finding, where the law permits it, and says why."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.compliance.queries.findings import Finding, findings_seen, may_go_on
from merit_desk.documents.actions.append import append_rows

FILE = "guard_overrides.csv"


@dataclass(frozen=True, slots=True)
class Which:
    """One finding of a period."""

    guard: str
    person: str
    reference: str


def found(viewer: Viewer, period: str, which: Which) -> Finding:
    """The finding. Raises NotFoundRefusal for one that the viewer may not know of."""
    key = (which.guard, which.person, which.reference)
    for each in findings_seen(viewer, period):
        if (each.code, each.person, each.reference) == key:
            return each
    raise NotFoundRefusal("compliance.no_such_finding")


def override(viewer: Viewer, period: str, which: Which, reason: str) -> None:
    """Add a row to guard_overrides.csv.

    Raises ConflictRefusal where the law leaves no choice, for a finding that is settled, and about oneself.
    """
    viewer.require(Can.OVERRIDE_GUARDS)
    with transaction.atomic():
        finding = found(viewer, period, which)
        if not finding.overridable:
            raise ConflictRefusal("compliance.law_permits_none", law=finding.law, article=finding.article or "—")
        if not finding.open:
            raise ConflictRefusal("compliance.settled")
        if which.person and which.person == viewer.person:
            raise ConflictRefusal("compliance.about_oneself")
        _write(viewer, period, [finding], reason[:300])


def override_all(viewer: Viewer, period: str, guard: str, reason: str) -> int:
    """Go on with one reason in spite of everything that a guard has found and leaves to people; how many they were.

    Findings about oneself stay open. Raises NotFoundRefusal when the guard has found nothing, ConflictRefusal where
    the law leaves no choice, and when nothing of it is open to this person.
    """
    viewer.require(Can.OVERRIDE_GUARDS)
    with transaction.atomic():
        of_guard = [each for each in findings_seen(viewer, period) if each.code == guard]
        if not of_guard:
            raise NotFoundRefusal("compliance.no_such_finding")
        first = of_guard[0]
        if not first.overridable:
            raise ConflictRefusal("compliance.law_permits_none", law=first.law, article=first.article or "—")
        due = [each for each in of_guard if may_go_on(viewer, each)]
        if not due:
            raise ConflictRefusal("compliance.settled")
        _write(viewer, period, due, reason[:300])
    return len(due)


def _write(viewer: Viewer, period: str, found_now: Sequence[Finding], reason: str) -> None:
    """One version of the file; two lines of a person that are alike in the file's eyes share a row."""
    decided = {
        "decided_by": viewer.person or viewer.name,
        "decided_at": timezone.now().replace(microsecond=0).isoformat(),
    }
    keys = dict.fromkeys((each.code, each.person, each.reference) for each in found_now)
    rows = [
        {"guard": guard, "period": period, "person": person, "reference": reference, "reason": reason, **decided}
        for guard, person, reference in keys
    ]
    append_rows(viewer.account, FILE, rows, reason)
    for row in rows:
        subject = Subject("person", row["person"]) if row["person"] else Subject("period", period)
        record(viewer.account, "compliance.overridden", subject, after=row)
