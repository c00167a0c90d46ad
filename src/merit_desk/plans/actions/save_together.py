"""Several plans put in force together: every draft is checked before the first is written, and all or none are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from merit.kernel.problems import has_errors
from merit.sources.written_documents import written_document
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.catalogue.actions.save import with_document
from merit_desk.documents.actions import Change, StaleEdit, Unsound, write_documents
from merit_desk.documents.queries.current import Current, current
from merit_desk.plans.actions.check import checked_plan
from merit_desk.plans.actions.save import SealedRefusal, open_from
from merit_desk.plans.queries.versions import plan_versions
from merit_desk.results.queries.open_company import declared_company


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as it is to be; `based_on` is the version that the writer saw."""

    data: dict[str, Any]
    based_on: int


def save_plans(viewer: Viewer, drafts: Sequence[PlanDraft], reason: str) -> list[int]:
    """The numbers of the new versions. Raises as `save_plan` does, of the first draft that cannot be."""
    viewer.require(Can.EDIT_DEFINITIONS)
    texts: dict[str, str] = {}
    numbers = []
    for draft in drafts:
        path, text, number = _sound(viewer, draft)
        texts[path] = with_document(texts.get(path, current(path).text), text)
        numbers.append(number)
    with transaction.atomic():
        for draft, number in zip(drafts, numbers, strict=True):
            after = {"version": number, "valid_from": str(draft.data["valid_from"]), "reason": reason}
            subject = Subject("plan", str(draft.data["plan"]))
            record(viewer.account, "plans.version_in_force", subject, {"version": draft.based_on}, after)
        changes = [Change(path, text, current(path).digest) for path, text in texts.items()]
        write_documents(viewer, changes, reason)
    return numbers


def _sound(viewer: Viewer, draft: PlanDraft) -> tuple[str, str, int]:
    """File, document and number of the next version."""
    versions = plan_versions(str(draft.data["plan"]), viewer.today)
    newest = max(versions, key=lambda each: each.number)
    data = {**draft.data, "version": newest.number + 1}
    text, path = written_document(data), versions[0].file
    if newest.number != draft.based_on:
        raise StaleEdit(Change(path, text, ""), Current(path, newest.text, ""))
    checked = checked_plan(viewer, declared_company(), data)
    if checked.plan is None or has_errors(checked.problems):
        raise Unsound(checked.problems)
    first = open_from(checked.plan.cycle.value)
    if first is not None and checked.plan.valid_from < first:
        raise SealedRefusal(first)
    return path, text, newest.number + 1
