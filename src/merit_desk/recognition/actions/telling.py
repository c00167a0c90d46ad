"""Leaving a notice for a person."""

from merit_desk.accounts.models import Account
from merit_desk.notices.actions import tell


def tell_person(person: str, code: str, address: str, **gaps: str | int) -> None:
    """A notice for the person's account; nobody is told where there is none."""
    account = Account.objects.filter(person=person, is_active=True).values_list("pk", flat=True).first()
    if account is not None:
        tell(account, code, address, **gaps)
