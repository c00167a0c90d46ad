"""A role that somebody has for one team opens nothing that concerns everybody."""

import pytest

from merit_desk.accounts.access import Role
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import viewer_for
from merit_desk.audit.actions import Subject, record
from tests.desk.conftest import account_for, client_for, role_account

OF_EVERYBODY = [
    (Role.AUDITOR, "/trail/"),
    (Role.AUDITOR, "/trail/1/"),
    (Role.AUDITOR, "/trail/entries.csv"),
    (Role.AUDITOR, "/api/v1/trail"),
    (Role.AUDITOR, "/documents/history/people.csv"),
    (Role.STEWARD, "/intake/"),
    (Role.STEWARD, "/wall/"),
    (Role.HR, "/plans/new/"),
    (Role.HR, "/catalogue/new/"),
    (Role.HR, "/plans/targets/set/"),
    (Role.OWNER, "/api/v1/webhooks"),
    (Role.OWNER, "/wall/screens/"),
    (Role.OWNER, "/set-up/export/"),
    (Role.HR, "/periods/2026-10/release/"),
]


@pytest.mark.parametrize(("role", "address"), OF_EVERYBODY)
def test_a_role_for_one_team_opens_nothing_of_the_whole_company(company_folder, role, address):
    record(None, "person.transferred", Subject("person", "cat"), after={"wage": "7000"})
    client = client_for(account_for("part", role=role, team="south"))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/periods/2026-10/release/", "/periods/run/", "/intake/load/"])
def test_a_role_for_one_team_starts_nothing_for_everybody(own_folder, address):
    for role in (Role.HR, Role.STEWARD, Role.OWNER):
        client = client_for(account_for(f"part-{role}", role=role, team="south"))
        assert client.post(address, {"period": "2026-10"}).status_code == 404


def test_hr_of_one_team_does_not_make_an_account_somebody_elses(company_folder):
    local = client_for(account_for("hr_south", role=Role.HR, team="south"))
    ann = account_for("ann", "ann")
    sent = {"username": "ann", "name": "ann", "person": "owner", "email": "", "language": "zh"}
    assert local.get(f"/accounts/{ann.pk}/").status_code == 200
    assert local.post(f"/accounts/{ann.pk}/", sent).status_code == 404
    assert Account.objects.get(pk=ann.pk).person == "ann"


def test_hr_does_not_step_out_of_their_own_person_to_see_their_own_unreleased_result(company_folder):
    account = account_for("hr-cat", "cat", Role.HR)
    client = client_for(account)
    assert client.get("/periods/2026-10/people/cat/").status_code == 404
    sent = {"username": "hr-cat", "name": "hr-cat", "person": "", "email": "", "language": "zh"}
    assert client.post(f"/accounts/{account.pk}/", sent).status_code == 409
    assert viewer_for(Account.objects.get(pk=account.pk)).person == "cat"
    assert client.get("/periods/2026-10/people/cat/").status_code == 404


def test_hr_still_changes_their_own_name(company_folder):
    account = account_for("hr-cat", "cat", Role.HR)
    sent = {"username": "hr-cat", "name": "凯特", "person": "cat", "email": "", "language": "zh"}
    assert client_for(account).post(f"/accounts/{account.pk}/", sent).status_code == 302
    assert Account.objects.get(pk=account.pk).name == "凯特"


def test_a_role_for_the_whole_company_keeps_all_of_it(company_folder):
    record(None, "person.joined", Subject("person", "cat"))
    assert client_for(role_account("auditor")).get("/trail/").status_code == 200
    assert client_for(role_account("steward")).get("/intake/").status_code == 200
    assert client_for(role_account("hr")).get("/periods/2026-10/release/").status_code == 200
