"""Customers answer by a link without an account; the same place counts once, programs not at all."""

import csv
import io
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from merit_desk.surveys.actions.asking import Asked, close_survey, make_links, make_survey, open_survey
from merit_desk.surveys.jobs import answers_text
from merit_desk.surveys.models import CustomerAnswer
from tests.desk.conftest import viewer_as
from tests.desk.pages import text


@pytest.fixture
def survey(company_folder):
    """An open question about satisfaction in shop s1."""
    cache.clear()
    made = make_survey(viewer_as("hr"), Asked("csat", "服务满意吗", date(2099, 1, 1), shop="s1"))
    return open_survey(viewer_as("hr"), made.pk)


@pytest.fixture
def address(survey):
    """The address for everybody."""
    return f"/surveys/at/{make_links(viewer_as('hr'), survey.pk, '包裹卡片', 'cs1')[0]}/"


def visitor(number=1, browser="x"):
    """Somebody without an account, from an address of their own."""
    return Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR=f"10.0.0.{number}", HTTP_USER_AGENT=browser)


def test_a_customer_answers_without_an_account(address):
    assert visitor().get(address).status_code == 200
    answer = visitor().post(address, {"score": "5", "text": "很快"})
    assert "谢谢" in text(answer)
    assert [(each.score, each.text) for each in CustomerAnswer.objects.all()] == [(5, "很快")]


def test_a_second_answer_from_the_same_place_takes_the_place_of_the_first(address):
    for score in ("5", "5", "1"):
        visitor().post(address, {"score": score})
    assert [(each.score, each.times) for each in CustomerAnswer.objects.all()] == [(1, 3)]


def test_one_address_cannot_flood_a_survey_with_other_browsers(address):
    answers = [visitor(browser=str(at)).post(address, {"score": "5"}).status_code for at in range(25)]
    assert answers.count(200) == 20
    assert answers.count(409) == 5
    assert visitor(2).post(address, {"score": "5"}).status_code == 200


def test_what_fills_in_the_hidden_field_is_not_kept(address):
    assert "谢谢" in text(visitor().post(address, {"score": "5", "website": "https://spam.example"}))
    assert not CustomerAnswer.objects.exists()


def test_a_missing_or_invented_score_is_told(address):
    assert "选一个分数" in text(visitor().post(address, {}))
    assert visitor().post(address, {"score": "99"}).status_code == 422


def test_a_link_for_one_order_is_used_up(survey):
    keys = make_links(viewer_as("hr"), survey.pk, "订单", once=2)
    assert len(keys) == 2
    assert visitor(1).post(f"/surveys/at/{keys[0]}/", {"score": "4"}).status_code == 200
    used = visitor(2).post(f"/surveys/at/{keys[0]}/", {"score": "1"})
    assert used.status_code == 409
    assert "已经用过了" in text(used)
    assert visitor(2).post(f"/surveys/at/{keys[1]}/", {"score": "1"}).status_code == 200


def test_an_invented_revoked_or_closed_address_is_not_there(survey, address, as_hr):
    assert visitor().get("/surveys/at/guess/").status_code == 404
    link = survey.links.get()
    as_hr.post(f"/surveys/{survey.pk}/links/{link.pk}/revoke/")
    assert visitor().get(address).status_code == 404
    other = make_links(viewer_as("hr"), survey.pk, "短信")[0]
    close_survey(viewer_as("hr"), survey.pk)
    assert visitor().get(f"/surveys/at/{other}/").status_code == 404


def test_a_key_is_shown_once_and_not_kept(survey, as_hr):
    told = as_hr.post(f"/surveys/{survey.pk}/links/", {"label": "卡片"}).content.decode()
    assert "/surveys/at/" in told
    assert "/surveys/at/" not in as_hr.get(f"/surveys/{survey.pk}/").content.decode()


def test_answers_become_rows_of_the_fact_table_without_personal_data(address):
    visitor().post(address, {"score": "4", "text": "13812345678"})
    rows = list(csv.DictReader(io.StringIO(answers_text())))
    assert [(row["kind"], row["shop"], row["agent"], row["score"]) for row in rows] == [("csat", "s1", "cs1", "4")]
    assert "13812345678" not in answers_text()
    assert "10.0.0.1" not in answers_text()


def test_the_promoter_score_of_a_survey_is_worked_out(as_hr):
    cache.clear()
    made = open_survey(viewer_as("hr"), make_survey(viewer_as("hr"), Asked("nps", "推荐吗", date(2099, 1, 1))).pk)
    key = make_links(viewer_as("hr"), made.pk, "卡片")[0]
    for number, score in enumerate((10, 10, 9, 6), 1):
        visitor(number).post(f"/surveys/at/{key}/", {"score": str(score)})
    assert as_hr.get(f"/api/v1/surveys/{made.pk}").json()["value"] == "50.0000"
    assert "50.00" in text(as_hr.get(f"/surveys/{made.pk}/"))
