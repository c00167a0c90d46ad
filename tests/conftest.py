"""How property tests run, on which database the desk is tested, and what a run says that tried nothing in a browser."""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.browser.chromium import LEFT_OUT, is_left_out

settings.register_profile("merit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("merit"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "merit")

DATABASES = ("sqlite", "postgresql")
PLUGIN = "tests.postgres"


def pytest_configure(config):
    """The desk is tested on SQLite unless MERIT_TEST_DATABASE says otherwise; no clock decides a property test."""
    kind = os.environ.get("MERIT_TEST_DATABASE", "sqlite")
    if kind not in DATABASES:
        raise pytest.UsageError(f"MERIT_TEST_DATABASE is {kind!r}; it can be {' or '.join(DATABASES)}")
    if kind == "postgresql" and not config.pluginmanager.has_plugin(PLUGIN):
        raise pytest.UsageError(f"To test on PostgreSQL run `make test-postgresql`, or python -m pytest -p {PLUGIN} …")


def pytest_report_header():
    """Which database the desk is tested on."""
    return f"desk on: {os.environ.get('MERIT_TEST_DATABASE', 'sqlite')}"


def pytest_terminal_summary(terminalreporter):
    """Say at the end, loudly, what was left out."""
    if is_left_out():
        terminalreporter.write_sep("=", "no browser", red=True, bold=True)
        terminalreporter.write_line(LEFT_OUT, red=True, bold=True)
