"""Simulations of October on the tiny company, its history made ready."""

from decimal import Decimal

import pytest

from merit.kernel.period import Period
from merit_desk.simulation.actions.simulations import Asked, create
from merit_desk.simulation.queries.scenes import scene_of
from tests.desk.conftest import viewer_as

OCTOBER = Period.parse("2026-10")


@pytest.fixture
def tried(company_folder):
    """HR's simulation of October, nothing moved, with a limit of half the gross profit."""
    return create(viewer_as("hr"), Asked("更看重回复速度", OCTOBER, OCTOBER, (), Decimal(50)))


def ready(simulation):
    """The scene, once it is there."""
    scene = scene_of(simulation)
    assert scene.ended.wait(120)
    assert scene.ready is not None, scene.refusal
    return scene
