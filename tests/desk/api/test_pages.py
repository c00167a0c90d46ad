"""The pages about tokens and webhooks: made, shown once, revoked; and not there for others."""

import pytest

from merit_desk.api.models import Token, Webhook
from merit_desk.api.queries.tokens import token_of


def test_a_token_is_made_shown_once_and_revoked(as_employee):
    assert as_employee.get("/settings/tokens/").status_code == 200
    made = as_employee.post("/settings/tokens/new/", {"name": "我的程序", "days": "90", "scopes": ["kpis"]})
    secret = made.content.decode().split('value="merit_')[1].split('"')[0]
    assert token_of(f"merit_{secret}").scopes == ["kpis"]
    listed = as_employee.get("/settings/tokens/").content.decode()
    assert "我的程序" in listed
    assert secret not in listed
    number = Token.objects.get().pk
    assert as_employee.get(f"/settings/tokens/{number}/revoke/").status_code == 200
    as_employee.post(f"/settings/tokens/{number}/revoke/")
    assert token_of(f"merit_{secret}") is None


def test_what_was_typed_is_kept_when_something_is_missing(as_employee):
    answer = as_employee.post("/settings/tokens/new/", {"name": "我的程序", "days": "90"})
    assert (answer.status_code, "我的程序" in answer.content.decode()) == (422, True)
    assert not Token.objects.exists()


def test_somebody_elses_token_is_not_there(as_employee, as_manager):
    as_employee.post("/settings/tokens/new/", {"name": "x", "days": "90", "scopes": ["kpis"]})
    number = Token.objects.get().pk
    assert as_manager.post(f"/settings/tokens/{number}/revoke/").status_code == 404
    assert Token.objects.get().in_force


def test_a_webhook_is_made_watched_tried_switched_off_and_removed(as_owner):
    given = {"address": "https://93.184.216.34/merit", "events": ["period.released"], "note": "财务"}
    assert "whsec_" in as_owner.post("/settings/webhooks/new/", given).content.decode()
    hook = Webhook.objects.get()
    place = f"/settings/webhooks/{hook.pk}/"
    assert "whsec_" not in as_owner.get(place).content.decode()
    as_owner.post(f"{place}try/")
    assert "ping" in as_owner.get(place).content.decode()
    as_owner.post(f"/settings/deliveries/{hook.deliveries.get().pk}/again/")
    assert hook.deliveries.count() == 2
    as_owner.post(f"{place}switch/")
    assert not Webhook.objects.get().on
    assert as_owner.get(f"{place}remove/").status_code == 200
    as_owner.post(f"{place}remove/")
    assert as_owner.get(place).status_code == 404


def test_an_address_inside_is_refused_in_words_and_kept(as_owner):
    given = {"address": "https://192.168.1.1/x", "events": ["period.released"]}
    answer = as_owner.post("/settings/webhooks/new/", given)
    page = answer.content.decode()
    assert (answer.status_code, "192.168.1.1" in page, "内网" in page) == (422, True, True)


@pytest.mark.parametrize("address", ["/settings/webhooks/", "/settings/webhooks/new/", "/settings/webhooks/1/"])
def test_webhooks_are_not_there_for_others(as_hr, as_employee, stranger, address):
    assert [client.get(address).status_code for client in (as_hr, as_employee, stranger)] == [404] * 3
