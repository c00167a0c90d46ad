"""The data steward answers for a gap to the platform: its days score again."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.data_quality.queries.compared import compared_one
from merit_desk.data_quality.queries.sealed import sealed_sharing
from merit_desk.documents.actions.append import append_rows

FILE = "reconciliation_releases.csv"


@dataclass(frozen=True, slots=True)
class Released:
    """From the first to the last day, and why."""

    first: date
    last: date
    reason: str


def release_gap(viewer: Viewer, kpi: str, shop: str, period: Period, asked: Released) -> None:
    """Add a row to reconciliation_releases.csv. Periods sealed already keep their results; the trail names them.

    Raises NotFoundRefusal (not permitted, nothing reported) and ConflictRefusal: the days lie outside the period, are
    the wrong way round, or the platform reports none of them.
    """
    viewer.require(Can.LOAD_DATA)
    found = compared_one(viewer, kpi, shop, period)
    if not period.start <= asked.first <= asked.last <= period.last:
        raise ConflictRefusal("data_quality.days_outside", first=str(period.start), last=str(period.last))
    if not any(asked.first <= day.reported.day <= asked.last for day in found.days):
        raise ConflictRefusal("data_quality.no_reported_day")
    row = {
        "kpi": kpi,
        "shop": shop,
        "from": str(asked.first),
        "to": str(asked.last),
        "reason": asked.reason[:300],
        "released_by": viewer.person or viewer.name,
        "released_at": timezone.now().replace(microsecond=0).isoformat(),
    }
    with transaction.atomic():
        append_rows(viewer.account, FILE, [row], asked.reason)
        after = {**row, "sealed": [str(each) for each in sealed_sharing(period)]}
        record(viewer.account, "data_quality.released", Subject("kpi", kpi), after=after)
