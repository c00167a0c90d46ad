"""Two sessions that redeem at the same moment: one of them is refused, and nothing is spent or handed out twice."""

import os
import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import psycopg
import pytest
from django.db import connection, connections
from django.db.models import Sum

from merit.kernel.refusals import ConflictRefusal
from merit_desk.recognition.actions.gifts import put_gift, redeem
from merit_desk.recognition.actions.points import grant_points
from merit_desk.recognition.given import Giving, Offer
from merit_desk.recognition.models import Gift, Holder, PointEntry, Redemption
from tests.desk.talks.conftest import Desk

pytestmark = pytest.mark.django_db
SESSIONS = 4


@pytest.fixture
def _django_db_helper(django_db_setup):
    """No transaction around these tests: what they write goes to a copy of the empty database."""


@pytest.fixture
def at_once(untouched, settings, tmp_path, monkeypatch, django_db_blocker):
    """Carry out acts at the same moment, each on a connection of its own to a database that keeps what is written.

    Gives what each came to, a refusal by its code. One act alone may make what the others need.
    """
    settings.MERIT_COMPANY = untouched
    with django_db_blocker.unblock(), _copied_database(tmp_path) as name:
        monkeypatch.setitem(connections.settings["default"], "NAME", name)
        yield _at_once


@contextmanager
def _copied_database(folder):
    """The tests' own, which has its tables and nothing else, as a file or as another one on the tests' server."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(folder / "desk.sqlite3") as there:
            connection.connection.backup(there)
        yield str(folder / "desk.sqlite3")
        return
    like, name = connection.settings_dict["NAME"], f"{connection.settings_dict['NAME']}_at_once"
    connection.close()
    with psycopg.connect(os.environ["MERIT_DATABASE_URL"], autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        yield name
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _at_once(*acts):
    start = Barrier(len(acts))
    with ThreadPoolExecutor(len(acts)) as sessions:
        return list(sessions.map(lambda act: _session(act, start), acts))


def _session(act, start):
    try:
        start.wait(30)
        return act()
    except ConflictRefusal as refusal:
        return refusal.code
    finally:
        connections.close_all()


def _begun(*people, stock=None):
    """100 points for each, a gift of 80; who asks, and the gift's number."""
    desk = Desk()
    for person in people:
        grant_points(desk("hr"), Giving(person, 100, "年会", f"e-{person}"))
    gift = put_gift(desk("hr"), Offer("保温杯", "", "gifts", 80, stock))
    return [desk(person) for person in people], gift.pk


def _left():
    """What stands in the database that the sessions wrote."""
    holder = Holder.objects.get(person="cat")
    total = PointEntry.objects.filter(holder=holder).aggregate(sum=Sum("points"))["sum"]
    return holder.balance, total, Redemption.objects.count(), Gift.objects.get().stock


def _outcomes(found):
    return Counter(each if isinstance(each, str) else "redeemed" for each in found)


def test_sessions_of_one_person_spend_the_points_once(at_once):
    [([cat], gift)] = at_once(lambda: _begun("cat"))
    found = at_once(*[lambda key=key: redeem(cat, gift, 80, f"r{key}") for key in range(SESSIONS)])
    assert _outcomes(found) == {"redeemed": 1, "points.too_few": SESSIONS - 1}
    assert at_once(_left) == [(20, 20, 1, None)]


def test_one_form_sent_by_several_sessions_is_one_redemption(at_once):
    [([cat], gift)] = at_once(lambda: _begun("cat"))
    found = at_once(*[lambda: redeem(cat, gift, 80, "r1")] * SESSIONS)
    assert len({each.pk for each in found}) == 1
    assert at_once(_left) == [(20, 20, 1, None)]


def test_the_last_one_goes_to_one_of_two_people(at_once):
    [([cat, ann], gift)] = at_once(lambda: _begun("cat", "ann", stock=1))
    found = at_once(lambda: redeem(cat, gift, 80, "r1"), lambda: redeem(ann, gift, 80, "r2"))
    assert _outcomes(found) == {"redeemed": 1, "recognition.none_left": 1}
    [(balance, total, redeemed, stock)] = at_once(_left)
    assert (balance == total, redeemed, stock) == (True, 1, 0)
