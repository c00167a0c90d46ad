"""The first password of an invited account."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from merit_desk.accounts.models import Account
from merit_desk.shell.sentences import said, say

_NEW = {"autocomplete": "new-password"}


class AcceptForm(forms.Form):
    """Twice, because nobody sees what they type."""

    password = forms.CharField(
        label=said("accounts.field.new_password"),
        help_text=said("accounts.password_rules"),
        strip=False,
        widget=forms.PasswordInput(attrs=_NEW),
    )
    again = forms.CharField(
        label=said("accounts.field.new_password_again"), strip=False, widget=forms.PasswordInput(attrs=_NEW)
    )

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._account = account

    def clean_password(self) -> str:
        """The rules of every password."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self._account)
        return password

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        found = super().clean() or self.cleaned_data
        if found.get("password") and found.get("again") and found["password"] != found["again"]:
            self.add_error("again", say("accounts.wrong.passwords_differ"))
        return found
