"""Settings of signing in from the environment: mail, second factor, lock-out, the company's own sign-in systems.

`sign_in_settings` is pure, so that tests can read other environments; docs/signing-in.md says what each name means.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

APPS = (
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "merit_desk.accounts.wecom",
    "merit_desk.accounts.dingtalk",
    "merit_desk.accounts.feishu",
    "merit_desk.accounts.oidc",
    "axes",
)
"""Behind the desk's own apps, whose templates then come first."""

MIDDLEWARE = (
    "allauth.account.middleware.AccountMiddleware",
    "merit_desk.accounts.two_factors.TwoFactorsMiddleware",
    "axes.middleware.AxesMiddleware",
)
"""Behind the session, the account and the language."""

WAYS = ("oidc", "wecom", "dingtalk", "feishu")
_COOL_OFF = timedelta(minutes=15)


def sign_in_settings(environ: Mapping[str, str]) -> dict[str, Any]:
    """Everything Django, allauth and axes want to know. Raises ValueError for a number that is none."""
    return {**_passwords(), **_accounts(environ), **_lock_out(), **_mail(environ), **_sign_on(environ)}


def _passwords() -> dict[str, Any]:
    rules = "merit_desk.accounts.password_rules"
    return {
        "AUTH_USER_MODEL": "accounts.Account",
        "AUTHENTICATION_BACKENDS": [
            "axes.backends.AxesStandaloneBackend",
            "allauth.account.auth_backends.AuthenticationBackend",
        ],
        "PASSWORD_HASHERS": [
            "django.contrib.auth.hashers.Argon2PasswordHasher",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        ],
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": f"{rules}.NotOneself",
                "OPTIONS": {"user_attributes": ("username", "name", "email", "person")},
            },
            {"NAME": f"{rules}.LongEnough", "OPTIONS": {"min_length": 10}},
            {"NAME": f"{rules}.NotCommon"},
            {"NAME": f"{rules}.NotOnlyDigits"},
        ],
        "PASSWORD_RESET_TIMEOUT": 2 * 3600,
    }


def _accounts(environ: Mapping[str, str]) -> dict[str, Any]:
    return {
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "/",
        "LOGOUT_REDIRECT_URL": "account_login",
        "CSRF_FAILURE_VIEW": "merit_desk.accounts.views.stale.stale_form",
        "SESSION_COOKIE_AGE": int(environ.get("MERIT_SESSION_HOURS", "12")) * 3600,
        "ACCOUNT_ADAPTER": "merit_desk.accounts.sign_on.account_adapter.AccountAdapter",
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_LOGIN_METHODS": {"username", "email"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "email", "password1*", "password2*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_CHANGE_EMAIL": True,
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
        "ACCOUNT_RATE_LIMITS": {"login_failed": "60/m/ip,50/h/key"},
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if environ.get("MERIT_HTTPS") == "1" else "http",
        "ACCOUNT_FORMS": {
            "login": "merit_desk.accounts.forms.sign_in.SignInForm",
            "reset_password": "merit_desk.accounts.forms.sign_in.ForgottenForm",
            "reset_password_from_key": "merit_desk.accounts.forms.passwords.NewPasswordForm",
            "change_password": "merit_desk.accounts.forms.passwords.ChangePasswordForm",
            "set_password": "merit_desk.accounts.forms.passwords.FirstPasswordForm",
            "reauthenticate": "merit_desk.accounts.forms.passwords.PasswordAgainForm",
            "change_email": "merit_desk.accounts.forms.profile.ChangeEmailForm",
        },
        "MFA_ADAPTER": "merit_desk.accounts.sign_on.two_factor_adapter.TwoFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
        "MFA_TOTP_ISSUER": "Merit",
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,
        "MFA_FORMS": {
            "authenticate": "merit_desk.accounts.forms.two_factors.CodeForm",
            "reauthenticate": "merit_desk.accounts.forms.two_factors.CodeAgainForm",
            "activate_totp": "merit_desk.accounts.forms.two_factors.FirstCodeForm",
        },
        "MERIT_TWO_FACTORS": frozenset(_words(environ.get("MERIT_TWO_FACTORS", ""))),
    }


