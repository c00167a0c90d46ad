"""The same accounts as of the talks, and a monthly review of the department with leader, ann and cat."""

import pytest

from merit_desk.meetings.actions.series import Wanted, begin_series, call_meeting
from merit_desk.meetings.models import Kind, Rhythm
from tests.desk.talks.conftest import Desk, desk, october, words  # noqa: F401 (fixtures of the talks)


def wanted(kind=Kind.REVIEW, rhythm=Rhythm.MONTH, node=("department", "trade"), members=("ann", "cat")):
    """A series as somebody sets it up."""
    return Wanted(kind, rhythm, *node, "交易部复盘", "leader", members)


@pytest.fixture
def series(desk):  # noqa: F811
    """Set up by leader, who chairs it."""
    return begin_series(desk("leader"), wanted())


@pytest.fixture
def meeting(desk, series):  # noqa: F811
    """It looks back on September."""
    return call_meeting(desk("leader"), series.pk, "2026-09", desk("leader").today)
