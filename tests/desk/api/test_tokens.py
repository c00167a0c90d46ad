"""A token acts as its account and never as more; its secret is kept nowhere; who revokes it shuts the door at once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.viewer import viewer_for
from merit_desk.api.actions.tokens import make_token, revoke_token
from merit_desk.api.models import Token
from merit_desk.api.scopes import Scope
from merit_desk.audit.models import Entry
from tests.desk.conftest import client_for, role_account, viewer_as


def test_a_program_is_told_who_it_is(program):
    told = program("hr").get("/me").json()
    assert told["roles"] == ["hr"]
    assert "edit_people" in told["abilities"]


def test_the_secret_is_kept_nowhere(program):
    secret = program("hr").secret
    row = Token.objects.values().get()
    assert secret not in repr(row)
    assert row["prefix"] == secret[:12]
    assert secret not in repr(list(Entry.objects.values()))


@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer merit_nothing", "Basic abc", "Bearer \x00"])
def test_without_a_token_in_force_nothing_is_told(company_folder, shown):
    answer = Client(SERVER_NAME="127.0.0.1").get("/api/v1/me", headers={"authorization": shown} if shown else {})
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert "Bearer" in answer["WWW-Authenticate"]
    assert answer.json()["zh"] != answer.json()["en"]


def test_a_revoked_token_opens_nothing(program):
    asking = program("hr")
    revoke_token(viewer_as("hr"), asking.token.pk)
    assert asking.get("/me").status_code == 401
    assert Entry.objects.filter(action="api.token_revoked").count() == 1


def test_an_expired_token_opens_nothing(program):
    asking = program("hr")
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert asking.get("/me").status_code == 401


def test_a_token_of_a_locked_account_opens_nothing(program):
    asking = program("hr")
    asking.account.is_active = False
    asking.account.save()
    assert asking.get("/me").status_code == 401


def test_a_token_without_the_scope_is_told_which_it_lacks(program):
    answer = program("owner", {Scope.KPIS}).get("/periods/2026-10/scores")
    assert (answer.status_code, answer.json()["params"]) == (403, {"scope": "results"})


def test_somebody_elses_token_is_not_there(company_folder):
    token, _ = make_token(viewer_as("hr"), "x", {Scope.KPIS}, 30)
    with pytest.raises(NotFoundRefusal):
        revoke_token(viewer_as("steward"), token.pk)
    assert revoke_token(viewer_as("owner"), token.pk).revoked_at is not None


def test_a_page_of_the_desk_asks_with_its_session_and_writes_only_with_its_csrf_token(company_folder):
    session = client_for(role_account("owner"))
    assert session.get("/api/v1/me").status_code == 200
    strict = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)
    strict.force_login(role_account("owner"))
    assert strict.get("/api/v1/me").status_code == 200
    answer = strict.post("/api/v1/periods/2026-10/runs", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "api.no_csrf")


def test_a_token_is_not_a_session(company_folder):
    viewer = viewer_for(role_account("owner"))
    _, secret = make_token(viewer, "x", set(Scope), 30)
    answer = Client(SERVER_NAME="127.0.0.1").get("/", headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 302
