"""Giving and taking back roles, for a part of the company and for days."""

from datetime import timedelta

from django.db import transaction

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Can, Role
from merit_desk.accounts.actions.accounts import not_there
from merit_desk.accounts.forms.accounts import NewGrant
from merit_desk.accounts.models import Account, Grant
from merit_desk.accounts.queries.reach import may_change_roles, may_give, other_owners
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record


def give(viewer: Viewer, account: Account, asked: NewGrant) -> Grant:
    """Raises NotFoundRefusal for a role that the viewer does not have themselves."""
    viewer.require(Can.MANAGE_ACCOUNTS)
    if not may_change_roles(viewer, account) or not may_give(viewer, asked.role, asked.team):
        raise not_there()
    with transaction.atomic():
        grant = Grant.objects.create(
            account=account,
            role=asked.role.value,
            team=asked.team,
            start=asked.start,
            end=asked.end,
            given_by_id=viewer.account,
        )
        record(viewer.account, "accounts.role_given", Subject("account", str(account.pk)), after=_told(grant))
    return grant


def take_back(viewer: Viewer, grant: Grant) -> None:
    """The role ends with yesterday; one that never began is taken out. Raises ConflictRefusal for the last owner's."""
    viewer.require(Can.MANAGE_ACCOUNTS)
    if not may_change_roles(viewer, grant.account) or not may_give(viewer, Role(grant.role), grant.team):
        raise not_there()
    if grant.role == Role.OWNER and not other_owners(grant.account, viewer.today):
        raise ConflictRefusal("accounts.refusal.last_owner")
    before = _told(grant)
    with transaction.atomic():
        if grant.start >= viewer.today:
            account = grant.account
            grant.delete()
            record(viewer.account, "accounts.role_taken", Subject("account", str(account.pk)), before)
            return
        grant.end = viewer.today - timedelta(days=1)
        grant.save(update_fields=["end"])
        record(viewer.account, "accounts.role_taken", Subject("account", str(grant.account_id)), before, _told(grant))


def _told(grant: Grant) -> dict[str, str | None]:
    ends = grant.end.isoformat() if grant.end else None
    return {"role": grant.role, "team": grant.team, "start": grant.start.isoformat(), "end": ends}
