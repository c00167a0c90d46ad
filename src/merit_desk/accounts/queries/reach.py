"""Which accounts somebody may look after. The rule: nobody gives, takes or takes over more than they have themselves.

Without it, HR could make themselves owner, or send a link for the owner's account to their own mail address.
"""

from datetime import date

from merit.company import Company
from merit.people.tree import teams_above
from merit_desk.accounts.access import ABILITIES, GRANTED, Can, Role
from merit_desk.accounts.forms.accounts import Offer
from merit_desk.accounts.models import Account, Grant
from merit_desk.accounts.queries.subtree import teams_of
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.open_company import declared_company


def roles_to_give(viewer: Viewer) -> tuple[Role, ...]:
    """Roles whose every ability the viewer has for the whole company, or for the part they look after."""
    return tuple(role for role in GRANTED if all(viewer.scopes(ability) for ability in ABILITIES[role]))


def offer(viewer: Viewer, company: Company | None) -> Offer:
    """What the viewer may give, for the form that asks."""
    return Offer(roles_to_give(viewer), lambda role, team: may_give(viewer, role, team), company, viewer.today)


def may_give(viewer: Viewer, role: Role, team: str) -> bool:
    """Whether the viewer has all of the role's abilities in that part of the company."""
    return all(_holds(viewer, ability, team) for ability in ABILITIES[role])


def may_manage(viewer: Viewer, account: Account) -> bool:
    """Whether the viewer may invite, link, lock or end this account."""
    if viewer.account is None or not _in_scope(viewer, account):
        return False
    grants = [grant for grant in account.grants.all() if grant.end is None or grant.end >= viewer.today]
    return all(may_give(viewer, Role(grant.role), grant.team) for grant in grants)


def may_change_roles(viewer: Viewer, account: Account) -> bool:
    """Nobody changes their own roles, except the owner, who has them all."""
    return may_manage(viewer, account) and (account.pk != viewer.account or Role.OWNER in viewer.roles)


def people_in_reach(viewer: Viewer) -> frozenset[str] | None:
    """Whom the viewer looks after today; None for everybody."""
    if viewer.everywhere(Can.MANAGE_ACCOUNTS):
        return None
    organisation = declared_company().organisation
    scopes = set(viewer.scopes(Can.MANAGE_ACCOUNTS))
    return frozenset(
        person for person in organisation.spells_of if scopes & set(teams_of(organisation, person, viewer.today))
    )


def other_owners(account: Account, today: date) -> bool:
    """Whether somebody else owns the company today: the last owner cannot be locked, ended or lose the role."""
    return (
        Grant.objects.filter(role=Role.OWNER, team="", start__lte=today, account__is_active=True)
        .exclude(account=account)
        .exclude(end__lt=today)
        .exists()
    )


def _in_scope(viewer: Viewer, account: Account) -> bool:
    if viewer.everywhere(Can.MANAGE_ACCOUNTS):
        return True
    return account.person != "" and account.person in (people_in_reach(viewer) or ())


def _holds(viewer: Viewer, ability: Can, team: str) -> bool:
    scopes = viewer.scopes(ability)
    return "" in scopes or bool(team and _at_or_below(team, scopes, viewer.today))


def _at_or_below(team: str, scopes: tuple[str, ...], day: date) -> bool:
    return team in scopes or any(
        above.team in scopes for above in teams_above(declared_company().organisation, team, day)
    )
