"""Signing in, and a forgotten password."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from django.utils.safestring import SafeString

from merit_desk.shell.sentences import said


class SignInForm(LoginForm):  # type: ignore[misc]
    """Name or mail address, and password. What is wrong is not said, so that nobody learns which names exist."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["login"], self.fields["password"]
        name.label, password.label = said("accounts.field.login"), said("accounts.field.password")
        name.widget.attrs |= {"autocomplete": "username", "autocapitalize": "off", "spellcheck": "false"}
        for each in (name, password):
            each.widget.attrs.pop("placeholder", None)
            each.help_text = SafeString("")


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]
    """The mail address that gets a link; the answer is the same whether or not it belongs to anybody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = said("accounts.field.email")
        self.fields["email"].widget.attrs.pop("placeholder", None)
