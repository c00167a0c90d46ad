"""Where the library speaks to people, it speaks in the desk's sentences; and nobody signs up by themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse

from merit_desk.accounts.models import Account
from merit_desk.shell.sentences import knows, say


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Errors, notices and mails by code: `accounts.error.*`, `accounts.notice.*`, `accounts.mail.*`."""

    def validation_error(self, code: str, *args: object) -> ValidationError:
        """The desk's words for an error of the library; its own, translated, where the desk has none."""
        known = f"accounts.error.{code}"
        if knows(known):
            return ValidationError(say(known), code=code)
        error: ValidationError = super().validation_error(code, *args)
        return error

    def add_message(  # noqa: PLR0913, PLR0917 (the library's signature)
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002 (the sentences need none)
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """A notice at the top of the next page, if there are words for it: signing in needs none."""
        code = f"accounts.notice.{_stem(message_template)}" if message_template else ""
        text = message or (say(code) if knows(code) else "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """A plain mail in the reader's language: no picture, no tracking, one link."""
        code = f"accounts.mail.{_stem(template_prefix)}"
        gaps = {"address": _address(context), "name": str(context.get("user") or ""), **_where(context)}
        to = [email] if isinstance(email, str) else email
        body = f"{say(f'{code}.body', **gaps)}\n\n{say('accounts.mail.foot')}\n"
        return EmailMessage(say(f"{code}.subject"), body, settings.DEFAULT_FROM_EMAIL, to, headers=headers)

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Accounts are made by the owner or HR."""
        return False

    def populate_username(self, request: HttpRequest, user: Account) -> None:  # noqa: ARG002
        """A name to sign in with for an account made by single sign-on."""
        user.username = user.username or self.generate_unique_username([user.email, user.name, "user"])

    def get_email_verification_redirect_url(self, email_address: object) -> str:  # noqa: ARG002
        """After a new address was proven."""
        return reverse("accounts:profile")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """After a new password."""
        return reverse("accounts:profile")


def _stem(template: str | None) -> str:
    return (template or "").rpartition("/")[2].removesuffix(".txt")


def _address(context: dict[str, Any]) -> str:
    return str(context.get("password_reset_url") or context.get("activate_url") or "")


def _where(context: dict[str, Any]) -> dict[str, str]:
    return {"ip": str(context.get("ip", "")), "provider": str(context.get("provider", ""))}
