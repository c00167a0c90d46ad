"""Employees answer once; nothing that is kept or shown tells who said what."""

import pytest

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.audit.models import Entry
from merit_desk.surveys.actions.answering import answer_pulse
from merit_desk.surveys.actions.asking import close_survey, open_survey
from merit_desk.surveys.models import Ballot, Invitation, Remark
from merit_desk.surveys.queries.figures import pulse_figures
from tests.desk.conftest import viewer_as
from tests.desk.pages import text
from tests.desk.surveys.conftest import viewer_named


def test_everybody_of_the_cycle_is_asked_before_anybody_answers(pulse):
    assert {each.account.person for each in Invitation.objects.all()} == {"ann", "bob", "cat", "leader"}
    assert not Invitation.objects.filter(answered=True).exists()


def test_an_answer_keeps_neither_account_nor_time_nor_order(pulse, answering):
    answering(pulse, "cat", clarity=5)
    kept = {field.name for field in Ballot._meta.fields}
    assert kept == {"id", "survey", "department", "scores"}
    assert {field.name for field in Remark._meta.fields} == {"id", "survey", "text"}
    assert Ballot.objects.get().id.version == 4
    assert {field.name for field in Invitation._meta.fields} == {"id", "survey", "account", "department", "answered"}


def test_an_answer_leaves_nothing_on_the_trail(pulse, answering):
    before = Entry.objects.count()
    assert answering(pulse, "cat", clarity=1, remark="太难了").status_code == 302
    assert Entry.objects.count() == before


def test_nobody_answers_twice(pulse, answering):
    answering(pulse, "cat", clarity=5)
    assert answering(pulse, "cat", clarity=1).status_code == 302
    with pytest.raises(ConflictRefusal):
        answer_pulse(viewer_named("cat"), pulse, {"clarity": 1}, "")
    assert [ballot.scores for ballot in Ballot.objects.all()] == [{"clarity": 5}]


def test_somebody_not_asked_finds_nothing(pulse, stranger, as_steward):
    assert stranger.get(f"/surveys/{pulse.pk}/").status_code == 404
    assert as_steward.post(f"/surveys/{pulse.pk}/answer/", {"clarity": 1}).status_code == 404
    with pytest.raises(NotFoundRefusal):
        answer_pulse(viewer_as("steward"), pulse, {}, "")


def test_nothing_is_shown_before_the_survey_is_closed(pulse, answering, as_owner):
    for person in ("ann", "bob", "cat", "leader"):
        answering(pulse, person, clarity=4)
    assert pulse_figures(pulse) is None
    assert "4.00" not in text(as_owner.get(f"/surveys/{pulse.pk}/"))
    assert as_owner.get(f"/api/v1/surveys/{pulse.pk}").json()["groups"] == []


def test_a_closed_survey_shows_means_of_enough_answers(pulse, answering, as_employee):
    for person, clarity in (("ann", 5), ("bob", 4), ("cat", 3)):
        answering(pulse, person, clarity=clarity, remark=f"{clarity} 句话")
    closed = close_survey(viewer_as("hr"), pulse.pk)
    figures = pulse_figures(closed)
    assert (figures.total.answers, figures.total.shares[0].mean, figures.total.shares[1]) == (3, 4, None)
    shown = text(as_employee.get(f"/surveys/{pulse.pk}/"))
    assert "4.00" in shown
    assert "3 句话" in shown


def test_two_answers_are_never_shown(pulse, answering, as_owner):
    for person in ("ann", "bob"):
        answering(pulse, person, clarity=1, remark="不公平")
    close_survey(viewer_as("hr"), pulse.pk)
    shown = text(as_owner.get(f"/surveys/{pulse.pk}/"))
    assert "不足 3 份" in shown
    assert "不公平" not in shown
    assert "1.00" not in shown


def test_a_survey_is_opened_and_closed_once(pulse):
    with pytest.raises(ConflictRefusal):
        open_survey(viewer_as("hr"), pulse.pk)
    close_survey(viewer_as("hr"), pulse.pk)
    with pytest.raises(ConflictRefusal):
        close_survey(viewer_as("hr"), pulse.pk)


def test_nobody_answers_a_closed_survey(pulse, answering):
    close_survey(viewer_as("hr"), pulse.pk)
    answering(pulse, "cat", clarity=5)
    assert not Ballot.objects.exists()


def test_only_who_may_ask_makes_a_survey(as_manager, as_hr):
    told = {"kind": "nps", "title": "推荐", "closes": "2099-01-01"}
    assert as_manager.post("/surveys/new/", told).status_code == 404
    assert as_hr.post("/surveys/new/", told).status_code == 302
    assert Entry.objects.filter(action="survey.made").exists()


def test_a_pulse_without_a_cycle_is_told_what_is_missing(as_hr):
    answer = as_hr.post("/surveys/new/", {"kind": "pulse", "title": "看法", "closes": "2099-01-01"})
    assert answer.status_code == 422
    assert "员工问卷要选一个考核周期" in text(answer)
    assert "看法" in answer.content.decode()


def test_what_waits_for_an_employee_leads_to_the_answer(pulse, asked_people, answering):
    assert f"/surveys/{pulse.pk}/answer/" in asked_people["cat"].get("/surveys/").content.decode()
    answering(pulse, "cat", clarity=5)
    assert f"/surveys/{pulse.pk}/answer/" not in asked_people["cat"].get("/surveys/").content.decode()
