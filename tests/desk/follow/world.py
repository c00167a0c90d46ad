"""Tasks, requests and reports of the tiny company in any state. Today is 14 October 2026, a Wednesday.

`leader` is in charge of ann, bob and cat; `owner` is above leader.
"""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from unittest.mock import patch

from merit.follow.request import RequestKind
from merit_desk.accounts.viewer import viewer_for
from merit_desk.follow.given import Asking, Given, Reply, Said
from merit_desk.follow.models import Request, Task
from tests.desk.conftest import account_for, client_for, role_account

TODAY = date(2026, 10, 14)
ROLE_OF = {"owner": "owner", "leader": "manager", "cat": "employee"}


def account_of(person):
    """The account behind a person; roles of accounts without one by their name."""
    if person in ("hr", "steward", "finance", "auditor", "stranger"):
        return role_account(person)
    return role_account(ROLE_OF[person]) if person in ROLE_OF else account_for(person, person)


def viewer(person):
    """The person as they are on 14 October 2026."""
    found = viewer_for(account_of(person))
    on_day = replace(found, today=TODAY)
    assert on_day.roles == found.roles or person == "bob"  # bob's last day is the 14th
    return on_day


def client(person):
    """A browser of the person."""
    return client_for(account_of(person))


def given(owner="cat", due=date(2026, 10, 16), **more):
    """A task as somebody writes it."""
    return Given("补齐详情页", owner, due, **more)


def task_in(state, owner="cat", author="leader", **more) -> Task:
    """A task straight in the database."""
    fields = {"title": "补齐详情页", "due": date(2026, 10, 16), "first_due": date(2026, 10, 16), **more}
    return Task.objects.create(owner=owner, author=author, by=account_of(author), state=state, **fields)


def request_in(state, author="ann", receiver="cat", **more) -> Request:
    """A request straight in the database."""
    fields = {"subject": "P1 只够卖 3 天", "kind": "runs_out", "needed_by": date(2026, 10, 16), **more}
    return Request.objects.create(author=author, by=account_of(author), receiver=receiver, state=state, **fields)


def asking(of="person:cat", **more):
    """A request as somebody writes it."""
    return Asking(RequestKind.RUNS_OUT, "P1 只够卖 3 天", of, date(2026, 10, 16), **more)


@contextmanager
def on_that_day(day=TODAY):
    """Viewers of requests live on that day."""
    from merit_desk.accounts import viewer as viewers

    real = viewers.viewer_for
    with patch.object(viewers, "viewer_for", lambda account: replace(real(account), today=day)):
        yield


SAID = Said("做完了", ("https://example.org/p1",), 90)
REPLY = Reply("明天到 200 件", "bob")
