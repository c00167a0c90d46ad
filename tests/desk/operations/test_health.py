"""Whoever supervises is told what is missing; whoever measures is here or holds the token; logs name nobody."""

import json
import logging

import pytest
from django.test import Client

from merit_desk.operations.proxy import ProxyMiddleware
from merit_desk.operations.queries.readiness import BEAT


@pytest.fixture
def anybody(company_folder):
    return Client(SERVER_NAME="127.0.0.1")


def test_alive_is_told_to_anybody(anybody):
    assert anybody.get("/healthz").json() == {"status": "ok"}


def test_ready_needs_database_migrations_folder_and_worker(anybody, own_folder):
    (own_folder / BEAT).unlink(missing_ok=True)
    answer = anybody.get("/readyz")
    told = {"database": True, "migrations": True, "folder": True, "worker": False}
    assert (answer.status_code, answer.json()) == (503, told)
    (own_folder / BEAT).touch()
    assert anybody.get("/readyz").status_code == 200
    (own_folder / "company.yaml").unlink()
    assert anybody.get("/readyz").json()["folder"] is False


def test_metrics_are_told_here_and_to_whoever_holds_the_token(anybody, settings):
    settings.MERIT_METRICS_TOKEN = "t0ken"  # noqa: S105
    assert b"django_http_requests" in anybody.get("/metrics").content
    assert anybody.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404
    assert anybody.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 404
    given = {"authorization": "Bearer t0ken"}
    assert anybody.get("/metrics", REMOTE_ADDR="203.0.113.9", headers=given).status_code == 200
    wrong = {"authorization": "Bearer other"}
    assert anybody.get("/metrics", REMOTE_ADDR="203.0.113.9", headers=wrong).status_code == 404


def test_without_a_token_set_nobody_guesses_it(anybody, settings):
    settings.MERIT_METRICS_TOKEN = ""
    given = {"authorization": "Bearer "}
    assert anybody.get("/metrics", REMOTE_ADDR="203.0.113.9", headers=given).status_code == 404


def test_a_request_is_logged_by_its_pattern_and_never_by_whom_it_concerns(as_owner, caplog):
    with caplog.at_level(logging.INFO, "merit.requests"):
        answer = as_owner.get("/periods/2026-10/people/cat/?q=secret", headers={"user-agent": "Tester/1"})
    lines = [record.msg for record in caplog.records if record.name == "merit.requests"]
    text = json.dumps(lines, default=str)
    assert "periods/<str:period>/people/<str:person>/" in text
    assert not any(word in text for word in ("cat", "secret", "127.0.0.1", "Tester", "owner"))
    assert answer["X-Request-ID"] in text


@pytest.mark.parametrize(
    ("peer", "forwarded", "seen"),
    [
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("203.0.113.9", "127.0.0.1", "203.0.113.9"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("", "127.0.0.1", ""),
    ],
)
def test_only_a_proxy_that_is_set_is_believed(rf, settings, peer, forwarded, seen):
    settings.MERIT_TRUSTED_PROXIES = ["10.0.0.0/8"]
    headers = {"HTTP_X_FORWARDED_FOR": forwarded, "HTTP_X_FORWARDED_PROTO": "https"} if forwarded else {}
    request = rf.get("/", REMOTE_ADDR=peer, **headers)
    answered = ProxyMiddleware(lambda each: each.META)(request)
    assert answered["REMOTE_ADDR"] == seen
    assert ("HTTP_X_FORWARDED_PROTO" in answered) == (bool(forwarded) and peer.startswith("10."))
