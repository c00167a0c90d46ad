"""A pulse of the October cycle, asked of six people."""

from datetime import date

import pytest

from merit_desk.accounts.viewer import viewer_for
from merit_desk.surveys.actions.asking import Asked, make_survey, open_survey
from tests.desk.conftest import account_for, client_for, viewer_as
from tests.desk.cycle_world import october_cycle

_NAMED = {"cat": "employee", "leader": "manager"}
ASKED = ("ann", "bob", "cat", "leader")


@pytest.fixture
def asked_people(company_folder):
    """Clients of everybody who takes part in October, by person."""
    return {person: client_for(account_of(person)) for person in ASKED}


@pytest.fixture
def pulse(asked_people):
    """The open survey."""
    made = make_survey(viewer_as("hr"), Asked("pulse", "听听你的看法", date(2099, 1, 1), october_cycle()))
    return open_survey(viewer_as("hr"), made.pk)


@pytest.fixture
def answering(asked_people):
    """A function that lets a person answer through the page."""

    def answer(survey, person, clarity=None, remark="", **scores):
        told = {"clarity": clarity, "remark": remark, **scores}
        sent = {name: value for name, value in told.items() if value is not None}
        return asked_people[person].post(f"/surveys/{survey.pk}/answer/", sent)

    return answer


def viewer_named(person):
    """The viewer of somebody's account."""
    return viewer_for(account_of(person))


def account_of(person):
    """The same account that stands for the person's role elsewhere."""
    return account_for(_NAMED.get(person, person), person)
