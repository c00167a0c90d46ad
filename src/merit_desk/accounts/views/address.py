"""Changing one's mail address: the library's page, once the present address is known to it."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.views import EmailView
from django.http import HttpRequest, HttpResponse

from merit_desk.accounts.actions.accounts import vouch
from merit_desk.accounts.models import Account


class AddressView(EmailView):  # type: ignore[misc]
    """An account may have been made with an address that the library has no row for, by set-up or by hand."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without the row the library would take the present address away while the new one waits."""
        if isinstance(request.user, Account) and not _known(request.user):
            vouch(request.user)
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer


def _known(account: Account) -> bool:
    return bool(EmailAddress.objects.filter(user=account).exists())


address = AddressView.as_view()
