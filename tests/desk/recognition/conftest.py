"""Everybody of the tiny company with an account, on the 12th of October 2026; HR and finance are nobody of it."""

from tests.desk.talks.conftest import desk, october

__all__ = ("desk", "october")
