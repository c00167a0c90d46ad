"""The one way in which a file of the company folder changes: permitted, checked, not stale, kept as a version."""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from merit.kernel.problems import Problem, Severity
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.documents.actions.check import checked
from merit_desk.documents.models import Lock, Version
from merit_desk.documents.queries.current import Current, current, digest_of, other_form, place_of
from merit_desk.documents.queries.readable import reads_whole

REPLACED = Path(".merit", "replaced")
_NEEDS: dict[str, Can] = {
    "company.yaml": Can.EDIT_COMPANY,
    "guards.yaml": Can.EDIT_DEFINITIONS,
    "alerts.yaml": Can.EDIT_DEFINITIONS,
    "sources.yaml": Can.LOAD_DATA,
    "profiles": Can.LOAD_DATA,
    "platform_figures.csv": Can.LOAD_DATA,
    "reconciliation_releases.csv": Can.LOAD_DATA,
    "mended": Can.LOAD_DATA,
    "catalogue": Can.EDIT_DEFINITIONS,
    "plans": Can.EDIT_DEFINITIONS,
    "rewards": Can.EDIT_DEFINITIONS,
    "targets.csv": Can.EDIT_TARGETS,
    "benchmarks.csv": Can.EDIT_TARGETS,
    "manual_values.csv": Can.ENTER_VALUES,
    "ratings.csv": Can.ENTER_VALUES,
    "events.csv": Can.ENTER_VALUES,
    "grade_decisions.csv": Can.RUN_CYCLES,
    "pay_decisions.csv": Can.DECIDE_DISPUTES,
    "refund_bearers.csv": Can.PREPARE_PAY,
    "payroll.csv": Can.EDIT_WAGES,
    "contracts.csv": Can.EDIT_WAGES,
    "losses.csv": Can.PREPARE_PAY,
    "guard_overrides.csv": Can.OVERRIDE_GUARDS,
}

_WHOLE: dict[str, Can] = {"manual_values.csv": Can.OPERATE, "sources.yaml": Can.OPERATE}
"""As a whole file, these would let one person confirm their own values, or load any file of the machine."""

ONLY_GROWS = frozenset(
    {"grade_decisions.csv", "pay_decisions.csv", "refund_bearers.csv", "guard_overrides.csv"}
    | {"reconciliation_releases.csv"}
)
"""Nobody writes these as a whole: rows are added, none is taken away."""


@dataclass(frozen=True, slots=True)
class Change:
    """The new text of a file (None: take it away), and the digest of the state that the writer saw."""

    path: str
    text: str | None
    based_on: str


class StaleEdit(ConflictRefusal):
    """Somebody else changed the file meanwhile: `theirs` is what stands there now, `yours` what was to be written."""

    def __init__(self, change: Change, now: Current) -> None:
        super().__init__("documents.stale", path=change.path)
        self.yours = change.text
        self.theirs = now.text
        self.now = now.digest


class Unsound(ConflictRefusal):
    """The company would have errors; `problems` are all findings that the change brings."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("documents.unsound", count=sum(each.severity is Severity.ERROR for each in problems))
        self.problems = list(problems)


def need_of(path: str) -> Can:
    """What somebody must be able to do to change the file."""
    return _NEEDS.get(path) or _NEEDS.get(path.split("/", maxsplit=1)[0]) or Can.EDIT_PEOPLE


def replace_document(viewer: Viewer, change: Change, reason: str) -> Version:
    """Write a file as somebody sends it, with every row and column: only for who may read and change all of it.

    Raises NotFoundRefusal for everybody else, and as `write_documents` does.
    """
    need = _WHOLE.get(change.path, need_of(change.path))
    if change.path in ONLY_GROWS or not (reads_whole(viewer, change.path) and viewer.everywhere(need)):
        raise NotFoundRefusal("documents.no_such_file", path=change.path)
    return write_documents(viewer, [change], reason)[0]


def write_documents(viewer: Viewer, changes: Sequence[Change], reason: str) -> list[Version]:
    """Write all the changes or none.

    Raises NotFoundRefusal (not permitted), StaleEdit, or Unsound when the change brings an error that was not there.
    """
    for change in changes:
        if not viewer.can(need_of(change.path)):
            raise NotFoundRefusal("documents.no_such_file", path=change.path)
    with transaction.atomic():
        Lock.objects.select_for_update().get_or_create(pk=1)
        before = [_not_stale(change) for change in changes]
        _sound(changes)
        versions = [_kept(viewer.account, change, was, reason) for change, was in zip(changes, before, strict=True)]
        for change in changes:
            _replace(change)
    return versions


def write_on_behalf(account: int | None, path: str, make: Callable[[Current], str], reason: str) -> Version:
    """Write what `make` makes of the file as it stands once nobody else can write; the caller has seen to permission.

    Raises Unsound when the change brings an error that was not there.
    """
    with transaction.atomic():
        Lock.objects.select_for_update().get_or_create(pk=1)
        now = current(path)
        change = Change(path, make(now), now.digest)
        _sound([change])
        made = _kept(account, change, now, reason)
        _replace(change)
    return made


def _not_stale(change: Change) -> Current:
    now = current(change.path)
    if now.digest != change.based_on:
        raise StaleEdit(change, now)
    return now


def _sound(changes: Sequence[Change]) -> None:
    company, problems = checked({change.path: change.text for change in changes})
    if company is not None:
        return
    _, old = checked({})
    known = {(each.code, each.place.file, str(sorted(each.params.items()))) for each in old}
    brought = [each for each in problems if (each.code, each.place.file, str(sorted(each.params.items()))) not in known]
    if any(each.severity is Severity.ERROR for each in brought):
        raise Unsound(brought)


def _kept(account: int | None, change: Change, was: Current, reason: str) -> Version:
    last = Version.objects.filter(path=change.path).order_by("-number").first()
    number = last.number if last is not None else 0
    if was.text is not None and (last is None or last.digest != was.digest):
        number += 1
        Version.objects.create(path=change.path, number=number, text=was.text, digest=was.digest)
    made = Version.objects.create(
        path=change.path,
        number=number + 1,
        text=change.text,
        digest=digest_of(change.text),
        author_id=account,
        reason=reason[:300],
    )
    states = ({"digest": was.digest, "version": number}, {"digest": made.digest, "version": made.number})
    after = {**states[1], "reason": made.reason}
    record(account, "document.written", Subject("document", change.path), states[0], after)
    return made


def _replace(change: Change) -> None:
    """Put the new file in the place of the old in one step; a workbook it replaces is kept, not deleted."""
    place = place_of(change.path)
    other = other_form(change.path)
    if change.text is None:
        place.unlink(missing_ok=True)
    else:
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = place.with_name(f".{place.name}.new")
        with fresh.open("w", encoding="utf-8", newline="") as out:
            out.write(change.text)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(place)
    if other is not None:
        kept = Path(settings.MERIT_COMPANY) / REPLACED
        kept.mkdir(parents=True, exist_ok=True)
        shutil.move(other, kept / f"{digest_of(str(other.stat().st_mtime_ns))[:12]}-{other.name}")
