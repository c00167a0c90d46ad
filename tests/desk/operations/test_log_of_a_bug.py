"""A bug is logged by its class and where it stood, never by its message, which may quote a value or a name."""

import json
import logging
import logging.config

import pytest
import structlog

from merit_desk.environment import log_settings

QUOTED = "pay of 王芳 is 8800"


def failed():
    try:
        {}[QUOTED]
    except KeyError as cause:
        raise ValueError(f"invalid: {QUOTED}") from cause


@pytest.fixture
def lines(monkeypatch):
    """What the settings make of a record, by the record's logger."""
    made = logging.config.DictConfigurator(log_settings({"MERIT_LOG": "json"}))
    formatter = made.configure_formatter(made.config["formatters"]["lines"])
    written = []

    class Kept(logging.Handler):
        def emit(self, record):
            written.append(formatter.format(record))

    handler, logger = Kept(), logging.getLogger("merit.requests")
    logger.addHandler(handler)
    yield written
    logger.removeHandler(handler)


@pytest.mark.parametrize("log", [logging.getLogger("merit.requests"), structlog.get_logger("merit.requests")])
def test_a_bug_is_logged_by_class_and_frames_and_without_its_message(lines, log):
    try:
        failed()
    except ValueError:
        log.exception("request failed")
    told = json.loads(lines[0])["exception"].splitlines()
    assert [line for line in told if not line.startswith("  ")] == ["builtins.ValueError", "builtins.KeyError"]
    here = [line for line in told if line.startswith("  ")]
    assert all("test_log_of_a_bug.py:" in line for line in here)
    assert here[1].endswith(" failed")
    assert "王芳" not in lines[0]
    assert "8800" not in lines[0]
    assert "u738b" not in lines[0]


def test_who_signs_in_is_told_by_the_library_for_warnings_only():
    assert log_settings({})["loggers"]["axes"] == {"level": "WARNING"}
