"""Settings of the desk, from the environment only; docs/operations.md lists every MERIT_ name."""

import os
import secrets
from pathlib import Path

import dj_database_url

from merit_desk.accounts.sign_in_settings import APPS, sign_in_settings
from merit_desk.accounts.sign_in_settings import MIDDLEWARE as SIGN_IN_MIDDLEWARE
from merit_desk.environment import https_settings, log_settings, set_up_logging, trusted_proxies

HERE = Path(__file__).parent

MERIT_COMPANY = Path(os.environ.get("MERIT_COMPANY", "."))
"""The company folder."""

SECRET_KEY = os.environ.get("MERIT_SECRET") or secrets.token_urlsafe(48)
DEBUG = os.environ.get("MERIT_DEBUG") == "1"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *filter(None, os.environ.get("MERIT_HOSTS", "").split(","))]

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django_prometheus",
    "merit_desk.shell",
    "merit_desk.results",
    "merit_desk.audit",
    "merit_desk.notices",
    "merit_desk.accounts",
    "merit_desk.trail",
    "merit_desk.inbox",
    "merit_desk.learning",
    "merit_desk.jobs.apps.JobsConfig",
    "merit_desk.forecasts",
    "merit_desk.documents",
    "merit_desk.people",
    "merit_desk.intake",
    "merit_desk.catalogue",
    "merit_desk.plans",
    "merit_desk.explain",
    "merit_desk.metrics",
    "merit_desk.rewards.apps.RewardsConfig",
    "merit_desk.reward_plans",
    "merit_desk.periods",
    "merit_desk.cycles",
    "merit_desk.surveys",
    "merit_desk.goals",
    "merit_desk.agreements",
    "merit_desk.follow",
    "merit_desk.talks",
    "merit_desk.plan_check",
    "merit_desk.meetings",
    "merit_desk.reviews",
    "merit_desk.calibration",
    "merit_desk.outcomes",
    "merit_desk.compliance",
    "merit_desk.payroll",
    "merit_desk.disputes",
    "merit_desk.recognition",
    "merit_desk.training",
    "merit_desk.growth",
    "merit_desk.simulation",
    "merit_desk.effectiveness",
    "merit_desk.reminders",
    "merit_desk.alerts.apps.AlertsConfig",
    "merit_desk.explorer",
    "merit_desk.data_quality",
    "merit_desk.experiments",
    "merit_desk.signs",
    "merit_desk.allocation",
    "merit_desk.wall",
    "merit_desk.home",
    "merit_desk.setup",
    "merit_desk.operations",
    "merit_desk.api",
    *APPS,
]
MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "merit_desk.operations.request_log.RequestLogMiddleware",
    "merit_desk.operations.proxy.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "merit_desk.audit.origin.OriginMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "merit_desk.shell.language.LanguageMiddleware",
    "merit_desk.shell.theme.ThemeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "merit_desk.shell.refused.RefusalMiddleware",
    "merit_desk.setup.first_run.FirstRunMiddleware",
    "merit_desk.accounts.gate.GateMiddleware",
    *SIGN_IN_MIDDLEWARE,
    "merit_desk.api.gate.ApiMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
ROOT_URLCONF = "merit_desk.urls"
WSGI_APPLICATION = "merit_desk.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "merit_desk.shell.frame.frame",
                "merit_desk.results.queries.frame.company_frame",
                "merit_desk.accounts.queries.frame.viewer_frame",
                "merit_desk.learning.queries.frame.learning_frame",
                "merit_desk.home.frame.places",
            ],
            "builtins": ["merit_desk.shell.templatetags.shell"],
        },
    }
]

_OWN_DATABASE = f"sqlite:///{(MERIT_COMPANY / '.merit' / 'desk.sqlite3').absolute()}"
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("MERIT_DATABASE_URL") or _OWN_DATABASE, conn_max_age=600, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # One writer at a time is SQLite's rule: ask for the lock at once and wait for it, and let readers read meanwhile.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AXES_FAILURE_LIMIT = 5
MERIT_TWO_FACTORS: frozenset[str] = frozenset()
MERIT_SIGN_ON_NEW_ACCOUNTS = False
MERIT_WECOM_USERID_IS_PERSON = False
globals().update(sign_in_settings(os.environ))
globals().update(https_settings(os.environ))
MERIT_TRUSTED_PROXIES = trusted_proxies(os.environ)
MERIT_API_RATE = int(os.environ.get("MERIT_API_RATE", "600"))
"""Questions that one program may ask in a minute."""
MERIT_METRICS_TOKEN = os.environ.get("MERIT_METRICS_TOKEN", "")
MERIT_WEBHOOK_ALLOW_PRIVATE = bool(int(os.environ.get("MERIT_WEBHOOK_ALLOW_PRIVATE", "0")))
LOGGING = log_settings(os.environ)
set_up_logging()
PROMETHEUS_EXPORT_MIGRATIONS = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
GUARDED_APPS: set[str] = {"ninja"}
GUARDED_NAMES: tuple[str, ...] = ()
"""Addresses of libraries that settle access themselves."""

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

DATA_UPLOAD_MAX_MEMORY_SIZE = 20 << 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 << 20

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
