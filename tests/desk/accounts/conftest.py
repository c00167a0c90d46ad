"""Accounts with passwords, and a browser in which nobody has signed in."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.desk.conftest import account_for

PASSWORD = "lychee-harbour-seven"  # noqa: S105


@pytest.fixture(autouse=True)
def fresh_limits():
    """Rate limits of one test are none of the next one's."""
    cache.clear()


@pytest.fixture
def nobody(company_folder):
    """A browser without a session."""
    return Client(SERVER_NAME="127.0.0.1")


@pytest.fixture
def cat(company_folder):
    """The employee `cat` with a password and a mail address."""
    account = account_for("cat", "cat")
    account.email = "cat@example.com"
    account.set_password(PASSWORD)
    account.save()
    return account


def sign_in(client, login, password=PASSWORD, **extra):
    """Post the form of the sign-in page."""
    return client.post("/sign-in/", {"login": login, "password": password}, **extra)
