"""Passwords: a first one, a new one, the present one again. The rules stand beside the field."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as LibraryChange
from allauth.account.forms import ReauthenticateForm, ResetPasswordKeyForm, SetPasswordForm
from django.forms import Form

from merit_desk.shell.sentences import said

_LABELS = {
    "oldpassword": "accounts.field.old_password",
    "password": "accounts.field.password",
    "password1": "accounts.field.new_password",
    "password2": "accounts.field.new_password_again",
}


class _InOurWords(Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = said(_LABELS[name])
            field.help_text = said("accounts.password_rules") if name == "password1" else ""


class NewPasswordForm(_InOurWords, ResetPasswordKeyForm):  # type: ignore[misc]
    """After a link by mail."""


class ChangePasswordForm(_InOurWords, LibraryChange):  # type: ignore[misc]
    """By somebody who is signed in and knows the present one."""


class FirstPasswordForm(_InOurWords, SetPasswordForm):  # type: ignore[misc]
    """For an account that only used the company's sign-in system so far."""


class PasswordAgainForm(_InOurWords, ReauthenticateForm):  # type: ignore[misc]
    """Before something that a person who left the desk open would not want to be done."""
