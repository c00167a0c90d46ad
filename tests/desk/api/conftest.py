"""Programs that ask with a token of a role's account."""

import json

import pytest
from django.test import Client

from merit_desk.accounts.viewer import viewer_for
from merit_desk.api.actions.tokens import make_token
from merit_desk.api.scopes import EVERY_SCOPE
from tests.desk.conftest import role_account


class Program:
    """A client without a browser: a token, JSON in and out."""

    def __init__(self, role, scopes=EVERY_SCOPE):
        self.account = role_account(role)
        self.token, self.secret = make_token(viewer_for(self.account), role, scopes, 30)
        self.client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)

    def ask(self, method, address, body=None, **headers):
        sent = {"authorization": f"Bearer {self.secret}", **headers}
        content = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return self.client.generic(method, f"/api/v1{address}", headers=sent, **content)

    def get(self, address, **headers):
        return self.ask("GET", address, **headers)

    def post(self, address, body=None, **headers):
        return self.ask("POST", address, {} if body is None else body, **headers)

    def every(self, address):
        """All pages of a list."""
        found, cursor = [], ""
        while True:
            sign = "&" if "?" in address else "?"
            page = self.get(f"{address}{sign}cursor={cursor}").json()
            found += page["items"]
            if page["next"] is None:
                return found
            cursor = page["next"]


@pytest.fixture
def program(company_folder):
    """Makes a program of a role."""
    return Program


@pytest.fixture
def writing_program(own_folder):
    """The same on a folder that may be written to."""
    return Program
