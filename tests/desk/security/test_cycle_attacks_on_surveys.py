"""The public address of a survey: nothing to guess, to frame, to keep, to pass on, or to use when it is over."""

from datetime import date

from tests.desk.surveys.test_customers import address, survey, visitor

__all__ = ["address", "survey"]


def test_the_page_is_neither_kept_nor_framed_nor_told_to_others(address):
    answer = visitor().get(address)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "script-src" in answer.headers["Content-Security-Policy"]


def test_an_address_with_another_host_is_refused_and_a_forwarded_address_is_not_believed(address, survey):
    assert visitor().get(address, headers={"host": "evil.example"}).status_code == 400
    for number in range(3):
        visitor().post(address, {"score": "5"}, headers={"x-forwarded-for": f"8.8.8.{number}"})
    assert survey.links.get().answers.count() == 1


def test_after_its_last_day_a_survey_takes_nothing_though_nobody_has_closed_it(address, survey):
    survey.closes = date(2020, 1, 1)
    survey.save()
    assert visitor().get(address).status_code == 404
    assert visitor().post(address, {"score": "5"}).status_code == 404
    assert not survey.links.get().answers.exists()


def test_what_a_customer_writes_is_shown_as_it_was_typed_and_runs_nowhere(address, survey, as_hr):
    visitor().post(address, {"score": "1", "text": "<img src=x onerror=alert(1)>\u202e=1+1"})
    shown = as_hr.get(f"/surveys/{survey.pk}/").content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown
    assert "<img src=x" not in shown
