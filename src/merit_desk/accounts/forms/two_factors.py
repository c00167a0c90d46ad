"""Codes of the second factor, with the desk's words."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.forms import Form

from merit_desk.shell.sentences import said


class _Code(Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = said("accounts.field.code")
        code.widget.attrs.pop("placeholder", None)
        code.widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


class CodeForm(_Code, AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in: six digits, or a recovery code."""


class CodeAgainForm(_Code, ReauthenticateForm):  # type: ignore[misc]
    """The same, by somebody who is signed in."""


class FirstCodeForm(_Code, ActivateTOTPForm):  # type: ignore[misc]
    """Proves that the app on the phone works, before it is needed."""
