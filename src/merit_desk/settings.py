"""Settings of the desk, from the environment only: MERIT_COMPANY (the folder), MERIT_SECRET, MERIT_DEBUG."""

import os
import secrets
from pathlib import Path

HERE = Path(__file__).parent

MERIT_COMPANY = Path(os.environ.get("MERIT_COMPANY", "."))
"""The company folder that is shown. Read-only pages: nothing is stored beside it."""

SECRET_KEY = os.environ.get("MERIT_SECRET") or secrets.token_urlsafe(48)
DEBUG = os.environ.get("MERIT_DEBUG") == "1"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "merit_desk.shell",
    "merit_desk.results",
    "merit_desk.explain",
    "merit_desk.metrics",
    "merit_desk.rewards",
    "merit_desk.home",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "merit_desk.shell.language.LanguageMiddleware",
    "merit_desk.shell.theme.ThemeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "merit_desk.shell.refused.RefusalMiddleware",
]
ROOT_URLCONF = "merit_desk.urls"
WSGI_APPLICATION = "merit_desk.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "merit_desk.shell.frame.frame",
                "merit_desk.results.queries.frame.company_frame",
            ],
            "builtins": ["merit_desk.shell.templatetags.shell"],
        },
    }
]
DATABASES: dict[str, dict[str, str]] = {}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
