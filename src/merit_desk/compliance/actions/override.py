"""Somebody goes on in spite of a finding, where the law permits it, and says why."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.compliance.queries.findings import Finding, findings_seen
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
        row = {
            "guard": which.guard,
            "period": period,
            "person": which.person,
            "reference": which.reference,
            "reason": reason[:300],
            "decided_by": viewer.person or viewer.name,
            "decided_at": timezone.now().replace(microsecond=0).isoformat(),
        }
        append_rows(viewer.account, FILE, [row], reason[:300])
        subject = Subject("person", which.person) if which.person else Subject("period", period)
        record(viewer.account, "compliance.overridden", subject, after=row)