def _lock_out() -> dict[str, Any]:
    return {
        "AXES_FAILURE_LIMIT": 5,
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
        "AXES_COOLOFF_TIME": _COOL_OFF,
        "AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT": False,
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_DISABLE_ACCESS_LOG": True,
        "AXES_ENABLE_ADMIN": False,
        "AXES_VERBOSE": False,
        "AXES_USERNAME_CALLABLE": "merit_desk.accounts.queries.lock_out.typed_name",
        "AXES_CLIENT_IP_CALLABLE": "merit_desk.accounts.queries.lock_out.address_of",
        "AXES_LOCKOUT_CALLABLE": "merit_desk.accounts.views.locked_out.locked_out",
    }


def _mail(environ: Mapping[str, str]) -> dict[str, Any]:
    host = environ.get("MERIT_MAIL_HOST", "")
    if not host:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    secure = environ.get("MERIT_MAIL_SECURITY", "starttls")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": int(environ.get("MERIT_MAIL_PORT", "465" if secure == "tls" else "587")),
        "EMAIL_HOST_USER": environ.get("MERIT_MAIL_USER", ""),
        "EMAIL_HOST_PASSWORD": environ.get("MERIT_MAIL_PASSWORD", ""),
        "EMAIL_USE_SSL": secure == "tls",
        "EMAIL_USE_TLS": secure == "starttls",
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": environ.get("MERIT_MAIL_FROM", environ.get("MERIT_MAIL_USER", "")),
    }


def _sign_on(environ: Mapping[str, str]) -> dict[str, Any]:
    providers = {way: _provider(way, environ) for way in WAYS}
    providers["openid_connect"] = providers.pop("oidc")
    return {
        "SOCIALACCOUNT_PROVIDERS": providers,
        "SOCIALACCOUNT_ADAPTER": "merit_desk.accounts.sign_on.adapter.SignOnAdapter",
        "SOCIALACCOUNT_LOGIN_ON_GET": True,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": False,
        "SOCIALACCOUNT_REQUESTS_TIMEOUT": 10,
        "MERIT_SIGN_ON_NEW_ACCOUNTS": environ.get("MERIT_SIGN_ON_NEW_ACCOUNTS") == "1",
        "MERIT_WECOM_USERID_IS_PERSON": environ.get("MERIT_WECOM_USERID_IS_PERSON") == "1",
    }


_CLIENT = {"wecom": "CORP_ID", "dingtalk": "CLIENT_ID", "feishu": "APP_ID", "oidc": "CLIENT_ID"}
_ADDRESSES = {"API": "API_ADDRESS", "SIGN_IN": "SIGN_IN_ADDRESS", "INSIDE": "INSIDE_ADDRESS"}


def _provider(way: str, environ: Mapping[str, str]) -> dict[str, Any]:
    """A way to sign in; without its secret it has no app and is not offered. Addresses can be set, for stand-ins."""
    prefix = f"MERIT_{way.upper()}_"
    found: dict[str, Any] = {
        key: environ[f"{prefix}{name}_ADDRESS"]
        for name, key in _ADDRESSES.items()
        if f"{prefix}{name}_ADDRESS" in environ
    }
    found["VERIFIED_EMAIL"] = _words(environ.get(f"{prefix}TRUSTED_MAIL", ""))
    if not environ.get(f"{prefix}SECRET"):
        return {**found, "APPS": []}
    app = {
        "client_id": environ.get(prefix + _CLIENT[way], ""),
        "secret": environ[f"{prefix}SECRET"],
        "settings": _particulars(way, prefix, environ),
    }
    if way == "oidc":
        app |= {"provider_id": "company", "name": environ.get(f"{prefix}NAME", "OpenID Connect")}
    return {**found, "APPS": [app]}


def _particulars(way: str, prefix: str, environ: Mapping[str, str]) -> dict[str, Any]:
    match way:
        case "wecom":
            return {"agent_id": environ.get(f"{prefix}AGENT_ID", "")}
        case "dingtalk":
            return {"corp_id": environ.get(f"{prefix}CORP_ID", "")}
        case "oidc":
            return {
                "server_url": environ.get(f"{prefix}ISSUER", ""),
                "fetch_userinfo": environ.get(f"{prefix}USER_INFO") == "1",
            }
        case _:
            return {}


def _words(text: str) -> list[str]:
    return [word.strip().lower() for word in text.split(",") if word.strip()]
