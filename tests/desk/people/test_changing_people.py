"""Joining, moving and leaving: the spell ends the day before, the trail says who did it, and strangers find nothing."""

import csv
import re

import pytest

from merit_desk.audit.models import Entry
from merit_desk.documents.models import Version
from tests.desk.conftest import client_for, role_account

JOIN = {"name": "新来", "start": "2026-11-02", "post": "sales", "team": "north", "manager": "", "status": "probation"}
JOIN |= {"bonus_base": "2000", "wage": "6000.50", "person": "", "reason": "扩招", "seen": ""}
MOVE = {"start": "2026-11-09", "post": "cs_agent", "team": "south", "manager": "李得", "status": "regular"}
MOVE |= {"bonus_base": "3000", "wage": "7000", "reason": "轮岗", "seen": ""}


@pytest.fixture
def hr(own_folder):
    return client_for(role_account("hr"))


def people(folder):
    with (folder / "people.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def seen(client, address):
    return re.search(r'name="seen" value="(\w*)"', client.get(address).content.decode()).group(1)


def last_entry(action):
    return Entry.objects.filter(action=action).order_by("-number").first()


def test_somebody_joins_with_an_id_of_their_own(hr, own_folder):
    answer = hr.post("/organisation/people/new/", JOIN)
    assert (answer.status_code, answer["Location"]) == (302, "/organisation/people/p006/")
    row = people(own_folder)[-1]
    assert (row["person"], row["name"], row["from"], row["wage"]) == ("p006", "新来", "2026-11-02", "6000.50")
    assert last_entry("person.joined").after[0]["name"] == "新来"
    assert Version.objects.filter(path="people.csv").latest("number").reason == "扩招"


def test_a_transfer_ends_the_spell_the_day_before_and_keeps_what_was(hr, own_folder):
    before = [row for row in people(own_folder) if row["person"] != "cat"]
    form = MOVE | {"seen": seen(hr, "/organisation/people/cat/move/")}
    assert hr.post("/organisation/people/cat/move/", form).status_code == 302
    first, second = (row for row in people(own_folder) if row["person"] == "cat")
    assert (first["team"], first["to"]) == ("north", "2026-11-08")
    assert (second["team"], second["post"], second["from"], second["to"]) == ("south", "cs_agent", "2026-11-09", "")
    assert second["manager"] == "leader"
    assert [row for row in people(own_folder) if row["person"] != "cat"] == before
    assert len(last_entry("person.transferred").before) == 1


def test_a_change_on_the_first_day_of_a_spell_corrects_that_spell(hr, own_folder):
    hr.post("/organisation/people/cat/move/", MOVE | {"start": "2026-01-01"})
    assert [row["team"] for row in people(own_folder) if row["person"] == "cat"] == ["south"]


def test_a_leaving_is_noted_and_can_be_taken_back(hr, own_folder):
    hr.post("/organisation/people/cat/leave/", {"last": "2026-11-30", "reason": "", "seen": ""})
    assert next(row["to"] for row in people(own_folder) if row["person"] == "cat") == "2026-11-30"
    hr.post("/organisation/people/cat/leave/", {"last": "", "reason": "", "seen": ""})
    assert next(row["to"] for row in people(own_folder) if row["person"] == "cat") == ""
    assert last_entry("person.left")
    assert last_entry("person.stays")


def test_who_has_left_is_not_transferred_and_who_is_there_does_not_join(hr, own_folder):
    before = people(own_folder)
    answer = hr.post("/organisation/people/bob/move/", MOVE)
    assert answer.status_code == 409
    assert "不在职" in answer.content.decode()
    assert hr.post("/organisation/people/new/", JOIN | {"person": "cat"}).status_code == 409
    assert hr.post("/organisation/people/ann/move/", MOVE | {"start": "2026-09-01"}).status_code == 409
    assert people(own_folder) == before


def test_what_the_core_refuses_is_said_beside_what_was_typed(hr, own_folder):
    before = people(own_folder)
    answer = hr.post("/organisation/people/new/", JOIN | {"name": "", "start": "昨天"})
    assert answer.status_code == 422
    assert "请写日期" in answer.content.decode()
    answer = hr.post("/organisation/people/new/", JOIN | {"person": "company"})
    assert answer.status_code == 422
    assert "保留编号" in answer.content.decode()
    assert 'value="新来"' in answer.content.decode()
    assert people(own_folder) == before


def test_a_change_of_the_same_person_meanwhile_shows_both_and_one_of_somebody_else_does_not_disturb(hr, own_folder):
    cat = seen(hr, "/organisation/people/cat/move/")
    ann = seen(hr, "/organisation/people/ann/move/")
    hr.post("/organisation/people/cat/leave/", {"last": "2026-12-31", "reason": "", "seen": ""})
    answer = hr.post("/organisation/people/cat/move/", MOVE | {"seen": cat})
    assert answer.status_code == 409
    assert "2026-12-31" in answer.content.decode()
    assert "轮岗" in answer.content.decode()
    assert hr.post("/organisation/people/ann/move/", MOVE | {"seen": ann}).status_code == 302


@pytest.mark.parametrize("role", ["manager", "employee", "steward", "finance", "auditor", "stranger"])
@pytest.mark.parametrize("page", ["people/new/", "people/cat/move/", "people/cat/leave/", "teams/new/", "shops/new/"])
def test_who_does_not_look_after_people_finds_no_form(own_folder, role, page):
    client = client_for(role_account(role))
    before = people(own_folder)
    assert client.get(f"/organisation/{page}").status_code == 404
    assert client.post(f"/organisation/{page}", {**JOIN, **MOVE}).status_code == 404
    assert people(own_folder) == before


def test_hr_of_one_team_changes_nobody_elsewhere(own_folder):
    from merit_desk.accounts.access import Role
    from tests.desk.conftest import account_for

    client = client_for(account_for("hr_south", role=Role.HR, team="south"))
    assert client.post("/organisation/people/ann/move/", MOVE | {"team": "south"}).status_code == 302
    assert (
        client.post("/organisation/people/ann/move/", MOVE | {"team": "north", "start": "2026-11-10"}).status_code
        == 404
    )
    assert client.get("/organisation/people/cat/move/").status_code == 404
    assert client.post("/organisation/people/new/", JOIN).status_code == 404
    assert client.get("/organisation/credits/").status_code == 404
    assert client.get("/organisation/shops/new/").status_code == 404
