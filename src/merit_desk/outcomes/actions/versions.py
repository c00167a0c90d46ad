"""Keeping what a person is shown: a version is written once and never changed."""

from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.models import Participant
from merit_desk.outcomes.models import ResultVersion
from merit_desk.outcomes.queries.canonical import digest_of
from merit_desk.outcomes.queries.versions import content_of, latest_version, same_result
from merit_desk.results.queries.period_files import PeriodFiles


def keep_version(account: int | None, one: Participant, kind: str, files: PeriodFiles) -> ResultVersion:
    """The result as the period has it now, as the next version; the last one when nothing has changed."""
    last, content = latest_version(one), content_of(one, files)
    if last is not None and same_result(last.content, content):
        return last
    made = ResultVersion.objects.create(
        participant=one, number=last.number + 1 if last else 1, kind=kind, content=content, digest=digest_of(content)
    )
    before = {"version": last.number, "digest": last.digest} if last is not None else None
    after = {"version": made.number, "digest": made.digest, "kind": kind}
    record(account, "outcomes.version_kept", subject_of(one), before, after)
    return made


def subject_of(one: Participant) -> Subject:
    """The review, as the trail names it."""
    return Subject("review", f"{one.cycle.code}/{one.person}")
