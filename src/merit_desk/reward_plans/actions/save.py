"""Keep a reward as its next version: a document added to a file of rewards; nothing written before is touched."""

from datetime import date
from typing import Any

from django.db import transaction

from merit.kernel.period import Grain, Period
from merit.kernel.problems import Place, Problem
from merit.kernel.refusals import ConflictRefusal
from merit.sources.written_documents import written_document
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.catalogue.actions.save import with_document
from merit_desk.documents.actions import Change, StaleEdit, Unsound, write_documents
from merit_desk.documents.actions.drafts import drop_draft
from merit_desk.documents.queries.current import Current, current
from merit_desk.plans.queries.versions import reward_versions, sealed_periods
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reward_plans.forms.reward_data import normal
from merit_desk.reward_plans.queries.check import DRAFT, checked_reward


def about_draft(reward: str) -> str:
    """The name under which a draft of the reward is kept."""
    return f"reward:{reward}"


def latest_number(reward: str, today: date) -> int:
    """The highest version number; 0 for a reward that nothing declares."""
    if all(each.reward != reward for each in declared_company().rewards):
        return 0
    return max(each.number for each in reward_versions(reward, today))


def is_newest(viewer: Viewer, reward: str, data: dict[str, Any]) -> bool:
    """Whether the document says the same as the newest version: then there is nothing to keep as a draft."""
    if not latest_number(reward, viewer.today):
        return False
    newest = max(reward_versions(reward, viewer.today), key=lambda each: each.number)
    return normal({**newest.data, "version": 1}) == normal({**data, "version": 1})


def open_from(cycle: Grain | None) -> date | None:
    """The first day on which a version may begin: after the last sealed period it could have paid in; None: any."""
    sealed = [period.end for period in sealed_periods() if cycle in (None, period.grain)]
    return max(sealed, default=None)


def next_start(today: date, cycle: str) -> date:
    """The first day of the next period that is not sealed: where a new version usually begins."""
    grain = Grain(cycle) if cycle in set(Grain) else Grain.MONTH
    return max(Period.containing(today, grain).end, open_from(Grain(cycle) if cycle else None) or date.min)


class SealedRefusal(ConflictRefusal):
    """A version may not begin in a sealed period: what was paid there is settled."""

    def __init__(self, first: date) -> None:
        super().__init__("reward_plans.sealed_until", day=first.isoformat())
        self.first = first


def save_reward(viewer: Viewer, data: dict[str, Any], based_on: int, reason: str) -> int:
    """Put the draft in force as the next version, and tell its number. `based_on`: the version the writer saw.

    Raises NotFoundRefusal (not permitted), Unsound, SealedRefusal, or StaleEdit when there is a later version already.
    """
    viewer.require(Can.EDIT_DEFINITIONS)
    reward = str(data["reward"])
    number = latest_number(reward, viewer.today)
    versions = reward_versions(reward, viewer.today) if number else []
    path = versions[0].file if versions else f"rewards/{reward}.yaml"
    data = {**data, "version": number + 1}
    text = written_document(data)
    if number != based_on:
        newest = max(versions, key=lambda each: each.number, default=None)
        raise StaleEdit(Change(path, text, ""), Current(path, newest.text if newest else "", ""))
    start = _sound_start(data)
    now = current(path)
    with transaction.atomic():
        write_documents(viewer, [Change(path, with_document(now.text, text), now.digest)], reason)
        after = {"version": number + 1, "valid_from": str(start), "reason": reason}
        record(viewer.account, "reward_plans.version_in_force", Subject("reward", reward), {"version": number}, after)
        drop_draft(viewer, about_draft(reward))
    return number + 1


def _sound_start(data: dict[str, Any]) -> date:
    """The day from which the version is in force, once nothing is wrong with it."""
    checked = checked_reward(declared_company(), data)
    if checked.plan is None:
        raise Unsound(checked.problems)
    start = checked.plan.valid_from
    if start is None:
        missing = Problem("documents.key_missing", Place(DRAFT, 0, "valid_from"), {"key": "valid_from"})
        raise Unsound([missing])
    first = open_from(checked.plan.cycle)
    if first is not None and start < first:
        raise SealedRefusal(first)
    return start
