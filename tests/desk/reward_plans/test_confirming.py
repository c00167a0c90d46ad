"""Making a version known, confirming it, objecting: who may, what is written, what waits for whom."""

from datetime import date, timedelta

import pytest

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.audit.models import Entry
from merit_desk.notices.models import Notice
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reward_plans.actions.notice import Confirming, confirm, confirm_together, give_notice, object_to
from merit_desk.reward_plans.models import Objection
from merit_desk.reward_plans.queries.known import known, not_made_known, to_confirm
from merit_desk.reward_plans.queries.waiting import waiting_here
from tests.desk.conftest import client_for, role_account, viewer_as
from tests.desk.pages import text

OF = "/reward-plans/of/service-bonus/versions/1/"


@pytest.fixture
def noticed(own_folder):
    """The bonus of cat was made known."""
    role_account("employee")
    give_notice(viewer_as("hr"), "service-bonus", 1)
    return own_folder


def test_a_notice_is_a_row_and_tells_everybody_it_is_for(noticed):
    rows = (noticed / "notices.csv").read_text("utf-8").splitlines()
    assert rows[1].startswith(f"service-bonus,1,{viewer_as('hr').today}")
    told = Notice.objects.get(account=role_account("employee"))
    assert (told.code, told.address) == ("reward_plans.told_notice", OF)
    entry = Entry.objects.get(action="reward_plans.gave_notice")
    assert (entry.after["version"], entry.after["people"], len(entry.after["digest"])) == (1, 1, 64)


def test_it_waits_for_its_people_until_they_confirm_and_for_hr_until_it_is_made_known(noticed):
    cat, hr = viewer_as("employee"), viewer_as("hr")
    assert [each.address for each in waiting_here(cat)] == [OF]
    assert [plan.reward for plan in not_made_known(declared_company(), hr.today)] == ["sales-commission"]
    assert [each.count for each in waiting_here(hr)] == [1]
    confirm(cat, "service-bonus", 1)
    assert list(waiting_here(cat)) == []
    assert known(declared_company(), "service-bonus", 1).confirmed == {"cat": cat.today}


def test_a_confirmation_stands_in_the_file_and_on_the_trail(noticed):
    client = client_for(role_account("employee"))
    assert "我已读过，确认" in text(client.get(OF))
    assert client.post(f"{OF}confirm/").status_code == 302
    assert f",cat,{viewer_as('employee').today},desk" in (noticed / "notices.csv").read_text("utf-8")
    entry = Entry.objects.get(action="reward_plans.confirmed")
    assert (entry.account_id, entry.after["version"]) == (role_account("employee").pk, 1)
    assert "你已在" in text(client.get(OF))
    assert client.post(f"{OF}confirm/").status_code == 404  # once is enough


def test_a_version_that_nobody_was_told_of_cannot_be_confirmed(own_folder):
    assert client_for(role_account("employee")).post(f"{OF}confirm/").status_code == 404
    assert not (own_folder / "notices.csv").exists()


@pytest.mark.parametrize("role", ["owner", "hr", "manager", "finance", "auditor", "stranger"])
def test_only_somebody_it_is_for_confirms_or_objects(noticed, role):
    client = client_for(role_account(role))
    assert client.post(f"{OF}confirm/").status_code == 404
    assert client.post(f"{OF}object/", {"objection": "x"}).status_code == 404
    assert Objection.objects.count() == 0


@pytest.mark.parametrize("role", ["manager", "employee", "finance", "auditor", "steward", "stranger"])
def test_only_hr_and_the_owner_make_it_known(own_folder, role):
    assert client_for(role_account(role)).post(f"{OF}notice/", {"how": "desk"}).status_code == 404


def test_a_notice_is_given_once_and_not_on_a_day_to_come(noticed):
    hr = viewer_as("hr")
    with pytest.raises(ConflictRefusal):
        give_notice(hr, "service-bonus", 1)
    with pytest.raises(ConflictRefusal):
        give_notice(hr, "sales-commission", 1, given_on=hr.today + timedelta(days=1))
    with pytest.raises(NotFoundRefusal):
        give_notice(hr, "sales-commission", 9)
    answer = client_for(role_account("hr")).post(f"{OF}notice/", {"how": "desk"})
    assert answer.status_code == 409
    assert "已经告知过" in text(answer)


def test_a_notice_given_at_a_meeting_keeps_its_own_day(own_folder):
    client = client_for(role_account("hr"))
    assert client.post(f"{OF}notice/", {"how": "meeting", "given_on": "2026-09-01"}).status_code == 302
    found = known(declared_company(), "service-bonus", 1)
    assert (found.given_on, found.way) == (date(2026, 9, 1), "notice_way.meeting")


def test_an_objection_reaches_hr_and_its_answer_the_person(noticed):
    cat, hr = client_for(role_account("employee")), client_for(role_account("hr"))
    assert cat.post(f"{OF}object/", {"objection": ""}).status_code == 422
    assert cat.post(f"{OF}object/", {"objection": "部门系数和我无关"}).status_code == 302
    one = Objection.objects.get()
    assert Notice.objects.get(account=hr.account).code == "reward_plans.told_objection"
    assert "部门系数和我无关" in text(hr.get(f"{OF}confirmations/"))
    assert "等你答复" in next(each.what for each in waiting_here(viewer_as("hr")))
    assert cat.post(f"{OF}object/", {"objection": "再说一次"}).status_code == 409
    assert hr.post(f"/reward-plans/objections/{one.pk}/answer/", {"answer": "部门指标你也参与"}).status_code == 302
    assert Notice.objects.filter(account=cat.account, code="reward_plans.told_answer").count() == 1
    assert "部门指标你也参与" in text(cat.get(OF))
    assert [plan.reward for plan in to_confirm(viewer_as("employee"), declared_company())] == ["service-bonus"]


def test_an_objection_is_answered_once_and_by_nobody_else(noticed):
    one = object_to(viewer_as("employee"), "service-bonus", 1, "x")
    for role in ("manager", "employee", "finance", "auditor", "stranger"):
        answer = client_for(role_account(role)).post(f"/reward-plans/objections/{one.pk}/answer/", {"answer": "x"})
        assert answer.status_code == 404
    hr = client_for(role_account("hr"))
    assert hr.post(f"/reward-plans/objections/{one.pk}/answer/", {"answer": "y"}).status_code == 302
    assert hr.post(f"/reward-plans/objections/{one.pk}/answer/", {"answer": "z"}).status_code == 409
    assert Objection.objects.get().answer == "y"


def test_a_manager_sees_who_of_the_line_has_not_confirmed_but_no_objection(noticed):
    object_to(viewer_as("employee"), "service-bonus", 1, "只给人事看")
    page = text(client_for(role_account("manager")).get(f"{OF}confirmations/"))
    assert "凯特 有异议" in page
    assert "只给人事看" not in page


def test_several_confirm_in_one_change_of_the_folder(noticed):
    confirm_together([Confirming(viewer_as("employee"), "service-bonus", 1)])
    assert Entry.objects.filter(action="document.written", subject="notices.csv").count() == 2
