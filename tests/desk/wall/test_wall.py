"""The wall shows company and shops to those who may see them and to screens with an address; never pay or people."""

import json
import os

import pytest

from merit_desk.audit.models import Entry
from merit_desk.wall.models import Screen
from merit_desk.wall.queries.state import folder_state
from tests.desk.pages import links, parsed, text

SEEING = ["as_owner", "as_hr", "as_steward", "as_finance", "as_auditor"]
OTHERS = ["as_manager", "as_employee", "stranger"]


def new_screen(client):
    """The address of a new screen."""
    response = client.post("/wall/screens/", {"name": "前台"})
    return next(word for word in text(response).split() if "/wall/at/" in word).partition("127.0.0.1")[2]


@pytest.mark.parametrize("name", SEEING)
def test_the_company_stands_on_the_wall(name, request):
    shown = text(request.getfixturevalue(name).get("/wall/"))
    assert "微店" in shown
    assert "2026 年 10 月支付金额" in shown
    assert "1.1 万元" in shown
    assert "一号店" in shown


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("address", ["/wall/", "/wall/state/", "/wall/screens/", "/wall/screens/1/revoke/"])
def test_who_may_not_see_every_kpi_finds_no_wall(name, address, request):
    assert request.getfixturevalue(name).get(address).status_code == 404


def test_no_pay_and_no_person_is_on_the_wall(as_owner):
    shown = text(as_owner.get("/wall/"))
    for word in ("安安", "鲍勃", "凯特", "李得", "应发", "奖金", "工资", "总分"):
        assert word not in shown


def test_a_screen_without_a_person_shows_the_same_and_leads_nowhere(as_owner, client):
    address = new_screen(as_owner)
    response = client.get(address)
    assert response.status_code == 200
    assert "2026 年 10 月支付金额" in text(response)
    assert [link for link in links(response) if "/static/" not in link] == []
    assert not parsed(response).inline


def test_a_revoked_address_is_gone_at_once(as_owner, client):
    address = new_screen(as_owner)
    assert as_owner.get("/wall/screens/1/revoke/").status_code in (200, 404)
    number = Screen.objects.get().pk
    assert as_owner.post(f"/wall/screens/{number}/revoke/").status_code == 302
    assert client.get(address).status_code == 404
    assert client.get(f"{address}state/").status_code == 404
    assert as_owner.post(f"/wall/screens/{number}/revoke/").status_code == 404


def test_the_owner_gets_from_the_wall_to_its_addresses_and_others_do_not(as_owner, as_auditor):
    assert "/wall/screens/" in links(as_owner.get("/wall/"))
    assert "/wall/screens/" not in links(as_auditor.get("/wall/"))


def test_a_guessed_key_opens_nothing(client, company_folder):
    assert client.get("/wall/at/guessed/").status_code == 404


def test_only_the_digest_of_a_key_is_kept(as_owner):
    key = new_screen(as_owner).rstrip("/").rpartition("/")[2]
    assert len(key) >= 43
    assert key not in json.dumps(list(Screen.objects.values()), default=str)


def test_screens_are_written_to_the_trail_without_their_key(as_owner):
    key = new_screen(as_owner).rstrip("/").rpartition("/")[2]
    as_owner.post(f"/wall/screens/{Screen.objects.get().pk}/revoke/")
    found = Entry.objects.filter(action__startswith="wall.")
    assert [entry.action for entry in found.order_by("number")] == ["wall.screen_made", "wall.screen_revoked"]
    assert key not in json.dumps([[entry.before, entry.after] for entry in found])


def test_a_screen_without_a_name_is_not_made(as_owner):
    assert as_owner.post("/wall/screens/", {"name": " "}).status_code == 200
    assert not Screen.objects.exists()


@pytest.mark.parametrize("name", ["as_hr", "as_auditor", "as_steward"])
def test_others_who_see_the_wall_give_no_address_away(name, request):
    client = request.getfixturevalue(name)
    assert client.post("/wall/screens/", {"name": "x"}).status_code == 404
    assert not Screen.objects.exists()


def test_the_state_changes_with_a_load_and_with_a_target_and_else_stays(tmp_path):
    manifest = tmp_path / ".merit" / "facts" / "manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text("{}")
    (tmp_path / "targets.csv").write_text("kpi")
    first = folder_state(tmp_path)
    assert folder_state(tmp_path) == first
    os.utime(manifest, ns=(1, 1))
    second = folder_state(tmp_path)
    os.utime(tmp_path / "targets.csv", ns=(2, 2))
    assert len({first, second, folder_state(tmp_path)}) == 3


def test_the_page_holds_the_state_it_shows(as_owner, company_folder):
    shown = as_owner.get("/wall/").content.decode()
    assert f'data-state="{as_owner.get("/wall/state/").json()["state"]}"' in shown


def test_the_wall_speaks_english_too(as_owner):
    shown = text(as_owner.get("/wall/?lang=en"))
    assert "Paid sales, October 2026" in shown
    assert "11.0 k" in shown
