"""Making a version known, confirming it, objecting to it, answering an objection."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merit.company import Company
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.rewards.plan.reward_plan import RewardPlan
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.documents.actions import append_rows
from merit_desk.notices.actions import Told, tell, tell_many
from merit_desk.plans.queries.versions import reward_versions, version_numbered
from merit_desk.results.queries.names import node_name, reward_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reward_plans.models import WAYS, Objection
from merit_desk.reward_plans.queries.known import known, to_confirm
from merit_desk.reward_plans.queries.seen import people_on
from merit_desk.shell.sentences import say

FILE = "notices.csv"


def give_notice(viewer: Viewer, reward: str, version: int, how: str = "desk", given_on: date | None = None) -> int:
    """Note that the version was made known, and tell its people to read it; how many were told.

    Raises NotFoundRefusal, or ConflictRefusal for a second notice, a day to come or a way there is not.
    """
    return give_together(viewer, [(reward, version)], how, given_on)


def give_together(
    viewer: Viewer, versions: Sequence[tuple[str, int]], how: str = "desk", given_on: date | None = None
) -> int:
    """Several versions in one change of the folder; how many people were told in all. Raises as `give_notice` does."""
    viewer.require(Can.EDIT_DEFINITIONS)
    company, day = declared_company(), given_on or viewer.today
    plans = [_version(company, *each) for each in versions]
    if how not in WAYS or day > viewer.today:
        raise ConflictRefusal("reward_plans.notice_in_future")
    if any(known(company, *each).given_on is not None for each in versions):
        raise ConflictRefusal("reward_plans.noticed_already")
    rows = [
        {"plan": name, "version": str(number), "given_on": day.isoformat(), "how": how} for name, number in versions
    ]
    people = [people_on(company, plan, viewer.today) for plan in plans]
    with transaction.atomic():
        append_rows(viewer.account, FILE, rows, say("reward_plans.reason_notice", count=len(rows)))
        for plan, told in zip(plans, people, strict=True):
            after = {"version": plan.version, "given_on": day.isoformat(), "how": how, "people": len(told)}
            after["digest"] = _digest(viewer, plan.reward, plan.version)
            record(viewer.account, "reward_plans.gave_notice", Subject("reward", plan.reward), None, after)
            _tell(company, told, plan.reward, plan.version)
    return sum(map(len, people))


@dataclass(frozen=True, slots=True)
class Confirming:
    """Somebody who confirms having read a version."""

    viewer: Viewer
    reward: str
    version: int


def confirm(viewer: Viewer, reward: str, version: int) -> None:
    """Note that the viewer has read it. Raises NotFoundRefusal for a version that does not wait for them."""
    confirm_together([Confirming(viewer, reward, version)])


def confirm_together(given: Sequence[Confirming]) -> None:
    """Several confirmations in one change of the folder, each on the trail of its own account."""
    company = declared_company()
    rows = []
    for each in given:
        plan = _awaited(each.viewer, company, each.reward, each.version)
        notice = known(company, plan.reward, plan.version).given_on
        rows.append(
            {
                "plan": plan.reward,
                "version": str(plan.version),
                "given_on": notice.isoformat() if notice else "",
                "person": each.viewer.person,
                "acknowledged_on": each.viewer.today.isoformat(),
                "how": "desk",
            }
        )
    if not rows:
        return
    with transaction.atomic():
        append_rows(given[0].viewer.account, FILE, rows, say("reward_plans.reason_confirmed", count=len(rows)))
        for each in given:
            after = {"version": each.version, "digest": _digest(each.viewer, each.reward, each.version)}
            record(each.viewer.account, "reward_plans.confirmed", Subject("reward", each.reward), None, after)


def object_to(viewer: Viewer, reward: str, version: int, words: str) -> Objection:
    """Tell HR what one has against it. Raises NotFoundRefusal, or ConflictRefusal while an earlier one is open."""
    company = declared_company()
    _awaited(viewer, company, reward, version)
    if Objection.objects.filter(reward=reward, version=version, person=viewer.person, answered_at=None).exists():
        raise ConflictRefusal("reward_plans.objected_already")
    with transaction.atomic():
        made = Objection.objects.create(
            reward=reward, version=version, person=viewer.person, words=words, account_id=viewer.signer
        )
        record(viewer.account, "reward_plans.objected", Subject("reward", reward), None, {"version": version})
        gaps = {"name": node_name(company, "person", viewer.person), "reward": reward_title(company, reward)}
        address = f"{reverse('reward_plans:confirmations', args=(reward, version))}#objections"
        tell_many("reward_plans.told_objection", [Told(each, address, gaps) for each in _hr(viewer)])
    return made


def answer_objection(viewer: Viewer, number: int, words: str) -> Objection:
    """HR's answer, told to the person. Raises NotFoundRefusal, or ConflictRefusal when it was answered already."""
    viewer.require(Can.EDIT_DEFINITIONS)
    with transaction.atomic():
        one = Objection.objects.select_for_update().filter(pk=number).exclude(person=viewer.or_nobody).first()
        if one is None:
            raise NotFoundRefusal("refusal.no_such_page")
        if one.answered_at is not None:
            raise ConflictRefusal("reward_plans.answered_already")
        one.answer, one.answered_by_id, one.answered_at = words, viewer.signer, timezone.now()
        one.save()
        after = {"version": one.version, "objection": one.pk}
        record(viewer.account, "reward_plans.answered", Subject("reward", one.reward), None, after)
        title = reward_title(declared_company(), one.reward)
        tell(one.account_id, "reward_plans.told_answer", _address(one.reward, one.version), reward=title)
    return one


def _version(company: Company, reward: str, version: int) -> RewardPlan:
    found = next((each for each in company.rewards if (each.reward, each.version) == (reward, version)), None)
    if found is None:
        raise NotFoundRefusal("reward_plans.no_such", reward=reward)
    return found


def _awaited(viewer: Viewer, company: Company, reward: str, version: int) -> RewardPlan:
    asked = (each for each in to_confirm(viewer, company) if (each.reward, each.version) == (reward, version))
    found = next(asked, None)
    if found is None:
        raise NotFoundRefusal("reward_plans.no_such", reward=reward)
    return found


def _digest(viewer: Viewer, reward: str, version: int) -> str:
    """SHA-256 of the version's text as it is read: what exactly was made known or confirmed."""
    text = version_numbered(reward_versions(reward, viewer.today), version).text
    return hashlib.sha256(text.encode()).hexdigest()


def _address(reward: str, version: int) -> str:
    return reverse("reward_plans:version", args=(reward, version))


def _tell(company: Company, people: Sequence[str], reward: str, version: int) -> None:
    gaps: dict[str, str | int] = {"reward": reward_title(company, reward), "version": version}
    accounts = Account.objects.filter(person__in=people, is_active=True).values_list("pk", flat=True)
    tell_many("reward_plans.told_notice", [Told(each, _address(reward, version), gaps) for each in accounts])


def _hr(viewer: Viewer) -> list[int]:
    """Accounts that answer objections: HR of the whole company, else the owner."""
    granted = Account.objects.filter(is_active=True, grants__team="", grants__start__lte=viewer.today).exclude(
        grants__end__lt=viewer.today
    )
    for role in ("hr", "owner"):
        found = list(granted.filter(grants__role=role).values_list("pk", flat=True).distinct())
        if found:
            return found
    return []
