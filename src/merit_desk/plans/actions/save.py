"""Keep a plan as its next version: a document added to a file of plans; nothing written before is touched."""

from datetime import date
from typing import Any

from django.db import transaction

from merit.kernel.period import Grain, Period
from merit.kernel.problems import has_errors
from merit.kernel.refusals import ConflictRefusal
from merit.sources.written_documents import written_document
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.catalogue.actions.save import with_document
from merit_desk.documents.actions import Change, StaleEdit, Unsound, write_documents
from merit_desk.documents.actions.drafts import drop_draft
from merit_desk.documents.queries.current import Current, current
from merit_desk.plans.actions.check import checked_plan
from merit_desk.plans.queries.versions import normal, plan_versions, sealed_periods
from merit_desk.results.queries.open_company import declared_company


def about_draft(plan: str) -> str:
    """The name under which a draft of the plan is kept."""
    return f"plan:{plan}"


def latest_number(plan: str, today: date) -> int:
    """The highest version number; 0 for a plan that nothing declares."""
    if all(each.plan != plan for each in declared_company().plans):
        return 0
    return max(each.number for each in plan_versions(plan, today))


def is_newest(viewer: Viewer, plan: str, data: dict[str, Any]) -> bool:
    """Whether the document says the same as the newest version: then there is nothing to keep as a draft."""
    if not latest_number(plan, viewer.today):
        return False
    newest = max(plan_versions(plan, viewer.today), key=lambda each: each.number)
    return normal({**newest.data, "version": 1}) == normal({**data, "version": 1})


def open_from(plan_cycle: str) -> date | None:
    """The first day on which a new version may begin: after the last sealed period of its cycle; None: any day."""
    sealed = [period.end for period in sealed_periods() if period.grain.value == plan_cycle]
    return max(sealed, default=None)


def next_start(today: date, cycle: str) -> date:
    """The first day of the next period of that cycle that is not sealed: where a new version usually begins."""
    grain = Grain(cycle) if cycle in set(Grain) else Grain.MONTH
    return max(Period.containing(today, grain).end, open_from(cycle) or date.min)


class SealedRefusal(ConflictRefusal):
    """A version may not begin in a sealed period: what was scored there is settled."""

    def __init__(self, first: date) -> None:
        super().__init__("plans.sealed_until", day=first.isoformat())
        self.first = first


def save_plan(viewer: Viewer, data: dict[str, Any], based_on: int, reason: str) -> int:
    """Put the draft in force as the next version, and tell its number. `based_on`: the version the writer saw.

    Raises NotFoundRefusal (not permitted), Unsound, SealedRefusal, or StaleEdit when there is a later version already.
    """
    viewer.require(Can.EDIT_DEFINITIONS)
    plan = str(data["plan"])
    number = latest_number(plan, viewer.today)
    versions = plan_versions(plan, viewer.today) if number else []
    path = versions[0].file if versions else f"plans/{plan}.yaml"
    data = {**data, "version": number + 1}
    text = written_document(data)
    if number != based_on:
        newest = max(versions, key=lambda each: each.number, default=None)
        raise StaleEdit(Change(path, text, ""), Current(path, newest.text if newest else "", ""))
    checked = checked_plan(viewer, declared_company(), data)
    if checked.plan is None or has_errors(checked.problems):
        raise Unsound(checked.problems)
    first = open_from(checked.plan.cycle.value)
    if first is not None and checked.plan.valid_from < first:
        raise SealedRefusal(first)
    now = current(path)
    with transaction.atomic():
        write_documents(viewer, [Change(path, with_document(now.text, text), now.digest)], reason)
        after = {"version": number + 1, "valid_from": str(checked.plan.valid_from), "reason": reason}
        record(viewer.account, "plans.version_in_force", Subject("plan", plan), {"version": number}, after)
        drop_draft(viewer, about_draft(plan))
    return number + 1
