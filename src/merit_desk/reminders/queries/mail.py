"""Whether and how mail leaves this installation."""

from django.conf import settings

_ON_SCREEN = "django.core.mail.backends.console.EmailBackend"
_LOCAL = ("127.0.0.1", "localhost", "[::1]")


def mail_is_set_up() -> bool:
    """Whether there is a mail server; without one nothing is sent, and the digest stands in the application."""
    return str(settings.EMAIL_BACKEND) != _ON_SCREEN


def whole_address(address: str) -> str:
    """The address with the host by which browsers reach the desk, where the installation names one."""
    hosts = [each for each in settings.ALLOWED_HOSTS if each not in (*_LOCAL, "testserver", "*")]
    return f"https://{hosts[0]}{address}" if hosts else address
