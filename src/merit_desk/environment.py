"""Settings that the environment gives: who stands in front of the desk, whether it is reached by HTTPS, how it logs."""

import sys
from collections.abc import Mapping
from typing import Any

import structlog

from merit_desk.bare_trace import bare_trace

_A_YEAR = 365 * 24 * 3600
_OPEN_WITHOUT_TLS = [r"^healthz$", r"^readyz$", r"^metrics$"]
"""A probe on the same machine speaks plain HTTP."""


def https_settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """Django's settings for HTTPS, which MERIT_HTTPS=1 or a certificate of our own asks for; none otherwise."""
    own_certificate = bool(environment.get("MERIT_TLS_CERT"))
    found: dict[str, Any] = {}
    if environment.get("MERIT_PROXY"):
        found["SECURE_PROXY_SSL_HEADER"] = ("HTTP_X_FORWARDED_PROTO", "https")
    if environment.get("MERIT_HTTPS", "1" if own_certificate else "") != "1":
        return found
    return found | {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_REDIRECT_EXEMPT": _OPEN_WITHOUT_TLS,
        "SECURE_HSTS_SECONDS": int(environment.get("MERIT_HSTS", _A_YEAR)),
    }


def trusted_proxies(environment: Mapping[str, str]) -> list[str]:
    """The addresses or networks whose forwarded headers are believed."""
    return [each.strip() for each in environment.get("MERIT_PROXY", "").split(",") if each.strip()]


def log_settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """One JSON object per line on standard error for machines; warnings in words where somebody looks at a terminal."""
    on_screen = environment.get("MERIT_LOG", "text" if sys.stderr.isatty() else "json") == "text"
    level = environment.get("MERIT_LOG_LEVEL", "WARNING" if on_screen else "INFO").upper()
    renderer: Any = structlog.dev.ConsoleRenderer() if on_screen else structlog.processors.JSONRenderer()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.ExceptionRenderer(bare_trace),
                    renderer,
                ],
                "foreign_pre_chain": _SHARED,
            }
        },
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": level},
        # These name the path of a request, which may hold a person's id; the request log says what matters.
        "loggers": {
            "django.request": {"level": "CRITICAL"},
            "django.security.csrf": {"level": "CRITICAL"},
            "httpx": {"level": "WARNING"},
            "axes": {"level": "WARNING"},
        },
    }


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(["job", "kind"]),
]


def set_up_logging() -> None:
    """Let structlog's loggers end in the standard ones."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.filter_by_level,
            *_SHARED[1:],
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
