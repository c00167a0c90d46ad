"""The second factor: secrets are kept encrypted under the desk's own key, errors are said in the desk's words."""

import base64
from hashlib import sha256

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError

from merit_desk.accounts.models import Account
from merit_desk.shell.sentences import knows, say


class TwoFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """A stolen copy of the database alone is not enough to make codes."""

    def encrypt(self, text: str) -> str:
        """For the database."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Back. A secret kept under a key that is gone opens nothing: the factor has to be reset."""
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(Fernet.generate_key()[:20]).decode()

    def get_totp_label(self, user: Account) -> str:
        """How the entry is called in the person's app."""
        return user.username

    def validation_error(self, code: str, *args: object) -> ValidationError:
        """The desk's words for an error of the library."""
        known = f"accounts.error.{code}"
        if knows(known):
            return ValidationError(say(known), code=code)
        error: ValidationError = super().validation_error(code, *args)
        return error


def _keys() -> MultiFernet:
    secrets = (str(settings.SECRET_KEY), *(str(each) for each in settings.SECRET_KEY_FALLBACKS))
    digests = (sha256(b"merit.accounts.two_factors:" + secret.encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
