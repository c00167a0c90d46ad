"""Teams, credits, shops, posts and matters: written as asked, checked by the core, on the trail."""

import csv
import re

import pytest

from merit_desk.audit.models import Entry
from tests.desk.conftest import client_for, role_account


@pytest.fixture
def hr(own_folder):
    return client_for(role_account("hr"))


def table(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def told(action):
    return Entry.objects.filter(action=action).exists()


def shares(*rows, seen=""):
    form = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": 0, "seen": seen, "reason": ""}
    for number, row in enumerate(rows):
        for name in ("person", "percent", "role", "start", "last"):
            form[f"form-{number}-{name}"] = row.get(name, "")
    return form


def test_a_team_is_founded_renamed_from_a_day_and_ended(hr, own_folder):
    form = {"name": "西组", "parent": "trade", "leader": "凯特", "start": "2026-11-01", "reason": "", "seen": ""}
    assert hr.post("/organisation/teams/new/", form)["Location"] == "/organisation/teams/t005/"
    assert table(own_folder, "teams")[-1]["leader"] == "cat"
    form |= {"name": "大西组", "start": "2026-11-10"}
    assert hr.post("/organisation/teams/t005/change/", form).status_code == 302
    first, second = (row for row in table(own_folder, "teams") if row["team"] == "t005")
    assert (first["name"], first["to"], second["name"], second["from"]) == (
        "西组",
        "2026-11-09",
        "大西组",
        "2026-11-10",
    )
    assert hr.post("/organisation/teams/t005/end/", {"last": "2026-12-31", "reason": "", "seen": ""}).status_code == 302
    assert table(own_folder, "teams")[-1]["to"] == "2026-12-31"
    assert all(told(action) for action in ("team.founded", "team.changed", "team.ended"))


def test_a_team_with_people_in_it_is_not_ended_and_none_stands_under_itself(hr, own_folder):
    before = table(own_folder, "teams")
    answer = hr.post("/organisation/teams/south/end/", {"last": "2026-11-30", "reason": "", "seen": ""})
    assert answer.status_code == 422
    assert "南" in answer.content.decode() or "south" in answer.content.decode()
    form = {"name": "交易部", "parent": "north", "leader": "", "start": "2026-11-10", "reason": "", "seen": ""}
    assert hr.post("/organisation/teams/trade/change/", form).status_code == 422
    assert table(own_folder, "teams") == before
    assert not told("team.ended")


def test_shares_of_a_subject_are_written_together(hr, own_folder):
    rows = [{"person": "安安", "percent": "70"}, {"person": "cat", "percent": "30", "start": "2026-11-01"}, {}]
    assert hr.post("/organisation/credits/shop/s1/", shares(*rows)).status_code == 302
    mine = [row for row in table(own_folder, "credits") if row["subject"] == "s1"]
    assert [(row["person"], row["share"], row["from"]) for row in mine] == [
        ("ann", "0.7", ""),
        ("cat", "0.3", "2026-11-01"),
    ]
    assert [row["subject"] for row in table(own_folder, "credits")] == ["s1", "s1", "s2", "cs1"]
    assert told("credits.changed")


def test_more_than_the_whole_is_refused_with_the_day(hr, own_folder):
    before = table(own_folder, "credits")
    answer = hr.post(
        "/organisation/credits/shop/s1/", shares({"person": "ann", "percent": "70"}, {"person": "cat", "percent": "40"})
    )
    assert answer.status_code == 422
    assert "110%" in answer.content.decode()
    assert table(own_folder, "credits") == before


def test_the_total_of_each_day_is_shown_as_one_types(hr):
    rows = [
        {"person": "ann", "percent": "60"},
        {"person": "cat", "percent": "50", "start": "2026-11-01", "last": "2026-11-30"},
    ]
    page = hr.post("/organisation/credits/shop/s1/days/", shares(*rows)).content.decode()
    assert re.findall(r"(\d+%)</b>", page) == ["60%", "110%", "60%"]
    assert "超过 100%" in page
    assert "还有 40% 未归属" in page


def test_credits_changed_meanwhile_are_shown_beside_ones_own(hr, own_folder):
    seen = re.search(r'name="seen" value="(\w*)"', hr.get("/organisation/credits/agent/cs1/").content.decode()).group(1)
    hr.post("/organisation/credits/agent/cs1/", shares({"person": "ann", "percent": "100"}))
    answer = hr.post("/organisation/credits/agent/cs1/", shares({"person": "cat", "percent": "50"}, seen=seen))
    assert answer.status_code == 409
    assert table(own_folder, "credits")[-1]["person"] == "ann"


def test_a_new_subject_leads_to_its_shares(hr):
    answer = hr.post("/organisation/credits/new/", {"kind": "campaign", "subject": "双11-主推"})
    assert answer.status_code == 302
    assert hr.get(answer["Location"]).status_code == 200
    assert hr.post("/organisation/credits/new/", {"kind": "campaign", "subject": "a/b"}).status_code == 422


def test_a_shop_is_added_and_renamed_and_its_id_is_nobody_elses(hr, own_folder):
    form = {"shop": "s9", "name": "九号店", "platform": "douyin", "time_zone": "", "reason": "", "seen": ""}
    assert hr.post("/organisation/shops/new/", form).status_code == 302
    assert table(own_folder, "shops")[-1]["name"] == "九号店"
    assert hr.post("/organisation/shops/new/", form).status_code == 409
    assert hr.post("/organisation/shops/s9/", form | {"name": "十号店"}).status_code == 302
    assert table(own_folder, "shops")[-1]["name"] == "十号店"
    assert hr.post("/organisation/shops/s9/", form | {"time_zone": "Mars/Olympus"}).status_code == 422
    assert told("shop.added")
    assert told("shop.changed")


def test_a_post_is_described_and_a_matter_says_who_decides(hr, own_folder):
    form = {
        "name": "客服",
        "name_en": "Agent",
        "responsibilities": "回复\n\n登记投诉",
        "authority": "20 元内补偿",
        "reason": "",
        "seen": "",
    }
    assert hr.post("/organisation/posts/cs_agent/describe/", form).status_code == 302
    assert table(own_folder, "posts")[-1]["responsibilities"] == "回复；登记投诉"
    matter = {
        "matter": "大额赔付",
        "does": ["cs_agent"],
        "decides": ["lead"],
        "told": ["boss", "sales"],
        "reason": "",
        "seen": "",
    }
    assert hr.post("/organisation/matters/new/", matter).status_code == 302
    assert table(own_folder, "matters")[0]["told"] == "boss；sales"
    page = hr.get("/organisation/people/cat/").content.decode()
    assert "登记投诉" in page
    assert "大额赔付" in page
    assert hr.post("/organisation/matters/new/", matter).status_code == 409
    assert hr.post("/organisation/matters/1/", matter | {"told": []}).status_code == 302
    assert table(own_folder, "matters")[0]["told"] == ""
    assert hr.post("/organisation/posts/nobody/describe/", form).status_code == 404
    assert told("post.changed")
    assert told("matter.added")
