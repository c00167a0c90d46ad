"""Telling the person behind a task, a request or a report."""

from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.notices.actions import tell


def tell_person(viewer: Viewer, person: str, code: str, address: str, **gaps: str | int) -> None:
    """Leave a notice for every account of the person but the viewer's own."""
    if not person or person == viewer.person:
        return
    for account in Account.objects.filter(person=person, is_active=True).exclude(pk=viewer.signer):
        tell(account.pk, code, address, name=viewer.name, **gaps)


def tell_author(viewer: Viewer, person: str, account: int, code: str, address: str, **gaps: str | int) -> None:
    """The same for whoever began it: by the person, or by the account that has none."""
    if person:
        tell_person(viewer, person, code, address, **gaps)
    elif account != viewer.account:
        tell(account, code, address, name=viewer.name, **gaps)
