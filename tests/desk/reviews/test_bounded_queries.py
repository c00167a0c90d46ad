"""The list, the manager's queue and what waits ask the database as often for 200 reviews as for 20."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from merit.reviews.answer import AnswerState
from merit.reviews.life import ReviewState
from merit_desk.cycles.models import Participant
from merit_desk.reviews.models import Assignment
from merit_desk.reviews.queries.queue import forms_of
from merit_desk.reviews.queries.waiting import waiting_here
from tests.desk.conftest import client_for, role_account, viewer_as
from tests.desk.cycle_world import october_cycle, review_of

pytestmark = pytest.mark.usefixtures("company_folder")
STATES = (ReviewState.RATING, ReviewState.MANAGER_REVIEW, ReviewState.SKIP_REVIEW)
FEW, MANY = 20, 200


@pytest.fixture
def cycle(company_folder):
    """A cycle with cat's review alone."""
    return october_cycle(ReviewState.RATING, ("cat",))


def grown(cycle, upto):
    """So many reviews of leader's people, each in its state; each has leader as a peer too and somebody nominated."""
    model, there = review_of(cycle, "cat"), cycle.participants.count()
    for at in range(there, upto):
        model.pk, model.person, model.state = None, f"p{at}", STATES[at % 3]
        model._state.adding = True
        model.save()
        Assignment.objects.create(participant=model, rater="ann", relation="peer", state=AnswerState.NOMINATED)
        Assignment.objects.create(participant=model, rater="leader", relation="cross", state=AnswerState.APPROVED)


def asked(look):
    """How often the database is asked by one look."""
    with CaptureQueriesContext(connection) as queries:
        look()
    return len(queries)


@pytest.mark.parametrize("role", ["manager", "hr"])
@pytest.mark.parametrize("address", ["/reviews/", "/reviews/?q=cat&state=rating"])
def test_the_list_asks_as_often_for_many_as_for_few(cycle, role, address):
    client = client_for(role_account(role))
    client.get(address)
    grown(cycle, FEW)
    few = asked(lambda: client.get(address))
    grown(cycle, MANY)
    assert Participant.objects.count() == MANY
    assert asked(lambda: client.get(address)) == few


def test_the_managers_queue_asks_as_often_for_many_as_for_few(cycle):
    client, address = client_for(role_account("manager")), f"/reviews/{review_of(cycle, 'cat').pk}/as/manager/"
    client.get(address)
    grown(cycle, FEW)
    few = asked(lambda: client.get(address))
    grown(cycle, MANY)
    assert len([each for each in forms_of(viewer_as("manager")) if each.relation == "manager"]) == MANY
    assert asked(lambda: client.get(address)) == few


@pytest.mark.parametrize("role", ["manager", "owner"])
def test_what_waits_asks_as_often_for_many_as_for_few(cycle, role):
    viewer = viewer_as(role)
    grown(cycle, FEW)
    few = asked(lambda: list(waiting_here(viewer)))
    grown(cycle, MANY)
    assert asked(lambda: list(waiting_here(viewer))) == few
