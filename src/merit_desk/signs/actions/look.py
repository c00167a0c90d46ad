"""Having a period looked at, and keeping what was seen; findings of earlier looks stay."""

from dataclasses import asdict
from typing import Any

from django.db import transaction

from merit.insight.signs.sign import Evidence, Sign, SignsFound
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.jobs.actions import start
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState
from merit_desk.signs.models import Look, SeenSign

KIND = "signs.look"


def look_in_background(viewer: Viewer, period: str) -> Job:
    """Ask for a look. Raises NotFoundRefusal (not permitted) and ConflictRefusal (under way, or no period)."""
    viewer.require(Can.LOAD_DATA)
    try:
        asked = str(Period.parse(period))
    except ValueError:
        raise ConflictRefusal("signs.not_a_period", period=period) from None
    under_way = Job.objects.filter(kind=KIND, state__in=[JobState.WAITING, JobState.RUNNING])
    if any(job.parameters.get("period") == asked for job in under_way):
        raise ConflictRefusal("signs.under_way", period=asked)
    return start(viewer, KIND, period=asked)


def keep(period: Period, found: SignsFound) -> None:
    """Write down what was seen; what is not seen any more stays with its finding."""
    with transaction.atomic():
        blind = [{**asdict(each), "kind": str(each.kind)} for each in found.not_looked_for]
        Look.objects.update_or_create(period=str(period), defaults={"blind": blind})
        SeenSign.objects.filter(period=str(period)).update(still_seen=False)
        for each in found.signs:
            SeenSign.objects.update_or_create(name=each.name, defaults=_kept(each))


def _kept(sign: Sign) -> dict[str, Any]:
    return {
        "kind": str(sign.kind),
        "subject_kind": str(sign.subject.kind),
        "subject": sign.subject.id,
        "period": str(sign.period),
        "part": sign.part,
        "gaps": sign.seen,
        "evidence": [_row(each) for each in sign.evidence],
        "rows": sign.rows,
        "chance": sign.chance,
        "test": str(sign.test),
        "still_seen": True,
    }


def _row(row: Evidence) -> dict[str, Any]:
    place = {"table": row.table, "file": row.source.file, "line": row.source.line}
    return place | {"fields": [list(field) for field in row.fields]}
