"""The October cycle of the tiny company at the end of its judging, and somebody outside everybody's line."""

import pytest

from merit.reviews.life import ReviewState
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import viewer_for
from merit_desk.jobs.models import Job
from merit_desk.jobs.tasks import perform
from merit_desk.outcomes.actions.release import Selected, release
from tests.desk.conftest import account_for, client_for, role_account, viewer_as
from tests.desk.cycle_world import october_cycle, review_of


def account_of(person):
    """The one account of a person."""
    return Account.objects.filter(person=person).first() or account_for(f"account-{person}", person)


def viewer_of_person(person):
    """What they may do."""
    return viewer_for(account_of(person))


def client_of_person(person):
    """Their browser."""
    return client_for(account_of(person))


def done(kind):
    """Carry out the waiting jobs of the kind; the last of them."""
    for job in Job.objects.filter(kind=kind, state="waiting").order_by("pk"):
        perform.func(job.pk)
    return Job.objects.filter(kind=kind).last()


@pytest.fixture
def settled(own_folder):
    """Everybody settled."""
    for person in ("ann", "bob", "cat"):
        account_for(f"account-{person}", person)
    role_account("manager")
    role_account("owner")
    return october_cycle(ReviewState.SETTLED)


@pytest.fixture
def released(settled):
    """Everybody released by HR."""
    release(viewer_as("hr"), settled, Selected())
    return settled


def after_release(cycle, person, state):
    """The person's review put into a later state."""
    one = review_of(cycle, person)
    type(one).objects.filter(pk=one.pk).update(state=str(state))
    return review_of(cycle, person)


def accounts_told(code):
    """Whom a notice of that code reached, by username."""
    return set(Account.objects.filter(notices__code=code).values_list("username", flat=True))
