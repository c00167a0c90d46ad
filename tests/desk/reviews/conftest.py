"""A folder of the test's own in which cat is rated."""

import pytest

from tests.desk.reviews.world import with_peers


@pytest.fixture
def rated_folder(own_folder):
    """The tiny company with peers for cat."""
    return with_peers(own_folder)
