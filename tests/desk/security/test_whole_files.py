"""A file sent whole through the API carries every row: only who may read and change all of it sends it."""

import hashlib

import pytest

from merit_desk.accounts.access import Role
from merit_desk.accounts.viewer import viewer_for
from merit_desk.api.actions.tokens import make_token
from merit_desk.api.scopes import EVERY_SCOPE
from tests.desk.conftest import account_for, client_for, role_account


def put(account, folder, path, text):
    """What an attacker sends who has guessed the present state of the file."""
    file = folder / path
    seen = hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
    secret = make_token(viewer_for(account), "x", EVERY_SCOPE, 30)[1]
    body = {"text": text, "based_on": seen, "reason": "x"}
    client = client_for(account)
    client.logout()
    sent = {"authorization": f"Bearer {secret}"}
    return client.put(f"/api/v1/documents/{path}", body, content_type="application/json", headers=sent)


MANUAL = "kpi,node_kind,node,period,value,entered_by,confirmed_by,evidence\n"
RATINGS = "ratee,rater,relation,period,item,score,date\n"


@pytest.mark.parametrize("role", ["manager", "employee", "steward", "finance", "auditor", "hr", "stranger"])
def test_nobody_writes_confirmed_values_past_the_second_person(own_folder, role):
    answer = put(role_account(role), own_folder, "manual_values.csv", MANUAL)
    assert answer.status_code == 404, answer.content


@pytest.mark.parametrize("role", ["manager", "employee", "steward", "finance", "auditor", "stranger"])
def test_nobody_rates_their_colleagues_by_sending_the_file(own_folder, role):
    before = (own_folder / "ratings.csv").read_bytes()
    assert put(role_account(role), own_folder, "ratings.csv", RATINGS).status_code == 404
    assert (own_folder / "ratings.csv").read_bytes() == before


@pytest.mark.parametrize("role", ["manager", "steward"])
def test_a_stale_write_of_a_file_that_is_not_theirs_does_not_tell_its_state(own_folder, role):
    account = role_account(role)
    secret = make_token(viewer_for(account), "x", EVERY_SCOPE, 30)[1]
    client = client_for(account)
    client.logout()
    body = {"text": "", "based_on": "no such state", "reason": ""}
    sent = {"authorization": f"Bearer {secret}"}
    answer = client.put("/api/v1/documents/manual_values.csv", body, content_type="application/json", headers=sent)
    assert answer.status_code == 404
    assert "digest" not in answer.json()


def test_the_steward_cannot_have_the_table_of_wages_loaded_as_data(own_folder):
    steward = role_account("steward")
    text = 'sources:\n  - files: ["people.csv", "../**/*.csv"]\n    table: manual_amounts\n'
    assert put(steward, own_folder, "sources.yaml", text).status_code == 404


def test_hr_of_one_team_does_not_send_the_table_of_everybody(own_folder):
    local = account_for("hr_south", role=Role.HR, team="south")
    text = (own_folder / "people.csv").read_text("utf-8").replace("trade,owner", "south,")
    before = (own_folder / "people.csv").read_bytes()
    assert put(local, own_folder, "people.csv", text).status_code == 404
    assert (own_folder / "people.csv").read_bytes() == before


def test_hr_of_the_company_still_replaces_it(own_folder):
    text = (own_folder / "people.csv").read_text("utf-8").replace("凯特", "凯特琳")
    assert put(role_account("hr"), own_folder, "people.csv", text).status_code == 200
    assert "凯特琳" in (own_folder / "people.csv").read_text("utf-8")
