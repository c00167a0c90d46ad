"""Who may decide on a case: managers, HR and the owner, but nobody who proposed it or whom it is about."""

from datetime import date

from merit_desk.accounts.access import Role
from merit_desk.accounts.models import Account, Grant
from merit_desk.accounts.viewer import managing_on
from merit_desk.growth.models import Case
from merit_desk.results.queries.open_company import declared_company

_GRANTED = (Role.OWNER, Role.HR)


def panel_choices(case: Case, day: date) -> list[tuple[str, str]]:
    """Accounts by name."""
    able = _able(day)
    found = [each for each in Account.objects.filter(is_active=True) if _fits(each, case, able)]
    return sorted(((str(each.pk), str(each)) for each in found), key=lambda pair: pair[1])


def may_sit(account: Account, case: Case, day: date) -> bool:
    """Whether the account may be named."""
    return _fits(account, case, _able(day))


def _able(day: date) -> tuple[frozenset[str], frozenset[int]]:
    granted = Grant.objects.filter(role__in=_GRANTED, team="", start__lte=day).exclude(end__lt=day)
    return managing_on(declared_company().organisation, day), frozenset(granted.values_list("account_id", flat=True))


def _fits(account: Account, case: Case, able: tuple[frozenset[str], frozenset[int]]) -> bool:
    managers, granted = able
    if account.pk == case.by_id or (account.person and account.person in (case.person, case.author)):
        return False
    return account.person in managers or account.pk in granted
