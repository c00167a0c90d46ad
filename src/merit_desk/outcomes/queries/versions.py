"""What a person's result says now, and the versions of it that they were shown."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from merit_desk.cycles.models import Participant
from merit_desk.outcomes.models import ResultVersion
from merit_desk.results.queries.period_files import PeriodFiles, period_files, periods_run


def result_period(one: Participant) -> str:
    """The period whose results the review is about."""
    return one.cycle.period


def files_of(one: Participant) -> PeriodFiles | None:
    """The computed period; None before it was run."""
    period = result_period(one)
    return period_files(period) if period in periods_run() else None


def content_of(one: Participant, files: PeriodFiles) -> dict[str, Any]:
    """Total, grade and indicators as text; without figures where the period has none for this person."""
    total = files.totals.get(one.person)
    return {
        "period": files.period,
        "as_of": files.as_of,
        "total": _plain(asdict(total)) if total is not None else None,
        "indicators": [_plain(asdict(row)) for row in files.scores.get(one.person, ())],
    }


def versions_of(one: Participant) -> QuerySet[ResultVersion]:
    """Oldest first."""
    return ResultVersion.objects.filter(participant=one).order_by("number")


def latest_version(one: Participant) -> ResultVersion | None:
    """The version that stands; None before the release."""
    return ResultVersion.objects.filter(participant=one).order_by("-number").first()


def same_result(left: dict[str, Any], right: dict[str, Any]) -> bool:
    """Whether total, grade and indicators agree; later data alone make no new version."""
    return all(left.get(name) == right.get(name) for name in ("total", "indicators"))


def grade_of(content: dict[str, Any]) -> str:
    """The grade of a version; empty without one."""
    return str((content.get("total") or {}).get("grade") or "")


def total_of(content: dict[str, Any]) -> Decimal | None:
    """The total of a version."""
    found = (content.get("total") or {}).get("total")
    return Decimal(found) if found else None


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in row.items()}
